//! The stream of all changes returns each change once, in order, despite faults and dropped futures.

use std::time::Duration;

use faraday::Table;
use faraday::changes::{ChangeStream, Changes, ChangesCheckpoint};
use tokio::time::timeout;

use crate::changes::orders::Order;

use super::{World, event, seeds};

/// A stream that is dropped and begun again.
struct Reader {
    changes: Option<ChangeStream<Order>>,
    /// The numbers that were given, in order.
    given: Vec<u128>,
    /// A checkpoint, and how much was given before it.
    saved: Option<(String, usize)>,
}

impl Reader {
    fn changes(world: &World) -> Changes<Order> {
        Table::<Order>::changes().on(&world.database(0))
    }

    /// Reads at most this many changes, and waits at most this long for each. Returns whether the stream ended.
    async fn read(&mut self, world: &World, most: usize, longest: Duration) -> bool {
        let Some(changes) = &mut self.changes else { return false };
        for _ in 0..most {
            let Ok(next) = timeout(longest, changes.try_next()).await else { return false };
            let Some(change) = next.unwrap() else { return true };
            let event = event(&change);
            let mut ledger = world.ledger();
            ledger.given(&event);
            ledger.seen(&event);
            self.given.push(event.number);
        }
        false
    }

    /// Keeps the present position, as text.
    fn save(&mut self) {
        let checkpoint = self.changes.as_ref().and_then(ChangeStream::checkpoint);
        let saved = checkpoint.map(|checkpoint| serde_json::to_string(&checkpoint).unwrap());
        self.saved = saved.map(|saved| (saved, self.given.len())).or(self.saved.take());
    }

    /// Drops the stream, and begins again at the position that was kept last.
    fn resume(&mut self, world: &World) {
        let Some((saved, count)) = &self.saved else { return };
        for number in self.given.drain(count..) {
            world.ledger().unsee(number);
        }
        let checkpoint: ChangesCheckpoint = serde_json::from_str(saved).unwrap();
        self.changes = Some(Self::changes(world).from(checkpoint).stream());
    }
}

async fn run(seed: u64, faults: f64) {
    let mut world = World::new(seed, faults);
    (0..world.rng.usize(..3)).for_each(|_| world.go_on());
    let is_from_now = world.rng.bool();
    let changes = Reader::changes(&world);
    let mut changes = if is_from_now { changes.from_now() } else { changes }.stream();
    // It is dropped and awaited again until the shards are listed.
    while timeout(Duration::from_millis(world.rng.u64(1..200)), changes.begin()).await.map(Result::unwrap).is_err() {
        world.go_on();
    }
    if is_from_now {
        let mut ledger = world.ledger();
        let last = ledger.written().last().map_or(0, |event| event.number);
        ledger.needed_from = last + 1;
    }
    let mut reader = Reader { changes: Some(changes), given: Vec::new(), saved: None };
    for _ in 0..30 {
        world.go_on();
        let longest = [3, 50, 2_000][world.rng.usize(..3)];
        let (most, longest) = (world.rng.usize(1..30), Duration::from_millis(world.rng.u64(1..=longest)));
        assert!(!reader.read(&world, most, longest).await, "the stream is enabled");
        match world.rng.u8(..10) {
            0 | 1 => reader.save(),
            2 => reader.resume(&world),
            3 => {
                reader.save();
                reader.resume(&world);
            }
            _ => {}
        }
    }
    world.service.close();
    assert!(reader.read(&world, usize::MAX, Duration::from_secs(600)).await, "the stream ends");
    assert_eq!(world.ledger().missing(), [] as [&super::Event; 0]);
    assert_eq!(world.ledger().seen_more_than_once(), [] as [u128; 0]);
    eprintln!(
        "calls {} describe {} records {} changes {}",
        world.service.calls().len(),
        world.service.count("DescribeStream"),
        world.service.count("GetRecords"),
        world.ledger().written().count()
    );
}

#[tokio::test(start_paused = true)]
async fn every_change_is_given_once_and_in_order_whatever_fails() {
    for seed in seeds(10) {
        run(seed.0, 0.15).await;
    }
}
