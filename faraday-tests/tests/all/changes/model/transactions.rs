//! Handlers whose writes are in one transaction with the position: each change is applied exactly once, despite faults.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use faraday::changes::Change;
use faraday::operation::Update;
use faraday::{Error, Item, Table};

use super::crew::{Crew, Run, pause};
use super::{World, event, seeds};
use crate::changes::orders::Order;

/// How many changes an item had, and the last of them.
#[derive(Debug, Item)]
#[faraday(table = "counters")]
struct Counter {
    #[faraday(partition_key)]
    id: String,
    count: usize,
    last: u128,
}

/// Counts a change, which must be later than the one before.
async fn count(change: Change<Order>) -> Result<Vec<Update<Counter>>, Error> {
    let event = event(&change);
    pause().await;
    let is_later = Counter::LAST.not_exists().or(Counter::LAST.lt(event.number));
    let update = Table::<Counter>::update(event.id.as_str()).add(Counter::COUNT, 1).set(Counter::LAST, event.number);
    Ok(vec![update.condition(is_later)])
}

/// Notes what the counters have.
async fn look(crew: &Crew) {
    let counters: Vec<Counter> = Table::<Counter>::scan().all().on(&crew.engine).await.unwrap();
    let counters: BTreeMap<_, _> = counters.into_iter().map(|counter| (counter.id.clone(), counter)).collect();
    let mut ledger = crew.world.ledger();
    let mut by_key: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for event in ledger.written() {
        by_key.entry(event.id.clone()).or_default().push(event.clone());
    }
    for (id, events) in by_key {
        let Some(counter) = counters.get(&id) else { continue };
        assert!(counter.count <= events.len(), "{counter:?} of {events:?}");
        assert_eq!(counter.last, events[counter.count - 1].number, "{counter:?} of {events:?}");
        for event in events.iter().take(counter.count) {
            if !ledger.has_seen(event.number) {
                ledger.seen(event);
            }
        }
    }
}

async fn run(seed: u64) {
    let mut world = World::new(seed, 0.1);
    world.go_on();
    let handler: Run = Arc::new(|worker| tokio::spawn(worker.run_in_transactions(count)));
    let mut crew = Crew::new(world, handler).await;
    Table::<Counter>::create().on(&crew.engine).await.unwrap();
    crew.hire();
    for _ in 0..12 {
        crew.world.go_on();
        let time = Duration::from_millis(crew.world.rng.u64(1..4_000));
        crew.pass(time).await;
        look(&crew).await;
        match crew.world.rng.u8(..9) {
            0..3 if crew.len() < 4 => crew.hire(),
            3 | 4 => crew.kill(false).await,
            5 => crew.kill(true).await,
            6 => crew.dismiss().await,
            7 => crew.cut_one_off().await,
            _ => {}
        }
    }
    crew.world.service.fail_at_random(0, 0.0);
    crew.hire();
    for _ in 0..600 {
        crew.pass(Duration::from_secs(1)).await;
        look(&crew).await;
        if crew.world.ledger().missing().is_empty() {
            break;
        }
    }
    crew.finish().await;
}

#[tokio::test(start_paused = true)]
async fn every_change_is_counted_exactly_once_whatever_fails() {
    for seed in seeds(8) {
        run(seed.0).await;
    }
}
