//! Batches that write one key again and again. Two writes of one key are never in one request, so they wait for each other. The cost of one
//! write must not grow with the number of writes that wait.

use std::process::ExitCode;

use faraday::{Database, Table};

use crate::canned::client;
use crate::cpu;
use crate::shapes::Shape;
use crate::shapes::nested::Order;

/// More than a batch takes ahead at any concurrency here: 25 for each request under way.
const ITEMS: u64 = 3_200;
const RUNS: u32 = 5;

/// Which keys are written.
#[derive(Debug, Clone, Copy)]
enum Keys {
    Distinct,
    /// Every second write has the same key.
    Half,
    One,
}

impl Keys {
    const ALL: [Self; 3] = [Self::Distinct, Self::Half, Self::One];

    fn name(self) -> &'static str {
        match self {
            Self::Distinct => "a key each",
            Self::Half => "every second of one key",
            Self::One => "all of one key",
        }
    }

    /// Returns the items, each in another version than the one before.
    fn items(self) -> Vec<Order> {
        let key = |number: u64| match self {
            Self::Distinct => number,
            Self::Half if number % 2 == 1 => number,
            Self::Half | Self::One => 0,
        };
        (0..ITEMS).map(|number| Order { id: key(number), ..Order::new(number) }).collect()
    }
}

pub fn table() -> ExitCode {
    let database = Database::new(client(br#"{"UnprocessedItems":{}}"#.to_vec()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("CPU of one item, in µs, of a batch of {ITEMS}, with so many requests at once:\n");
    println!("| keys | requests | 1 | 8 | 64 | 64 to 1 |\n|---|---|---|---|---|---|");
    for keys in Keys::ALL {
        let items = keys.items();
        let write = |concurrency| {
            let write = Table::<Order>::put_many(&items).concurrency(concurrency).on(&database);
            runtime.block_on(write.metered().into_future()).expect("an answer").requests
        };
        let cost = |concurrency| {
            let took = cpu::least(RUNS, || {
                write(concurrency);
            });
            cpu::micros(took) / ITEMS as f64
        };
        let [one, eight, many] = [1, 8, 64].map(cost);
        println!("| {} | {} | {one:.1} | {eight:.1} | {many:.1} | {:.2} |", keys.name(), write(1), many / one);
    }
    ExitCode::SUCCESS
}
