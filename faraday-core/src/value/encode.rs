use super::attribute_type::SetType;
use crate::frozen::Plaintext;
use crate::value::EncodeError;

/// Writes one value of DynamoDB's data model.
pub trait Encoder: Sized {
    /// Writes the elements of a list.
    type List: ListEncoder;
    /// Writes the entries of a map.
    type Map: MapEncoder;
    /// Writes the elements of a set.
    type Set: ListEncoder;

    /// Writes an S.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn string(self, value: &str) -> Result<(), EncodeError>;

    /// Writes an N, given as a decimal number.
    ///
    /// # Errors
    ///
    /// When a character cannot be part of a number. Nothing else is checked.
    fn number(self, digits: &str) -> Result<(), EncodeError>;

    /// Writes a B.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn binary(self, value: &[u8]) -> Result<(), EncodeError>;

    /// Writes a BOOL.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn boolean(self, value: bool) -> Result<(), EncodeError>;

    /// Writes a NULL.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn null(self) -> Result<(), EncodeError>;

    /// Begins an L.
    ///
    /// # Errors
    ///
    /// When it is nested too deep.
    fn list(self) -> Result<Self::List, EncodeError>;

    /// Begins an M.
    ///
    /// # Errors
    ///
    /// When it is nested too deep.
    fn map(self) -> Result<Self::Map, EncodeError>;

    /// Begins an SS, NS or BS; write at least one element.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn set(self, set: SetType) -> Result<Self::Set, EncodeError>;
}

/// Writes the elements of a list or set, in order; the elements of a set must be of its type.
pub trait ListEncoder {
    /// Writes one element.
    type Element<'e>: Encoder
    where
        Self: 'e;

    /// Begins the next element; write it before you begin another.
    fn element(&mut self) -> Self::Element<'_>;

    /// Ends the list.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn end(self) -> Result<(), EncodeError>;
}

/// Writes the entries of a map or the attributes of an item.
pub trait MapEncoder {
    /// Writes one value.
    type Value<'e>: Encoder
    where
        Self: 'e;

    /// Begins the entry with this name; write its value before you begin another. Names must not repeat.
    fn attribute(&mut self, name: &str) -> Self::Value<'_>;

    /// Begins an entry whose value must not be shown: see `#[faraday(sensitive)]`.
    #[doc(hidden)]
    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        self.attribute(name)
    }

    /// Takes the frozen bytes of an encrypted attribute; only an operation on a table, or a `Database`, can encrypt
    /// them.
    #[doc(hidden)]
    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        let _ = (name, frozen);
        Err(EncodeError::new("it is encrypted: only an operation on a table writes it, or `to_map` of a `Database`"))
    }

    /// Ends the map.
    ///
    /// # Errors
    ///
    /// None of its own; a backend may refuse.
    fn end(self) -> Result<(), EncodeError>;
}
