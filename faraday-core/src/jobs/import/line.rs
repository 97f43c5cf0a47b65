//! Reads a line as a write: [`ReadLine`].

use serde::{Deserialize, Serialize};

use crate::codec::item_size::{self, MAX_ITEM};
use crate::codec::json::{self, Tokens, WireAttributes, WireMap};
use crate::codec::plain_json;
use crate::codec::sdk_map::SdkItem;
use crate::codec::transcode::{Origin, check_names, copy_attributes};
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{RowDecoder, Whole};
use crate::operation::{pending_json, pending_put};
use crate::schema::key::IndexKeys;
use crate::schema::{Item, MOST_PARTITION, MOST_SORT, PendingWrite, TableSchema};
use crate::value::{AttributeType, DecodeError, Decoder, EncodeError, MapDecoder};

/// The form of the lines of an import, as it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum LineForm {
    Stored,
    Decoded,
    PlainJson,
}

/// Reads the line with this number as a write.
pub(super) type ReadLine = fn(&[u8], usize, &Database) -> Result<PendingWrite>;

/// DynamoDB JSON, which is written unchanged.
pub(super) fn stored<I: Item>(line: &[u8], number: usize, _: &Database) -> Result<PendingWrite> {
    let item = unwrapped(line, &I::SCHEMA)?;
    let mut tokens = Tokens::new(item)?;
    let mut json = Vec::with_capacity(item.len());
    let mut map = WireMap::open(&mut json, 0);
    let attributes = WireAttributes::begin(&mut tokens)?;
    copy_attributes(attributes, &mut IndexKeys::new(&mut map, I::SCHEMA), Origin::Line)?;
    map.close(b"}");
    tokens.finish()?;
    check_key(&json, &I::SCHEMA)?;
    // JSON is never shorter than the size that DynamoDB counts, so most items need no counting.
    if json.len() > MAX_ITEM {
        let size = item_size::item_size(&json::decode_item::<SdkItem>(&json)?)?;
        if size > MAX_ITEM {
            let message = format!("the item has {size} bytes, DynamoDB takes {MAX_ITEM} (400 KB)");
            return Err(Error::new(ErrorKind::ItemTooLarge, message));
        }
    }
    pending_json::<I>(json, number)
}

/// DynamoDB JSON, which is decoded as the struct.
pub(super) fn decoded<I: Item>(line: &[u8], number: usize, database: &Database) -> Result<PendingWrite> {
    let rows = Whole::<I>::new();
    let item = unwrapped(line, &I::SCHEMA)?;
    let row = RowDecoder::new::<I>(&rows, database)?.read_json(item)?;
    check_object(item)?;
    pending_put(&row, number)
}

/// Plain JSON, which is decoded as the struct.
pub(super) fn plain<I: Item>(line: &[u8], number: usize, _: &Database) -> Result<PendingWrite> {
    let row = plain_json::decode_item::<I>(line)?;
    check_object(line)?;
    pending_put(&row, number)
}

/// Checks that the JSON is one object, in which each name is there once. A struct is read without either check.
fn check_object(json: &[u8]) -> Result<(), DecodeError> {
    let mut tokens = Tokens::new(json)?;
    let mut names = Vec::new();
    let mut name = tokens.object()?.map(str::to_owned);
    while let Some(next) = name {
        names.push(next);
        tokens.skip()?;
        name = tokens.key()?.map(str::to_owned);
    }
    tokens.finish()?;
    check_names(&names)
}

/// Returns the item of a line: the whole line, or the member `Item`, as in DynamoDB's export to S3.
fn unwrapped<'l>(line: &'l [u8], schema: &TableSchema) -> Result<&'l [u8], DecodeError> {
    let mut tokens = Tokens::new(line)?;
    if tokens.object()?.is_none_or(|name| name != "Item") {
        return Ok(line);
    }
    let start = tokens.current_index();
    tokens.skip()?;
    let item = tokens.since(start);
    let is_alone = tokens.key()?.is_none();
    if is_alone {
        // What follows the object is in no item that is returned here.
        tokens.finish()?;
    }
    // The partition key may itself be called `Item`.
    let is_item = schema.partition_key().name() == "Item" && is_value(item);
    Ok(if is_alone && !is_item { item } else { line })
}

/// Whether it is a string, number or binary of DynamoDB, and not an item.
fn is_value(json: &[u8]) -> bool {
    let read = || {
        let mut tokens = Tokens::new(json).ok()?;
        let kind = tokens.value_type().ok()??;
        tokens.string().ok()?;
        Some(kind)
    };
    matches!(read(), Some(AttributeType::S | AttributeType::N | AttributeType::B))
}

/// Checks DynamoDB's rules for a primary key: a refused key would fail a request that has the items of other lines.
fn check_key(json: &[u8], schema: &TableSchema) -> Result<()> {
    let sort = schema.sort_key().map(|key| (key, MOST_SORT));
    for (key, most) in std::iter::once((schema.partition_key(), MOST_PARTITION)).chain(sort) {
        let mut tokens = Tokens::new(json)?;
        let mut attributes = WireAttributes::begin(&mut tokens)?;
        let mut found = None;
        while let Some((is_key, value)) = attributes.next(|name| name == key.name())? {
            if is_key {
                found = Some(key_length(value, key.key_type()).map_err(|error| error.at_attribute(key.name()))?);
            } else {
                value.skip()?;
            }
        }
        let refused = match found {
            None => return Err(DecodeError::missing(key.name(), &key.key_type().to_string()).into()),
            Some(0) => "a key attribute cannot be empty".to_owned(),
            Some(length) if length > most => {
                format!("a key attribute has at most {most} bytes there, this one has {length}")
            }
            Some(_) => continue,
        };
        return Err(EncodeError::new(refused).at_attribute(key.name()).into());
    }
    Ok(())
}

fn key_length(value: impl Decoder, expected: AttributeType) -> Result<usize, DecodeError> {
    match (value.kind(), expected) {
        (AttributeType::S, AttributeType::S) => value.with_string(str::len),
        (AttributeType::B, AttributeType::B) => value.with_binary(<[u8]>::len),
        (AttributeType::N, AttributeType::N) => value.with_number(str::len),
        (found, _) => Err(DecodeError::expected(expected, found)),
    }
}
