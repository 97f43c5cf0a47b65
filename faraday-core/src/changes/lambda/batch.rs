//! A batch of changes, the payload of a Lambda function: [`ChangeBatch`].

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer};

use super::event::{EventRecord, EventRecords};
use crate::changes::change::Change;
use crate::changes::decode::RecordDecoder;
use crate::database::Database;
use crate::encryption::DatabaseKeys;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Item;

/// The changes of one event of AWS Lambda, from DynamoDB Streams or from a Kinesis stream for DynamoDB. It is the payload of a handler of
/// `lambda_runtime`.
///
/// It is deserialized from the event's JSON, or from the list that EventBridge Pipes sends. If the event has another form, `serde` reports
/// an error. Items are decoded only when you take the changes out, so an item that does not fit its struct is an error of its own record.
/// [`each_in_order`](ChangeBatch::each_in_order) and [`each_concurrently`](ChangeBatch::each_concurrently) call a handler for each change;
/// you can also iterate over the batch.
///
/// Encrypted fields are decrypted with the keys of the database: the one that [`on`](ChangeBatch::on) sets, or the installed one. Items
/// without such fields need no database.
///
/// # Examples
///
/// ```
/// use faraday::{Item, changes::{BatchResponse, Change, ChangeBatch}};
///
/// #[derive(Item)]
/// #[faraday(table = "orders", stream = new_and_old_images)]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     total: u64,
/// }
///
/// // With `lambda_runtime`: `async fn handler(event: LambdaEvent<ChangeBatch<Order>>)`, and
/// // `event.payload`.
/// async fn handler(batch: ChangeBatch<Order>) -> BatchResponse {
///     batch.each_in_order(publish).await
/// }
///
/// async fn publish(change: Change<Order>) -> Result<(), std::io::Error> {
///     println!("{:?}", change.new().map(|order| order.total));
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let event = r#"{ "Records": [{
///     "eventName": "INSERT",
///     "dynamodb": {
///         "Keys": { "id": { "N": "7" } },
///         "NewImage": { "id": { "N": "7" }, "total": { "N": "12" } },
///         "SequenceNumber": "111"
///     }
/// }] }"#;
/// let batch: ChangeBatch<Order> = serde_json::from_str(event)?;
/// assert!(handler(batch).await.is_success());
/// # Ok(())
/// # }
/// ```
///
/// See [Lambda with DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
pub struct ChangeBatch<I> {
    records: Vec<EventRecord>,
    database: Option<Database>,
    of: PhantomData<fn() -> I>,
}

impl<I> ChangeBatch<I> {
    /// Returns the number of records in the event, including those of other kinds of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether the event has no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Decrypts with the keys of this database.
    #[must_use]
    pub fn on(mut self, database: &Database) -> Self {
        self.database = Some(database.clone());
        self
    }
}

impl<I: Item> ChangeBatch<I> {
    /// Returns the changes in order, each with the identifier of its record for [`BatchResponse::failed`](super::BatchResponse::failed).
    ///
    /// # Examples
    ///
    /// This loop reports the records that failed:
    ///
    /// ```
    /// # use faraday::{Item, changes::{BatchResponse, ChangeBatch}};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// fn handler(batch: ChangeBatch<Order>) -> BatchResponse {
    ///     let mut response = BatchResponse::success();
    ///     for (identifier, change) in batch.with_identifiers() {
    ///         match change {
    ///             Ok(change) => println!("{:?}", change.kind),
    ///             Err(_) => response = response.failed(identifier),
    ///         }
    ///     }
    ///     response
    /// }
    /// ```
    pub fn with_identifiers(self) -> impl Iterator<Item = (String, Result<Change<I>>)> {
        let mut changes = self.into_iter();
        std::iter::from_fn(move || changes.next_record())
    }
}

impl<'de, I: Item> Deserialize<'de> for ChangeBatch<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let EventRecords(records) = EventRecords::deserialize(deserializer)?;
        Ok(Self { records, database: None, of: PhantomData })
    }
}

/// Shows no values.
impl<I> fmt::Debug for ChangeBatch<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChangeBatch({} records)", self.records.len())
    }
}

/// Yields the changes in order, without those of other kinds of items. An error belongs to one record, and has the key of its item
/// ([`Error::item_key`]).
impl<I: Item> IntoIterator for ChangeBatch<I> {
    type Item = Result<Change<I>>;
    type IntoIter = BatchChanges<I>;

    fn into_iter(self) -> BatchChanges<I> {
        let decoder = decoder(self.database);
        BatchChanges { records: self.records.into_iter(), decoder }
    }
}

/// The changes of a batch: an iterator over a [`ChangeBatch`].
pub struct BatchChanges<I> {
    records: std::vec::IntoIter<EventRecord>,
    decoder: Result<RecordDecoder<I>>,
}

impl<I: Item> BatchChanges<I> {
    /// Returns the next record: its identifier, and its change.
    pub(super) fn next_record(&mut self) -> Option<(String, Result<Change<I>>)> {
        loop {
            let EventRecord { identifier, record } = self.records.next()?;
            let change = match (&self.decoder, record) {
                (Ok(decoder), Ok(record)) => decoder.decode(record).transpose(),
                (Ok(_), Err(error)) => Some(Err(Error::from(error).with_part(format!("change {identifier}")))),
                (Err(error), _) => Some(Err(error.same())),
            };
            if let Some(change) = change {
                return Some((identifier, change));
            }
        }
    }
}

/// Fails if the keys are missing; each record gets this error.
fn decoder<I: Item>(database: Option<Database>) -> Result<RecordDecoder<I>> {
    if !RecordDecoder::<I>::needs_keys() {
        return RecordDecoder::new(&DatabaseKeys::default());
    }
    let no_database = |_| {
        let message =
            "the items have encrypted fields: call `.on(&db)` on the batch, with a database that has the keys";
        Error::new(ErrorKind::NoDatabase, message)
    };
    RecordDecoder::new(Database::find(database).map_err(no_database)?.keys())
}

impl<I: Item> Iterator for BatchChanges<I> {
    type Item = Result<Change<I>>;

    fn next(&mut self) -> Option<Result<Change<I>>> {
        self.next_record().map(|(_, change)| change)
    }
}

impl<I> fmt::Debug for BatchChanges<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BatchChanges({} records)", self.records.len())
    }
}
