//! The functions that generated code calls. It is not part of the public API and may change in any version.

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use core::default::Default;
pub use core::fmt::DebugStruct;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};
pub use std::string::String;
pub use std::time::SystemTime;
pub use std::vec::Vec;

pub use crate::expression::{Clauses, Edit, Patch, PatchField, Place};
pub use crate::frozen::Frozen;
pub use crate::frozen::format::{Format, PassThrough};
pub use crate::schema::key::{CheckedKeys, IndexKeys, Part, PartValue, Segment, Sensitive, Template, UnknownKey};
pub use crate::schema::managed::{Stamp, TimeField, VersionField};
pub use crate::schema::{
    Attribute, Billing, Collection, Composed, Composite, DeclaredTable, DistanceFunction, Expires, Flattened,
    FrozenAttribute, FrozenField, Global, Grouped, GuardedAttribute, Index, IndexOf, IndexSchema, Item, KeyAttribute,
    KeyElement, KeyOf, KeyShape, Local, Managed, ManagedAttribute, NeverExpires, NoSortKey, OlderItem, Parts,
    PointInTimeRecovery, Projected, Projection, ProjectionView, SchemaVersion, SchemaVersioned, ServerSideEncryption,
    Several, Simple, Single, SortKeys, SortParts, StoredSort, StreamView, TableClass, TableIndex, TableSchema,
    TableSettings, TtlOf, Unguarded, Unique, Unpartitioned, Vector, VectorField, VectorSchema, Versioned,
};
pub use crate::value::kind;
pub use crate::value::skip_entries;
pub use crate::value::time::EpochSeconds;
pub use crate::value::{
    Arena, AttributeType, Attributes, Decoder, Defaulted, Encoder, KeyPart, ListEncoder, MapDecoder, MapEncoder, Names,
    Newtype, NumberRange, Serde, Value, View, ViewAttributes, Viewed,
};
pub use crate::value::{DecodeError, EncodeError};
pub use declared::{
    has_as_many_keys, has_keys_of, has_kind, has_same_kind, has_same_partition, holds_all, includes_kind, index_holds,
    index_key, is_key_attribute, is_made_key, is_named, is_same_key, is_taken, is_text, keys_agree, sort_key,
};
pub use made_keys::{has_text, key_only_part, part, read_made_key, write_key, write_made_keys};
pub use schema_version::{read_schema_version, read_versioned, required_schema_version, write_schema_version};
pub use stored::{
    StoredAs, optional, read_serde, read_stored, required_serde, required_stored, write_null, write_serde, write_stored,
};
pub use tag::{required_content, tag};
pub use unknown_tag::{UnknownTag, unknown_name};
pub use unread_attributes::{UnreadAttributes, read_inner, unknown_attribute, write_extra, write_inner};
pub use untagged::Kept;
pub use vector::{check_vector, has_filters, has_vectors_in};
pub use view::{is_viewed, read_view, required_view};
pub use wide::{number_of, out_of_line, read_out_of_line, unfilled};

pub use distinct_names::DistinctNames;
pub use expiry::{has_same_ttl, is_expiry_time, is_ttl};

pub use crate::__encryption as encryption;
mod declared;
mod distinct_names;
mod expiry;
mod made_keys;
mod schema_version;
mod stored;
mod tag;
mod unknown_tag;
mod unread_attributes;
mod untagged;
mod vector;
mod view;
mod wide;

use crate::frozen::Plaintext;
use crate::schema::key::item_key;
use crate::value::names::{contains, equal};

/// Gives a compile error if faraday was built without the feature `encryption`.
#[cfg(feature = "encryption")]
#[doc(hidden)]
#[macro_export]
macro_rules! __encryption {
    () => {};
}

/// Gives a compile error if faraday was built without the feature `encryption`.
#[cfg(not(feature = "encryption"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __encryption {
    () => {
        ::core::compile_error!(
            "`encrypted` needs faraday's feature `encryption`: `faraday-core = { version = \"…\", features = [\"encryption\"] }`"
        );
    };
}

/// Returns the schema of an item's index. An expansion calls it only for indexes that it declares.
#[allow(clippy::indexing_slicing, reason = "called in constants only, where it fails at compile time")]
#[must_use]
pub const fn index<I: Item>(position: usize) -> &'static IndexSchema {
    &I::SCHEMA.indexes()[position]
}

/// Replaces the schema of an index with errors.
pub const UNKNOWN_INDEX: &IndexSchema = &IndexSchema::global("unknown", &[], &[]);

/// Returns the key of an item as DynamoDB JSON.
pub fn key_of<I: Item>(item: &I) -> Result<Vec<u8>, EncodeError> {
    item_key(item)
}

/// Whether the row `P` of `I` needs only these attributes.
#[must_use]
pub const fn holds<I: Item, P: Projection<Of = I>>(names: &[&str]) -> bool {
    let mut asked = P::ATTRIBUTES;
    while let [first, rest @ ..] = asked {
        if !contains(names, first) {
            return false;
        }
        asked = rest;
    }
    true
}

/// Type-checks if the attribute of `I` holds a `T`, as the field of a projection does.
pub const fn is_field<I, T>(_: &impl Place<I, Holds: HeldAs<T>>) {}

/// Returns the name of a table that a constant holds. Panics, in the compiler, if DynamoDB would refuse the name.
#[allow(clippy::panic, reason = "the compiler evaluates it, and shows the message")]
pub const fn checked_table_name(name: &'static str) -> &'static str {
    let bytes = name.as_bytes();
    let mut allowed = 3 <= bytes.len() && bytes.len() <= 255;
    let mut position = 0;
    while position < bytes.len() {
        #[allow(clippy::indexing_slicing, reason = "the position is below the length")]
        let letter = bytes[position];
        allowed = allowed && (letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'.' | b'-'));
        position += 1;
    }
    assert!(allowed, "a table's name has 3 to 255 of the characters a-z, A-Z, 0-9, `_`, `.` and `-`");
    name
}

/// Type-checks if a key of a variant has the type of the other variants' keys.
pub const fn is_key_of_all<K: KeyOfAll<T>, T>() {}

/// The same type as `T`.
#[diagnostic::on_unimplemented(
    message = "the key of all variants of an item is a `{T}`, here it is `{Self}`",
    label = "expected `{T}`",
    note = "the items of one table have keys of one type: a `String`, say, that each variant makes as it likes"
)]
pub trait KeyOfAll<T> {}

impl<T> KeyOfAll<T> for T {}

/// Returns the first of these messages that is true of an item in a variant: it has another table than the enum, another key, or other
/// managed attributes.
#[must_use]
pub const fn difference<E: Item, I: Item>(messages: [&'static str; 3]) -> Option<&'static str> {
    let [of_table, of_key, of_managed] = messages;
    if !equal(E::SCHEMA.table(), I::SCHEMA.table()) {
        Some(of_table)
    } else if !E::SCHEMA.has_key_of(&I::SCHEMA) {
        Some(of_key)
    } else if !E::MANAGED.is_same(&I::MANAGED) {
        Some(of_managed)
    } else {
        None
    }
}

/// The type of a key attribute of an item, found by a number that stands for the attribute's name. The derive of an enum uses it
/// for an index whose key is in the structs of its variants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no key attribute of this name",
    label = "no key of `{Self}`'s table or of its indexes",
    note = "write the type of the attribute here: `partition_key(name: String)`, `sort_key(name: String)`"
)]
pub trait KeyAttributeOf<const NAME: u64> {
    /// The type that the attribute holds.
    type Type;
}

/// The same type as `T`.
#[diagnostic::on_unimplemented(
    message = "the item's attribute holds `{Self}`, this field `{T}`",
    label = "expected `{Self}`",
    note = "a field of a projection has the type of the item's field; one that is frozen there is marked `#[faraday(frozen)]` here too"
)]
pub trait HeldAs<T> {}

impl<T> HeldAs<T> for T {}

/// Writes a frozen attribute.
pub fn write_frozen<M: MapEncoder, T: Serialize>(map: &mut M, name: &str, value: &T) -> Result<(), EncodeError> {
    crate::frozen::freeze(value)
        .and_then(|bytes| map.attribute(name).binary(&bytes))
        .map_err(|error| error.at_attribute(name))
}

/// Writes a frozen attribute, unless it is `None`.
pub fn write_frozen_option<M: MapEncoder, T: Serialize>(
    map: &mut M,
    name: &str,
    value: &Option<T>,
) -> Result<(), EncodeError> {
    value.as_ref().map_or(Ok(()), |value| write_frozen(map, name, value))
}

/// Reads a frozen attribute.
pub fn read_frozen<D: Decoder, T: DeserializeOwned>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    decoder
        .binary()
        .and_then(|bytes| Frozen::from_bytes(&bytes))
        .map(|frozen: Frozen<T>| Some(frozen.into_inner()))
        .map_err(|error| error.at_attribute(name))
}

/// Reads a frozen attribute, or a NULL as `None`.
pub fn read_frozen_option<D: Decoder, T: DeserializeOwned>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    if decoder.kind() == AttributeType::Null {
        return decoder.null().map(|()| None).map_err(|error| error.at_attribute(name));
    }
    read_frozen(decoder, name)
}

/// Writes a frozen attribute in its format.
pub fn write_formed<M: MapEncoder, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &T,
    format: Format<T>,
) -> Result<(), EncodeError> {
    let written = match format.is_encrypted() {
        true => format.freeze_secret(value).and_then(|frozen| map.encrypted(name, frozen)),
        false => format.freeze(value).and_then(|frozen| map.attribute(name).binary(&frozen)),
    };
    written.map_err(|error| error.at_attribute(name))
}

/// Reads a frozen attribute in its format.
pub fn read_formed<D: Decoder, T: DeserializeOwned>(
    decoder: D,
    name: &str,
    format: Format<T>,
) -> Result<Option<T>, DecodeError> {
    let thawed = match format.is_encrypted() {
        true => decoder.decrypted().map(Plaintext::new).and_then(|frozen| format.thaw(frozen.bytes())),
        false => decoder.binary().and_then(|frozen| format.thaw(&frozen)),
    };
    thawed.map(Some).map_err(|error| error.at_attribute(name))
}

/// Reads a frozen attribute in its format, or a NULL as `None`.
pub fn read_formed_option<D: Decoder, T: DeserializeOwned>(
    decoder: D,
    name: &str,
    format: Format<T>,
) -> Result<Option<T>, DecodeError> {
    if decoder.kind() == AttributeType::Null {
        return decoder.null().map(|()| None).map_err(|error| error.at_attribute(name));
    }
    read_formed(decoder, name, format)
}

/// The format of an item's attribute, for the same field of a projection.
pub trait Formed<T> {
    /// Returns how the attribute is written and read.
    fn format(&self) -> Format<T>;
}

impl<I, H, T, A> Formed<T> for Attribute<I, H, A>
where
    H: FrozenField<Inner = T>,
{
    fn format(&self) -> Format<T> {
        Format::new()
    }
}

impl<I, H, T, A> Formed<T> for FrozenAttribute<I, H, A>
where
    H: FrozenField<Inner = T>,
{
    fn format(&self) -> Format<T> {
        FrozenAttribute::format(self)
    }
}

/// Returns the value that was read. Fails if it was absent.
pub fn required_frozen<T>(value: Option<T>, name: &str) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::missing_field(name, "B"))
}

/// Writes a struct as a map.
pub fn write_map<E: Encoder, T: Attributes>(value: &T, encoder: E) -> Result<(), EncodeError> {
    let mut map = encoder.map()?;
    value.encode_attributes(&mut map)?;
    map.end()
}

/// Reads a struct from a map.
pub fn read_map<D: Decoder, T: Attributes>(decoder: D) -> Result<T, DecodeError> {
    T::decode_attributes(decoder.map()?)
}

/// Reads the name of a variant and returns the variant. The error for another name lists the known ones.
pub fn variant<D: Decoder, T>(
    decoder: D,
    known: &[&str],
    find: impl FnOnce(&str) -> Option<T>,
) -> Result<T, DecodeError> {
    decoder
        .with_string(find)?
        .ok_or_else(|| DecodeError::new(format!("expected one of {}, found another string", known.join(", "))))
}

/// Creates the error for a variant that the enum does not have.
#[must_use]
pub fn unknown_variant(known: &[&str]) -> DecodeError {
    DecodeError::new(format!("expected one of the variants {}, found another", known.join(", ")))
}

/// Writes the entry that names the variant.
pub fn write_tag<M: MapEncoder>(map: &mut M, tag: &str, name: &str) -> Result<(), EncodeError> {
    map.attribute(tag).string(name).map_err(|error| error.at_attribute(tag))
}

/// Reads the attribute that names the kind of an item, which must be this one.
pub fn read_kind<D: Decoder>(decoder: D, attribute: &str, kind: &str) -> Result<(), DecodeError> {
    let read = decoder.with_string(|found| match found == kind {
        true => Ok(()),
        false => {
            Err(DecodeError::new(format!("expected the kind {kind}, found another: this is another kind of item")))
        }
    });
    read.and_then(|read| read).map_err(|error| error.at_attribute(attribute))
}

/// Fails if the item has no attribute that names its kind.
pub fn required_kind(found: bool, attribute: &str) -> Result<(), DecodeError> {
    if found { Ok(()) } else { Err(DecodeError::missing(attribute, "S")) }
}

/// Reads the content of a variant.
pub fn read_content<D: Decoder, T>(
    decoder: D,
    name: &str,
    read: impl FnOnce(D) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    read(decoder).map_err(|error| error.at_attribute(name))
}

/// Creates the error for an empty map: a variant with content is a map of one entry.
#[must_use]
pub fn no_entry(known: &[&str]) -> DecodeError {
    DecodeError::new(format!("expected a map of one entry, {}, found an empty one", known.join(" or ")))
}

/// Fails if there is a second entry.
pub fn end_variant<M: MapDecoder>(mut map: M) -> Result<(), DecodeError> {
    match map.next(|_| ())? {
        None => Ok(()),
        Some(_) => Err(DecodeError::new("expected a map of one entry, the variant, found more")),
    }
}
