//! A kilobyte of binary.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Item;
use serde::{Deserialize, Serialize};

use super::{CUSTOMER, Map, Shape, b, n, number, s, text};

#[derive(Debug, Clone, PartialEq, Item, Serialize, Deserialize)]
#[faraday(table = "orders")]
pub struct Binary {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    #[serde(with = "serde_bytes")]
    pub data: Vec<u8>,
}

impl Shape for Binary {
    fn new(id: u64) -> Self {
        Self { customer: CUSTOMER.into(), id, data: (0..1024u32).map(|byte| (byte * 31 % 256) as u8).collect() }
    }

    fn by_hand(&self) -> Map {
        HashMap::from([
            ("customer".to_owned(), s(&self.customer)),
            ("id".to_owned(), n(self.id)),
            ("data".to_owned(), b(&self.data)),
        ])
    }

    fn read_by_hand(mut map: Map) -> Option<Self> {
        Some(Self {
            customer: text(&mut map, "customer")?,
            id: number(&mut map, "id")?,
            data: match map.remove("data")? {
                AttributeValue::B(blob) => blob.into_inner(),
                _ => return None,
            },
        })
    }

    crate::peers::faraday_reads!();
}

crate::peers::peers!(Binary);
