use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::stream::Clock;

/// One change of an item.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) key: Value,
    pub(super) new: Option<Value>,
    pub(super) old: Option<Value>,
    /// Whether it was made by the time to live.
    pub(super) is_expiry: bool,
}

/// One record of a shard.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) key: Value,
    pub(super) number: u128,
    pub(super) written: Instant,
    pub(super) size: usize,
    /// The record in the API's form.
    pub(super) body: Value,
}

impl Record {
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html>
    pub(super) fn new(change: Change, number: u128, view: &str, clock: &Clock) -> Self {
        let name = match (&change.new, &change.old) {
            (None, _) => "REMOVE",
            (Some(_), None) => "INSERT",
            (Some(_), Some(_)) => "MODIFY",
        };
        let Change { key, new, old, is_expiry } = change;
        let new = new.filter(|_| matches!(view, "NEW_IMAGE" | "NEW_AND_OLD_IMAGES"));
        let old = old.filter(|_| matches!(view, "OLD_IMAGE" | "NEW_AND_OLD_IMAGES"));
        let size = [Some(&key), new.as_ref(), old.as_ref()].into_iter().flatten().map(size).sum();
        let mut stream_record = json!({
            "ApproximateCreationDateTime": clock.seconds(),
            "Keys": key,
            "SequenceNumber": number.to_string(),
            "SizeBytes": size,
            "StreamViewType": view,
        });
        for (member, image) in [("NewImage", new), ("OldImage", old)] {
            if let Some(image) = image {
                stream_record[member] = image;
            }
        }
        let mut body = json!({
            "awsRegion": "local",
            "dynamodb": stream_record,
            // Any 32 digits that are unique to the record.
            "eventID": format!("{number:032x}"),
            "eventName": name,
            "eventSource": "aws:dynamodb",
            "eventVersion": "1.1",
        });
        // <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html>
        if is_expiry {
            body["userIdentity"] = json!({ "PrincipalId": "dynamodb.amazonaws.com", "Type": "Service" });
        }
        Self { key, number, written: Instant::now(), size, body }
    }
}

/// Returns an image with the attributes of its key.
pub(super) fn with_key(image: Value, key: &Value) -> Value {
    let mut attributes = Map::new();
    for part in [image, key.clone()] {
        attributes.extend(part.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
    }
    attributes.into()
}

/// Returns the bytes of names and texts in DynamoDB JSON, about as DynamoDB counts them.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + size(value)).sum(),
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::String(text) => text.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    }
}
