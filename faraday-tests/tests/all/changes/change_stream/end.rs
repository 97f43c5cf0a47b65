//! The end of a stream.

use std::time::Duration;

use faraday::{ErrorKind, Table};
use faraday_tests::stream_service::Fault;

use crate::changes::orders::*;

#[tokio::test(start_paused = true)]
async fn a_stream_that_was_begun_is_read_to_its_end() {
    let service = service();
    let mut changes = changes(&service);
    changes.begin().await.unwrap();
    let written = put_all(&service, ["ann", "bob"]);
    service.close();
    assert_eq!(numbers(&mut changes, 2).await, written);
    for _ in 0..3 {
        assert!(next(&mut changes).await.unwrap().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn a_checkpoint_goes_on_in_a_stream_that_was_disabled_since() {
    let service = service();
    let mut changes = changes(&service);
    changes.begin().await.unwrap();
    let written = put(&service, "ann");
    service.close();
    let resume = || Table::<Order>::changes().from(changes.checkpoint()).on(&database(&service)).stream();
    let mut resumed = resume();
    assert_eq!(numbers(&mut resumed, 1).await, [written]);
    assert!(next(&mut resumed).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn shards_that_are_listed_late_are_read_before_the_end() {
    let service = service().delay_listing(Duration::from_secs(5));
    let mut changes = changes(&service);
    changes.begin().await.unwrap();
    let mut written = put_all(&service, ["ann", "bob"]);
    service.split(&service.open_shards()[0]);
    written.extend(put_all(&service, ["ann", "bob", "eve", "zoe", "max"]));
    service.close();
    let mut read = numbers(&mut changes, 7).await;
    written.sort();
    read.sort();
    assert_eq!(read, written);
    assert!(next(&mut changes).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_shard_is_read_before_its_child_though_it_is_listed_after_it() {
    let service = service();
    let written = close_while_listed(&service);
    let mut changes = changes(&service);
    let read = numbers(&mut changes, 3).await;
    assert_eq!(read, *written.lock().unwrap());
    nothing(&mut changes).await;
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_is_listed_late_is_read_once() {
    let service = service();
    let written = close_while_listed(&service);
    let read = Table::<Order>::changes().once().on(&database(&service)).await.unwrap();
    let read: Vec<_> = read.into_iter().map(|change| change.sequence_number).collect();
    assert_eq!(read, *written.lock().unwrap());
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_read_once_through_splits() {
    let service = service();
    let mut written = put_all(&service, ["ann", "bob"]);
    service.split(&service.open_shards()[0]);
    written.extend(put_all(&service, ["ann", "bob", "eve"]));
    let read = Table::<Order>::changes().once().on(&database(&service)).await.unwrap();
    let mut read: Vec<_> = read.into_iter().map(|change| change.sequence_number).collect();
    written.sort();
    read.sort();
    assert_eq!(read, written);
}

#[tokio::test(start_paused = true)]
async fn a_listing_that_fails_does_not_end_what_is_read_once() {
    let service = service();
    let mut changes = Table::<Order>::changes().once().on(&database(&service)).stream();
    changes.begin().await.unwrap();
    put(&service, "ann");
    service.roll_over_all();
    let written = put(&service, "bob");
    numbers(&mut changes, 1).await;
    service.fail_next("DescribeStream", 1, Fault::AccessDenied);
    assert_eq!(next(&mut changes).await.unwrap_err().kind(), ErrorKind::AccessDenied);
    assert_eq!(numbers(&mut changes, 1).await, [written]);
    assert!(next(&mut changes).await.unwrap().is_none());
}
