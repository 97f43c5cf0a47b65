//! Items of all versions, mixed in one page, with their attributes in any order: each is read as what it means.

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::database::Codec;
use faraday::document::{from_json, from_map, to_map};
use faraday::testing::Canned;
use faraday::value::Attributes;
use faraday::{Database, Table};
use proptest::collection::vec;
use proptest::prelude::*;

use super::fixture::{Order, OrderOf2, WrittenOf1};

/// An order, the version that writes it, and what decides the order of its attributes.
#[derive(Debug, Clone)]
struct Written {
    order: Order,
    version: u32,
    seed: u64,
}

fn written() -> impl Strategy<Value = Written> {
    let email = proptest::option::of("[a-z\"\\\\]{1,6}");
    let tags = proptest::collection::btree_set("[a-c]{1,2}", 0..3);
    (0..99_u64, 0..1_000_u64, email, tags, "open|paid", 1..=3_u32, any::<u64>()).prop_map(
        |(id, euros, email, tags, status, version, seed)| {
            // Version 1 has no status.
            let status = if version == 1 { "open".to_owned() } else { status };
            let total = if version == 3 { euros } else { euros * 100 };
            Written { order: Order { customer: "ann".into(), id, status, total, email, tags }, version, seed }
        },
    )
}

/// As it is stored: the attributes as JSON, in some order.
fn json(written: &Written) -> String {
    let Order { customer, id, status, total, email, tags } = written.order.clone();
    let mut attributes = match written.version {
        1 => attributes(&WrittenOf1 { customer, id, total: total / 100, mail: email, tags }),
        2 => attributes(&OrderOf2 { customer, id, status, total: total / 100, email, tags }),
        _ => attributes(&written.order),
    };
    attributes.sort();
    fastrand::Rng::with_seed(written.seed).shuffle(&mut attributes);
    format!("{{{}}}", attributes.join(","))
}

fn attributes<T: Attributes>(item: &T) -> Vec<String> {
    let one = |(name, value): (String, AttributeValue)| {
        let json = faraday::document::to_json(&std::collections::BTreeMap::from([(name, value)])).unwrap();
        json[1..json.len() - 1].to_owned()
    };
    to_map(item).unwrap().into_iter().map(one).collect()
}

async fn page(codec: Codec, items: &[String]) -> Vec<Order> {
    let answer = format!(r#"{{"Items":[{}],"Count":{}}}"#, items.join(","), items.len());
    let database = Database::builder(Canned::answering(&answer).client()).codec(codec).build();
    Table::<Order>::query("ann").on(&database).await.unwrap()
}

proptest! {
    #![proptest_config(crate::random::cases(96))]

    #[test]
    fn mixed_versions_are_read_as_what_they_mean(items in vec(written(), 0..9)) {
        let wanted: Vec<_> = items.iter().map(|written| written.order.clone()).collect();
        let stored: Vec<_> = items.iter().map(json).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for codec in [Codec::Wire, Codec::Map] {
            prop_assert_eq!(&runtime.block_on(page(codec, &stored)), &wanted);
        }
        for (json, wanted) in stored.iter().zip(&wanted) {
            prop_assert_eq!(&from_json::<Order>(json).unwrap(), wanted);
            prop_assert_eq!(&from_map::<Order>(from_json(json).unwrap()).unwrap(), wanted);
        }
    }
}
