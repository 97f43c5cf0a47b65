use std::time::SystemTime;

use faraday::{Item, Patch};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
    name: String,
    nickname: Option<String>,
    #[faraday(frozen)]
    notes: Vec<u64>,
    #[faraday(version)]
    version: u64,
}

#[derive(Patch)]
#[faraday(of = User, table = "users", rename_all = "camelCase")]
struct UserPatch {
    #[faraday(rename = "n")]
    name: Option<String>,
    #[faraday(default)]
    nickname: Option<String>,
    #[faraday(frozen, encrypted)]
    notes: Option<Vec<u64>>,
    #[faraday(skip, from = name)]
    reason: String,
    #[faraday(ttl)]
    until: Option<SystemTime>,
}

fn main() {}
