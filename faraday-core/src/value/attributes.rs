use super::decode::MapDecoder;
use super::encode::MapEncoder;
use super::names::Names;
use crate::value::{DecodeError, EncodeError};

/// The attributes of an item or of a map: what `#[derive(Item)]` and `#[derive(Value)]` generate for a struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no attributes of its own",
    label = "not a struct that is stored as a map",
    note = "derive `faraday::Value` for it, a struct with named fields, or use a map: `BTreeMap<String, AttributeValue>`"
)]
pub trait Attributes: Sized {
    /// The attribute names that the type reads; a map reads any name.
    #[doc(hidden)]
    const NAMES: Names = Names::ALL;

    /// The names of the encrypted attributes; an empty name stands for an attribute that is not encrypted.
    #[doc(hidden)]
    const ENCRYPTED: &'static [&'static str] = &[];

    /// Writes every attribute that is not absent.
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB; the error names the attribute.
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError>;

    /// Reads every attribute, to the end of the map.
    ///
    /// # Errors
    ///
    /// When an attribute is missing, is of another type or does not fit; the error names the attribute.
    fn decode_attributes<M: MapDecoder>(map: M) -> Result<Self, DecodeError>;
}

/// Whether any of the attributes is encrypted.
pub(crate) const fn has_encrypted<T: Attributes>() -> bool {
    let mut names = T::ENCRYPTED;
    while let [first, rest @ ..] = names {
        if !first.is_empty() {
            return true;
        }
        names = rest;
    }
    false
}
