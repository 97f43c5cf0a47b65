//! How often shards get requests, and how much is in memory.

use std::collections::BTreeMap;
use std::time::Duration;

use faraday::Table;
use faraday_tests::stream_service::{Fault, StreamService};
use tokio::time::timeout;

use crate::changes::orders::*;

/// When each shard was asked for records.
fn asked(service: &StreamService) -> BTreeMap<String, Vec<Duration>> {
    let mut asked: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for call in service.calls().into_iter().filter(|call| call.operation == "GetRecords") {
        // The iterator holds the shard's id.
        let shard = call.body["ShardIterator"].as_str().unwrap().split('|').nth(2).unwrap().to_owned();
        asked.entry(shard).or_default().push(call.at);
    }
    asked
}

/// The pauses between the requests for one shard.
fn pauses(times: &[Duration]) -> Vec<Duration> {
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn an_empty_shard_is_asked_less_and_less_often_down_to_every_three_seconds() {
    let service = service().pauses(0, 0);
    nothing(&mut changes(&service)).await;
    let asked = asked(&service);
    let pauses = pauses(&asked[&service.open_shards()[0]]);
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert_eq!(pauses[0].as_millis() / 10, 21);
    assert!(pauses[10..].iter().all(|pause| pause.as_millis() / 10 == 300), "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_has_changes_again_is_asked_often_again() {
    let service = service().pauses(0, 0);
    let mut changes = changes(&service);
    nothing(&mut changes).await;
    put(&service, "ann");
    numbers(&mut changes, 1).await;
    service.clear();
    timeout(Duration::from_secs(1), changes.try_next()).await.unwrap_err();
    assert!(asked(&service)[&service.open_shards()[0]].len() > 2);
}

#[tokio::test(start_paused = true)]
async fn pauses_are_those_that_are_set_and_never_shorter_than_a_fifth_of_a_second() {
    for (first, longest, expected) in [(1, 2, 210), (1, 50_000, 50_000), (700, 700, 700), (700, 1, 700)] {
        let service = service().pauses(0, 0);
        let (first, longest) = (Duration::from_millis(first), Duration::from_millis(longest));
        let changes = Table::<Order>::changes().poll_every(first, longest).on(&database(&service));
        nothing(&mut changes.stream()).await;
        let asked = asked(&service);
        let pauses = pauses(&asked[&service.open_shards()[0]]);
        assert!(pauses.iter().all(|pause| pause.as_millis() >= 200), "{pauses:?}");
        assert_eq!(pauses.last().unwrap().as_millis() / 10, expected / 10, "{first:?} to {longest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_shard_is_asked_more_than_five_times_in_a_second() {
    let service = service().with_shards(3).records_a_page(1).strict().pauses(5, 40);
    let ids: Vec<_> = (0..120).map(|id| id.to_string()).collect();
    ids.iter().for_each(|id| drop(put(&service, id)));
    numbers(&mut changes(&service), 120).await;
    for (shard, times) in asked(&service) {
        assert!(times.len() > 20);
        let fastest = times.windows(6).map(|six| six[5] - six[0]).min().unwrap();
        assert!(fastest >= Duration::from_secs(1), "six requests for {shard} within {fastest:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_is_always_full_does_not_keep_others_from_being_read() {
    let service = service().with_shards(2).records_a_page(5);
    let quiet = service.open_shards().remove(0);
    let ids: Vec<_> = (0..400).map(|id| id.to_string()).collect();
    let is_quiet = |id: &&String| service.shard_of(&key(id)).unwrap() == quiet;
    let (of_quiet, of_busy): (Vec<_>, Vec<_>) = ids.iter().partition(is_quiet);
    of_busy.iter().for_each(|id| drop(put(&service, id)));
    let mut changes = changes(&service);
    numbers(&mut changes, 20).await;
    let written = put(&service, of_quiet[0]);
    let read = numbers(&mut changes, 60).await;
    assert!(read.contains(&written));
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_cannot_be_read_is_not_asked_all_the_time() {
    let service = service();
    service.on_call(|request, _| (request == "GetShardIterator").then_some(Fault::AccessDenied));
    let mut changes = changes(&service);
    let start = tokio::time::Instant::now();
    for _ in 0..50 {
        next(&mut changes).await.unwrap_err();
    }
    assert!(start.elapsed() > Duration::from_secs(9), "{:?}", start.elapsed());
}

/// Requests for other shards are under way meanwhile.
#[tokio::test(start_paused = true)]
async fn a_consumer_that_is_busy_for_hours_meets_no_time_out() {
    let service = service().with_shards(5).records_a_page(2);
    (0..50).for_each(|id| drop(put(&service, &id.to_string())));
    let mut changes = changes(&service);
    for _ in 0..50 {
        numbers(&mut changes, 1).await;
        pass(1_000).await;
    }
    nothing(&mut changes).await;
}

#[tokio::test(start_paused = true)]
async fn no_more_than_16_pages_are_in_memory() {
    let service = service().with_shards(40);
    (0..400).for_each(|id| drop(put(&service, &id.to_string())));
    let mut changes = changes(&service);
    numbers(&mut changes, 1).await;
    pass(3_600).await;
    timeout(Duration::ZERO, changes.try_next()).await.ok();
    assert!(service.count("GetRecords") <= 16, "{} pages", service.count("GetRecords"));
    assert_eq!(numbers(&mut changes, 398).await.len(), 398);
}
