//! Decodes a record as a change: [`RecordDecoder`].

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use super::change::{Change, ChangeKind};
use super::json_text::JsonText;
use super::record::Record;
use crate::codec::json::{self, WireAttributes};
use crate::codec::sdk_map::SdkItem;
use crate::encryption::DatabaseKeys;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{RowDecoder, Whole};
use crate::schema::{GUARD, Item, ItemKind, Key, KeyElement, TableSchema, primary_keys};
use crate::value::{AttributeType, DecodeError, MapDecoder, has_encrypted};

/// Decodes the records of the table of `I`, and decrypts them as reads do.
pub(super) struct RecordDecoder<I> {
    rows: Whole<I>,
    keys: DatabaseKeys,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> RecordDecoder<I> {
    /// Whether images cannot be read without the keys of a database.
    pub(super) fn needs_keys() -> bool {
        has_encrypted::<I>()
    }

    /// # Errors
    ///
    /// When the items have encrypted attributes and there are no keys.
    pub(super) fn new(keys: &DatabaseKeys) -> Result<Self> {
        if Self::needs_keys() {
            // Not a decode error: it belongs to no item, and the next change has it too.
            keys.needed().map_err(|error| Error::new(ErrorKind::InvalidArgument, error.to_string()))?;
        }
        Ok(Self { rows: Whole::new(), keys: keys.clone(), of: PhantomData })
    }

    /// Returns the change; `None` if its items are of other kinds.
    ///
    /// # Errors
    ///
    /// When the record has an unknown form, or an image does not fit the struct. The error has the item's key.
    pub(super) fn decode(&self, record: Record) -> Result<Option<Change<I>>> {
        let key =
            read_key(&I::SCHEMA, record.data.keys.as_ref()).map_err(|error| of_record(error.into(), &record, None))?;
        self.decode_images(&key, &record).map_err(|error| of_record(error, &record, Some(key)))
    }

    fn decode_images(&self, key: &SdkItem, record: &Record) -> Result<Option<Change<I>>> {
        let data = &record.data;
        let new = self.image("the new image", data.new_image.as_ref())?;
        let old = self.image("the old image", data.old_image.as_ref())?;
        let is_wanted = match (&new, &old) {
            (Image::None, Image::None) => is_key_of(&I::SCHEMA, key),
            (Image::Item(_), _) | (_, Image::Item(_)) => true,
            _ => false,
        };
        if !is_wanted {
            return Ok(None);
        }
        let (new, old) = (new.item(), old.item());
        let kind = match record.event.as_str() {
            "INSERT" => ChangeKind::Inserted(new),
            "MODIFY" => ChangeKind::Modified { old, new },
            "REMOVE" => ChangeKind::Removed { old, expired: record.is_expiry() },
            _ => return Err(Error::new(ErrorKind::Decode, "the record is not an INSERT, MODIFY or REMOVE")),
        };
        let sequence_number = record.sequence_number().unwrap_or_default().to_owned();
        // Only a malformed number can fail here: the types were checked.
        let key = Key::of_attributes(key)
            .map_err(|error| DecodeError::new("expected a key of the table, found another").with_source(error))?;
        Ok(Some(Change { kind, key, sequence_number, time: record.time() }))
    }

    fn image(&self, name: &str, image: Option<&JsonText>) -> Result<Image<I>> {
        let Some(JsonText(json)) = image else { return Ok(Image::None) };
        let read = || -> Result<Image<I>, DecodeError> {
            if !is_of_kind(&I::SCHEMA, json)? {
                return Ok(Image::OfAnotherKind);
            }
            let rows = RowDecoder::with_keys(&self.rows, I::SCHEMA, self.keys.clone());
            Ok(Image::Item(Box::new(rows.read_json(json)?)))
        };
        read().map_err(|error| Error::from(error).with_part(name.to_owned()))
    }
}

enum Image<I> {
    /// The stream does not hold the image.
    None,
    Item(Box<I>),
    OfAnotherKind,
}

impl<I> Image<I> {
    fn item(self) -> Option<I> {
        match self {
            Self::Item(item) => Some(*item),
            _ => None,
        }
    }
}

/// Names the record in an error, and keeps the key of its item.
fn of_record(error: Error, record: &Record, key: Option<SdkItem>) -> Error {
    let mut part = format!("change {}", record.sequence_number().or(record.event_id()).unwrap_or("without a number"));
    if let Some(image) = error.part() {
        part = format!("{part}, {image}");
    }
    error.with_part(part).with_item_key(key)
}

/// Reads the attributes of the key, and no others.
fn read_key(schema: &TableSchema, keys: Option<&JsonText>) -> Result<SdkItem, DecodeError> {
    let mut read: SdkItem = keys.map_or_else(|| Ok(SdkItem::new()), |JsonText(json)| json::decode_item(json))?;
    let mut take = |element: KeyElement| {
        let (name, expected) = (element.name(), element.key_type());
        let (name, value) = read.remove_entry(name).ok_or_else(|| DecodeError::missing(name, "a key"))?;
        let fits = match expected {
            AttributeType::S => value.is_s(),
            AttributeType::N => value.is_n(),
            _ => value.is_b(),
        };
        if fits { Ok((name, value)) } else { Err(DecodeError::expected(expected, "another type").at_attribute(name)) }
    };
    primary_keys(schema).map(|(element, _)| take(element)).collect()
}

/// Whether the item is of `schema`'s kind, by the rule of queries: an item without a kind is, so that an error shows that it cannot be
/// read.
fn is_of_kind(schema: &TableSchema, json: &[u8]) -> Result<bool, DecodeError> {
    let Some(ItemKind { attribute, name }) = schema.kind() else { return Ok(true) };
    let mut tokens = json::Tokens::new(json)?;
    // If the kind is not a string, the struct refuses it.
    let found = WireAttributes::begin(&mut tokens)?.peek(attribute).ok().flatten();
    Ok(match (found, name) {
        (None, _) => true,
        (Some(found), Some(name)) => found == name,
        (Some(found), None) => found != GUARD,
    })
}

/// Whether an item with this key may be of `schema`'s kind, if only its key is known: a made key must have the form of its template.
fn is_key_of(schema: &TableSchema, key: &SdkItem) -> bool {
    if schema.kind().is_none() {
        return true;
    }
    if is_key_of_guard(schema, key) {
        return false;
    }
    if schema.is_collection() {
        return schema.items().iter().any(|item| is_key_of(item, key));
    }
    primary_keys(schema).all(|(element, _)| match (key.get(element.name()), element.template()) {
        (Some(AttributeValue::S(text)), Some(template)) => template.parse(text).is_ok(),
        _ => true,
    })
}

/// Whether the key is a guard's: a template of one string, like `"{email}"`, would accept it.
fn is_key_of_guard(schema: &TableSchema, key: &SdkItem) -> bool {
    match key.get(schema.partition_key().name()) {
        Some(AttributeValue::S(text)) => text.strip_prefix(GUARD).is_some_and(|rest| rest.starts_with('#')),
        _ => false,
    }
}
