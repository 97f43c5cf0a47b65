//! What a declared table cannot be.

use faraday::Table;

#[derive(Table)]
#[faraday(name = "app")]
struct NoKey;

#[derive(Table)]
#[faraday(partition_key(pk: String))]
struct NoName;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct WithFields {
    pk: String,
}

#[derive(Table)]
#[faraday(name = "app", partition_key = "ORDER#{id}")]
struct WithTemplate;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: bool))]
struct NoKeyType;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), global_index(gsi1, partition_key = gsi1pk))]
struct NoType;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), local_index(by_date, sort_key(date: String)))]
struct NoSortKey;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(pk: String))]
struct OneKey;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), global_index(gsi1, partition_key(pk: u64)))]
struct TwoTypes;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), stream = all, billing = free, ttl)]
struct OddSettings;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), tag = "pk")]
struct KindInTheKey;

#[derive(Table)]
#[faraday(table = "app", partition_key(pk: String), kind = "order")]
struct OptionsOfAnItem;

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), global_index(by_kind, partition_key(kind: String)))]
struct KindAsAKey;

fn main() {}
