//! Decides where a consumer begins: [`begin`].

use std::collections::BTreeMap;

use super::lease::{BEGINNING, Lease};
use super::store::LeaseStore;
use crate::changes::consumer::{Beginning, Lineage, Position};
use crate::changes::patience::patiently;
use crate::changes::requests::Source;
use crate::error::{Error, ErrorKind, Result};

/// The positions at which the shards of a consumer begin.
type Positions = BTreeMap<String, Position>;

/// Returns where the consumer began. The very first worker decides it in one write, so that the others see all of it or nothing, and cannot
/// decide something else. Then every worker that starts creates the first leases that are missing.
///
/// # Errors
///
/// When the leases belong to another stream, or a worker wants to begin with a disabled stream.
pub(super) async fn begin(
    store: &LeaseStore,
    source: &Source,
    wanted: &Beginning,
    is_enabled: bool,
) -> Result<Position> {
    let known = match patiently(&store.database, || store.first()).await? {
        Some(known) => known,
        None if !is_enabled => return Err(source.disabled()),
        None => {
            let (position, shards) = first_positions(source, wanted).await?;
            let decided = of_positions(store, &position, &shards)?;
            patiently(&store.database, || store.create(decided.clone())).await?;
            // Another worker may have been faster, with other positions.
            patiently(&store.database, || store.first()).await?.unwrap_or(decided)
        }
    };
    if !known.ended {
        for (shard, position) in positions_of(&known)? {
            patiently(&store.database, || store.create(store.lease(&shard, &position))).await?;
        }
        patiently(&store.database, || store.end_beginning()).await?;
    }
    Ok(known.since.map_or(Position::Horizon, Position::Since))
}

/// Returns the position of all shards that are not named, and the positions of those that are.
async fn first_positions(source: &Source, wanted: &Beginning) -> Result<(Position, Positions)> {
    Ok(match wanted {
        Beginning::Horizon => (Position::Horizon, Positions::new()),
        Beginning::At(checkpoint) => (Position::Horizon, checkpoint.positions().collect()),
        Beginning::Now => {
            let now = Position::since(source.database.now());
            let newest = Lineage::new(source.describe_patiently().await?, None).newest();
            let shards = newest.into_iter().map(|shard| (shard, now.clone())).collect();
            (now, shards)
        }
    })
}

/// Returns the item with these positions. Its `ended` is set when all their leases were created.
fn of_positions(store: &LeaseStore, position: &Position, shards: &Positions) -> Result<Lease> {
    let text = serde_json::to_string(shards).map_err(|error| Error::caused(ErrorKind::Other, error))?;
    Ok(Lease { after: Some(text), ended: shards.is_empty(), ..store.lease(BEGINNING, position) })
}

fn positions_of(beginning: &Lease) -> Result<Positions> {
    let text = beginning.after.as_deref().unwrap_or("{}");
    serde_json::from_str(text).map_err(|error| {
        Error::caused(ErrorKind::Decode, error)
            .with_message("the first positions of the consumer cannot be read".into())
    })
}
