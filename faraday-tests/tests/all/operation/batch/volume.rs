//! 10,000 items with 30 % of every request unprocessed.

use std::time::{Duration, Instant};

use faraday::testing::{Fault, Faults, RecordedRequest};
use faraday::{Table, operation::Progress};
use futures_util::stream;

use super::support::{Number, numbers, stored_numbers, with_both};

const COUNT: u32 = 10_000;

/// Puts off 30 % of each batch, at places that differ.
fn put_off_a_third(faults: &Faults) {
    let mut rng = fastrand::Rng::with_seed(30);
    faults.rule(move |sent: &RecordedRequest| {
        let size = sent.batch_size();
        // Of 25 it is 7 or 8, by chance, so that it is 30 % of all.
        let more = usize::from(rng.usize(0..10) < size * 3 % 10);
        Some(Fault::Unprocessed(rng.choose_multiple(0..size, size * 3 / 10 + more)))
    });
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_items_are_written_and_read() {
    faraday_tests::needs!(Volume);
    let started = Instant::now();
    with_both(async |db, faults| {
        put_off_a_third(faults);
        Table::<Number>::put_many(numbers(0..COUNT)).concurrency(8).await.unwrap();
        let least = COUNT.div_ceil(25) as usize;
        // 25 of which 7 or 8 are put off, so long as there is enough.
        let requests = faults.recorded().count("BatchWriteItem");
        assert!((least..least * 25 / 17 + 30).contains(&requests), "{requests}");
        put_off_a_third(faults);
        let keys: Vec<u32> = (0..COUNT).rev().collect();
        let got = Table::<Number>::get_many(&keys).concurrency(8).await.unwrap();
        assert!(got.into_iter().eq(numbers(keys).into_iter().map(Some)));
        faults.reset();
        let expected = numbers(0..COUNT).into_iter().map(|number| (number.id, number.value)).collect();
        assert_eq!(stored_numbers(db).await, expected);
        put_off_a_third(faults);
        Table::<Number>::delete_many(0..COUNT).concurrency(8).await.unwrap();
        let told = |progress: &Progress| assert!(progress.items <= u64::from(COUNT));
        Table::<Number>::put_stream(stream::iter(numbers(0..COUNT))).concurrency(8).progress(told).await.unwrap();
        faults.reset();
        assert_eq!(stored_numbers(db).await, expected);
    })
    .await;
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}
