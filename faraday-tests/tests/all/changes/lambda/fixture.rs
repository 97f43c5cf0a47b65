//! Items, and events about them.

use std::path::Path;

use faraday::changes::{Change, ChangeBatch};
use faraday::{Item, Result};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
pub(super) struct Order {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub number: u64,
    pub total: u64,
    pub note: Option<String>,
}

pub(super) fn order(customer: &str, number: u64, total: u64) -> Order {
    Order { customer: customer.into(), number, total, note: None }
}

/// The text of an event in `faraday-tests/events/`.
pub(super) fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("events").join(format!("{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(super) fn batch<I: Item>(name: &str) -> ChangeBatch<I> {
    serde_json::from_str(&text(name)).unwrap()
}

/// The changes of an event without faults.
pub(super) fn changes<I: Item>(name: &str) -> Vec<Change<I>> {
    batch(name).into_iter().collect::<Result<_>>().unwrap()
}

/// A batch of records that are made here.
pub(super) fn batch_of<I: Item>(records: impl IntoIterator<Item = Value>) -> ChangeBatch<I> {
    let records: Vec<Value> = records.into_iter().collect();
    serde_json::from_value(json!({ "Records": records })).unwrap()
}

/// A record with this sequence number. What is null is not there.
pub(super) fn record(number: impl ToString, event: &str, keys: Value, new: Value, old: Value) -> Value {
    let mut data = json!({ "Keys": keys, "SequenceNumber": number.to_string() });
    for (name, image) in [("NewImage", new), ("OldImage", old)] {
        if !image.is_null() {
            data[name] = image;
        }
    }
    json!({ "eventName": event, "eventID": format!("id-{}", number.to_string()), "dynamodb": data })
}

/// A record that an item was inserted.
pub(super) fn inserted<I: Item>(number: impl ToString, item: &I) -> Value {
    let image = image(item);
    record(number, "INSERT", keys_in::<I>(&image), image, Value::Null)
}

/// The attributes of the key.
pub(super) fn keys_in<I: Item>(image: &Value) -> Value {
    let key = [Some(I::SCHEMA.partition_key()), I::SCHEMA.sort_key()];
    let names = key.into_iter().flatten().map(|element| element.name());
    names.map(|name| (name.to_owned(), image[name].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// An item as DynamoDB JSON.
pub(super) fn image<I: Item>(item: &I) -> Value {
    serde_json::from_str(&faraday::document::to_json(item).unwrap()).unwrap()
}
