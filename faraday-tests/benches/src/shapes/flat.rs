//! A flat struct of ten fields.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Item;
use serde::{Deserialize, Serialize};

use super::{CUSTOMER, Map, Shape, n, number, s, text};

#[derive(Debug, Clone, PartialEq, Item, Serialize, Deserialize)]
#[faraday(table = "orders")]
pub struct Flat {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub name: String,
    pub email: String,
    pub country: String,
    pub age: u32,
    pub visits: u64,
    pub score: f64,
    pub active: bool,
    pub note: Option<String>,
}

impl Shape for Flat {
    fn new(id: u64) -> Self {
        Self {
            customer: CUSTOMER.into(),
            id,
            name: "Ann Example".into(),
            email: "ann@example.com".into(),
            country: "GB".into(),
            age: 42,
            visits: 1_000 + id,
            score: 0.5,
            active: true,
            note: Some("call back".into()),
        }
    }

    fn by_hand(&self) -> Map {
        HashMap::from([
            ("customer".to_owned(), s(&self.customer)),
            ("id".to_owned(), n(self.id)),
            ("name".to_owned(), s(&self.name)),
            ("email".to_owned(), s(&self.email)),
            ("country".to_owned(), s(&self.country)),
            ("age".to_owned(), n(self.age)),
            ("visits".to_owned(), n(self.visits)),
            ("score".to_owned(), n(self.score)),
            ("active".to_owned(), AttributeValue::Bool(self.active)),
            ("note".to_owned(), self.note.as_deref().map_or(AttributeValue::Null(true), s)),
        ])
    }

    fn read_by_hand(mut map: Map) -> Option<Self> {
        Some(Self {
            customer: text(&mut map, "customer")?,
            id: number(&mut map, "id")?,
            name: text(&mut map, "name")?,
            email: text(&mut map, "email")?,
            country: text(&mut map, "country")?,
            age: number(&mut map, "age")?,
            visits: number(&mut map, "visits")?,
            score: number(&mut map, "score")?,
            active: *map.get("active")?.as_bool().ok()?,
            note: text(&mut map, "note"),
        })
    }

    crate::peers::faraday_reads!();
}

crate::peers::peers!(Flat);
