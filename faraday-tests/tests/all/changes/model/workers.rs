//! Workers that share a stream: each change is handled at least once and in order despite faults, and once without faults.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::Error;
use faraday::changes::Change;

use super::crew::{Crew, Run, pause};
use super::{Ledger, World, event, seeds};
use crate::changes::orders::Order;

async fn handle(change: Change<Order>, ledger: Arc<Mutex<Ledger>>) -> Result<(), Error> {
    let event = event(&change);
    ledger.lock().unwrap().given(&event);
    pause().await;
    ledger.lock().unwrap().seen(&event);
    Ok(())
}

fn handler(world: &World) -> Run {
    let ledger = world.shared_ledger();
    Arc::new(move |worker| {
        let ledger = ledger.clone();
        tokio::spawn(worker.run(move |change| handle(change, ledger.clone())))
    })
}

/// The workers in the first seconds, and what they write.
async fn begin(seed: u64, faults: f64) -> Crew {
    let mut world = World::new(seed, faults);
    world.go_on();
    let run = handler(&world);
    let mut crew = Crew::new(world, run).await;
    crew.is_from_now = crew.world.rng.bool();
    crew.begin().await;
    for _ in 0..crew.world.rng.usize(..3) {
        crew.hire();
    }
    crew
}

/// The end of a run: everything is handled, the workers have equal parts, and the stream ends.
async fn end(mut crew: Crew) -> Arc<Mutex<Ledger>> {
    crew.world.service.fail_at_random(0, 0.0);
    if crew.len() == 0 {
        crew.hire();
    }
    crew.catch_up().await;
    crew.balance().await;
    crew.finish().await
}

async fn run_with_faults(seed: u64) {
    let mut crew = begin(seed, 0.1).await;
    for _ in 0..15 {
        crew.world.go_on();
        let time = Duration::from_millis(crew.world.rng.u64(1..4_000));
        crew.pass(time).await;
        match crew.world.rng.u8(..10) {
            0..3 if crew.len() < 5 => crew.hire(),
            3 | 4 => crew.kill(false).await,
            5 => crew.kill(true).await,
            6 => crew.dismiss().await,
            7 | 8 => crew.cut_one_off().await,
            _ => {}
        }
    }
    end(crew).await;
}

#[tokio::test(start_paused = true)]
async fn workers_handle_every_change_at_least_once_and_in_order_whatever_fails() {
    for seed in seeds(8) {
        run_with_faults(seed.0).await;
    }
}

async fn run_without_faults(seed: u64) {
    let mut crew = begin(seed, 0.0).await;
    for _ in 0..12 {
        crew.world.go_on();
        let time = Duration::from_millis(crew.world.rng.u64(1..6_000));
        crew.pass(time).await;
        match crew.world.rng.u8(..6) {
            0 | 1 if crew.len() < 5 => crew.hire(),
            2 | 3 if crew.len() > 1 => crew.dismiss().await,
            _ => {}
        }
    }
    let ledger = end(crew).await;
    assert_eq!(ledger.lock().unwrap().seen_more_than_once(), [] as [u128; 0]);
}

#[tokio::test(start_paused = true)]
async fn workers_that_come_and_stop_handle_every_change_once() {
    for seed in seeds(8) {
        run_without_faults(seed.0).await;
    }
}
