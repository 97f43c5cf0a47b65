//! Terminals: limits, the first item, the only one, counts.

use faraday::{ErrorKind, Table, operation::TableQuery};

use super::fixture::{Task, numbers, with_tasks};

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

#[tokio::test]
async fn a_limit_with_a_filter_reads_on_until_there_are_enough() {
    with_tasks(async |_, faults| {
        let last = || query().filter(Task::NAME.eq("task 9"));
        assert_eq!(numbers(&last().page_size(2).limit(1).await.unwrap()), [9]);
        assert_eq!(faults.recorded().count("Query"), 5);
        faults.reset();
        assert!(query().filter(Task::NAME.eq("none")).page_size(2).limit(1).await.unwrap().is_empty());
        assert!((5..=6).contains(&faults.recorded().count("Query")));
        faults.reset();
        // And no further than that.
        assert_eq!(numbers(&query().filter(Task::STATUS.eq("done")).page_size(2).limit(2).await.unwrap()), [1, 3]);
        assert_eq!(faults.recorded().count("Query"), 2);
        faults.reset();
        let mut stream = last().page_size(3).limit(1).stream();
        assert_eq!(stream.try_next().await.unwrap().unwrap().number, 9);
        assert_eq!(stream.try_next().await.unwrap(), None);
        assert_eq!(faults.recorded().count("Query"), 4);
        assert_eq!(numbers(&last().limit(1).await.unwrap()), [9]);
        let found = Table::<Task>::scan().filter(Task::PROJECT.eq("other")).page_size(1).limit(1).await.unwrap();
        assert_eq!(numbers(&found), [3]);
    })
    .await;
}

#[tokio::test]
async fn no_page_is_larger_than_what_is_wanted() {
    with_tasks(async |_, faults| {
        assert_eq!(query().page_size(4).limit(6).await.unwrap().len(), 6);
        let limits: Vec<_> = faults.recorded().iter().map(|request| request.json()["Limit"].clone()).collect();
        assert_eq!(limits, [4, 2]);
        faults.reset();
        assert_eq!(query().limit(3).count().await.unwrap(), 3);
        assert_eq!(faults.recorded()[0].json()["Limit"], 3);
    })
    .await;
}

#[tokio::test]
async fn first_gives_the_first_item_or_none() {
    with_tasks(async |_, faults| {
        assert_eq!(query().first().await.unwrap().unwrap().number, 0);
        assert_eq!(query().descending().first().await.unwrap().unwrap().number, 9);
        assert_eq!(faults.recorded()[0].json()["Limit"], 1);
        let filtered = query().filter(Task::NAME.eq("task 8"));
        assert_eq!(filtered.page_size(1).first().await.unwrap().unwrap().number, 8);
        assert!(query().filter(Task::NAME.eq("none")).page_size(1).first().await.unwrap().is_none());
        assert!(Table::<Task>::query("none").first().await.unwrap().is_none());
        assert!(query().limit(0).first().await.unwrap().is_none());
        assert_eq!(query().limit(5).first().await.unwrap().unwrap().number, 0);
        assert_eq!(query().select(Task::NAME).first().await.unwrap().unwrap(), "task 0");
        let scanned = Table::<Task>::scan().filter(Task::NAME.eq("task 5")).page_size(2).first().await.unwrap();
        assert_eq!(scanned.unwrap().number, 5);
    })
    .await;
}

#[tokio::test]
async fn one_gives_the_only_item_and_refuses_two() {
    with_tasks(async |db, _| {
        assert!(Table::<Task>::query("none").one().await.unwrap().is_none());
        assert_eq!(Table::<Task>::query("other").one().await.unwrap().unwrap().number, 3);
        assert_eq!(query().sort_key(4).one().await.unwrap().unwrap().number, 4);
        // However far apart they are.
        let two = query().filter(Task::NAME.eq("task 0") | Task::NAME.eq("task 9"));
        for error in [
            query().one().await.unwrap_err(),
            two.page_size(1).one().await.unwrap_err(),
            Table::<Task>::scan().one().metered().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::NotUnique, "{error}");
            assert_eq!(error.table(), Some(format!("{}reads_tasks", db.table_prefix()).as_str()));
        }
        let one = query().filter(Task::NAME.eq("task 7")).page_size(2).one().await.unwrap();
        assert_eq!(one.unwrap().number, 7);
        // A limit of one is what was asked for.
        assert_eq!(query().limit(1).one().await.unwrap().unwrap().number, 0);
        assert!(query().limit(0).one().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn count_counts_what_fits_the_filter() {
    with_tasks(async |_, faults| {
        let open = || query().filter(Task::STATUS.eq("open"));
        for size in [1, 3, 100] {
            assert_eq!(query().page_size(size).count().await.unwrap(), 10);
            assert_eq!(open().page_size(size).count().await.unwrap(), 5);
            assert_eq!(open().page_size(size).limit(3).count().await.unwrap(), 3);
            assert_eq!(query().page_size(size).limit(7).count().await.unwrap(), 7);
            assert_eq!(Table::<Task>::scan().page_size(size).count().await.unwrap(), 11);
            assert_eq!(query().sort_key_range(3..=5).page_size(size).count().await.unwrap(), 3);
        }
        assert_eq!(query().count().await.unwrap(), 10);
        assert_eq!(query().limit(100).count().await.unwrap(), 10);
        assert_eq!(query().select(Task::NAME).count().await.unwrap(), 10);
        for request in faults.recorded() {
            assert_eq!(request.json()["Select"], "COUNT");
            assert!(request.json().get("ProjectionExpression").is_none());
        }
        faults.reset();
        assert_eq!(query().limit(0).count().await.unwrap(), 0);
        assert!(faults.recorded().is_empty());
        open().page_size(2).limit(2).count().await.unwrap();
        assert_eq!(faults.recorded().count("Query"), 2);
    })
    .await;
}

#[tokio::test]
async fn arguments_that_make_no_sense_send_nothing() {
    with_tasks(async |_, faults| {
        let errors = [
            query().page_size(0).await.unwrap_err(),
            query().page_size(0).limit(0).await.unwrap_err(),
            query().page_size(0).stream().try_next().await.unwrap_err(),
            query().page_size(0).pages().try_next().await.unwrap_err(),
            query().page_size(0).first().await.unwrap_err(),
            query().page_size(0).one().await.unwrap_err(),
            query().page_size(0).count().await.unwrap_err(),
            query().page_size(0).limit(0).count().await.unwrap_err(),
            query().page_size(0).limit(0).page().await.unwrap_err(),
            Table::<Task>::scan().page_size(0).await.unwrap_err(),
            Table::<Task>::scan().page_size(0).parallel(2).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(error.operation().is_some() && error.table().is_some());
        }
        assert!(faults.recorded().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    with_tasks(async |_, faults| {
        let missing = faraday::testing::Fault::Answer {
            status: 400,
            body: r#"{"__type":"x#ResourceNotFoundException","message":"gone"}"#.into(),
        };
        let mut stream = query().page_size(4).stream();
        for _ in 0..4 {
            stream.try_next().await.unwrap().unwrap();
        }
        faults.fail_next("Query", missing);
        assert!(stream.try_next().await.unwrap_err().is_table_not_found());
        assert_eq!(stream.try_next().await.unwrap(), None);
        assert_eq!(faults.recorded().count("Query"), 2);
    })
    .await;
}
