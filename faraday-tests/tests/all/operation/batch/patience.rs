//! How long unprocessed writes are sent again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::Table;
use faraday::testing::{Fault, RecordedRequest};
use tokio::time::Instant;

use super::support::{Number, numbers, put_numbers, stored_numbers, with_both};

/// Requests that are put off together are one attempt.
#[tokio::test(start_paused = true)]
async fn a_burst_of_throttles_is_one_attempt() {
    with_both(async |db, faults| {
        faults.fail_next_times("BatchWriteItem", 16, Fault::Throttled);
        Table::<Number>::put_many(numbers(0..400)).concurrency(16).max_attempts(3).await.unwrap();
        assert_eq!((faults.recorded().count("BatchWriteItem"), faults.pending()), (32, 0));
        assert_eq!(stored_numbers(db).await.len(), 400);
        faults.fail_next_times("BatchGetItem", 16, Fault::Throttled);
        let got = Table::<Number>::get_many(0..1_600).concurrency(16).max_attempts(3).await.unwrap();
        assert_eq!(got.iter().flatten().count(), 400);
        assert_eq!((faults.recorded().count("BatchGetItem"), faults.pending()), (32, 0));
    })
    .await;
}

/// Patience is for what does not go on, however long the whole takes.
#[tokio::test(start_paused = true)]
async fn a_long_load_does_not_run_out_of_patience() {
    with_both(async |db, faults| {
        let requests = Arc::new(AtomicUsize::new(0));
        // Every second request is a minute under way, the others are put off in part.
        faults.rule(move |_| match requests.fetch_add(1, Ordering::Relaxed) % 2 {
            0 => Some(Fault::Delayed(Duration::from_secs(60))),
            _ => Some(Fault::Unprocessed(vec![0, 1])),
        });
        let started = Instant::now();
        Table::<Number>::put_many(numbers(0..500)).concurrency(1).await.unwrap();
        assert!(started.elapsed() > Duration::from_secs(600));
        assert_eq!(Table::<Number>::get_many(0..2_000).concurrency(1).await.unwrap().iter().flatten().count(), 500);
        faults.reset();
        assert_eq!(stored_numbers(db).await.len(), 500);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn back_off_grows_and_has_a_limit() {
    with_both(async |_, faults| {
        faults.rule(|_| Some(Fault::Throttled));
        let started = Instant::now();
        let error = Table::<Number>::put_many(numbers(0..1)).await.unwrap_err();
        assert!(error.is_throttled());
        assert_eq!(faults.recorded().count("BatchWriteItem"), 10);
        // 25 ms, doubled up to 5 s, with jitter down to a half of each.
        let took = started.elapsed();
        assert!(took > Duration::from_secs(5) && took < Duration::from_secs(15), "{took:?}");
        for limit in [Duration::from_millis(200), Duration::from_secs(2)] {
            let started = Instant::now();
            Table::<Number>::put_many(numbers(0..1)).max_attempts(1_000).timeout(limit).await.unwrap_err();
            Table::<Number>::get_many([1]).max_attempts(1_000).timeout(limit).await.unwrap_err();
            assert!(started.elapsed() <= 2 * limit + Duration::from_millis(50), "{:?}", started.elapsed());
        }
    })
    .await;
}

/// Nothing is sent in a pause, whichever request it was that was put off.
/// More is asked than is given: the pauses grow although something is written each time.
#[tokio::test(start_paused = true)]
async fn back_off_grows_while_most_is_put_off() {
    with_both(async |db, faults| {
        let pauses = async |put_off: usize| {
            faults.reset();
            let sent = Arc::new(Mutex::new(Vec::new()));
            let times = Arc::clone(&sent);
            faults.rule(move |request: &RecordedRequest| {
                times.lock().unwrap().push(Instant::now());
                let most = request.batch_size().min(put_off);
                Some(Fault::Unprocessed((0..most).collect()))
            });
            let put = Table::<Number>::put_many(numbers(0..25)).concurrency(1).max_attempts(8);
            let _ = put.await;
            let sent = sent.lock().unwrap();
            sent.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
        };
        // 24 of 25, then all of what is left, until it gives up.
        let longest = pauses(24).await.into_iter().max().unwrap();
        assert!(longest > Duration::from_millis(400), "{longest:?}");
        let few = pauses(2).await;
        assert!(few[0] < Duration::from_millis(26), "{few:?}");
        faults.reset();
        assert!(stored_numbers(db).await.len() > 20);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn one_throttle_makes_all_requests_pause() {
    with_both(async |_, faults| {
        put_numbers(0..1).await;
        faults.reset();
        let starts = Arc::new(std::sync::Mutex::new(Vec::new()));
        let log = Arc::clone(&starts);
        faults.rule(move |_| {
            let mut log = log.lock().unwrap();
            log.push(Instant::now());
            (log.len() <= 3).then_some(Fault::Throttled)
        });
        Table::<Number>::get_many(0..1_000).concurrency(3).await.unwrap();
        let starts = starts.lock().unwrap().clone();
        assert_eq!(starts.len(), 13);
        assert!(starts[3] - starts[2] >= Duration::from_millis(12), "{starts:?}");
    })
    .await;
}
