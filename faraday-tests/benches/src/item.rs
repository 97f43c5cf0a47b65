//! The item: ten fields, a nested document, a list of numbers, a string set and 200 characters of text; about 600 bytes of
//! JSON. And the conversion that a careful user of the SDK writes by hand.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Item, Value};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Item, Serialize, Deserialize)]
#[faraday(table = "orders")]
pub struct Order {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub status: String,
    pub total: u64,
    pub weight: f64,
    pub paid: bool,
    pub address: Address,
    pub scores: Vec<u32>,
    pub tags: BTreeSet<String>,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Value, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub zip: String,
}

pub type Map = HashMap<String, AttributeValue>;

pub fn order(id: u64) -> Order {
    Order {
        customer: "customer-0042".into(),
        id,
        status: "shipped".into(),
        total: 12_345 + id,
        weight: 2.75,
        paid: id % 2 == 0,
        address: Address { street: "Briggate 17".into(), city: "Leeds".into(), zip: "LS1 6HD".into() },
        scores: vec![3, 14, 15, 92, 65, 35],
        tags: ["fragile", "gift", "vip"].into_iter().map(str::to_owned).collect(),
        text: "All work is done on the same bytes. ".repeat(6).chars().take(200).collect(),
    }
}

pub fn by_hand(order: &Order) -> Map {
    let n = |digits: String| AttributeValue::N(digits);
    let s = |text: &str| AttributeValue::S(text.to_owned());
    let address = HashMap::from([
        ("street".to_owned(), s(&order.address.street)),
        ("city".to_owned(), s(&order.address.city)),
        ("zip".to_owned(), s(&order.address.zip)),
    ]);
    HashMap::from([
        ("customer".to_owned(), s(&order.customer)),
        ("id".to_owned(), n(order.id.to_string())),
        ("status".to_owned(), s(&order.status)),
        ("total".to_owned(), n(order.total.to_string())),
        ("weight".to_owned(), n(order.weight.to_string())),
        ("paid".to_owned(), AttributeValue::Bool(order.paid)),
        ("address".to_owned(), AttributeValue::M(address)),
        ("scores".to_owned(), AttributeValue::L(order.scores.iter().map(|score| n(score.to_string())).collect())),
        ("tags".to_owned(), AttributeValue::Ss(order.tags.iter().cloned().collect())),
        ("text".to_owned(), s(&order.text)),
    ])
}

fn string(map: &mut Map, name: &str) -> Option<String> {
    match map.remove(name)? {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}

fn number<T: std::str::FromStr>(map: &mut Map, name: &str) -> Option<T> {
    map.remove(name)?.as_n().ok()?.parse().ok()
}

pub fn read_by_hand(mut map: Map) -> Option<Order> {
    let mut address = match map.remove("address")? {
        AttributeValue::M(address) => address,
        _ => return None,
    };
    Some(Order {
        customer: string(&mut map, "customer")?,
        id: number(&mut map, "id")?,
        status: string(&mut map, "status")?,
        total: number(&mut map, "total")?,
        weight: number(&mut map, "weight")?,
        paid: *map.get("paid")?.as_bool().ok()?,
        address: Address {
            street: string(&mut address, "street")?,
            city: string(&mut address, "city")?,
            zip: string(&mut address, "zip")?,
        },
        scores: map.get("scores")?.as_l().ok()?.iter().map(|n| n.as_n().ok()?.parse().ok()).collect::<Option<_>>()?,
        tags: match map.remove("tags")? {
            AttributeValue::Ss(tags) => tags.into_iter().collect(),
            _ => return None,
        },
        text: string(&mut map, "text")?,
    })
}
