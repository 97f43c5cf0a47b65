//! Matches the items of an answer with the keys of its request, although one number may be written in several forms.

use crate::codec::json::{Tokens, WireAttributes};
use crate::schema::{Item, TableSchema};
use crate::value::{AttributeType, DecodeError, Decoder, MapDecoder, canonical_number};

/// The primary key of an item in canonical form, with its table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Identity {
    table: &'static str,
    partition: Vec<u8>,
    sort: Vec<u8>,
}

impl Identity {
    /// The identity of a key or an item; `None` if it cannot be encoded: building the request reports why.
    pub(crate) fn known<I: Item, E>(json: &Result<Vec<u8>, E>) -> Option<Self> {
        json.as_ref().ok().and_then(|json| Self::of(&I::SCHEMA, json).ok())
    }

    /// The identity of a key or a whole item, as DynamoDB JSON.
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
        match (partition, sort, sort_name) {
            (Some(partition), sort, None) => {
                Ok(Self { table: schema.table(), partition, sort: sort.unwrap_or_default() })
            }
            (Some(partition), Some(sort), Some(_)) => Ok(Self { table: schema.table(), partition, sort }),
            _ => Err(DecodeError::new("expected an item with its key, found one without")),
        }
    }
}

fn scalar<D: Decoder>(value: D) -> Result<Vec<u8>, DecodeError> {
    match value.kind() {
        AttributeType::S => value.string().map(String::into_bytes),
        AttributeType::N => value.with_number(|digits| canonical_number(digits).into_bytes()),
        AttributeType::B => value.binary(),
        other => Err(DecodeError::expected("a key", other)),
    }
}
