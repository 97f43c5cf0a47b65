//! Reads that DynamoDB would refuse, or answer in another way than intended: nothing is sent.

use std::ops::Bound;

use faraday::{Error, ErrorKind, Projection, Table, operation::TableQuery};

use super::fixture::{Details, Task, numbers, task, with_tasks};

#[derive(Debug, Projection)]
#[faraday(of = Task)]
#[allow(dead_code)]
struct Named {
    number: u64,
    name: String,
}

fn refused(error: &Error, attribute: &str, says: &str) {
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    assert!(error.operation().is_some() && error.table().is_some(), "{error}");
    let text = error.to_string();
    assert!(text.contains(&format!("`{attribute}`")) && text.contains(says), "{text}");
}

#[tokio::test]
async fn what_an_index_does_not_hold_is_refused() {
    with_tasks(async |_, faults| {
        let by_status = || Table::<Task>::index(Task::BY_STATUS);
        let by_size = || Table::<Task>::index(Task::BY_SIZE);
        let depth = || Task::DETAILS.dot(Details::DEPTH);
        refused(&by_status().query("open").select(Task::NAME).await.unwrap_err(), "name", "`by_status`");
        refused(&by_status().query("open").select_as::<Named>().first().await.unwrap_err(), "name", "`by_status`");
        refused(&by_status().query("open").filter(Task::SIZE.gt(1)).count().await.unwrap_err(), "size", "`by_status`");
        refused(&by_status().scan().filter(Task::NAME.exists()).page().await.unwrap_err(), "name", "`by_status`");
        refused(&by_size().query("open").select((Task::NAME, Task::DUE)).one().await.unwrap_err(), "due", "`by_size`");
        refused(&by_size().query("open").select(depth()).await.unwrap_err(), "details", "`by_size`");
        let either = Task::NUMBER.lt(3) | Task::NAME.eq("x") & depth().eq(1);
        refused(&by_size().query("open").filter(either).await.unwrap_err(), "details", "`by_size`");
        let parallel = by_size().scan().filter(Task::OWNER.exists()).parallel(2).stream().try_next().await;
        refused(&parallel.unwrap_err(), "owner", "`by_size`");
        let explained = by_status().query("open").select(Task::NAME).explain();
        assert!(explained.body().unwrap_err().contains("`name`"));
        assert!(faults.recorded().is_empty());
    })
    .await;
}

#[tokio::test]
async fn ranges_that_end_before_they_begin_are_refused() {
    with_tasks(async |_, faults| {
        let query = || -> TableQuery<Task> { Table::<Task>::query("faraday") };
        let by_due = || Table::<Task>::index(Task::BY_DUE).query("faraday");
        let by_name = || Table::<Task>::index(Task::BY_NAME).query("faraday");
        let (nine, three) = (9, 3);
        let mut errors = vec![
            query().sort_key_range(nine..=three).await.unwrap_err(),
            query().sort_key_range((Bound::Included(10), Bound::Included(9))).count().await.unwrap_err(),
            by_due().sort_key_range((Bound::Included(-3), Bound::Included(-4))).await.unwrap_err(),
            by_due().sort_key_range((Bound::Included(0), Bound::Included(-1))).first().await.unwrap_err(),
            by_name().sort_key_range("b"..="a").page().await.unwrap_err(),
        ];
        for error in errors.drain(..) {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(error.to_string().contains("range"), "{error}");
        }
        assert!(faults.recorded().is_empty());
        assert_eq!(numbers(&query().sort_key_range(3..=3).await.unwrap()), [3]);
        assert_eq!(numbers(&query().sort_key_range(9..=10).await.unwrap()), [9]);
        assert!(by_due().sort_key_range(-100..=-9).await.unwrap().is_empty());
        assert_eq!(by_due().sort_key_range(-9..=i64::MAX).count().await.unwrap(), 10);
    })
    .await;
}

#[tokio::test]
async fn keys_that_are_too_long_are_refused() {
    with_tasks(async |_, faults| {
        let long = |bytes: usize| "x".repeat(bytes);
        let by_name = || Table::<Task>::index(Task::BY_NAME).query("faraday");
        let errors = [
            Table::<Task>::query(long(2049)).await.unwrap_err(),
            Table::<Task>::query("ü".repeat(1025)).await.unwrap_err(),
            Table::<Task>::get((long(2049), 1)).await.unwrap_err(),
            by_name().sort_key(long(1025)).await.unwrap_err(),
            by_name().sort_key_range(long(1025)..).await.unwrap_err(),
            by_name().sort_key_begins_with(long(1025)).await.unwrap_err(),
            Table::<Task>::put(&task(&long(2049), 1)).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
            assert!(error.to_string().contains("bytes at most"), "{error}");
        }
        assert!(faults.recorded().is_empty());
        assert!(Table::<Task>::query(long(2048)).await.unwrap().is_empty());
        assert!(by_name().sort_key(long(1024)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_an_index_holds_is_filtered_and_selected() {
    with_tasks(async |_, _| {
        let by_status = || Table::<Task>::index(Task::BY_STATUS);
        let by_size = || Table::<Task>::index(Task::BY_SIZE);
        // The keys of the table and of the index are in any of them.
        let keys = by_status().query("open").filter(Task::NUMBER.gt(6)).select((Task::PROJECT, Task::STATUS));
        assert_eq!(keys.await.unwrap(), [("faraday".to_owned(), "open".to_owned())]);
        let named = by_size().query("open").filter(Task::NAME.contains("8")).select_as::<Named>().await.unwrap();
        assert_eq!(named.len(), 1);
        // To count, nothing is selected.
        assert_eq!(by_status().query("open").select(Task::NAME).count().await.unwrap(), 5);
        let all = Table::<Task>::index(Task::BY_OWNER).query("bob").filter(Task::SIZE.gt(40)).select(Task::NAME);
        assert_eq!(all.await.unwrap(), ["task 7"]);
    })
    .await;
}

#[tokio::test]
async fn a_local_index_is_filtered_by_what_it_holds() {
    with_tasks(async |_, faults| {
        let by_name = || Table::<Task>::index(Task::BY_NAME).query("faraday");
        refused(&by_name().filter(Task::SIZE.gt(1)).await.unwrap_err(), "size", "`by_name`");
        refused(&by_name().filter(Task::SIZE.gt(1)).select(Task::SIZE).await.unwrap_err(), "size", "`by_name`");
        assert!(faults.recorded().is_empty());
        // What is selected, DynamoDB fetches from the table.
        let sizes = by_name().sort_key_range("task 7"..).filter(Task::NUMBER.ge(8)).select(Task::SIZE);
        let sizes = sizes.explain();
        assert!(sizes.body().unwrap().contains("ProjectionExpression"));
    })
    .await;
}

#[tokio::test]
async fn a_query_filters_by_no_key() {
    with_tasks(async |_, faults| {
        let query = || -> TableQuery<Task> { Table::<Task>::query("faraday") };
        let by_owner = || Table::<Task>::index(Task::BY_OWNER).query("ann");
        refused(&query().filter(Task::NUMBER.gt(3)).await.unwrap_err(), "number", "use `sort_key`");
        refused(&query().filter(Task::PROJECT.eq("x")).first().await.unwrap_err(), "project", "use `sort_key`");
        let hidden = Task::NAME.exists() & !(Task::SIZE.gt(1) | Task::SIZE.eq(Task::NUMBER));
        refused(&query().filter(hidden).count().await.unwrap_err(), "number", "use `sort_key`");
        refused(&by_owner().filter(Task::DUE.lt(3)).await.unwrap_err(), "due", "use `sort_key`");
        refused(&by_owner().filter(Task::OWNER.exists()).await.unwrap_err(), "owner", "use `sort_key`");
        let by_due = Table::<Task>::index(Task::BY_DUE).query("faraday");
        refused(&by_due.filter(Task::PROJECT.exists()).await.unwrap_err(), "project", "use `sort_key`");
        assert!(faults.recorded().is_empty());
        // The table's keys are no keys of an index, and a scan filters by anything.
        assert_eq!(numbers(&by_owner().filter(Task::NUMBER.gt(6)).await.unwrap()), [9]);
        let by_due = Table::<Task>::index(Task::BY_DUE).query("faraday");
        assert_eq!(numbers(&by_due.filter(Task::NUMBER.lt(2)).await.unwrap()), [1, 0]);
        assert_eq!(Table::<Task>::scan().filter(Task::NUMBER.eq(3) & Task::DUE.exists()).await.unwrap().len(), 2);
        assert_eq!(Table::<Task>::index(Task::BY_OWNER).scan().filter(Task::DUE.eq(91)).await.unwrap().len(), 1);
    })
    .await;
}
