//! Requests that fail, and changes or shards that are gone.

use std::time::Duration;

use faraday::{ErrorKind, Table};
use faraday_tests::stream_service::Fault;
use tokio::time::timeout;

use crate::changes::orders::*;

const REQUESTS: [&str; 4] = ["DescribeTable", "DescribeStream", "GetShardIterator", "GetRecords"];

#[tokio::test(start_paused = true)]
async fn a_throttled_request_is_sent_again_and_is_no_error() {
    let service = service();
    let written = put_all(&service, ["ann", "bob"]);
    for request in REQUESTS {
        // The client gives up after every second.
        service.fail_next(request, 8, Fault::Throttled);
        assert_eq!(numbers(&mut changes(&service), 2).await, written, "{request}");
        assert_eq!(service.pending(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_never_answered_is_sent_again() {
    let service = service();
    let written = put_all(&service, ["ann", "bob"]);
    for request in REQUESTS {
        service.fail_next(request, 1, Fault::NoAnswer);
        assert_eq!(numbers(&mut changes(&service), 2).await, written, "{request}");
        assert_eq!(service.pending(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_listing_that_is_never_answered_or_throttled_does_not_hide_new_shards() {
    for fault in [Fault::NoAnswer, Fault::Throttled, Fault::InternalError] {
        let service = service();
        let mut changes = changes(&service);
        changes.begin().await.unwrap();
        service.fail_next("DescribeStream", if fault == Fault::NoAnswer { 1 } else { 8 }, fault);
        service.roll_over_all();
        let written = put(&service, "ann");
        assert_eq!(numbers(&mut changes, 1).await, [written], "{fault:?}");
        assert_eq!(service.pending(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn shards_that_take_more_pages_than_the_service_answers_in_a_second_are_listed() {
    let service = service().with_shards(40).shards_a_page(1).strict();
    let written = put_all(&service, ["ann", "bob", "eve", "zoe", "max"]);
    let mut read = numbers(&mut changes(&service), 5).await;
    read.sort();
    assert_eq!(read, written);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_fails_for_good_is_an_error_and_the_next_call_goes_on() {
    for request in REQUESTS {
        let service = service();
        let mut changes = changes(&service);
        let written = put(&service, "ann");
        service.fail_next(request, 1, Fault::AccessDenied);
        let error = next(&mut changes).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::AccessDenied, Some(request)));
        assert_eq!(numbers(&mut changes, 1).await, [written]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_fails_for_two_minutes_is_an_error_and_the_next_call_goes_on() {
    let service = service();
    let mut changes = changes(&service);
    let written = put(&service, "ann");
    changes.begin().await.unwrap();
    service.on_call(|request, _| (request == "GetRecords").then_some(Fault::InternalError));
    let start = tokio::time::Instant::now();
    let error = changes.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InternalServerError);
    assert!((100..=150).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    service.clear();
    assert_eq!(numbers(&mut changes, 1).await, [written]);
}

#[tokio::test(start_paused = true)]
async fn a_listed_shard_that_is_not_found_yet_is_asked_again() {
    let service = service();
    let written = put(&service, "ann");
    service.fail_next("GetShardIterator", 1, Fault::NotFound);
    assert_eq!(numbers(&mut changes(&service), 1).await, [written]);
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_is_gone_is_reported_even_if_the_listing_is_throttled() {
    let service = service();
    let mut changes = changes(&service);
    let read = put(&service, "ann");
    assert_eq!(numbers(&mut changes, 1).await, [read.as_str()]);
    put(&service, "bob");
    let shard = service.open_shards().remove(0);
    service.roll_over_all();
    let left = put(&service, "eve");
    service.forget(&shard);
    service.fail_next("DescribeStream", 8, Fault::Throttled);
    let error = next(&mut changes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TrimmedData);
    let lost = error.lost_changes().unwrap();
    assert_eq!((lost.shard(), lost.after(), lost.before()), (shard.as_str(), Some(read.as_str()), None));
    assert_eq!(numbers(&mut changes, 1).await, [left]);
    nothing(&mut changes).await;
}

/// The checkpoint was taken between a shard and the next one, and resumed when the first one was gone for long.
#[tokio::test(start_paused = true)]
async fn what_was_trimmed_between_two_shards_is_reported() {
    let service = service().delay_listing(Duration::from_secs(20));
    let mut changes = changes(&service);
    changes.begin().await.unwrap();
    let parent = service.open_shards().remove(0);
    let read = put(&service, "ann");
    let child = service.roll_over(&parent);
    let written = put_all(&service, ["ann", "ann"]);
    assert_eq!(numbers(&mut changes, 1).await, [read]);
    timeout(Duration::from_secs(10), changes.try_next()).await.unwrap_err();
    let checkpoint = changes.checkpoint();
    pass(20).await;
    service.forget(&parent);
    service.trim_before(&written[1]);
    let mut changes = Table::<Order>::changes().from(checkpoint).on(&database(&service)).stream();
    let error = next(&mut changes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TrimmedData);
    let lost = error.lost_changes().unwrap();
    assert_eq!((lost.shard(), lost.after(), lost.before()), (child.as_str(), None, Some(&*written[1])));
    assert_eq!(numbers(&mut changes, 1).await, written[1..]);
    nothing(&mut changes).await;
}

#[tokio::test(start_paused = true)]
async fn trimmed_changes_are_reported_with_their_place() {
    let service = service().records_a_page(1);
    let mut changes = changes(&service);
    let written = put_all(&service, ["ann", "bob", "eve", "zoe"]);
    assert_eq!(numbers(&mut changes, 1).await, written[..1]);
    service.trim_before(&written[3]);
    let error = next(&mut changes).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation(), error.table()),
        (ErrorKind::TrimmedData, Some("GetRecords"), Some("orders"))
    );
    let lost = error.lost_changes().unwrap();
    assert_eq!(
        (lost.shard(), lost.after(), lost.before()),
        (&*service.open_shards()[0], Some(&*written[0]), Some(&*written[3]))
    );
    assert_eq!(numbers(&mut changes, 1).await, written[3..]);
}
