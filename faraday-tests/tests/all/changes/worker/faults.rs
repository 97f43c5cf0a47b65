//! Requests on the stream and on the leases that fail.

use faraday::ErrorKind;
use faraday::changes::Leases;
use faraday_tests::stream_service::Fault;

use super::*;

/// A worker handles what is written, and stops, although the next requests of one operation fail.
async fn rides_out(request: &str, times: usize, fault: Fault) {
    let service = service().with_shards(2);
    let (log, mut written) = (Log::default(), put_all(&service, ["ann", "bob", "eve"]));
    service.fail_next(request, times, fault);
    let worker = start(&service, "worker", &log, 0).await;
    log.wait(3).await;
    // The leases are there now, and are renewed, listed and given back.
    service.fail_next(request, times, fault);
    pass(90).await;
    written.extend(put_all(&service, ["ann", "bob", "eve"]));
    log.wait(6).await;
    service.fail_next(request, times, fault);
    worker.stop().await.unwrap();
    assert_eq!(log.sorted(), sorted(written), "{request} {fault:?}");
    for lease in leases(&service).await {
        assert_eq!(lease.owner, None, "{request} {fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn requests_that_are_throttled_are_sent_again() {
    for request in REQUESTS {
        rides_out(request, 6, Fault::Throttled).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_never_answered_is_given_up() {
    for request in REQUESTS {
        rides_out(request, 1, Fault::NoAnswer).await;
    }
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_lost_change_nothing() {
    for request in REQUESTS {
        for times in [1, 4] {
            rides_out(request, times, Fault::LostAnswer).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_is_part_of_a_transaction_is_written_again() {
    for request in ["PutItem", "UpdateItem"] {
        rides_out(request, 4, Fault::Conflict).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_fails_for_good_ends_the_worker() {
    for request in REQUESTS {
        let service = service();
        put(&service, "ann");
        service.fail_next(request, 1, Fault::AccessDenied);
        let error = start(&service, "worker", &Log::default(), 0).await.end().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::AccessDenied, Some(request)));
        assert!(leases(&service).await.iter().all(|lease| lease.owner.is_none()), "{request}");
    }
}

/// The request that takes the second lease fails.
#[tokio::test(start_paused = true)]
async fn a_lease_that_was_taken_before_a_request_failed_is_read() {
    for (fault, times) in [(Fault::Throttled, 2), (Fault::NoAnswer, 1)] {
        let service = service().with_shards(2);
        let written = put_all(&service, ["ann", "bob", "eve", "zoe", "max"]);
        let mut takes = 0;
        service.on_call(move |request, _| {
            takes += usize::from(request == "UpdateItem");
            (request == "UpdateItem" && (2..2 + times).contains(&takes)).then_some(fault)
        });
        let log = Log::default();
        let worker = start(&service, "worker", &log, 0).await;
        log.wait(5).await;
        worker.stop().await.unwrap();
        assert_eq!(log.sorted(), sorted(written));
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_was_taken_before_a_request_failed_for_good_is_given_back() {
    let service = service().with_shards(2);
    let mut takes = 0;
    service.on_call(move |request, _| {
        takes += usize::from(request == "UpdateItem");
        (request == "UpdateItem" && takes == 2).then_some(Fault::AccessDenied)
    });
    let error = start(&service, "worker", &Log::default(), 0).await.end().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    assert!(leases(&service).await.iter().all(|lease| lease.owner.is_none()));
}

#[tokio::test(start_paused = true)]
async fn rounds_that_fail_for_two_minutes_end_the_worker_and_shorter_ones_do_not() {
    for (seconds, ends) in [(60, false), (200, true)] {
        let service = service();
        // Rounds are far apart.
        let worker = worker(&service, "worker").await.lease_duration(Duration::from_secs(1_200));
        let mut worker = run(worker, "worker", &Log::default(), 0);
        pass(400).await;
        service.on_call(|request, _| (request == "Query").then_some(Fault::InternalError));
        pass(seconds).await;
        service.clear();
        let ended = timeout(Duration::from_secs(400), &mut worker.task).await;
        assert_eq!(ended.is_ok(), ends, "{ended:?}");
        if let Ok(ended) = ended {
            assert_eq!(ended.unwrap().unwrap_err().kind(), ErrorKind::InternalServerError);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_position_that_cannot_be_kept_is_not_tried_with_every_change() {
    let service = service();
    let log = Log::default();
    let worker = start(&service, "worker", &log, 50).await;
    put(&service, "ann");
    log.wait(1).await;
    pass(10).await;
    service.on_call(|request, body| {
        let is_position = request == "UpdateItem" && body.to_string().contains("after");
        is_position.then_some(Fault::Throttled)
    });
    (0..200).for_each(|_| drop(put(&service, "ann")));
    log.wait(201).await;
    let tried = service.calls().iter().filter(|call| call.body.to_string().contains("after")).count();
    assert!((4..60).contains(&tried), "{tried} times in ten seconds");
    service.clear();
    worker.stop().await.unwrap();
    assert_eq!(open_lease(&service).await.after, log.numbers().pop());
}

#[tokio::test(start_paused = true)]
async fn many_workers_of_many_shards_do_not_list_them_too_often() {
    let service = service().with_shards(8).shards_a_page(1).strict();
    let (log, mut workers) = (Log::default(), Vec::new());
    for name in ["one", "two", "three", "four", "five", "six"] {
        let worker = worker(&service, name).await.lease_duration(Duration::from_secs(4));
        workers.push(run(worker, name, &log, 0));
    }
    pass(30).await;
    service.clear();
    pass(60).await;
    // Each of six workers begins a listing at most every 30 seconds. Pages are not counted: a throttled one is asked for again.
    let listings = service.listings();
    assert!((6..=6 * 3).contains(&listings), "{listings} listings in a minute");
    let shard = service.open_shards().remove(0);
    service.roll_over(&shard);
    let written = put_all(&service, ["ann", "bob", "eve", "zoe", "max"]);
    log.wait(5).await;
    assert_eq!(log.sorted(), sorted(written));
    for worker in workers {
        worker.stop().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn no_shard_is_asked_more_than_five_times_in_a_second() {
    let service = service().with_shards(2).records_a_page(1).strict().pauses(3, 40);
    (0..80).for_each(|id| drop(put(&service, &id.to_string())));
    let log = Log::default();
    let worker = start(&service, "worker", &log, 0).await;
    log.wait(80).await;
    for shard in service.open_shards() {
        let of_shard = |call: &&faraday_tests::stream_service::Call| {
            call.operation == "GetRecords" && call.body["ShardIterator"].as_str().unwrap().contains(&shard)
        };
        let times: Vec<_> = service.calls().iter().filter(of_shard).map(|call| call.at).collect();
        let fastest = times.windows(6).map(|six| six[5] - six[0]).min().unwrap();
        assert!(fastest >= Duration::from_secs(1), "six requests within {fastest:?}");
    }
    worker.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_table_of_leases_may_have_another_name_and_database() {
    let service = service();
    let (log, other) = (Log::default(), faraday::Database::embedded().unwrap());
    let leases = Leases::new().on(&other).on_table("positions");
    leases.create().await.unwrap();
    let worker = Table::<Order>::changes().on(&database(&service)).worker(CONSUMER, &leases).named("worker");
    let worker = run(worker, "worker", &log, 0);
    let written = put_all(&service, ["ann", "bob"]);
    log.wait(2).await;
    worker.stop().await.unwrap();
    let kept = leases.list(CONSUMER).await.unwrap();
    assert_eq!(kept[0].after.as_ref(), written.last());
    assert_eq!(service.count("UpdateItem"), 0);
}
