use std::collections::BTreeMap;

use faraday::{Item, Value};

#[derive(Value)]
struct Audit {
    author: String,
}

type Extra = BTreeMap<String, String>;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key, null, alias = "user_id")]
    id: String,
    #[faraday(sort_key, as = u64)]
    at: u64,
    #[faraday(skip, alias = "mail")]
    mail: String,
    #[faraday(skip, serde, null)]
    notes: Option<String>,
    #[faraday(null)]
    age: u8,
    #[faraday(serde, frozen, with = path)]
    picture: Vec<u8>,
    #[faraday(flatten, rename = "a", default)]
    audit: Audit,
    #[faraday(flatten)]
    other: Option<Audit>,
    #[faraday(alias = "age", alias = "name", alias = "name")]
    name: String,
    #[faraday(extra)]
    rest: Extra,
    #[faraday(extra, flatten)]
    more: Extra,
}

#[derive(Value)]
#[faraday(deny_unknown)]
struct Strict {
    id: u8,
    #[faraday(extra)]
    rest: Extra,
}

#[derive(Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    id: u8,
    #[faraday(version, alias = "rev")]
    version: u64,
    #[faraday(updated_at, null)]
    updated: Option<std::time::SystemTime>,
}

#[derive(Value)]
struct Twice {
    author: u8,
    #[faraday(flatten)]
    audit: Audit,
}

#[derive(Value)]
struct Malformed {
    #[faraday(as)]
    a: u8,
    #[faraday(with = "module")]
    b: u8,
    #[faraday(alias)]
    c: u8,
    #[faraday(null = true)]
    d: Option<u8>,
}

fn main() {}
