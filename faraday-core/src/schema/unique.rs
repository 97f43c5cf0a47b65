//! Unique attributes, whose values no two items of a kind share, and the items that guard them.

use aws_sdk_dynamodb::types::AttributeValue;

use super::item::Item;
use super::key::{KeyElement, PartValue};
use super::table::TableSchema;
use crate::codec::json::{self, WireMap};
use crate::codec::sdk_map::SdkItem;
use crate::value::{AttributeType, DecodeError, EncodeError, MapEncoder, Value, canonical_number};

/// An item with `#[faraday(unique(…))]`: no two items of its kind in the table have the same value there.
///
/// In DynamoDB only the primary key is unique. So each value has an item of its own in the table, a guard, with the value in its key;
/// [`Table::insert`](crate::Table::insert), [`replace`](crate::Table::replace), [`remove`](crate::Table::remove) and
/// [`remove_all`](crate::Table::remove_all) write an item and its guards in one transaction.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no unique attributes",
    label = "`insert`, `replace`, `remove` and `remove_all` keep attributes unique",
    note = "write `put(&item)`, or `put(&item).if_absent()` for a new one, and `delete(&item)` or `delete_all(query)`; an attribute is made unique by `#[faraday(unique(email))]`"
)]
pub trait Unique: Item {
    /// The attributes of each constraint.
    #[doc(hidden)]
    const UNIQUE: &'static [&'static [&'static str]];

    /// Returns the values of all unique attributes, each once.
    #[doc(hidden)]
    fn unique_values(&self) -> Result<Vec<Option<PartValue>>, EncodeError>;
}

/// An item without unique attributes, which may be put and deleted alone.
#[diagnostic::on_unimplemented(
    message = "this operation would not keep the unique attributes of `{Self}` unique",
    label = "writes the item without its guards",
    note = "write `insert(&item)` for a new item, `replace(&old, &new)`, `remove(&item)`, or `remove_all(query)` for `delete_all`, of the struct that says `unique`: transactions with the guards",
    note = "in a function that is generic over the item, write `I: Item + Unguarded`"
)]
pub trait Unguarded {}

/// The kind of the items that guard unique attributes.
pub(crate) const GUARD: &str = "#unique";

/// A guard as DynamoDB JSON: its key and its kind, and the key alone.
pub(crate) struct Guard {
    pub(crate) item: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

impl Guard {
    /// Creates the guard of these attributes; `None` if one of them is absent.
    pub(crate) fn of(
        schema: &TableSchema,
        fields: &[&str],
        values: &[Option<PartValue>],
    ) -> Result<Option<Self>, EncodeError> {
        let Some(text) = text(schema.kind_name(), fields, values)? else { return Ok(None) };
        let write = |with_kind: bool| -> Result<Vec<u8>, EncodeError> {
            let mut json = Vec::with_capacity(128);
            let mut map = WireMap::open(&mut json, 0);
            write_key(&mut map, schema.partition_key(), &text)?;
            if let Some(sort_key) = schema.sort_key() {
                write_key(&mut map, sort_key, GUARD)?;
            }
            if with_kind {
                String::write_attribute(&GUARD.to_owned(), &mut map, schema.kind_attribute())?;
            }
            map.close(b"}");
            Ok(json)
        };
        let is_long = text.len() > crate::schema::key::MOST_PARTITION;
        if is_long {
            let message = "it is too long to be unique: the key of its guard has 2048 bytes at most";
            return Err(EncodeError::new(message).at_attribute(fields.first().copied().unwrap_or_default()));
        }
        Ok(Some(Self { item: write(true)?, key: write(false)? }))
    }

    /// Compares the keys in the SDK's form.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let read = |json: &[u8]| -> Result<SdkItem, DecodeError> { json::decode_item(json) };
        matches!((read(&self.key), read(&other.key)), (Ok(one), Ok(other)) if one == other)
    }
}

/// Writes a key attribute of a guard. The partition key is a string, which the derive asserts; the sort key may have another type.
fn write_key(map: &mut WireMap<'_>, key: KeyElement, text: &str) -> Result<(), EncodeError> {
    let value = match key.key_type() {
        AttributeType::N => AttributeValue::N("0".to_owned()),
        AttributeType::B => AttributeValue::B(text.as_bytes().into()),
        _ => AttributeValue::S(text.to_owned()),
    };
    let to = if key.is_sensitive() { map.sensitive_attribute(key.name()) } else { map.attribute(key.name()) };
    value.encode(to).map_err(|error| error.at_attribute(key.name()))
}

/// Returns the text `#unique#user#email#ann@example.com`. It escapes `#` and `%` in each part, so that different lists of values have
/// different texts.
fn text(kind: &str, fields: &[&str], values: &[Option<PartValue>]) -> Result<Option<String>, EncodeError> {
    let mut text = format!("{GUARD}#{}", escaped(kind));
    for field in fields {
        text.push('#');
        text.push_str(&escaped(field));
    }
    for field in fields {
        let Some(part) = values.iter().flatten().find(|part| part.name == *field) else { return Ok(None) };
        let value = match &part.value {
            AttributeValue::S(value) => value.clone(),
            // -0 and 0 are one number.
            AttributeValue::N(value) => canonical_number(value),
            _ => return Err(EncodeError::new("only a string or a number can be unique").at_attribute(part.name)),
        };
        text.push('#');
        text.push_str(&escaped(&value));
    }
    Ok(Some(text))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('#', "%23")
}
