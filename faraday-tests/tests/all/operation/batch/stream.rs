//! `put_stream`: back-pressure, progress, and what a stream may do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::testing::Fault;
use faraday::{Database, ErrorKind, Item, Table, operation::Progress};
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::Notify;

use super::support::{Number, failure, number, numbers, stored_numbers, with_both};

/// Numbers without end, and how many were taken.
fn endless() -> (impl Stream<Item = Number> + Send + 'static, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let next = move |id| {
        count.fetch_add(1, Ordering::SeqCst);
        number(id, id)
    };
    (stream::iter(0..).map(next), taken)
}

#[tokio::test(start_paused = true)]
async fn no_more_is_taken_than_can_be_sent_soon() {
    with_both(async |db, faults| {
        for concurrency in [1, 4] {
            faults.reset();
            faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(3_600))));
            let (numbers, taken) = endless();
            let running =
                tokio::spawn(Table::<Number>::put_stream(numbers).concurrency(concurrency).on(db).into_future());
            tokio::time::sleep(Duration::from_millis(200)).await;
            // What is under way and as much again.
            assert_eq!(taken.load(Ordering::SeqCst), 2 * 25 * concurrency);
            assert_eq!(faults.in_flight(), concurrency);
            // Dropped half-way, it leaves nothing behind that runs.
            running.abort();
            assert!(running.await.unwrap_err().is_cancelled());
            assert_eq!(faults.in_flight(), 0);
            faults.reset();
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(faults.recorded().count("BatchWriteItem"), 0);
        }
        assert!(stored_numbers(db).await.is_empty());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn memory_is_bounded_however_long_the_stream_is() {
    with_both(async |_, faults| {
        faults.rule(faraday::testing::FaultRates { unprocessed: 0.3, throttled: 0.05, ..Default::default() }.seeded(1));
        let (numbers, taken) = endless();
        let most = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&most);
        let told = move |progress: &Progress| {
            let held = taken.load(Ordering::SeqCst) - progress.items as usize;
            seen.fetch_max(held, Ordering::SeqCst);
        };
        Table::<Number>::put_stream(numbers.take(5_000)).progress(told).await.unwrap();
        assert!((100..=200).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_slow_stream_holds_up_no_answer() {
    with_both(async |db, _| {
        // It goes on when all that it gave so far in full requests is acknowledged.
        let acknowledged = Arc::new(Notify::new());
        let wait = Arc::clone(&acknowledged);
        let numbers = stream::iter(numbers(0..60)).then(move |number| {
            let wait = Arc::clone(&wait);
            async move {
                if number.id == 30 || number.id == 55 {
                    wait.notified().await;
                }
                number
            }
        });
        let put = Table::<Number>::put_stream(numbers).progress(move |_| acknowledged.notify_one());
        tokio::time::timeout(Duration::from_secs(20), put.on(db).into_future()).await.unwrap().unwrap();
        assert_eq!(stored_numbers(db).await.len(), 60);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn progress_tells_how_far_it_is() {
    with_both(async |db, faults| {
        faults.fail_next_times("BatchWriteItem", 2, Fault::Unprocessed(vec![0, 1, 2]));
        faults.fail_next("BatchWriteItem", Fault::Throttled);
        let told = Arc::new(Mutex::new(Vec::<Progress>::new()));
        let log = Arc::clone(&told);
        let put = Table::<Number>::put_stream(stream::iter(numbers(10..90)))
            .concurrency(1)
            .progress(move |progress| log.lock().unwrap().push(progress.clone()));
        let metered = put.metered().on(db).await.unwrap();
        let told = told.lock().unwrap().clone();
        assert_eq!(told.iter().map(|progress| progress.items).collect::<Vec<_>>(), [22, 44, 44, 69, 80]);
        assert_eq!(told.iter().map(|progress| progress.retries).collect::<Vec<_>>(), [3, 6, 31, 31, 31]);
        assert!(told.is_sorted_by(|one, next| one.bytes <= next.bytes));
        // {"id":{"N":"10"},"value":{"N":"20"}}, one more where the value has three digits.
        assert_eq!(told[4].bytes, 80 * 36 + 40);
        assert_eq!(told[4].capacity, metered.capacity);
        assert!(metered.capacity.as_ref().unwrap().total >= 80.0);
        assert_eq!((metered.requests, metered.request_id.is_some()), (5, true));
        // Not metered, not told.
        let log = Arc::new(Mutex::new(Progress::default()));
        let last = Arc::clone(&log);
        let put = Table::<Number>::put_stream(stream::iter(numbers(0..3)));
        put.progress(move |progress| *last.lock().unwrap() = progress.clone()).await.unwrap();
        let last = log.lock().unwrap().clone();
        assert_eq!((last.items, last.capacity), (3, None));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "numbers")]
struct Ratio {
    #[faraday(partition_key)]
    id: u32,
    value: f64,
}

#[tokio::test]
async fn an_item_without_a_form_ends_it_with_all_before_it_written() {
    faraday_tests::needs!(NormalizedNumbers);
    with_both(async |db, faults| {
        let taken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&taken);
        let ratios = stream::iter(0..1_000).map(move |id| {
            count.fetch_add(1, Ordering::SeqCst);
            Ratio { id, value: if id == 60 { f64::NAN } else { 1.0 } }
        });
        let error = Table::<Ratio>::put_stream(ratios).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert_eq!(error.operation(), Some("BatchWriteItem"));
        assert!(error.table().is_some_and(|table| table.ends_with("-numbers")), "with the prefix: {error}");
        assert!(error.to_string().contains("item 60"), "{error}");
        assert_eq!((failure(&error).written(), failure(&error).unwritten()), (60, vec![60]));
        assert_eq!((taken.load(Ordering::SeqCst), faults.recorded().count("BatchWriteItem")), (61, 3));
        assert_eq!(stored_numbers(db).await.into_keys().collect::<Vec<_>>(), (0..60).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn those_without_a_form_are_left_out_if_asked() {
    faraday_tests::needs!(NormalizedNumbers);
    with_both(async |db, _| {
        let ratios = stream::iter(0..100).map(|id| Ratio { id, value: if id % 40 == 7 { f64::NAN } else { 1.0 } });
        let error = Table::<Ratio>::put_stream(ratios).skip_invalid().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.to_string().contains("item 7"), "{error}");
        assert_eq!((failure(&error).written(), failure(&error).unwritten()), (97, vec![7, 47, 87]));
        assert_eq!(stored_numbers(db).await.len(), 97);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn when_it_gives_up_it_takes_no_more() {
    with_both(async |db, faults| {
        faults.rule({
            let mut requests = 0;
            move |_| {
                requests += 1;
                (requests > 10).then_some(Fault::Throttled)
            }
        });
        let (numbers, taken) = endless();
        let error = Table::<Number>::put_stream(numbers).max_attempts(2).on(db).await.unwrap_err();
        faults.reset();
        assert!(error.is_throttled());
        let failure = failure(&error);
        assert_eq!(failure.written(), 250);
        assert_eq!(failure.written() + failure.unwritten().len(), taken.load(Ordering::SeqCst));
        assert_eq!(stored_numbers(db).await.len(), 250);
        failure.retry().await.unwrap();
        assert_eq!(stored_numbers(db).await.len(), taken.load(Ordering::SeqCst));
    })
    .await;
}

#[tokio::test]
async fn an_empty_stream_sends_nothing_and_a_missing_table_is_an_error() {
    with_both(async |db, faults| {
        Table::<Number>::put_stream(stream::empty()).await.unwrap();
        assert_eq!(faults.recorded().count("BatchWriteItem"), 0);
        let elsewhere = Database::builder(db.client().clone()).table_prefix("nowhere-").build();
        let (numbers, _) = endless();
        let error = Table::<Number>::put_stream(numbers).on(&elsewhere).await.unwrap_err();
        assert!(error.is_table_not_found());
        assert_eq!(failure(&error).written(), 0);
    })
    .await;
}
