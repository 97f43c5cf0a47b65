//! A list of a hundred numbers.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Item;
use serde::{Deserialize, Serialize};

use super::{CUSTOMER, Map, Shape, n, number, s, text};

#[derive(Debug, Clone, PartialEq, Item, Serialize, Deserialize)]
#[faraday(table = "orders")]
pub struct Hundred {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub values: Vec<u32>,
}

impl Shape for Hundred {
    fn new(id: u64) -> Self {
        Self { customer: CUSTOMER.into(), id, values: (0..100).map(|value| value * 7_919).collect() }
    }

    fn by_hand(&self) -> Map {
        HashMap::from([
            ("customer".to_owned(), s(&self.customer)),
            ("id".to_owned(), n(self.id)),
            ("values".to_owned(), AttributeValue::L(self.values.iter().map(n).collect())),
        ])
    }

    fn read_by_hand(mut map: Map) -> Option<Self> {
        Some(Self {
            customer: text(&mut map, "customer")?,
            id: number(&mut map, "id")?,
            values: map
                .get("values")?
                .as_l()
                .ok()?
                .iter()
                .map(|n| n.as_n().ok()?.parse().ok())
                .collect::<Option<_>>()?,
        })
    }

    crate::peers::faraday_reads!();
}

crate::peers::peers!(Hundred);
