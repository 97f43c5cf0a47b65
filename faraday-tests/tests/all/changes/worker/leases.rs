//! Which worker holds which lease, and when leases are deleted.

use std::collections::BTreeMap;

use faraday_tests::stream_service::Call;

use super::*;

/// How many open leases each worker has.
async fn counts(service: &StreamService) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for lease in leases(service).await.into_iter().filter(|lease| !lease.ended) {
        *counts.entry(lease.owner.unwrap_or_default()).or_default() += 1;
    }
    counts
}

fn expected<const N: usize>(counts: [(&str, usize); N]) -> BTreeMap<String, usize> {
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

#[tokio::test(start_paused = true)]
async fn workers_that_come_and_go_have_equal_parts_and_nothing_is_handled_twice() {
    let service = service().with_shards(6);
    let log = Log::default();
    let writer = tokio::spawn({
        let service = service.clone();
        async move {
            for id in 0..250 {
                put(&service, &(id % 40).to_string());
                sleep(Duration::from_millis(400)).await;
            }
        }
    });
    let start = async |name| {
        let worker = worker(&service, name).await.lease_duration(Duration::from_secs(8));
        run(worker, name, &log, 5)
    };
    let one = start("one").await;
    pass(15).await;
    assert_eq!(counts(&service).await, expected([("one", 6)]));
    let two = start("two").await;
    pass(30).await;
    assert_eq!(counts(&service).await, expected([("one", 3), ("two", 3)]));
    let three = start("three").await;
    pass(30).await;
    assert_eq!(counts(&service).await, expected([("one", 2), ("three", 2), ("two", 2)]));
    one.stop().await.unwrap();
    pass(15).await;
    assert_eq!(counts(&service).await, expected([("three", 3), ("two", 3)]));
    writer.await.unwrap();
    log.wait(250).await;
    two.stop().await.unwrap();
    three.stop().await.unwrap();
    let written = service.written().into_iter().map(|record| record.sequence_number).collect();
    assert_eq!(log.sorted(), sorted(written));
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_died_is_followed_after_the_lease_duration() {
    let service = service().with_shards(2);
    let log = Log::default();
    let first = start(&service, "first", &log, 0).await;
    pass(10).await;
    let second = start(&service, "second", &log, 0).await;
    pass(60).await;
    assert_eq!(counts(&service).await, expected([("first", 1), ("second", 1)]));
    first.kill().await;
    pass(15).await;
    assert_eq!(counts(&service).await, expected([("first", 1), ("second", 1)]), "it may only be slow");
    pass(25).await;
    assert_eq!(counts(&service).await, expected([("second", 2)]));
    second.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_was_handed_to_a_worker_that_died_is_taken_after_the_lease_duration() {
    let service = service().with_shards(2);
    let log = Log::default();
    let first = start(&service, "first", &log, 0).await;
    pass(10).await;
    let second = start(&service, "second", &log, 0).await;
    // The first write of a lease by a worker that has none asks for one.
    let is_ask = |call: &Call| call.operation == "UpdateItem" && call.body.to_string().contains("second");
    let start = Instant::now();
    while !service.calls().iter().any(is_ask) {
        sleep(Duration::from_millis(1)).await;
        assert!(start.elapsed() < Duration::from_secs(20));
    }
    second.kill().await;
    assert!(leases(&service).await.iter().any(|lease| lease.wanted_by.as_deref() == Some("second")));
    pass(60).await;
    assert_eq!(counts(&service).await, expected([("first", 2)]));
    let written = put_all(&service, ["ann", "bob", "eve", "zoe"]);
    log.wait(4).await;
    assert_eq!(log.sorted(), sorted(written));
    first.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_lease_of_a_shard_that_is_gone_is_deleted_when_the_next_one_has_one() {
    let service = service().delay_listing(Duration::from_secs(30));
    let (log, mut written) = (Log::default(), put_all(&service, ["ann"]));
    let worker = start(&service, "worker", &log, 0).await;
    log.wait(1).await;
    let parent = service.open_shards().remove(0);
    let child = service.roll_over(&parent);
    pass(10).await;
    service.forget(&parent);
    pass(10).await;
    let names = async || leases(&service).await.into_iter().map(|lease| lease.shard).collect::<Vec<_>>();
    assert_eq!(names().await, [parent], "its child is not listed yet");
    pass(30).await;
    assert_eq!(names().await, [child]);
    written.push(put(&service, "ann"));
    log.wait(2).await;
    assert_eq!(log.numbers(), written);
    worker.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_is_listed_late_is_read_before_the_workers_end() {
    let service = service().delay_listing(Duration::from_secs(5));
    let log = Log::default();
    let workers = [start(&service, "one", &log, 0).await, start(&service, "two", &log, 0).await];
    let mut written = put_all(&service, ["ann", "bob"]);
    pass(10).await;
    service.split(&service.open_shards()[0]);
    written.extend(put_all(&service, ["ann", "bob", "eve", "zoe", "max"]));
    service.close();
    for worker in workers {
        worker.end().await.unwrap();
    }
    assert_eq!(log.sorted(), sorted(written));
    assert!(leases(&service).await.iter().all(|lease| lease.ended && lease.owner.is_none()));
}

#[tokio::test(start_paused = true)]
async fn a_shard_is_handled_before_its_child_though_it_is_listed_after_it() {
    let service = service();
    let (log, written) = (Log::default(), close_while_listed(&service));
    let worker = start(&service, "worker", &log, 0).await;
    log.wait(3).await;
    pass(60).await;
    worker.stop().await.unwrap();
    assert_eq!(log.numbers(), *written.lock().unwrap());
}

#[tokio::test(start_paused = true)]
async fn children_are_begun_when_their_parent_was_handled_by_whomever() {
    let service = service();
    let log = Log::default();
    let one = start(&service, "one", &log, 20).await;
    let two = start(&service, "two", &log, 20).await;
    let mut written = Vec::new();
    for round in 0..6 {
        written.extend((0..10).map(|_| put(&service, "ann")));
        let shard = service.shard_of(&key("ann")).unwrap();
        if round % 2 == 0 { drop(service.split(&shard)) } else { drop(service.roll_over(&shard)) }
    }
    log.wait(60).await;
    assert_eq!(log.numbers(), written);
    one.stop().await.unwrap();
    two.stop().await.unwrap();
}
