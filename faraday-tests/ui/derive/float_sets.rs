use std::collections::{BTreeSet, HashSet};

use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "sets")]
struct Sets {
    #[faraday(partition_key)]
    id: u8,
    floats: BTreeSet<f64>,
    hashed: std::collections::HashSet<f32>,
    optional: Option<BTreeSet<f64>>,
}

#[derive(Value)]
struct Newtype(HashSet<f64>);

#[derive(Value)]
struct Generic<T: Ord> {
    set: BTreeSet<T>,
}

#[derive(Value)]
struct Inside {
    set: Generic<f64>,
}

fn main() {}
