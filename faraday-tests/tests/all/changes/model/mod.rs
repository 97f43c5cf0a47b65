//! Consumers under random faults keep their guarantees.

mod crew;
mod ledger;
mod stream;
mod transactions;
mod trimming;
mod workers;
mod world;

use faraday::changes::Change;

use super::orders::Order;

pub use ledger::{Event, Ledger};
pub use world::World;

/// The seeds of a test: this many, or as many as the environment's `PROPTEST_CASES` asks for.
pub fn seeds(usual: u32) -> impl Iterator<Item = Seed> {
    (0..u64::from(crate::random::cases(usual).cases)).map(Seed)
}

/// Shows the seed of a run that fails.
pub struct Seed(pub u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the seed is {}", self.0);
        }
    }
}

pub fn event(change: &Change<Order>) -> Event {
    let id = change.key_attributes().unwrap()["id"].as_s().unwrap().clone();
    let total = |order: Option<&Order>| {
        order.map(|order| {
            assert_eq!(order.id, id);
            order.total
        })
    };
    let (old, new) = (total(change.old()), total(change.new()));
    Event { old, new, number: change.sequence_number.parse().unwrap(), expired: change.is_expiry(), id }
}
