//! Shows the request that an operation would send, and estimates its cost: `explain`.

use std::fmt;

use jiter::Jiter;

use super::request::Request;
use crate::codec::item_size;
use crate::codec::json::{SENSITIVE, decode_item};
use crate::codec::sdk_map::SdkItem;
use crate::error::Result;
use crate::schema::Encoded;

/// The request that an operation would send, and an estimate of its capacity units. [`Display`](fmt::Display) shows both.
///
/// It shows the values of the request, except those of sensitive and encrypted fields.
///
/// # Examples
///
/// ```
/// # use faraday::{Item, Table};
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
///     age: u8,
/// }
///
/// let explained = Table::<User>::update("ann").add(User::AGE, 1).explain();
/// println!("{explained}");
/// assert!(explained.to_string().contains("ADD #n0 :v0"));
/// ```
///
/// See [capacity units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
pub struct Explain {
    operation: &'static str,
    body: std::result::Result<String, String>,
    cost: Cost,
}

/// An estimate of the capacity units of a request: the least that it can cost, from the parameters of the request.
///
/// A query or scan is charged for every 4 KB that it reads, and only the table knows how much that is: `read_units` is the
/// price of the first 4 KB. A write also consumes units of every index that holds the item.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cost {
    /// Read capacity units, if they can be estimated; for a query or scan, the price of each 4 KB.
    pub read_units: Option<f64>,
    /// Write capacity units of the table, if they can be estimated.
    pub write_units: Option<f64>,
    /// How the estimate was computed.
    pub reason: String,
}

impl Cost {
    /// Returns the cost of a read, by the price of its consistency.
    pub(crate) fn read(consistent: bool, of: &str) -> Self {
        let units = if consistent { 1.0 } else { 0.5 };
        let kind = if consistent { "consistently" } else { "eventually consistently" };
        Self { read_units: Some(units), write_units: None, reason: format!("{units} read units {of}, read {kind}") }
    }

    /// Returns the cost of writing an item of this size in bytes; `None` if the item cannot be encoded.
    pub(crate) fn put(size: Option<usize>) -> Self {
        let Some(size) = size else {
            return Self { read_units: None, write_units: None, reason: "nothing: the item cannot be written".into() };
        };
        let units = size.div_ceil(1024).max(1);
        Self {
            read_units: None,
            #[allow(clippy::cast_precision_loss)] // at most 400
            write_units: Some(units as f64),
            reason: format!(
                "{units} write units: the item has {size} bytes, a unit is 1 KB; more if it replaces a larger one, and for \
                 each index that has it"
            ),
        }
    }

    /// Returns the cost of writing an item whose size only the table knows.
    pub(crate) fn write_unknown(reason: &str) -> Self {
        Self {
            read_units: None,
            write_units: Some(1.0),
            reason: format!("at least 1 write unit: {reason}; indexes cost as well"),
        }
    }

    /// Returns the cost of an update. Only the key and the written values of the item are known.
    pub(crate) fn update<'v>(key: Option<&Vec<u8>>, values: impl Iterator<Item = &'v [u8]>) -> Self {
        let parsed = |json: &[u8]| serde_json::from_slice::<serde_json::Value>(json).ok();
        let key = key.and_then(|key| json_size(&parsed(key)?)).unwrap_or_default();
        // The size as the only attribute of an item, without its name.
        let size = |value: &[u8]| Some(json_size(&serde_json::json!({ "v": parsed(value)? }))? - 1);
        let size = key + values.filter_map(size).sum::<usize>();
        let units = size.div_ceil(1024).max(1);
        #[allow(clippy::cast_precision_loss)] // at most 400
        let write_units = Some(units as f64);
        let reason = format!(
            "at least {units} write units: the key and the values written have {size} bytes, a unit is 1 KB of the whole \
             item, before or after, whichever is larger; indexes cost as well"
        );
        Self { read_units: None, write_units, reason }
    }

    /// Returns the cost of many writes. A put costs by its size; any other write costs at least `price`, the price of 1 KB.
    pub(crate) fn writes(body: &Result<Vec<u8>>, price: usize) -> Self {
        let body = body.as_ref().ok().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
        let writes = writes_of(&body);
        let puts = writes
            .iter()
            .filter_map(|write| json_size(write.pointer("/PutRequest/Item").or(write.pointer("/Put/Item"))?));
        let puts: Vec<usize> = puts.collect();
        let others = writes.len() - puts.len();
        let units = price * (puts.iter().map(|size| size.div_ceil(1024).max(1)).sum::<usize>() + others);
        let mut reason = format!(
            "{units} write units: {price} for each 1 KB of every item; {} to put of {} bytes in all",
            puts.len(),
            puts.iter().sum::<usize>()
        );
        if others > 0 {
            reason = format!("at least {reason}, {others} of a size that only the table knows");
        }
        #[allow(clippy::cast_precision_loss)] // at most some millions
        Self { read_units: None, write_units: Some(units as f64), reason }
    }

    /// Marks the estimate as a lower bound.
    pub(crate) fn at_least(mut self) -> Self {
        self.reason.insert_str(0, "at least ");
        self
    }

    /// Returns the cost of this many such reads.
    pub(crate) fn times(mut self, reads: usize) -> Self {
        #[allow(clippy::cast_precision_loss)] // keys that are in memory
        let all = self.read_units.map(|units| units * reads as f64);
        self.read_units = all;
        if let Some(all) = all.filter(|_| reads != 1) {
            self.reason = format!("at least {all} read units for {reads} keys: {}", self.reason);
        }
        self
    }

    /// Returns the sum of both costs.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.read_units = self.read_units.zip(other.read_units).map(|(one, other)| one + other);
        self.reason = format!("{}, and {}", self.reason, other.reason);
        self
    }

    /// Says that only the first of several requests is shown.
    pub(crate) fn first_of(mut self, requests: usize) -> Self {
        if requests > 1 {
            self.reason.push_str(&format!("; this shows the first of {requests} requests"));
        }
        self
    }

    /// Returns the cost of a search of a vector index.
    pub(crate) fn search() -> Self {
        Self {
            read_units: None,
            write_units: None,
            reason:
                "no capacity units: a search is charged for the bytes of the vector index that it reads, at least 1 KB"
                    .into(),
        }
    }

    /// Returns the cost of an operation on a table: no capacity units.
    pub(crate) fn none() -> Self {
        Self {
            read_units: None,
            write_units: None,
            reason: "no capacity units: it works on tables, not on items".into(),
        }
    }
}

impl Explain {
    pub(crate) fn new(operation: &'static str, table: &str, request: Result<Request>, cost: Cost) -> Self {
        Self::of_body(operation, request.map(|request| request.body(table)), cost)
    }

    pub(crate) fn of_body(operation: &'static str, body: Result<Vec<u8>>, cost: Cost) -> Self {
        Self { operation, body: body.map(|body| pretty(&redact(&body))).map_err(|error| error.to_string()), cost }
    }

    /// Shows the same request with another cost, as a part of a larger operation.
    pub(crate) fn costing(self, cost: Cost) -> Self {
        Self { cost, ..self }
    }

    /// Returns the size in bytes, as DynamoDB counts it, of an item that is DynamoDB JSON.
    pub(crate) fn size_of(item: &Encoded) -> usize {
        let Encoded { json, encrypted } = item;
        let item = crate::codec::json::decode_item(json).ok();
        let size =
            item.and_then(|item: crate::codec::sdk_map::SdkItem| item_size::item_size(&item).ok()).unwrap_or_default();
        size + encrypted.iter().map(|(name, open)| name.len() + open.bytes().len() + item_size::SEAL).sum::<usize>()
    }

    /// Returns the name of the operation in DynamoDB's API: `Query`.
    #[must_use]
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// Returns the request's body as indented JSON.
    ///
    /// # Errors
    ///
    /// Returns the error message, if the operation cannot be sent.
    pub fn body(&self) -> std::result::Result<&str, &str> {
        self.body.as_deref().map_err(String::as_str)
    }

    /// Returns the estimated cost.
    #[must_use]
    pub fn cost(&self) -> &Cost {
        &self.cost
    }
}

/// Returns the writes in the body of a batch (of all tables) or of a transaction.
fn writes_of(body: &serde_json::Value) -> Vec<&serde_json::Value> {
    let tables = body["RequestItems"].as_object().into_iter().flat_map(serde_json::Map::values);
    tables.chain(body.get("TransactItems")).filter_map(serde_json::Value::as_array).flatten().collect()
}

/// Returns the size in bytes, as DynamoDB counts it, of an item that is DynamoDB JSON.
fn json_size(item: &serde_json::Value) -> Option<usize> {
    let item: SdkItem = decode_item(item.to_string().as_bytes()).ok()?;
    item_size::item_size(&item).ok()
}

/// Replaces every value that is marked as sensitive by `"<sensitive>"`.
fn redact(body: &[u8]) -> Vec<u8> {
    let mut parts = body.split(|byte| *byte == SENSITIVE);
    let mut out = parts.next().unwrap_or_default().to_vec();
    for part in parts {
        // The marked value is JSON that faraday wrote. Otherwise everything up to the next mark is hidden.
        let mut json = Jiter::new(part);
        let end = json.next_skip().map_or(part.len(), |()| json.current_index());
        out.extend_from_slice(br#""<sensitive>""#);
        out.extend_from_slice(part.get(end..).unwrap_or_default());
    }
    out
}

fn pretty(body: &[u8]) -> String {
    let parsed: std::result::Result<serde_json::Value, _> = serde_json::from_slice(body);
    let text = parsed.and_then(|value| serde_json::to_string_pretty(&value));
    text.unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned())
}

/// Shows no values, because debug output often ends up in logs. The text and [`Explain::body`] show them.
impl fmt::Debug for Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Explain");
        debug.field("operation", &self.operation).field("cost", &self.cost).finish_non_exhaustive()
    }
}

impl fmt::Display for Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.body {
            Ok(body) => writeln!(f, "{} {body}", self.operation)?,
            Err(error) => writeln!(f, "{} cannot be sent: {error}", self.operation)?,
        }
        write!(f, "costs {}", self.cost.reason)
    }
}
