//! Matches the items of an answer with the keys of its request, even if a number is written in another form.

use std::sync::Arc;

use crate::codec::json::{Tokens, WireAttributes, WireMap};
use crate::schema::{Item, TableSchema};
use crate::value::{
    AttributeType, DecodeError, Decoder, EncodeError, MapDecoder, canonical_number, debug_without_values,
};

debug_without_values!(Identity);

/// The primary key of an item in canonical form, with its table.
///
/// A batch keeps one for every write, and compares and copies it often. So it has one allocation, which copies share.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    table: &'static str,
    /// The length of the partition key's value, that value, then the sort key's value.
    key: Arc<[u8]>,
}

impl Identity {
    /// Returns the identity of a key or an item; `None` if it cannot be encoded, which building the request reports.
    pub(crate) fn known<I: Item, E>(json: &Result<Vec<u8>, E>) -> Option<Self> {
        json.as_ref().ok().and_then(|json| Self::of(&I::SCHEMA, json).ok())
    }

    /// Returns the identity of an item; encodes only its key.
    pub(crate) fn of_item<I: Item>(item: &I) -> Result<Self, EncodeError> {
        let json = item_key(item)?;
        // It fails only if a hand-written `Value` encodes an invalid key.
        Self::of(&I::SCHEMA, &json)
            .map_err(|error| EncodeError::new("the key that was written cannot be read back").with_source(error))
    }

    /// Returns the identity of a key or a whole item that is DynamoDB JSON.
    pub(crate) fn of(schema: &TableSchema, json: &[u8]) -> Result<Self, DecodeError> {
        let mut tokens = Tokens::new(json)?;
        let mut attributes = WireAttributes::begin(&mut tokens)?;
        let (mut partition, mut sort) = (None, None);
        let partition_name = schema.partition_key().name();
        let sort_name = schema.sort_key().map(|key| key.name());
        let role = |name: &str| (name == partition_name, Some(name) == sort_name);
        while let Some((role, value)) = attributes.next(role)? {
            match role {
                (true, _) => partition = Some(scalar(value)?),
                (_, true) => sort = Some(scalar(value)?),
                _ => value.skip()?,
            }
        }
        match (partition, sort) {
            (Some(partition), sort) if sort.is_some() == sort_name.is_some() => {
                Ok(Self::new(schema.table(), &partition, &sort.unwrap_or_default()))
            }
            _ => Err(DecodeError::new("expected an item with its key, found one without")),
        }
    }

    fn new(table: &'static str, partition: &[u8], sort: &[u8]) -> Self {
        let length = partition.len().to_le_bytes();
        Self { table, key: [length.as_slice(), partition, sort].concat().into() }
    }
}

/// Returns the key of an item as DynamoDB JSON.
pub(crate) fn item_key<I: Item>(item: &I) -> Result<Vec<u8>, EncodeError> {
    let mut json = Vec::with_capacity(128);
    let mut map = WireMap::open(&mut json, 0);
    item.encode_key(&mut map)?;
    map.close(b"}");
    Ok(json)
}

fn scalar<D: Decoder>(value: D) -> Result<Vec<u8>, DecodeError> {
    match value.kind() {
        AttributeType::S => value.string().map(String::into_bytes),
        AttributeType::N => value.with_number(|digits| canonical_number(digits).into_bytes()),
        AttributeType::B => value.binary(),
        other => Err(DecodeError::expected("a key", other)),
    }
}
