//! Locks.

use std::time::Duration;

use faraday::locks::{Lock, LockItem};
use faraday::{Database, Result, Table};

use super::yielding::Watched;
use super::{Run, drop_everywhere};

type Locks = Table<LockItem>;

const LEASE: Duration = Duration::from_secs(10);

/// Whoever is dropped with the lock keeps it for its lease, and no longer.
#[tokio::test(start_paused = true)]
async fn a_lock_that_is_dropped_can_be_acquired_again() {
    let engine = Watched::new();
    let quiet = engine.quiet();
    Locks::create().on(&quiet).await.unwrap();
    let before = async || {};
    let check = async |over: bool| {
        let item = Locks::get("report").consistent().on(&quiet).await.unwrap();
        let is_free = item.is_none_or(|item| item.owner.is_none());
        assert!(is_free || !over, "it was released");
    };
    let again = async |db: &Database| -> Result<()> {
        let fence = Locks::get("report").consistent().on(&quiet).await?.map_or(0, |item| item.fence);
        let lock = Lock::acquire("report").lease(LEASE).timeout(2 * LEASE).on(db).await?;
        assert_eq!(lock.fence(), fence + 1);
        lock.release().await
    };
    let run: Run = |db| {
        Box::pin(async {
            let lock = Lock::acquire("report").lease(LEASE).on(db).await?;
            lock.renew().await?;
            lock.release().await
        })
    };
    drop_everywhere("lock", &engine, run, before, check, again).await;
    Locks::delete_table().on(&quiet).await.unwrap();
}
