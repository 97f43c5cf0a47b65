//! Rate limits, time-outs and deadlines of exports and imports.

use std::time::Duration;

use faraday::database::RateLimit;
use faraday::jobs::CheckpointFile;
use faraday::{Database, Error, ErrorKind, Table};
use tokio::time::Instant;

use super::faults::with_faults;
use super::support::{Folder, Row, ids, import_of, line, once, read, rows, stored};

#[tokio::test(start_paused = true)]
async fn a_rate_limit_holds_for_all_pages_of_an_export() {
    with_faults(async |_, faults| {
        Table::<Row>::put_many(rows(70)).await.unwrap();
        faults.reset();
        let (start, limit) = (Instant::now(), RateLimit::new().requests(10.0));
        let export = Table::<Row>::scan().page_size(2).parallel(2).export();
        let lines = export.rate_limit(&limit).await.unwrap();
        assert_eq!(ids(lines.as_bytes()), once(70));
        let (took, requests) = (start.elapsed().as_secs_f64(), faults.recorded().count("Scan"));
        assert!(requests >= 35 && (2.4..6.0).contains(&took), "{requests} requests took {took} s");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_holds_for_all_requests_of_an_import() {
    with_faults(async |db: &Database, faults| {
        let (start, limit) = (Instant::now(), RateLimit::new().requests(10.0));
        let done = import_of((0..1_000).map(line)).rate_limit(&limit).await.unwrap();
        assert_eq!(done.written, 1_000);
        let (took, requests) = (start.elapsed().as_secs_f64(), faults.recorded().count("BatchWriteItem"));
        assert!(requests >= 40 && (2.9..6.0).contains(&took), "{requests} requests took {took} s");
        assert_eq!(stored(db).await.len(), 1_000);
    })
    .await;
}

fn assert_is_timeout(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

/// Run for a second at a time, an export and an import come to their ends.
#[tokio::test(start_paused = true)]
async fn exports_and_imports_that_run_out_of_time_go_on() {
    with_faults(async |db: &Database, faults| {
        faults.latency(Duration::from_millis(200)..Duration::from_millis(300));
        let second = || Instant::now() + Duration::from_secs(1);
        let folder = Folder::new();
        let mut runs = 0;
        loop {
            let import = import_of((0..500).map(line)).concurrency(1);
            let import = import.checkpoint(CheckpointFile::new(folder.path("imported")));
            runs += 1;
            assert!(runs < 100, "it makes no progress");
            match import.timeout(Duration::from_secs(1)).await {
                Ok(done) => break assert_eq!(done.written, 500),
                Err(error) => assert_is_timeout(&error),
            }
        }
        assert!(runs > 3, "{runs} runs");
        assert_eq!(stored(db).await.len(), 500);

        let mut runs = 0;
        loop {
            let export = Table::<Row>::scan().page_size(20).parallel(2).export();
            let export = export.write_to_file(folder.path("rows"));
            let export = export.checkpoint(CheckpointFile::new(folder.path("exported")));
            runs += 1;
            assert!(runs < 100, "it makes no progress");
            match export.deadline(second()).await {
                Ok(done) => break assert_eq!(done.items, 500),
                Err(error) => assert_is_timeout(&error),
            }
        }
        assert!(runs > 2, "{runs} runs");
        assert_eq!(ids(read(&folder.path("rows")).as_bytes()), once(500));
    })
    .await;
}
