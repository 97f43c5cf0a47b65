//! One request that was sent: [`RecordedRequest`].

use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use serde_json::Value;

use super::parts::{batch_size, parts, resolved};
use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::schema::{Item, Key};
use crate::value::Attributes;

/// One request as it left the SDK. A request that the SDK sent again is recorded once for each attempt.
///
/// The methods read DynamoDB's parameters from the body. If a parameter is missing, the method returns `None`, or it fails the test with a
/// message that names the request where DynamoDB requires the parameter.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// DynamoDB's name of the operation: `PutItem`.
    pub operation: String,
    /// The address, with path and query.
    pub uri: String,
    /// The headers with lower-case names, including the signature.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl RecordedRequest {
    /// Records a request, for an HTTP client of your own.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        Self {
            operation: target.rsplit('.').next().unwrap_or_default().to_owned(),
            uri: request.uri().to_owned(),
            headers: request.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: request.body().bytes().unwrap_or_default().to_vec(),
        }
    }

    /// Returns the body as JSON.
    ///
    /// # Panics
    ///
    /// When it is not JSON.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    pub fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(body) => body,
            Err(error) => panic!("the body of {self:?} is not JSON: {error}"),
        }
    }

    /// Returns the body as text.
    ///
    /// # Panics
    ///
    /// When it is not UTF-8.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(error) => panic!("the body of {self:?} is not text: {error}"),
        }
    }

    /// Returns the first header with this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the name of the table: `TableName`. For batches and transactions, see [`parts`](Self::parts).
    ///
    /// # Panics
    ///
    /// When the request has none.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    pub fn table(&self) -> String {
        match self.text_of("TableName") {
            Some(table) => table,
            None => panic!("{self:?} has no TableName"),
        }
    }

    /// Returns the name of the index: `IndexName`.
    #[must_use]
    pub fn index(&self) -> Option<String> {
        self.text_of("IndexName")
    }

    /// Returns the key of the item that is read or written: `Key`, or the key in `Item`.
    ///
    /// # Panics
    ///
    /// When the request has no key of `I`.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    pub fn key<I: Item>(&self) -> Key<I> {
        let name = if self.parameter("Key").is_some() { "Key" } else { "Item" };
        let key: SdkItem = self.attributes(name);
        match Key::of_attributes(&key) {
            Ok(key) => key,
            Err(error) => panic!("the {name} of {self:?} has no key of the item: {error}"),
        }
    }

    /// Returns the item that is put: `Item`.
    ///
    /// # Panics
    ///
    /// When the request has none, when it does not fit `I`, or when `I` has encrypted fields.
    #[must_use]
    #[track_caller]
    pub fn item<I: Item>(&self) -> I {
        self.attributes("Item")
    }

    /// Returns `ConditionExpression`, with names and values instead of its placeholders: `name = "Ann" AND visits < 7`.
    #[must_use]
    pub fn condition(&self) -> Option<String> {
        self.expression("ConditionExpression")
    }

    /// Returns `UpdateExpression`, with names and values instead of its placeholders: `ADD visits 1`.
    #[must_use]
    pub fn update(&self) -> Option<String> {
        self.expression("UpdateExpression")
    }

    /// Returns `KeyConditionExpression`, with names and values instead of its placeholders: `customer = "ann"`.
    #[must_use]
    pub fn key_condition(&self) -> Option<String> {
        self.expression("KeyConditionExpression")
    }

    /// Returns `FilterExpression`, with names and values instead of its placeholders.
    #[must_use]
    pub fn filter(&self) -> Option<String> {
        self.expression("FilterExpression")
    }

    /// Returns `ProjectionExpression`, with names instead of its placeholders.
    #[must_use]
    pub fn projection(&self) -> Option<String> {
        self.expression("ProjectionExpression")
    }

    /// Whether it is a consistent read: `ConsistentRead`.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.parameter("ConsistentRead") == Some(Value::Bool(true))
    }

    /// Returns the largest number of items that the request may read: `Limit`.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.parameter("Limit")?.as_u64()
    }

    /// Returns the token of a transaction: `ClientRequestToken`. Requests with the same token are done once.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        self.text_of("ClientRequestToken")
    }

    /// Returns the operations in a batch or a transaction, each as a separate request; empty for any other request.
    ///
    /// The operations are `Put`, `Update`, `Delete`, `ConditionCheck` and `Get`.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table, testing::Faults};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded_with(Faults::new())?;
    /// # Table::<User>::create().on(&db).await?;
    /// let users = [User { id: "ann".into() }, User { id: "bob".into() }];
    /// Table::<User>::put_many(&users).on(&db).await?;
    /// let batch = db.recorded().only("BatchWriteItem");
    /// let put: Vec<User> = batch.parts().iter().map(|part| part.item()).collect();
    /// assert_eq!(put, users);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    #[must_use]
    pub fn parts(&self) -> Vec<Self> {
        let parts = parts(&self.parsed()).into_iter().map(|(operation, parameters)| Self {
            operation,
            body: parameters.to_string().into_bytes(),
            uri: self.uri.clone(),
            headers: self.headers.clone(),
        });
        parts.collect()
    }

    /// Returns how many writes or keys a batch has; 0 for a request that is not a batch.
    #[must_use]
    pub fn batch_size(&self) -> usize {
        if self.operation.starts_with("Batch") { batch_size(&self.parsed()) } else { 0 }
    }

    /// Returns the body as JSON; `null` if it is not JSON.
    fn parsed(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    fn parameter(&self, name: &str) -> Option<Value> {
        self.parsed().get_mut(name).map(Value::take)
    }

    fn text_of(&self, name: &str) -> Option<String> {
        self.parameter(name)?.as_str().map(str::to_owned)
    }

    fn expression(&self, name: &str) -> Option<String> {
        resolved(&self.parsed(), name)
    }

    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion of a test")]
    fn attributes<T: Attributes>(&self, name: &str) -> T {
        let Some(attributes) = self.parameter(name) else { panic!("{self:?} has no {name}") };
        match json::decode_item(attributes.to_string().as_bytes()) {
            Ok(read) => read,
            Err(error) => panic!("the {name} of {self:?} cannot be read: {error}"),
        }
    }
}

/// Shows the operation and its table, but no values.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operation)?;
        match self.text_of("TableName") {
            Some(table) => write!(f, " on {table}"),
            None if self.batch_size() > 0 => write!(f, " of {}", self.batch_size()),
            None => Ok(()),
        }
    }
}
