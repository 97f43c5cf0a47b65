//! `RateLimit`: on an operation and on a database, shared, and never delaying a time-out.

use std::time::Duration;

use faraday::database::RateLimit;
use faraday::testing::Fault;
use faraday::{ErrorKind, Table, transaction};
use futures_util::TryStreamExt;
use tokio::time::Instant;

use super::{Note, note, put, with_notes};

/// The seconds that something takes.
async fn seconds<T>(work: impl Future<Output = T>) -> f64 {
    let start = Instant::now();
    work.await;
    start.elapsed().as_secs_f64()
}

#[tokio::test(start_paused = true)]
async fn writes_consume_no_more_than_their_units() {
    with_notes(async |_, _| {
        // Each write is 2 units: the table and the local index. 200 units, of which 20 are there at once.
        let limit = RateLimit::new().write_units(20.0);
        let took =
            seconds(async { Table::<Note>::put_many((0..100).map(note)).rate_limit(&limit).await.unwrap() }).await;
        assert!((5.0..12.0).contains(&took), "{took}");
        // What was consumed last is still paid for: the limit is the same.
        let took = seconds(async { Table::<Note>::put(&note(500)).rate_limit(&limit.clone()).await.unwrap() }).await;
        assert!((1.0..4.0).contains(&took), "{took}");
        let took = seconds(async { Table::<Note>::get(("a", 1)).rate_limit(&limit).await.unwrap() }).await;
        assert!(took < 0.1, "reads have other units: {took}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_database_and_an_operation_have_a_limit_each() {
    with_notes(async |database, _| {
        put(0..30).await;
        let slow = database.with_rate_limit(&RateLimit::new().requests(1.0));
        let scan = || Table::<Note>::scan().page_size(10);
        let took = seconds(async { scan().on(&slow).await.unwrap() }).await;
        assert!((2.0..4.0).contains(&took), "three or four requests, a second apart: {took}");
        let slower = RateLimit::new().requests(0.5);
        let took =
            seconds(async { scan().on(&slow).rate_limit(&slower).stream().try_collect::<Vec<_>>().await.unwrap() })
                .await;
        assert!((4.0..8.0).contains(&took), "two seconds apart: {took}");
        let took = seconds(async { scan().on(&slow.with_rate_limit(None)).await.unwrap() }).await;
        assert!(took < 0.1, "{took}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn tables_count_as_requests() {
    with_notes(async |database, _| {
        let slow = database.with_rate_limit(&RateLimit::new().requests(2.0).write_units(0.001));
        let took = seconds(async {
            for _ in 0..3 {
                Table::<Note>::describe().on(&slow).await.unwrap();
            }
        })
        .await;
        assert!((2.5..2.6).contains(&took), "a description is two requests: {took}");
    })
    .await;
}

/// To wait for the limit is no lack of progress, however long.
#[tokio::test(start_paused = true)]
async fn a_batch_waits_for_hours_if_it_must() {
    with_notes(async |_, faults| {
        let limit = RateLimit::new().write_units(0.01);
        let took =
            seconds(async { Table::<Note>::put_many((0..60).map(note)).rate_limit(&limit).await.unwrap() }).await;
        assert!(took > 3_600.0, "{took}");
        assert_eq!(faults.recorded().count("BatchWriteItem"), 3);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_time_out_that_is_too_short_is_seen_before_anything_is_sent() {
    with_notes(async |_, faults| {
        let limit = RateLimit::new().write_units(1.0).read_units(1.0);
        transaction((Table::<Note>::put(&note(1)),)).rate_limit(&limit).await.unwrap();
        faults.reset();
        let start = Instant::now();
        let put = Table::<Note>::put(&note(2)).rate_limit(&limit).timeout(Duration::from_millis(500));
        let error = put.await.unwrap_err();
        assert_eq!((error.kind(), error.is_outcome_unknown()), (ErrorKind::Timeout, false), "{error}");
        assert_eq!((start.elapsed(), faults.recorded().len()), (Duration::ZERO, 0));
        // It gave its place back.
        let took = seconds(async { Table::<Note>::put(&note(2)).rate_limit(&limit).await.unwrap() }).await;
        assert!((2.0..9.0).contains(&took), "{took}");
    })
    .await;
}

/// What a throttled request would have consumed is not known: it counts as much as the one before it.
#[tokio::test(start_paused = true)]
async fn a_refused_request_has_taken_its_place() {
    with_notes(async |_, faults| {
        let limit = RateLimit::new().read_units(0.5);
        faults.fail_next_times("GetItem", 3, Fault::Throttled);
        Table::<Note>::get(("a", 1)).consistent().rate_limit(&limit).max_attempts(1).await.unwrap_err();
        let took =
            seconds(async { Table::<Note>::get(("a", 1)).rate_limit(&limit).max_attempts(1).await.unwrap_err() }).await;
        assert!((0.9..1.1).contains(&took), "{took}");
    })
    .await;
}

#[tokio::test]
async fn a_rate_of_nothing_is_refused() {
    with_notes(async |_, faults| {
        let put = Table::<Note>::put(&note(1)).rate_limit(&RateLimit::new().write_units(0.0));
        let error = put.await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().len()), (ErrorKind::InvalidArgument, 0), "{error}");
    })
    .await;
}
