//! The keys of a map can have any type that is stored as a string.

use std::collections::{BTreeMap, HashMap};

use faraday::document::{from_json, to_json};
use faraday::{Item, Table, Value};
use faraday_tests::tables::with_table;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Value)]
struct Sku(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Value)]
#[faraday(rename_all = "lowercase")]
enum Zone {
    North,
    South,
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "stocks")]
struct Stock {
    #[faraday(partition_key)]
    id: u64,
    by_sku: BTreeMap<Sku, u32>,
    by_zone: HashMap<Zone, Vec<u8>>,
    by_id: BTreeMap<Uuid, bool>,
}

fn stock() -> Stock {
    Stock {
        id: 1,
        by_sku: [(Sku("tea".into()), 3), (Sku("ä\"".into()), 4)].into(),
        by_zone: [(Zone::North, vec![1]), (Zone::South, vec![])].into(),
        by_id: [(Uuid::from_u128(7), true)].into(),
    }
}

#[tokio::test]
async fn they_are_the_names_of_the_entries() {
    with_table::<Stock>(async |_| {
        Table::<Stock>::put(&stock()).await.unwrap();
        assert_eq!(Table::<Stock>::get(1).await.unwrap(), Some(stock()));
        let update =
            Table::<Stock>::update(1).decrement(Stock::BY_SKU.entry("tea"), 2).remove(Stock::BY_ZONE.entry("south"));
        let updated = update.condition(Stock::BY_ZONE.entry("north").exists()).returning_new().await.unwrap();
        assert_eq!((updated.by_sku[&Sku("tea".into())], updated.by_zone.len()), (1, 1));
    })
    .await;
    let json = to_json(&Stock { by_sku: BTreeMap::new(), by_id: BTreeMap::new(), ..stock() }).unwrap();
    assert!(json.contains(r#""north":{"B":"AQ=="}"#), "{json}");
}

#[test]
fn a_name_that_is_no_key_is_an_error() {
    let json = r#"{"id":{"N":"1"},"by_sku":{"M":{}},"by_zone":{"M":{"west":{"B":""}}},"by_id":{"M":{}}}"#;
    let error = from_json::<Stock>(json).unwrap_err().to_string();
    assert!(error.contains("`by_zone") && error.contains("north"), "{error}");
}
