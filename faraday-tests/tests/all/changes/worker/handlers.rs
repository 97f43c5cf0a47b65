//! Handlers that fail, changes that they cannot get, and what they delay.

use std::collections::BTreeSet;

use faraday::ErrorKind;
use faraday::changes::Change;
use serde_json::json;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_handler_that_fails_ends_the_worker_and_what_other_shards_handled_is_kept() {
    let service = service().with_shards(4);
    let ids: Vec<String> = (0..24).map(|id| id.to_string()).collect();
    ids.iter().for_each(|id| drop(put(&service, id)));
    let bad = put(&service, "bad");
    let log = Log::default();
    let (of_handler, bad_number) = (log.clone(), bad.clone());
    let handler = move |change: Change<Order>| {
        let (log, bad) = (of_handler.clone(), bad_number.clone());
        async move {
            // All shards are in the middle of a change when this one fails.
            sleep(Duration::from_millis(if change.sequence_number == bad { 50 } else { 90 })).await;
            if change.sequence_number == bad {
                return Err("the handler's".into());
            }
            log.add("worker", change.sequence_number);
            Ok::<_, Box<dyn std::error::Error>>(())
        }
    };
    let worker = worker(&service, "worker").await;
    let ended = timeout(Duration::from_secs(60), worker.run(handler)).await.unwrap();
    assert_eq!(ended.unwrap_err().to_string(), "the handler's");
    let handled = log.numbers();
    for lease in leases(&service).await {
        assert_eq!(lease.owner, None);
        let of_shard = service.written_to(&lease.shard).into_iter().map(|record| record.sequence_number);
        let last = of_shard.take_while(|number| handled.contains(number)).last();
        assert_eq!(lease.after, last, "{lease:?}");
    }
    // Another worker begins with the change that failed.
    let second = start(&service, "second", &log, 0).await;
    log.wait(25).await;
    second.stop().await.unwrap();
    let once: BTreeSet<_> = log.numbers().into_iter().collect();
    assert_eq!((log.entries().len(), once.len(), once.contains(&bad)), (25, 25, true));
}

#[tokio::test(start_paused = true)]
async fn a_change_that_does_not_fit_ends_the_worker_before_it() {
    let service = service();
    let before = put(&service, "ann");
    service.put(key("bob"), json!({ "total": { "S": "many" } }));
    let log = Log::default();
    for _ in 0..2 {
        let error = start(&service, "worker", &log, 0).await.end().await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.item_key().unwrap()["id"].as_s().unwrap(), "bob");
        let lease = open_lease(&service).await;
        assert_eq!((lease.after.as_ref(), lease.owner), (Some(&before), None));
    }
    assert_eq!(log.numbers(), [before]);
}

#[tokio::test(start_paused = true)]
async fn a_change_that_does_not_fit_may_be_passed_over() {
    let service = service();
    let mut written = put_all(&service, ["ann"]);
    let damaged = service.put(key("bob"), json!({ "total": { "S": "many" } }));
    written.push(put(&service, "eve"));
    let (log, passed) = (Log::default(), Log::default());
    let of_errors = passed.clone();
    let worker = worker(&service, "worker").await.on_error(move |error| {
        of_errors.add("error", error.item_key().unwrap()["id"].as_s().unwrap().clone());
        Ok(())
    });
    let worker = run(worker, "worker", &log, 0);
    log.wait(2).await;
    worker.stop().await.unwrap();
    assert_eq!((log.numbers(), passed.numbers()), (written.clone(), vec!["bob".to_owned()]));
    assert_eq!(open_lease(&service).await.after.as_ref(), written.last());
    // It is passed over also where it is the last one, and is not met again.
    let _ = damaged;
}

#[tokio::test(start_paused = true)]
async fn changes_that_are_gone_end_the_worker_and_may_be_passed_over() {
    let service = service().records_a_page(1);
    let (log, first) = (Log::default(), put(&service, "ann"));
    let worker_one = start(&service, "one", &log, 0).await;
    log.wait(1).await;
    worker_one.stop().await.unwrap();
    let written = put_all(&service, ["ann", "bob", "eve"]);
    service.trim_before(&written[2]);
    let error = start(&service, "two", &log, 0).await.end().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TrimmedData);
    let lost = error.lost_changes().unwrap();
    assert_eq!((lost.after(), lost.before()), (Some(&*first), Some(&*written[2])));
    let errors = Log::default();
    let of_errors = errors.clone();
    let three = worker(&service, "three").await.on_error(move |error| {
        of_errors.add("error", error.lost_changes().unwrap().before().unwrap().to_owned());
        Ok(())
    });
    let three = run(three, "three", &log, 0);
    log.wait(2).await;
    three.stop().await.unwrap();
    assert_eq!(log.numbers(), [first, written[2].clone()]);
    assert_eq!(errors.numbers(), written[2..]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_long_holds_up_its_own_shard_only() {
    let service = service().with_shards(2);
    let [slow, fast] = [0, 1].map(|place| service.open_shards()[place].clone());
    let ids: Vec<String> = (0..100).map(|id| id.to_string()).collect();
    let is_slow = |id: &&String| service.shard_of(&key(id)).unwrap() == slow;
    let (of_slow, of_fast): (Vec<_>, Vec<_>) = ids.iter().partition(is_slow);
    put(&service, of_slow[0]);
    let log = Log::default();
    let of_handler = log.clone();
    let held_up = service.written_to(&slow)[0].sequence_number.clone();
    let handler = move |change: Change<Order>| {
        let (log, held_up) = (of_handler.clone(), held_up.clone());
        async move {
            if change.sequence_number == held_up {
                sleep(Duration::from_secs(3_000)).await;
            }
            log.add("worker", change.sequence_number);
            Ok::<_, faraday::Error>(())
        }
    };
    let worker = worker(&service, "worker").await;
    let worker = Running::start(worker, |worker| tokio::spawn(worker.run(handler)));
    for _ in 0..5 {
        of_fast.iter().for_each(|id| drop(put(&service, id)));
        log.wait(service.written_to(&fast).len()).await;
    }
    assert_eq!(log.entries().len(), service.written_to(&fast).len());
    worker.kill().await;
}

#[tokio::test(start_paused = true)]
async fn no_more_than_16_pages_are_in_memory() {
    let service = service().with_shards(40);
    (0..400).for_each(|id| drop(put(&service, &id.to_string())));
    let log = Log::default();
    let worker = start(&service, "worker", &log, 60_000).await;
    pass(50).await;
    assert_eq!(service.count("GetRecords"), 16);
    worker.kill().await;
}

#[tokio::test(start_paused = true)]
async fn all_shards_get_their_turn() {
    let service = service().with_shards(40).records_a_page(10);
    (0..4_000).for_each(|id| drop(put(&service, &id.to_string())));
    let log = Log::default();
    let worker = start(&service, "worker", &log, 100).await;
    // Of 16 shards at a time.
    log.wait(1_600).await;
    let handled: BTreeSet<_> = log.numbers().into_iter().collect();
    let is_begun =
        |shard: &String| service.written_to(shard).iter().any(|record| handled.contains(&record.sequence_number));
    let waiting: Vec<_> = service.open_shards().into_iter().filter(|shard| !is_begun(shard)).collect();
    assert!(waiting.is_empty(), "{waiting:?}");
    worker.kill().await;
}

#[test]
fn a_worker_with_a_handler_that_uses_what_is_around_it_can_be_spawned() {
    fn spawned<F: Future + Send>(_: F) {}
    let log = Log::default();
    let worker = Table::<Order>::changes().worker(CONSUMER, &Leases::new());
    spawned(worker.run(async |change: Change<Order>| {
        sleep(Duration::ZERO).await;
        log.add("worker", change.sequence_number);
        Ok::<_, faraday::Error>(())
    }));
}
