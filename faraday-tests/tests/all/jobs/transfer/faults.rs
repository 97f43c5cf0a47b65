//! Exports and imports under faults, killed and run again: nothing is lost, and an export has nothing twice.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use faraday::jobs::CheckpointFile;
use faraday::testing::{FaultRates, Faults};
use faraday::{Database, Table, database::Codec};
use faraday_tests::tables::{own_database_over, with_table_of};
use fastrand::Rng;

use super::support::{Folder, Row, ids, import_of, line, once, read, rows, stored};
use crate::operation::batch::support::disturbed_client;

const ROWS: u64 = 150;

fn rates() -> FaultRates {
    FaultRates {
        throttled: 0.1,
        internal_server_error: 0.05,
        disconnected: 0.05,
        answer_lost: 0.05,
        unprocessed: 0.3,
        ..FaultRates::default()
    }
}

/// The result, unless it is dropped before it: after this many polls.
async fn killed<T>(future: impl Future<Output = T>, polls: usize) -> Option<T> {
    let (mut future, mut polled) = (pin!(future), 0);
    std::future::poll_fn(|context| {
        if polled == polls {
            return Poll::Ready(None);
        }
        polled += 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

pub async fn with_faults(test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = disturbed_client();
    let database = own_database_over(client, Codec::default());
    with_table_of::<Row>(database, async |db: &Database| test(db, &faults).await).await;
}

#[tokio::test]
async fn an_export_that_is_killed_again_and_again_has_each_item_once() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<Row>::put_many(rows(ROWS)).await.unwrap();
        let mut rng = Rng::with_seed(18);
        for _ in 0..12 {
            let folder = Folder::new();
            let mut runs = 0;
            loop {
                runs += 1;
                assert!(runs < 1_000, "it makes no progress");
                faults.rule(rates().seeded(rng.u64(..)));
                let export = Table::<Row>::scan().page_size(6).parallel(3).export();
                let export = export.write_to_file(folder.path("rows"));
                let export = export.checkpoint(CheckpointFile::new(folder.path("saved"))).max_attempts(2);
                // How far a run comes depends on the machine: it gets a little more each time.
                let ended = killed(export.into_future(), rng.usize(1..60 + runs)).await;
                faults.reset();
                if let Some(Ok(done)) = ended {
                    assert_eq!(done.items, ROWS);
                    break;
                }
            }
            assert_eq!(ids(read(&folder.path("rows")).as_bytes()), once(ROWS), "after {runs} runs");
        }
    })
    .await;
}

#[tokio::test]
async fn an_import_that_is_killed_again_and_again_writes_each_line() {
    with_faults(async |db: &Database, faults: &Faults| {
        let mut rng = Rng::with_seed(81);
        for _ in 0..12 {
            let folder = Folder::new();
            let mut runs = 0;
            loop {
                runs += 1;
                assert!(runs < 1_000, "it makes no progress");
                faults.rule(rates().seeded(rng.u64(..)));
                let import = import_of((0..ROWS).map(line)).concurrency(rng.usize(1..5));
                let import = import.checkpoint(CheckpointFile::new(folder.path("saved"))).max_attempts(3);
                let ended = killed(import.into_future(), rng.usize(1..60 + runs)).await;
                faults.reset();
                // What counts as written is written.
                if let Ok(saved) = std::fs::read_to_string(folder.path("saved")) {
                    let saved: serde_json::Value = serde_json::from_str(&saved).unwrap();
                    let before = saved["import"]["lines"].as_u64().unwrap();
                    let stored = stored(db).await;
                    assert!((0..before).all(|id| stored.contains_key(&id)), "{before} lines of {}", stored.len());
                }
                match ended {
                    Some(Ok(done)) => {
                        assert_eq!((done.items, done.written), (ROWS, ROWS));
                        break;
                    }
                    Some(Err(error)) => {
                        let failure = error.job_failure().expect("how far it was");
                        assert!(failure.progress().written <= ROWS);
                    }
                    None => {}
                }
            }
            assert_eq!(stored(db).await.len() as u64, ROWS, "after {runs} runs");
            Table::<Row>::delete_many(rows(ROWS).into_iter().map(|row| (row.group, row.id))).await.unwrap();
        }
    })
    .await;
}
