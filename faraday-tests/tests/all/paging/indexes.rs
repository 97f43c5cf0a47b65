//! Reads of secondary indexes.

use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::{own_database, with_table, with_table_of};
use futures_util::TryStreamExt;

use super::fixture::{Task, numbers, task, with_tasks};

#[tokio::test]
async fn an_index_is_queried_with_and_without_a_sort_key() {
    with_tasks(async |_, _| {
        let by_owner = || Table::<Task>::index(Task::BY_OWNER);
        assert_eq!(numbers(&by_owner().query("bob").await.unwrap()), [7, 4, 1]);
        assert_eq!(numbers(&by_owner().query("bob").descending().await.unwrap()), [1, 4, 7]);
        assert_eq!(numbers(&by_owner().query("bob").sort_key(96).await.unwrap()), [4]);
        assert_eq!(numbers(&by_owner().query("bob").sort_key_range(96..).await.unwrap()), [4, 1]);
        assert_eq!(numbers(&by_owner().query("bob").sort_key_range(..96).await.unwrap()), [7]);
        assert_eq!(numbers(&by_owner().query("bob").sort_key_range(93..=96).limit(1).await.unwrap()), [7]);
        let filtered = by_owner().query("bob").filter(Task::SIZE.lt(50)).await.unwrap();
        assert_eq!(filtered, [task("faraday", 4), task("faraday", 1)]);
        // Of a partition key alone.
        let by_status = || Table::<Task>::index(Task::BY_STATUS);
        let mut open: Vec<_> = by_status().query("open").await.unwrap().iter().map(|row| row.number).collect();
        open.sort_unstable();
        assert_eq!(open, [0, 2, 4, 6, 8]);
        assert_eq!(by_status().query("open").count().await.unwrap(), 5);
        assert_eq!(by_status().query("none").first().await.unwrap().map(|row| row.number), None);
    })
    .await;
}

#[tokio::test]
async fn a_local_index_reads_consistently() {
    with_tasks(async |_, _| {
        let by_due = || Table::<Task>::index(Task::BY_DUE);
        assert_eq!(numbers(&by_due().query("faraday").consistent().await.unwrap()), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert_eq!(numbers(&by_due().query("faraday").sort_key_range(..=93).await.unwrap()), [9, 8, 7]);
        assert_eq!(numbers(&by_due().query("other").descending().await.unwrap()), [3]);
        assert_eq!(by_due().scan().consistent().await.unwrap().len(), 11);
    })
    .await;
}

#[tokio::test]
async fn a_sparse_index_has_only_items_with_its_keys() {
    with_tasks(async |_, _| {
        let scanned = Table::<Task>::index(Task::BY_OWNER).scan().await.unwrap();
        assert_eq!(scanned.len(), 8);
        assert!(scanned.iter().all(|task| task.owner.is_some()));
        Table::<Task>::update(("faraday", 1)).remove(Task::OWNER).await.unwrap();
        assert_eq!(numbers(&Table::<Task>::index(Task::BY_OWNER).query("bob").await.unwrap()), [7, 4]);
    })
    .await;
}

#[tokio::test]
async fn rows_have_what_the_index_projects() {
    with_tasks(async |_, _| {
        let rows = Table::<Task>::index(Task::BY_SIZE).query("open").sort_key_range(40..).await.unwrap();
        let rows: Vec<_> = rows.into_iter().map(|row| (row.number, row.size, row.name)).collect();
        assert_eq!(rows, [4, 6, 8].map(|number| (number, number * 10, format!("task {number}"))));
        let names = Table::<Task>::index(Task::BY_SIZE).query("done").select((Task::NAME, Task::NUMBER)).limit(2);
        assert_eq!(names.await.unwrap(), [("task 1".to_owned(), 1), ("task 3".to_owned(), 3)]);
    })
    .await;
}

#[tokio::test]
async fn an_index_is_walked_page_by_page() {
    with_tasks(async |_, _| {
        let query = || Table::<Task>::index(Task::BY_SIZE).query("done");
        let whole: Vec<u64> = query().await.unwrap().iter().map(|row| row.number).collect();
        assert_eq!(whole.len(), 6);
        for size in 1..=7 {
            let pages: Vec<_> = query().page_size(size).pages().try_collect().await.unwrap();
            let paged: Vec<u64> = pages.iter().flat_map(|page| &page.items).map(|row| row.number).collect();
            assert_eq!(paged, whole);
            let mut past = 0;
            for page in pages {
                past += page.items.len();
                let Some(next) = page.next else { continue };
                assert_eq!(query().after(next).count().await.unwrap() as usize, whole.len() - past);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn sort_keys_of_an_index_are_found_by_prefix() {
    with_tasks(async |_, _| {
        Table::<Task>::put(&Task { name: "task 10".into(), ..task("faraday", 10) }).await.unwrap();
        let by_name = || Table::<Task>::index(Task::BY_NAME).query("faraday");
        let begins = async |prefix: &str| {
            let rows = by_name().sort_key_begins_with(prefix).await.unwrap();
            rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
        };
        assert_eq!(begins("task 1").await, [1, 10]);
        assert_eq!(begins("task 10").await, [10]);
        assert_eq!(begins("task").await.len(), 11);
        assert!(begins("Task").await.is_empty() && begins("task 100").await.is_empty());
    })
    .await;
}

/// The same table as another program made it, without the index.
#[derive(Debug, Item)]
#[faraday(table = "reads_plain")]
struct Plain {
    #[faraday(partition_key)]
    id: u64,
    email: String,
}

#[derive(Debug, Item)]
#[faraday(table = "reads_plain", global_index(by_email, partition_key = email))]
struct Indexed {
    #[faraday(partition_key)]
    id: u64,
    email: String,
}

#[tokio::test]
async fn an_index_that_the_live_table_lacks_is_an_error() {
    with_table::<Plain>(async |db| {
        Table::<Plain>::put(&Plain { id: 1, email: "ann@example.com".into() }).await.unwrap();
        let index = || Table::<Indexed>::index(Indexed::BY_EMAIL);
        let mut parallel = index().scan().parallel(2).stream();
        let errors = [
            index().query("ann@example.com").await.unwrap_err(),
            index().query("ann@example.com").first().await.unwrap_err(),
            index().query("ann@example.com").count().await.unwrap_err(),
            index().query("ann@example.com").stream().try_next().await.unwrap_err(),
            index().scan().await.unwrap_err(),
            parallel.try_next().await.unwrap_err(),
        ];
        for error in errors {
            let kinds = [ErrorKind::Validation, ErrorKind::ResourceNotFound];
            assert!(kinds.contains(&error.kind()), "{:?}: {error}", error.kind());
            assert!(error.sdk_error().is_some() && error.table().unwrap().starts_with(db.table_prefix()));
        }
        assert!(parallel.try_next().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn reads_of_a_table_that_is_not_there_are_errors() {
    let db = own_database();
    let index = || Table::<Indexed>::index(Indexed::BY_EMAIL);
    let errors = [
        Table::<Indexed>::query(1).on(&db).await.unwrap_err(),
        Table::<Indexed>::scan().on(&db).await.unwrap_err(),
        Table::<Indexed>::scan().parallel(3).on(&db).await.unwrap_err(),
        index().query("ann").on(&db).count().await.unwrap_err(),
        index().scan().on(&db).page().await.unwrap_err(),
    ];
    for error in errors {
        assert!(error.is_table_not_found(), "{error}");
    }
    let error = Table::<Indexed>::scan().parallel(2).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoDatabase);
}

/// Of another type than the struct's.
#[derive(Debug, Item)]
#[faraday(table = "reads_plain", global_index(by_email, partition_key = email))]
struct Numbered {
    #[faraday(partition_key)]
    id: u64,
    email: u64,
}

#[tokio::test]
async fn an_index_key_of_another_type_is_an_error() {
    faraday_tests::needs!(TypesOfIndexKeys);
    with_table_of::<Indexed>(own_database(), async |_| {
        let error = Table::<Numbered>::index(Numbered::BY_EMAIL).query(7).await;
        assert!(error.is_err_and(|error| error.kind() == ErrorKind::Validation));
        Table::<Indexed>::put(&Indexed { id: 1, email: "ann".into() }).await.unwrap();
        assert_eq!(Table::<Numbered>::scan().await.unwrap_err().kind(), ErrorKind::Decode);
        let mut stream = Table::<Numbered>::scan().stream();
        assert_eq!(stream.try_next().await.unwrap_err().kind(), ErrorKind::Decode);
        assert!(stream.try_next().await.unwrap().is_none());
    })
    .await;
}
