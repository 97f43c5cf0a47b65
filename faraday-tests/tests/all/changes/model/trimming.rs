//! Changes that the stream removed before they were read: exactly these are missing, and are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use faraday::changes::ChangeStream;
use faraday::error::LostChanges;
use faraday::{ErrorKind, Table};
use tokio::time::timeout;

use crate::changes::orders::Order;

use super::{World, event, seeds};

#[derive(Default)]
struct Losses {
    reports: Vec<LostChanges>,
    forgotten: BTreeSet<String>,
}

/// Reads for a while. Whether the stream ended.
async fn read(changes: &mut ChangeStream<Order>, world: &World, losses: &mut Losses, longest: Duration) -> bool {
    while let Ok(next) = timeout(longest, changes.try_next()).await {
        match next {
            Ok(None) => return true,
            Ok(Some(change)) => {
                let event = event(&change);
                world.ledger().given(&event);
                world.ledger().seen(&event);
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::TrimmedData, "{error}");
                losses.reports.push(error.lost_changes().unwrap().clone());
            }
        }
        if longest < Duration::from_secs(60) && fastrand::u8(..) < 30 {
            return false;
        }
    }
    false
}

/// The records of each shard, and whether they were seen.
fn shards(world: &World) -> BTreeMap<String, Vec<(u128, bool)>> {
    let mut shards: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for record in world.service.written() {
        let number = record.sequence_number.parse().unwrap();
        shards.entry(record.shard).or_default().push((number, world.ledger().has_seen(number)));
    }
    shards
}

/// Trims all records before a random one. A shard that was not read at all keeps its records, because no consumer could know that
/// it had any.
fn trim(world: &mut World) {
    let shards = shards(world);
    let unread = shards.values().filter(|records| records.iter().all(|(_, seen)| !seen));
    let most = unread.filter_map(|records| records.first()).map(|(number, _)| *number).min().unwrap_or(u128::MAX);
    let numbers: Vec<u128> =
        shards.values().flatten().map(|(number, _)| *number).filter(|number| *number <= most).collect();
    let Some(number) = world.rng.choice(numbers) else { return };
    world.service.trim_before(&number.to_string());
    let gone = shards.values().flatten().filter(|(other, seen)| *other < number && !seen);
    world.ledger().lost.extend(gone.map(|(number, _)| number));
}

/// Removes the oldest closed shard, if it was begun.
fn forget(world: &mut World, losses: &mut Losses) {
    let (shards, open) = (shards(world), world.service.open_shards());
    let is_left = |shard: &&String| !losses.forgotten.contains(*shard);
    let Some(oldest) = shards.keys().find(is_left).filter(|shard| !open.contains(shard)) else { return };
    if shards[oldest].iter().any(|(_, seen)| *seen) {
        world.service.forget(oldest);
        losses.forgotten.insert(oldest.clone());
        world.ledger().lost.extend(shards[oldest].iter().filter(|(_, seen)| !seen).map(|(number, _)| number));
    }
}

async fn run(seed: u64) {
    let mut world = World::new(seed, 0.1);
    let mut stream = Table::<Order>::changes().on(&world.database(0)).stream();
    let mut losses = Losses::default();
    for _ in 0..30 {
        world.go_on();
        let longest = Duration::from_millis(world.rng.u64(1..=1_000));
        assert!(!read(&mut stream, &world, &mut losses, longest).await);
        match world.rng.u8(..8) {
            0 | 1 => trim(&mut world),
            2 => forget(&mut world, &mut losses),
            3 => {
                if let Some(checkpoint) = stream.checkpoint() {
                    stream = Table::<Order>::changes().on(&world.database(0)).from(checkpoint).stream();
                }
            }
            _ => {}
        }
    }
    world.service.close();
    assert!(read(&mut stream, &world, &mut losses, Duration::from_secs(600)).await);
    assert_eq!(world.ledger().missing(), [] as [&super::Event; 0]);
    assert_eq!(world.ledger().seen_more_than_once(), [] as [u128; 0]);
    for (shard, records) in shards(&world) {
        let covers = |number: u128, lost: &LostChanges| {
            let [after, before] =
                [lost.after(), lost.before()].map(|text| text.map(|text| text.parse::<u128>().unwrap()));
            lost.shard() == shard
                && after.is_none_or(|after| after < number)
                && before.is_none_or(|before| number < before)
        };
        for (number, _) in records.iter().filter(|(_, seen)| !seen) {
            assert!(losses.reports.iter().any(|lost| covers(*number, lost)), "{number} of {shard} is lost in silence");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn exactly_what_was_removed_is_missing_and_reported() {
    for seed in seeds(10) {
        run(seed.0).await;
    }
}
