//! The keys that encrypt sealed values, and the [`Binding`] to a place.

use std::collections::BTreeMap;
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use zeroize::Zeroizing;

use crate::codec::sdk_map::SdkItem;
use crate::value::{EncodeError, canonical_number};

/// The keys of [`Sealed`](crate::encryption::Sealed) values: the current key seals, and older keys still open.
///
/// A key is 32 random bytes, from a key management service and not from a password. Its id has up to 255 bytes and
/// is in the header of every value that the key seals. Ids are not secret; the keys are overwritten when the ring is dropped.
///
/// # Examples
///
/// Rotation: a new key becomes the current one, and the older one still opens items until they are written again.
///
/// ```
/// use faraday::encryption::KeyRing;
///
/// // from your key management service, not from the source code
/// let (spring, autumn) = ([1; 32], [2; 32]);
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
    /// Boxed, so that moving a key leaves no copy of it in memory.
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
    /// Creates a ring whose current key is `key`.
    ///
    /// # Errors
    ///
    /// When the id is empty or longer than 255 bytes.
    pub fn new(id: impl Into<String>, key: &[u8; 32]) -> Result<Self, EncodeError> {
        Ok(Self { current: Key::new(id, key)?, older: Vec::new() })
    }

    /// Adds an older key, which opens but does not seal.
    ///
    /// # Errors
    ///
    /// When the id is empty or longer than 255 bytes, or the ring already has a key with this id.
    pub fn with(mut self, id: impl Into<String>, key: &[u8; 32]) -> Result<Self, EncodeError> {
        let key = Key::new(id, key)?;
        if self.find(&key.id).is_some() {
            return Err(EncodeError::new("the ring already has a key with this id"));
        }
        self.older.push(key);
        Ok(self)
    }

    /// Returns the id of the key that seals.
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

/// Shows only the ids.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let older: Vec<&str> = self.older.iter().map(|key| key.id.as_str()).collect();
        f.debug_struct("KeyRing").field("current", &self.current.id).field("older", &older).finish_non_exhaustive()
    }
}

/// The place of a sealed value: a table, an attribute and a primary key. The value opens nowhere else.
///
/// The table is the one that the schema names, without the database's prefix, so that values open in a copy of the
/// table under another prefix. To tell copies apart, give another name with [`in_table`](Binding::in_table).
#[derive(Clone)]
pub struct Binding {
    table: String,
    attribute: String,
    /// The key's attributes in the order of their names; a length precedes each name and value.
    key: Vec<u8>,
}

impl Binding {
    /// Binds to an attribute of the item with this key.
    pub(crate) fn to_key(table: &str, attribute: &str, key: &SdkItem) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        for (name, value) in key.iter().collect::<BTreeMap<_, _>>() {
            append(&mut bytes, name.as_bytes());
            match value {
                AttributeValue::S(text) => tagged(&mut bytes, b'S', text.as_bytes()),
                // DynamoDB may return a number in another notation, so all notations get the same bytes.
                AttributeValue::N(digits) => tagged(&mut bytes, b'N', canonical_number(digits).as_bytes()),
                AttributeValue::B(binary) => tagged(&mut bytes, b'B', binary.as_ref()),
                _ => return Err(EncodeError::new("a key attribute must be a string, a number or a binary")),
            }
        }
        Ok(Self { table: table.to_owned(), attribute: attribute.to_owned(), key: bytes })
    }

    /// Binds to another table.
    #[must_use]
    pub fn in_table(mut self, table: impl Into<String>) -> Self {
        self.table = table.into();
        self
    }

    /// Returns the associated data of a body: the header and the place.
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

/// Appends the length and the part, so that different lists of parts never give the same bytes.
fn append(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
    bytes.extend_from_slice(part);
}

/// Hides the key, because it is the user's data.
impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binding({}.{})", self.table, self.attribute)
    }
}
