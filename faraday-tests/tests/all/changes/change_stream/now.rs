//! Streams that begin now.

use std::time::Duration;

use faraday::{Database, Table};
use faraday_tests::stream_service::Fault;

use crate::changes::orders::*;

#[tokio::test(start_paused = true)]
async fn what_was_written_before_now_does_not_come_after_a_resume_either() {
    let service = service().records_a_page(2);
    for _ in 0..10 {
        put(&service, "old");
    }
    pass(3_600).await;
    let mut changes = Table::<Order>::changes().from_now().on(&database(&service)).stream();
    changes.begin().await.unwrap();
    // Nothing was read, so that there is no sequence number to go on after, and the shard is read from its beginning.
    let checkpoint = changes.checkpoint().unwrap();
    let written = put_all(&service, ["ann", "bob", "eve"]);
    assert_eq!(numbers(&mut changes, 3).await, written);
    let mut changes = Table::<Order>::changes().from(checkpoint).on(&database(&service)).stream();
    assert_eq!(numbers(&mut changes, 3).await, written);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_ahead_loses_nothing() {
    let service = service();
    let clock = service.clone();
    let ahead = Database::builder(service.client()).clock(move || clock.time() + Duration::from_secs(900)).build();
    let mut changes = Table::<Order>::changes().from_now().on(&ahead).stream();
    changes.begin().await.unwrap();
    let written = put(&service, "ann");
    assert_eq!(numbers(&mut changes, 1).await, [written]);
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_closes_while_the_stream_begins_is_followed() {
    let service = service();
    let (splitter, mut is_first) = (service.clone(), true);
    service.on_call(move |request, _| {
        if request == "GetShardIterator" && std::mem::take(&mut is_first) {
            splitter.split(&splitter.open_shards()[0]);
        }
        None
    });
    let mut changes = Table::<Order>::changes().from_now().on(&database(&service)).stream();
    changes.begin().await.unwrap();
    let mut written = put_all(&service, ["ann", "bob", "eve", "zoe", "max"]);
    let mut read = numbers(&mut changes, 5).await;
    written.sort();
    read.sort();
    assert_eq!(read, written);
}

#[tokio::test(start_paused = true)]
async fn an_iterator_that_fails_is_asked_for_again_and_now_is_still_before_the_stream_has_begun() {
    let service = service().with_shards(3);
    service.fail_next("GetShardIterator", 6, Fault::Throttled);
    let mut changes = Table::<Order>::changes().from_now().on(&database(&service)).stream();
    changes.begin().await.unwrap();
    let mut written = put_all(&service, ["ann", "bob", "eve", "zoe", "max"]);
    let mut read = numbers(&mut changes, 5).await;
    written.sort();
    read.sort();
    assert_eq!(read, written);
}
