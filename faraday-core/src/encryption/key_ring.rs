//! The keys of sealed values, and what a sealed value is bound to.

use std::collections::BTreeMap;
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use zeroize::Zeroizing;

use crate::codec::sdk_map::SdkItem;
use crate::value::{EncodeError, canonical_number};

/// The keys that seal and open [`Sealed`](crate::encryption::Sealed) values: a current one, and older ones that still open.
///
/// A key is 32 bytes of a good source (of a key management service, not a password), with an id of up to 255 bytes that
/// stands in the header of whatever it seals. The ids are no secret; the keys are overwritten when the ring is dropped.
///
/// # Examples
///
/// Rotation: a new key becomes the current one, and items are written again when it suits.
///
/// ```
/// use faraday::encryption::KeyRing;
///
/// let (spring, autumn) = ([1; 32], [2; 32]); // of your key management, not from the source
/// let ring = KeyRing::new("2025-autumn", &autumn)?.with("2025-spring", &spring)?;
/// assert_eq!(ring.current_id(), "2025-autumn");
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
#[derive(Clone)]
pub struct KeyRing {
    current: Key,
    older: Vec<Key>,
}

#[derive(Clone)]
pub(super) struct Key {
    pub(super) id: String,
    /// In a box, so that a key that moves leaves no copy behind.
    pub(super) secret: Zeroizing<Box<[u8]>>,
}

impl Key {
    fn new(id: impl Into<String>, secret: &[u8; 32]) -> Result<Self, EncodeError> {
        let id = id.into();
        if id.is_empty() || id.len() > 255 {
            return Err(EncodeError::new("the id of a key has from 1 to 255 bytes"));
        }
        Ok(Self { id, secret: Zeroizing::new(Box::from(secret.as_slice())) })
    }
}

impl KeyRing {
    /// A ring with the key that seals.
    ///
    /// # Errors
    ///
    /// When the id is empty or longer than 255 bytes.
    pub fn new(id: impl Into<String>, key: &[u8; 32]) -> Result<Self, EncodeError> {
        Ok(Self { current: Key::new(id, key)?, older: Vec::new() })
    }

    /// Adds a key that opens what was sealed with it.
    ///
    /// # Errors
    ///
    /// When the id is empty or longer than 255 bytes, or the ring has it already.
    pub fn with(mut self, id: impl Into<String>, key: &[u8; 32]) -> Result<Self, EncodeError> {
        let key = Key::new(id, key)?;
        if self.find(&key.id).is_some() {
            return Err(EncodeError::new("the ring has a key of this id already"));
        }
        self.older.push(key);
        Ok(self)
    }

    /// The id of the key that seals.
    #[must_use]
    pub fn current_id(&self) -> &str {
        &self.current.id
    }

    pub(super) fn current(&self) -> &Key {
        &self.current
    }

    pub(super) fn find(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.id == id)
    }
}

/// Shows the ids alone.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let older: Vec<&str> = self.older.iter().map(|key| key.id.as_str()).collect();
        f.debug_struct("KeyRing").field("current", &self.current.id).field("older", &older).finish_non_exhaustive()
    }
}

/// The place that a sealed value belongs to: a table, an attribute and a primary key. It opens nowhere else.
///
/// The table is that of the schema, without a prefix of the database, so that a copy of the table opens; give another
/// name with [`in_table`](Binding::in_table) to tell copies apart.
#[derive(Clone)]
pub struct Binding {
    table: String,
    attribute: String,
    /// The key's attributes in the order of their names, each name and value with its length.
    key: Vec<u8>,
}

impl Binding {
    /// The binding of an attribute of the item that has this key.
    pub(crate) fn to_key(table: &str, attribute: &str, key: &SdkItem) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        for (name, value) in key.iter().collect::<BTreeMap<_, _>>() {
            append(&mut bytes, name.as_bytes());
            match value {
                AttributeValue::S(text) => tagged(&mut bytes, b'S', text.as_bytes()),
                // One form for all texts of a number: DynamoDB does not give back the one it was given.
                AttributeValue::N(digits) => tagged(&mut bytes, b'N', canonical_number(digits).as_bytes()),
                AttributeValue::B(binary) => tagged(&mut bytes, b'B', binary.as_ref()),
                _ => return Err(EncodeError::new("a key attribute must be a string, a number or a binary")),
            }
        }
        Ok(Self { table: table.to_owned(), attribute: attribute.to_owned(), key: bytes })
    }

    /// The same place in a table of another name.
    #[must_use]
    pub fn in_table(mut self, table: impl Into<String>) -> Self {
        self.table = table.into();
        self
    }

    /// What is authenticated along with a body behind this header.
    pub(super) fn with_header(&self, header: &[u8]) -> Vec<u8> {
        let mut bytes =
            Vec::with_capacity(header.len() + self.table.len() + self.attribute.len() + self.key.len() + 32);
        append(&mut bytes, header);
        append(&mut bytes, self.table.as_bytes());
        append(&mut bytes, self.attribute.as_bytes());
        append(&mut bytes, &self.key);
        bytes
    }
}

fn tagged(bytes: &mut Vec<u8>, tag: u8, part: &[u8]) {
    bytes.push(tag);
    append(bytes, part);
}

/// A part with its length before it, so that no two lists of parts are the same bytes.
fn append(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
    bytes.extend_from_slice(part);
}

/// Shows the place, but not the key, which is of the user's data.
impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binding({}.{})", self.table, self.attribute)
    }
}
