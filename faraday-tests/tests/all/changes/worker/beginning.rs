//! Where a consumer begins: its first worker decides it once, for all shards.

use std::time::Duration;

use faraday::changes::Leases;
use faraday::{ErrorKind, Table};
use faraday_tests::stream_service::{Fault, StreamService};

use super::*;

const IDS: [&str; 6] = ["ann", "bob", "eve", "zoe", "max", "kim"];

/// Three shards with old changes, and the position after them.
async fn written() -> (StreamService, Worker<Order>) {
    let service = service().with_shards(3);
    put_all(&service, IDS);
    let mut changes = changes(&service);
    numbers(&mut changes, IDS.len()).await;
    Leases::new().on(&engine(&service)).create().await.unwrap();
    let after = Table::<Order>::changes().from(changes.checkpoint()).on(&database(&service));
    let worker = after.worker(CONSUMER, &Leases::new()).named("first");
    (service, worker)
}

#[tokio::test(start_paused = true)]
async fn the_first_worker_begins_at_its_checkpoint() {
    let (service, first) = written().await;
    let log = Log::default();
    let first = run(first, "first", &log, 0);
    pass(30).await;
    let new = put_all(&service, IDS);
    log.wait(IDS.len()).await;
    first.stop().await.unwrap();
    assert_eq!(log.sorted(), sorted(new));
}

#[tokio::test(start_paused = true)]
async fn a_first_worker_that_dies_while_it_creates_the_leases_has_decided_where_the_consumer_begins() {
    for fails in 1..5 {
        let (service, first) = written().await;
        let (log, mut count) = (Log::default(), 0);
        service.on_call(move |request, _| {
            count += usize::from(request == "PutItem");
            (request == "PutItem" && count == fails).then_some(Fault::AccessDenied)
        });
        let error = run(first, "first", &log, 0).end().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AccessDenied);
        let has_decided = fails > 1;
        service.clear();
        let second = start(&service, "second", &log, 0).await;
        pass(30).await;
        let new = put_all(&service, IDS);
        log.wait(if has_decided { IDS.len() } else { IDS.len() * 2 }).await;
        second.stop().await.unwrap();
        if has_decided {
            assert_eq!(log.sorted(), sorted(new), "request {fails} failed");
        } else {
            assert_eq!(log.entries().len(), IDS.len() * 2, "the second worker begins with the oldest change");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn workers_that_begin_at_the_same_time_begin_at_the_same_place() {
    for seed in 0..6 {
        fastrand::seed(seed);
        let (service, first) = written().await;
        let log = Log::default();
        let mut puts = 0;
        service.on_call(move |request, _| {
            puts += usize::from(request == "PutItem");
            (request == "PutItem" && puts == 3).then_some(Fault::Throttled)
        });
        let mut workers = vec![run(first, "first", &log, 0)];
        // The first one has decided, and is still creating the leases, slowly.
        while service.count("PutItem") < 3 {
            sleep(Duration::from_millis(1)).await;
        }
        for name in ["second", "third"] {
            workers.push(start(&service, name, &log, 0).await);
        }
        pass(20).await;
        let new = put_all(&service, IDS);
        log.wait(IDS.len()).await;
        for worker in workers {
            worker.stop().await.unwrap();
        }
        assert_eq!(log.sorted(), sorted(new), "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_begins_now_passes_over_what_is_older() {
    let service = service().with_shards(2).records_a_page(1);
    put_all(&service, IDS);
    pass(3_600).await;
    Leases::new().on(&engine(&service)).create().await.unwrap();
    let now = Table::<Order>::changes().from_now().on(&database(&service)).worker(CONSUMER, &Leases::new());
    let log = Log::default();
    let first = run(now, "first", &log, 0);
    pass(10).await;
    // A worker that comes later reads from the beginning of the shards, without a sequence number.
    first.kill().await;
    let second = start(&service, "second", &log, 0).await;
    let new = put_all(&service, IDS);
    log.wait(IDS.len()).await;
    second.stop().await.unwrap();
    assert_eq!(log.sorted(), sorted(new));
}

#[tokio::test(start_paused = true)]
async fn a_shard_that_is_listed_late_is_read_by_a_consumer_that_begins_now() {
    let service = service().delay_listing(Duration::from_secs(20));
    service.split(&service.open_shards()[0]);
    pass(25).await;
    Leases::new().on(&engine(&service)).create().await.unwrap();
    let now = Table::<Order>::changes().from_now().on(&database(&service)).worker(CONSUMER, &Leases::new());
    let log = Log::default();
    let worker = run(now, "first", &log, 0);
    pass(5).await;
    let new = put_all(&service, IDS);
    log.wait(IDS.len()).await;
    worker.stop().await.unwrap();
    assert_eq!(log.sorted(), sorted(new));
}

#[tokio::test(start_paused = true)]
async fn a_consumer_does_not_begin_with_a_disabled_stream_and_goes_on_with_one() {
    let service = service();
    let log = Log::default();
    let first = start(&service, "first", &log, 0).await;
    pass(10).await;
    first.kill().await;
    let written = put_all(&service, IDS);
    service.close();
    start(&service, "second", &log, 0).await.end().await.unwrap();
    assert_eq!(log.numbers(), written);
    let other = worker(&service, "third").await;
    drop(other);
    let other = Table::<Order>::changes().on(&database(&service)).worker("other", &Leases::new());
    let error = run(other, "third", &log, 0).end().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_is_forgotten_begins_anew() {
    let service = service();
    let (log, written) = (Log::default(), put_all(&service, IDS));
    for _ in 0..2 {
        let worker = start(&service, "first", &log, 0).await;
        log.wait(IDS.len()).await;
        worker.stop().await.unwrap();
        assert_eq!(log.numbers(), written);
        log.entries().clear();
        Leases::new().on(&engine(&service)).forget(CONSUMER).await.unwrap();
        assert!(leases(&service).await.is_empty());
    }
}
