//! A worker that stops has handled the changes that it began, and given its leases back.

use std::pin::Pin;
use std::task::{Context, Poll};

use faraday_tests::stream_service::Fault;

use super::*;

/// Stops are at any time: while leases are listed, taken, renewed, handed over and read.
#[tokio::test(start_paused = true)]
async fn a_worker_that_stops_at_any_time_gives_all_leases_back_and_handles_nothing_after() {
    for seed in 0..12 {
        fastrand::seed(seed);
        let service = service().with_shards(5).pauses(seed, 30).records_a_page(2);
        let log = Log::default();
        for _ in 0..3 {
            (0..20).for_each(|_| drop(put(&service, &fastrand::u8(..).to_string())));
            let worker = start(&service, &format!("worker {}", fastrand::u8(..)), &log, 10).await;
            sleep(Duration::from_millis(fastrand::u64(..700))).await;
            let stopped = Instant::now();
            worker.stop().await.unwrap();
            assert!(stopped.elapsed() < Duration::from_secs(2), "seed {seed}: {:?}", stopped.elapsed());
            for lease in leases(&service).await {
                assert_eq!(lease.owner, None, "seed {seed}");
            }
            let handled = log.entries().len();
            pass(30).await;
            assert_eq!(log.entries().len(), handled);
        }
        let last = start(&service, "last", &log, 0).await;
        log.wait(60).await;
        last.stop().await.unwrap();
        let written = service.written().into_iter().map(|record| record.sequence_number).collect();
        assert_eq!(log.sorted(), sorted(written), "seed {seed}");
    }
}

/// The answers to giving the leases back are lost, and a look at the leases is under way, which finds that nobody has them.
#[tokio::test(start_paused = true)]
async fn a_worker_that_stops_does_not_take_back_what_it_gives_away() {
    for seed in 0..20 {
        fastrand::seed(seed);
        let service = service().with_shards(3).pauses(seed, 60);
        let (log, is_stopping) = (Log::default(), Arc::new(Mutex::new(false)));
        let worker = start(&service, "worker", &log, 0).await;
        pass(3).await;
        let rounds = service.count("DescribeStream");
        while service.count("DescribeStream") == rounds {
            sleep(Duration::from_millis(1)).await;
        }
        let (stopping, mut lost) = (is_stopping.clone(), 0);
        service.on_call(move |request, _| {
            let is_lost = request == "UpdateItem" && *stopping.lock().unwrap() && lost < 3;
            lost += usize::from(is_lost);
            is_lost.then_some(Fault::LostAnswer)
        });
        *is_stopping.lock().unwrap() = true;
        let stopped = Instant::now();
        worker.stop().await.unwrap();
        assert!(stopped.elapsed() < Duration::from_secs(5), "seed {seed}: {:?}", stopped.elapsed());
        assert!(leases(&service).await.iter().all(|lease| lease.owner.is_none()), "seed {seed}");
    }
}

/// From its start, or while it runs.
#[tokio::test(start_paused = true)]
async fn a_worker_that_stops_does_not_wait_for_requests_that_are_never_answered() {
    for (before, request) in [0, 30].into_iter().flat_map(|before| REQUESTS.map(|request| (before, request))) {
        let service = service();
        let worker = start(&service, "worker", &Log::default(), 0).await;
        pass(before).await;
        service.on_call(move |called, _| (called == request).then_some(Fault::NoAnswer));
        pass(20).await;
        let stopped = Instant::now();
        worker.stop().await.unwrap();
        // Only writes of leases are waited for, as long as the leases are valid.
        let longest = if request == "UpdateItem" { 61 } else { 1 };
        assert!(stopped.elapsed() < Duration::from_secs(longest), "{request}: {:?}", stopped.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn the_change_that_is_being_handled_is_finished_and_kept() {
    let service = service();
    let written = put_all(&service, ["ann", "bob", "eve"]);
    let log = Log::default();
    let worker = start(&service, "worker", &log, 4_000).await;
    log.wait(1).await;
    pass(1).await;
    worker.stop().await.unwrap();
    assert_eq!(log.numbers(), written[..2]);
    assert_eq!(open_lease(&service).await.after.as_ref(), Some(&written[1]));
}

/// It is ready once, and must not be polled again.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        assert!(!std::mem::replace(&mut self.0, true), "polled after it was ready");
        Poll::Ready(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_is_to_stop_at_once_stops_at_once() {
    let service = service();
    put(&service, "ann");
    let log = Log::default();
    let of_handler = log.clone();
    let stopped = worker(&service, "worker").await.stop_when(Once(false)).run(move |change| {
        of_handler.add("worker", change.sequence_number);
        async { Ok::<_, Error>(()) }
    });
    timeout(Duration::from_secs(5), stopped).await.unwrap().unwrap();
    assert!(log.entries().is_empty());
}
