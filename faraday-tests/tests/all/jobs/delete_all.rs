//! `delete_all` deletes every item that a query finds, and no other.

use std::sync::{Arc, Mutex};

use faraday::error::Outcome;
use faraday::testing::Fault;
use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::fixture::{Message, Messages, counts, message, n, put_raw, s, stored, table_of, with_messages};

#[tokio::test]
async fn a_partition_is_deleted_and_no_other() {
    with_messages(120, async |_, _| {
        let told = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&told);
        let job = Messages::delete_all(Messages::query("a").page_size(50));
        let done = job.progress(move |done| seen.lock().unwrap().push(done.items)).await.unwrap();
        assert_eq!(counts(&done), [120, 120, 120, 0, 0]);
        assert!(stored("a").await.is_empty());
        assert_eq!(stored("b").await.len(), 120);
        let told = told.lock().unwrap().clone();
        assert!(told.is_sorted() && told.last() == Some(&120) && told.len() > 2, "{told:?}");
        // Three pages, and two batches for each of 50 keys.
        assert_eq!(done.requests, 8);
    })
    .await;
}

#[tokio::test]
async fn ranges_filters_limits_indexes_and_scans_say_what_is_deleted() {
    with_messages(30, async |_, _| {
        let range = Messages::query("a").sort_key_range(..10);
        assert_eq!(Messages::delete_all(range).await.unwrap().written, 10);
        let filtered = Messages::query("a").filter(Message::VOTES.eq(0)).page_size(7);
        assert_eq!(Messages::delete_all(filtered).await.unwrap().written, 4);
        assert_eq!(stored("a").await.keys().filter(|id| *id % 5 == 0).count(), 0);
        let limited = Messages::query("a").descending().limit(3).page_size(2);
        assert_eq!(Messages::delete_all(limited).await.unwrap().written, 3);
        assert_eq!(stored("a").await.keys().max(), Some(&26));
        let by_author = Messages::index(Message::BY_AUTHOR).query("ann");
        let found = Messages::index(Message::BY_AUTHOR).query("ann").count().await.unwrap();
        assert_eq!(Messages::delete_all(by_author).await.unwrap().written, found);
        assert!(stored("b").await.values().all(|message| message.author.is_none()));
        let left = (stored("a").await.len() + stored("b").await.len()) as u64;
        assert_eq!(Messages::delete_all(Messages::scan().page_size(4).parallel(3)).await.unwrap().written, left);
        assert_eq!(Messages::scan().count().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_limit_with_a_filter_stops_within_a_page() {
    with_messages(30, async |_, _| {
        let limited = || Messages::query("a").filter(Message::VOTES.eq(0)).limit(2);
        for left in [4, 2, 0, 0] {
            Messages::delete_all(limited()).await.unwrap();
            assert_eq!(Messages::query("a").filter(Message::VOTES.eq(0)).count().await.unwrap(), left);
        }
        assert_eq!(Messages::delete_all(Messages::query("a").limit(0)).await.unwrap().items, 0);
        let error = Messages::delete_all(Messages::scan().limit(2).parallel(2)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert_eq!(stored("a").await.len(), 24);
    })
    .await;
}

#[tokio::test]
async fn a_condition_is_checked_when_an_item_is_deleted() {
    with_messages(30, async |_, faults| {
        let job = Messages::delete_all(Messages::query("a")).condition(Message::VOTES.eq(1));
        let done = job.condition(Message::ID.lt(10)).await.unwrap();
        assert_eq!(counts(&done), [30, 30, 2, 28, 0]);
        assert_eq!(faults.recorded().count("DeleteItem"), 30);
        assert!(faults.most_in_flight() <= 8);
        assert_eq!(stored("a").await.len(), 28);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_deletes_nothing() {
    with_messages(30, async |_, faults| {
        let done = Messages::delete_all(Messages::query("a")).dry_run().await.unwrap();
        assert_eq!(counts(&done), [30, 30, 30, 0, 0]);
        assert_eq!(faults.recorded().operations(), ["Query"]);
    })
    .await;
}

/// DynamoDB checks conditions when it writes, so a dry run counts every item that is found.
#[tokio::test]
async fn a_dry_run_does_not_check_the_condition() {
    with_messages(30, async |_, faults| {
        let job = || Messages::delete_all(Messages::query("a")).condition(Message::VOTES.eq(1));
        assert_eq!(counts(&job().dry_run().await.unwrap()), [30, 30, 30, 0, 0]);
        assert_eq!(faults.recorded().operations(), ["Query"]);
        // The same condition as a filter gives the number.
        let filtered = Messages::delete_all(Messages::query("a").filter(Message::VOTES.eq(1))).dry_run();
        assert_eq!(counts(&filtered.await.unwrap()), [6, 6, 6, 0, 0]);
        assert_eq!(counts(&job().await.unwrap()), [30, 30, 6, 24, 0]);
    })
    .await;
}

#[tokio::test]
async fn items_that_do_not_fit_the_struct_are_deleted_as_well() {
    with_messages(0, async |db, _| {
        put_raw(db, table_of::<Message>(db), [("room", s("a")), ("id", n(1)), ("text", n(7))]).await;
        assert!(Messages::query("a").await.unwrap_err().is_decode());
        assert_eq!(Messages::delete_all(Messages::query("a")).await.unwrap().written, 1);
        assert_eq!(Messages::query("a").count().await.unwrap(), 0);
    })
    .await;
}

#[derive(Table)]
#[faraday(name = "kinds", partition_key(pk: String), sort_key(sk: String))]
struct Kinds;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Kinds, kind = "user", partition_key = "TEAM#{team}", sort_key = "USER#{id}")]
struct User {
    team: u32,
    id: u32,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Kinds, kind = "order", partition_key = "TEAM#{team}", sort_key = "ORDER#{id}")]
struct Order {
    team: u32,
    id: u32,
}

#[tokio::test]
async fn other_kinds_of_items_stay() {
    with_table::<Kinds>(async |_| {
        Table::<User>::put_many((0..3).map(|id| User { team: 1, id })).await.unwrap();
        Table::<Order>::put_many((0..4).map(|id| Order { team: 1, id })).await.unwrap();
        assert_eq!(Table::<User>::delete_all(Table::<User>::query(1)).await.unwrap().written, 3);
        assert_eq!(Table::<Order>::delete_all(Table::<Order>::scan()).dry_run().await.unwrap().written, 4);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_error_says_how_far_the_job_went() {
    with_messages(60, async |_, faults| {
        let mut batches = 0;
        faults.rule(move |request| {
            batches += usize::from(request.operation == "BatchWriteItem");
            (batches > 1 && request.operation == "BatchWriteItem").then_some(Fault::Throttled)
        });
        let job = Messages::delete_all(Messages::query("a")).concurrency(1).max_attempts(3);
        let error = job.await.unwrap_err();
        assert!(error.is_throttled());
        assert_eq!(error.outcome(), Outcome::PartlyDone);
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [25, 60, 25, 0, 0]);
        assert!(failure.failures().is_empty());
        assert!(!format!("{error:?} {error}").contains("text 1"));
        faults.reset();
        assert_eq!(stored("a").await.len(), 35);
        assert_eq!(Messages::delete_all(Messages::query("a")).await.unwrap().written, 35);

        faults.reset();
        faults.fail_next_times("Query", 1_000, Fault::Throttled);
        let error = Messages::delete_all(Messages::query("b")).max_attempts(3).await.unwrap_err();
        assert_eq!((error.outcome(), faults.recorded().count("Query")), (Outcome::NotDone, 3));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn throttles_are_waited_for() {
    with_messages(60, async |_, faults| {
        faults.fail_next_times("Query", 4, Fault::Throttled);
        faults.fail_next_times("BatchWriteItem", 4, Fault::Throttled);
        assert_eq!(Messages::delete_all(Messages::query("a").page_size(25)).await.unwrap().written, 60);
        faults.fail_next_times("DeleteItem", 4, Fault::InternalServerError);
        let job = Messages::delete_all(Messages::query("b")).condition(Message::TEXT.exists());
        assert_eq!(job.await.unwrap().written, 60);
        assert!(stored("a").await.is_empty() && stored("b").await.is_empty());
    })
    .await;
}

/// The next page is not read before the items of the one before are deleted, so that memory holds one page.
#[tokio::test]
async fn one_page_is_held_of_each_segment() {
    with_messages(100, async |_, faults| {
        Messages::delete_all(Messages::query("a").page_size(10)).await.unwrap();
        let operations = faults.recorded().operations();
        let pages: Vec<_> = operations.chunks(2).collect();
        assert!(pages.iter().take(10).all(|page| *page == ["Query", "BatchWriteItem"]), "{operations:?}");
    })
    .await;
}

#[tokio::test]
async fn a_job_goes_where_its_query_goes_unless_it_is_told_otherwise() {
    with_messages(5, async |db, _| {
        let (other, here) = (format!("{}other", db.table_prefix()), table_of::<Message>(db));
        Messages::create().on_table(&other).await.unwrap();
        Messages::put(&message("a", 1)).on_table(&other).await.unwrap();
        let of_query = Messages::query("a").on_table(&other).on(db);
        assert_eq!(Messages::delete_all(of_query).await.unwrap().written, 1);
        let of_job = Messages::query("a").on_table(&other);
        assert_eq!(Messages::delete_all(of_job).on_table(here).await.unwrap().written, 5);
        Messages::delete_table().on_table(&other).await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_holds_for_all_requests_of_a_job() {
    with_messages(40, async |_, _| {
        let start = tokio::time::Instant::now();
        let limit = faraday::database::RateLimit::new().requests(10.0);
        let job = Messages::delete_all(Messages::query("a").page_size(10)).condition(Message::TEXT.exists());
        assert_eq!(job.rate_limit(&limit).await.unwrap().written, 40);
        let took = start.elapsed().as_secs_f64();
        assert!((3.0..6.0).contains(&took), "44 requests took {took} s");
    })
    .await;
}
