//! The items, each with the conversion that a careful user of the SDK writes by hand.

pub mod binary;
pub mod flat;
pub mod list;
pub mod nested;

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Item;
use faraday::schema::Unguarded;

use crate::peers::Peers;

pub type Map = HashMap<String, AttributeValue>;

/// The partition that is read.
pub const CUSTOMER: &str = "customer-0042";

/// An item of a table `orders` with the keys `customer` and `id`.
pub trait Shape: Item + Unguarded + Clone + Send + Sync + Peers {
    fn new(id: u64) -> Self;
    fn by_hand(&self) -> Map;
    fn read_by_hand(map: Map) -> Option<Self>;
    async fn get(database: &faraday::Database) -> Option<Self>;
    async fn query(database: &faraday::Database) -> Vec<Self>;
}

pub fn text(map: &mut Map, name: &str) -> Option<String> {
    match map.remove(name)? {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}

pub fn number<T: std::str::FromStr>(map: &mut Map, name: &str) -> Option<T> {
    map.remove(name)?.as_n().ok()?.parse().ok()
}

pub fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

pub fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

pub fn b(bytes: &[u8]) -> AttributeValue {
    AttributeValue::B(Blob::new(bytes))
}
