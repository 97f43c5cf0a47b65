//! Renews the leases of a worker: [`keep_leases`].

use futures_util::future::join_all;
use tokio::time::{Instant, sleep, timeout};

use super::held::{Held, Stop};
use super::settings::Context;
use crate::changes::patience::is_passing;
use crate::error::Result;

/// Renews all leases from time to time. Returns only with an error.
pub(super) async fn keep_leases<I>(context: &Context<I>) -> Result<()> {
    loop {
        sleep(context.settings.interval()).await;
        let held = context.all_held();
        for renewed in join_all(held.iter().map(|held| renew(context, held))).await {
            renewed?;
        }
    }
}

async fn renew<I>(context: &Context<I>, held: &Held) -> Result<()> {
    let (start, duration) = (Instant::now(), context.settings.lease_duration);
    // So that one request that hangs does not delay the renewal of other leases.
    let Ok(answer) = timeout(duration / 2, context.store.renew(&held.shard, held.epoch)).await else { return Ok(()) };
    match answer {
        Ok(Some(lease)) => {
            held.renewed(start, duration);
            if let Some(worker) = lease.wanted_by {
                held.stop(Stop::HandOver(worker));
            }
        }
        Ok(None) => held.stop(Stop::Lost),
        // The next attempt comes before the lease expires.
        Err(error) if is_passing(&error) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}
