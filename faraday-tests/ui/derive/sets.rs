use std::collections::{BTreeMap, BTreeSet, HashSet};

use faraday::Value;

#[derive(Value)]
struct Sets {
    booleans: BTreeSet<bool>,
    lists: BTreeSet<Vec<String>>,
    maps: BTreeSet<BTreeMap<String, u8>>,
    options: HashSet<Option<u8>>,
    points: HashSet<Point>,
}

#[derive(Value, PartialEq, Eq, Hash)]
struct Point {
    x: i32,
}

fn main() {}
