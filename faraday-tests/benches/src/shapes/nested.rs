//! Ten fields, a nested document, a list of numbers, a string set and 200 characters of text; about 600 bytes of JSON.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Item, Value};
use serde::{Deserialize, Serialize};

use super::{CUSTOMER, Map, Shape, n, number, s, text};

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

impl Shape for Order {
    fn new(id: u64) -> Self {
        Self {
            customer: CUSTOMER.into(),
            id,
            status: "shipped".into(),
            total: 12_345 + id,
            weight: 2.75,
            paid: id.is_multiple_of(2),
            address: Address { street: "Briggate 17".into(), city: "Leeds".into(), zip: "LS1 6HD".into() },
            scores: vec![3, 14, 15, 92, 65, 35],
            tags: ["fragile", "gift", "vip"].into_iter().map(str::to_owned).collect(),
            text: "All work is done on the same bytes. ".repeat(6).chars().take(200).collect(),
        }
    }

    fn by_hand(&self) -> Map {
        let address = HashMap::from([
            ("street".to_owned(), s(&self.address.street)),
            ("city".to_owned(), s(&self.address.city)),
            ("zip".to_owned(), s(&self.address.zip)),
        ]);
        HashMap::from([
            ("customer".to_owned(), s(&self.customer)),
            ("id".to_owned(), n(self.id)),
            ("status".to_owned(), s(&self.status)),
            ("total".to_owned(), n(self.total)),
            ("weight".to_owned(), n(self.weight)),
            ("paid".to_owned(), AttributeValue::Bool(self.paid)),
            ("address".to_owned(), AttributeValue::M(address)),
            ("scores".to_owned(), AttributeValue::L(self.scores.iter().map(n).collect())),
            ("tags".to_owned(), AttributeValue::Ss(self.tags.iter().cloned().collect())),
            ("text".to_owned(), s(&self.text)),
        ])
    }

    fn read_by_hand(mut map: Map) -> Option<Self> {
        let mut address = match map.remove("address")? {
            AttributeValue::M(address) => address,
            _ => return None,
        };
        Some(Self {
            customer: text(&mut map, "customer")?,
            id: number(&mut map, "id")?,
            status: text(&mut map, "status")?,
            total: number(&mut map, "total")?,
            weight: number(&mut map, "weight")?,
            paid: *map.get("paid")?.as_bool().ok()?,
            address: Address {
                street: text(&mut address, "street")?,
                city: text(&mut address, "city")?,
                zip: text(&mut address, "zip")?,
            },
            scores: map
                .get("scores")?
                .as_l()
                .ok()?
                .iter()
                .map(|n| n.as_n().ok()?.parse().ok())
                .collect::<Option<_>>()?,
            tags: match map.remove("tags")? {
                AttributeValue::Ss(tags) => tags.into_iter().collect(),
                _ => return None,
            },
            text: text(&mut map, "text")?,
        })
    }

    crate::peers::faraday_reads!();
}

crate::peers::peers!(Order);
