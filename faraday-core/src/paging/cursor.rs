use std::fmt;
use std::hash::Hasher;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use aws_sdk_dynamodb::types::AttributeValue;

use super::start_key::key_json;
use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Item, KeyElement, Projection};
use crate::value::Attributes;

const VERSION: u8 = 1;

/// The position at which a query or scan continues: an opaque string, safe in a URL, for
/// [`after`](crate::operation::Query::after).
///
/// A cursor is bound to the table, the index, the key condition of the query and the segment of the scan that created it. Any other query
/// or scan refuses it ([`ErrorKind::InvalidCursor`]), and so does every query or scan if the string was changed or cut. The table is the
/// name in the struct, without the database's prefix, so a cursor of one environment works in another. Filter, selection, order, limit and
/// page size may differ.
///
/// It contains the key of the last item in base64, which is not secret, and it is not signed, so somebody can forge one. A forged cursor
/// can only start at another key. The query's own partition key and range still limit what is read, and only a key gets into the request.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table, paging::Cursor};
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
    checksum: u64,
    /// DynamoDB's `LastEvaluatedKey`, as the bytes in the answer.
    key: Vec<u8>,
}

/// A value from which a cursor can be made: an item `I`, or a row that has the key attributes of the table and index.
///
/// The compiler infers `As`, which says whether it is an item or a row.
#[diagnostic::on_unimplemented(
    message = "a cursor of `{I}` cannot be made of `{Self}`",
    label = "expected `{I}`, or a projection of it",
    note = "give the item, or the row that a query of an index gave"
)]
pub trait CursorOf<I, As>: Attributes {}

/// An item.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsItem {}

/// A projection of an item.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsRow {}

#[diagnostic::do_not_recommend]
impl<I: Item> CursorOf<I, AsItem> for I {}
#[diagnostic::do_not_recommend]
impl<I: Item, P: Projection<Of = I>> CursorOf<I, AsRow> for P {}

/// The table, index, key condition and segment that a cursor is bound to, as a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CursorScope(u64);

impl CursorScope {
    pub(crate) fn value(self) -> u64 {
        self.0
    }

    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }

    /// Hashes each part with its length, so that different lists of parts have different hashes.
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = SipHasher13::new();
        for part in parts {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
        Self(hasher.finish())
    }

    /// Returns this scope bound to one thing more.
    pub(crate) fn with(self, part: &[u8]) -> Self {
        Self::of(&[&self.bytes(), part])
    }

    fn checksum(self, key: &[u8]) -> u64 {
        let mut hasher = SipHasher13::new_with_keys(self.0, u64::from(VERSION));
        hasher.write(key);
        hasher.finish()
    }
}

impl Cursor {
    pub(crate) fn new(scope: CursorScope, key: Vec<u8>) -> Self {
        Self { checksum: scope.checksum(&key), key }
    }

    /// Returns the token of a statement as a JSON string, if the cursor belongs to the statement and is unchanged.
    pub(crate) fn verified_token(self, scope: CursorScope) -> Result<Vec<u8>> {
        if scope.checksum(&self.key) != self.checksum {
            return Err(invalid("the cursor belongs to another statement or other values, or was changed"));
        }
        let token: String =
            serde_json::from_slice(&self.key).map_err(|_| invalid("the cursor holds no token of a statement"))?;
        let mut json = Vec::with_capacity(self.key.len());
        json::write_string(&mut json, &token);
        Ok(json)
    }

    /// Returns the start key, if the cursor belongs to this query and is unchanged. The checksum can be forged and the key gets into the
    /// request, so the key is decoded and encoded again: it has a value for each of `keys` and nothing else.
    pub(crate) fn verified_key(self, scope: CursorScope, keys: &[KeyElement]) -> Result<Vec<u8>> {
        if scope.checksum(&self.key) != self.checksum {
            return Err(invalid(
                "the cursor belongs to another table, index or key condition, or was changed; if the range of the query moves with time, \
                 call `moving_range()`",
            ));
        }
        let key: Option<SdkItem> = json::decode_item(&self.key).ok();
        let key = key
            .filter(|key| is_key(key, keys))
            .ok_or_else(|| invalid("the cursor holds no key of this table or index"))?;
        key_json(&key)
    }
}

/// Whether the key has a value for each of these attributes, and no other attribute.
fn is_key(key: &SdkItem, keys: &[KeyElement]) -> bool {
    let is_scalar = |value: &AttributeValue| value.is_s() || value.is_n() || value.is_b();
    key.len() == keys.len() && keys.iter().all(|element| key.get(element.name()).is_some_and(is_scalar))
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::InvalidCursor, message)
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.checksum.to_be_bytes());
        bytes.extend_from_slice(&self.key);
        f.write_str(&base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bytes = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| invalid("this is not a cursor"))?;
        match bytes.split_first() {
            Some((&VERSION, rest)) => {
                let (checksum, key) = rest.split_first_chunk().ok_or_else(|| invalid("the cursor was cut"))?;
                Ok(Self { checksum: u64::from_be_bytes(*checksum), key: key.to_vec() })
            }
            _ => Err(invalid("this is not a cursor, or it is from another version of faraday")),
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

/// Hides the key.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(..)")
    }
}

/// The position of a scan, or of one of its segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mark {
    Start,
    After(Cursor),
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(key: &str) -> Result<Vec<u8>> {
        let scope = CursorScope::of(&[b"orders"]);
        let keys = [KeyElement::new::<String>("customer"), KeyElement::new::<u64>("id")];
        Cursor::new(scope, key.as_bytes().to_vec()).to_string().parse::<Cursor>()?.verified_key(scope, &keys)
    }

    #[test]
    fn a_key_is_written_anew() {
        let key = open(r#" { "id" : {"N":"7"} , "customer":{"S":"\u0061nn"}} "#).unwrap();
        assert_eq!(String::from_utf8(key).unwrap(), r#"{"customer":{"S":"ann"},"id":{"N":"7"}}"#);
    }

    #[test]
    fn what_is_sealed_but_no_key_is_refused() {
        let spliced = [
            r#"{"customer":{"S":"ann"},"id":{"N":"7"}},"TableName":"salaries""#,
            r#"{"customer":{"S":"ann"},"id":{"N":"7"}},"x":{"y":1}"#,
            r#"{"customer":{"S":"ann"},"id":{"N":"7"}}}"#,
            r#"{"customer":{"S":"ann"},"id":{"N":"7"},"more":{"S":"x"}}"#,
            r#"{"customer":{"S":"ann"},"other":{"N":"7"}}"#,
            r#"{"customer":{"S":"ann"}}"#,
            r#"{"customer":{"S":"ann"},"id":{"L":[]}}"#,
            r#"{"customer":{"M":{}},"id":{"N":"7"}}"#,
            r#"{"customer":{"NULL":true},"id":{"N":"7"}}"#,
            r#"{"customer":"ann","id":{"N":"7"}}"#,
            r#"{}"#,
            r#"[]"#,
            r#"1,"Limit":1"#,
            "",
        ];
        for key in spliced {
            let error = open(key).expect_err(key);
            assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{key}");
        }
        // No engine would write such a value. After decoding and encoding, it is only a value.
        let key = open(r#"{"customer":{"S":"ann\"},\"TableName\":\"x"},"id":{"N":"7"}}"#).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&key).unwrap();
        assert_eq!(read.as_object().unwrap().len(), 2);
    }
}
