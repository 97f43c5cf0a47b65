use std::fmt;
use std::hash::Hasher;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use crate::error::{Error, ErrorKind, Result};

const VERSION: u8 = 1;

/// Where a query or scan goes on: an opaque string, safe in a URL, that can be kept and given to [`after`](crate::Query::after).
///
/// It is bound to the table, the index and the key condition of the query that made it: given to another one, it is an
/// error ([`ErrorKind::InvalidCursor`]), as it is when it was changed or cut. It holds the key of the last item in the
/// clear (base64): it is no secret, and it is not signed against somebody who forges one on purpose.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Cursor, Database, Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// # for id in 0..3 { Table::<Order>::put(&Order { customer: "ann".into(), id }).on(&db).await?; }
/// let first = Table::<Order>::query("ann").page_size(2).page().on(&db).await?;
/// let next: String = first.next.map(|cursor| cursor.to_string()).unwrap_or_default();
///
/// let cursor: Cursor = next.parse()?;
/// let second = Table::<Order>::query("ann").page_size(2).after(cursor).page().on(&db).await?;
/// assert_eq!(second.items.len(), 1);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [paginating](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor {
    seal: u64,
    /// DynamoDB's LastEvaluatedKey, as it stood in the answer.
    key: Vec<u8>,
}

/// What a cursor is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding(u64);

impl Binding {
    pub(crate) fn value(self) -> u64 {
        self.0
    }

    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }

    /// The parts, each with its length, so that no two lists of parts look the same.
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = SipHasher13::new();
        for part in parts {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
        Self(hasher.finish())
    }

    fn seal(self, key: &[u8]) -> u64 {
        let mut hasher = SipHasher13::new_with_keys(self.0, u64::from(VERSION));
        hasher.write(key);
        hasher.finish()
    }
}

impl Cursor {
    pub(crate) fn new(binding: Binding, key: Vec<u8>) -> Self {
        Self { seal: binding.seal(&key), key }
    }

    /// The key to go on after, if the cursor is of this query and unchanged.
    pub(crate) fn open(self, binding: Binding) -> Result<Vec<u8>> {
        if binding.seal(&self.key) == self.seal {
            return Ok(self.key);
        }
        Err(invalid("the cursor is of another table, index or key condition, or was changed"))
    }
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidCursor, message)
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.seal.to_be_bytes());
        bytes.extend_from_slice(&self.key);
        f.write_str(&base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| invalid("this is no cursor"))?;
        match bytes.split_first() {
            Some((&VERSION, rest)) => {
                let (seal, key) = rest.split_first_chunk().ok_or_else(|| invalid("the cursor was cut"))?;
                Ok(Self { seal: u64::from_be_bytes(*seal), key: key.to_vec() })
            }
            _ => Err(invalid("this is no cursor, or one of another version of faraday")),
        }
    }
}

impl TryFrom<String> for Cursor {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.to_string()
    }
}

/// Shows that there is one, not the key in it.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(..)")
    }
}

/// Where a scan, or a segment of it, is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mark {
    Start,
    After(Cursor),
    Done,
}
