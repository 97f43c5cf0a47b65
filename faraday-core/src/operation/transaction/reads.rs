use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::canceled::explained;
use super::check;
use crate::database::{Capacity, Consumed, Database, Destination, RetrySettings};
use crate::error::{Error, Result, SentOperation, SentOperations};
use crate::execute::{
    Cost, Execute, Execution, Explain, Read, Request, RowDecoder, Rows, TransactRead, operation, parse,
    send_with_retries,
};
use crate::schema::TableSchema;
use crate::transport::Api;
use crate::value::DecodeError;

/// Reads all of these items at one moment: a tuple or a `Vec` of up to 100 [`get`](crate::Table::get)s, for items of any tables.
///
/// A tuple returns a tuple of `Option`s, a `Vec` returns a `Vec`. Each read consumes two read units for every 4 KB.
///
/// # Errors
///
/// When transactions that write hold one of the items until it is time to give up ([`Error::is_conflict`](crate::Error::is_conflict)), or
/// an item does not fit its struct. If two reads are of one item, or if there are more than 100, it fails before anything is sent.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table, transaction_get};
/// # #[derive(Debug, Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
/// # #[derive(Debug, Item)]
/// # #[faraday(table = "accounts")]
/// # struct Account { #[faraday(partition_key)] owner: String, balance: i64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// # Table::<Account>::create().on(&db).await?;
/// let (order, balance): (Option<Order>, Option<i64>) = transaction_get((
///     Table::<Order>::get(7),
///     Table::<Account>::get("ann").select(Account::BALANCE),
/// ))
/// .on(&db)
/// .await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [TransactGetItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html).
pub fn transaction_get<R: Reads>(reads: R) -> TransactionGet<R> {
    TransactionGet { reads, destination: Destination::default() }
}

/// Reads several items at one moment: see [`transaction_get`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct TransactionGet<R> {
    reads: R,
    destination: Destination,
}

/// The reads of a transaction: a tuple of up to twelve, or a `Vec` of any number up to 100.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transaction's list of reads",
    label = "expected a tuple or a `Vec` of `get`s",
    note = "reads in a transaction are serializable by themselves: leave `.consistent()` out; one read alone is written `(get,)`"
)]
pub trait Reads: Send + 'static {
    /// The result: the items.
    type Output: Send + 'static;
    #[doc(hidden)]
    type Rows: Send;

    /// Returns the output if there is nothing to read.
    #[doc(hidden)]
    fn without_request(&self) -> Option<Self::Output> {
        None
    }

    #[doc(hidden)]
    fn into_reads(self) -> (Vec<TransactRead>, Self::Rows);

    #[doc(hidden)]
    fn read(rows: &Self::Rows, found: &FoundItems<'_>) -> Result<Self::Output>;
}

/// The items that a transaction found, in the order of its reads.
pub struct FoundItems<'a> {
    items: Vec<Option<&'a [u8]>>,
    schemas: Vec<TableSchema>,
    sent: Arc<[SentOperation]>,
    database: Database,
}

fn row<D: Rows>(rows: &D, found: &FoundItems<'_>, position: usize) -> Result<Option<D::Row>> {
    let (Some(Some(item)), Some(schema)) = (found.items.get(position), found.schemas.get(position)) else {
        return Ok(None);
    };
    let row = RowDecoder::of(rows, *schema, &found.database).and_then(|rows| Ok(rows.read_item(item)?));
    row.map(Some).map_err(|error| {
        let table = found.sent.get(position).map(|sent| sent.table.as_str());
        error.with_part(format!("operation {position} (Get)")).with_operation("TransactGetItems", table)
    })
}

impl<G: Read + Send + 'static> Reads for Vec<G> {
    type Output = Vec<Option<<G::Rows as Rows>::Row>>;
    type Rows = Vec<G::Rows>;

    fn without_request(&self) -> Option<Self::Output> {
        self.is_empty().then(Vec::new)
    }

    fn into_reads(self) -> (Vec<TransactRead>, Self::Rows) {
        self.into_iter().map(Read::into_read).unzip()
    }

    fn read(rows: &Self::Rows, found: &FoundItems<'_>) -> Result<Self::Output> {
        rows.iter().enumerate().map(|(position, rows)| row(rows, found, position)).collect()
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Read + Send + 'static),*> Reads for ($($name,)*) {
            type Output = ($(Option<<$name::Rows as Rows>::Row>,)*);
            type Rows = ($($name::Rows,)*);

            fn into_reads(self) -> (Vec<TransactRead>, Self::Rows) {
                let reads = ($(self.$index.into_read(),)*);
                (vec![$(reads.$index.0),*], ($(reads.$index.1,)*))
            }

                    fn read(rows: &Self::Rows, found: &FoundItems<'_>) -> Result<Self::Output> {
                Ok(($(row(&rows.$index, found, $index)?,)*))
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, J 8, K 9, L 10, M 11);

/// Returns the body, and the table of each operation.
fn body(reads: Vec<TransactRead>, database: Option<&Database>, metered: bool) -> Result<(Vec<u8>, Vec<SentOperation>)> {
    check(&reads, |read| (read.table.as_ref(), read.identity.as_ref()))?;
    let mut body = br#"{"TransactItems":["#.to_vec();
    let mut operations = Vec::with_capacity(reads.len());
    for (position, read) in reads.into_iter().enumerate() {
        let declared = read.schema.table();
        let table = read
            .table
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| database.map(|database| database.name_of(declared)));
        let table = table.unwrap_or_else(|| declared.to_owned());
        let about = |error: Error| {
            error.with_part(format!("operation {position} (Get)")).with_operation("TransactGetItems", Some(&table))
        };
        if let Some(database) = database.filter(|_| read.encrypted) {
            database.keys().needed().map_err(|error| about(error.into()))?;
        }
        let request = (read.request)().map_err(about)?;
        if position > 0 {
            body.push(b',');
        }
        body.extend_from_slice(br#"{"Get":"#);
        body.extend_from_slice(&request.body(&table));
        body.push(b'}');
        operations.push(SentOperation { role: "Get", table, version: None, checked_schema: None, guarded: None });
    }
    body.push(b']');
    let mut rest = Request::new();
    rest.metered(metered);
    body.extend_from_slice(&rest.fields());
    body.push(b'}');
    Ok((body, operations))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TransactGetItemsAnswer<'a> {
    #[serde(borrow, default)]
    responses: Vec<Option<Found<'a>>>,
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found<'a> {
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
}

/// Whether a JSON object is empty.
fn is_empty(object: &[u8]) -> bool {
    object.iter().all(|byte| matches!(byte, b'{' | b'}') || byte.is_ascii_whitespace())
}

impl<R: Reads> TransactionGet<R> {
    async fn read(self, execution: &mut Execution) -> Result<R::Output> {
        let (reads, rows) = self.reads.into_reads();
        let database = execution.database().clone();
        let asked = reads.len();
        let schemas = reads.iter().map(|read| read.schema).collect();
        let expiries: Vec<_> = reads.iter().map(|read| read.expiry).collect();
        let (body, operations) = body(reads, Some(&database), execution.target.metered)?;
        let sent: Arc<[SentOperation]> = operations.into();
        let operations = SentOperations { operations: Arc::clone(&sent), keys: database.keys().clone() };
        let settings = execution.count_attempts(RetrySettings::TRANSACTION);
        execution.give_up_after(settings.timeout);
        let reply = send_with_retries(execution, Api::TransactGetItems, &body.into(), settings, |_| false).await;
        let reply = reply.map_err(|error| explained(error, operations))?;
        let answer: TransactGetItemsAnswer<'_> = parse(reply.bytes())?;
        if answer.responses.len() != asked {
            let found = answer.responses.len();
            return Err(DecodeError::expected(format!("{asked} responses"), found).into());
        }
        let found = answer.responses.iter().map(|found| found.as_ref().and_then(|found| found.item));
        // At least the key was requested, so an empty object means that there is no item.
        let found = found.map(|item| item.map(|item| item.get().as_bytes()).filter(|item| !is_empty(item)));
        let now = database.now();
        let live = found.zip(expiries).map(|(item, expiry)| match (item, expiry) {
            (Some(item), Some(expiry)) if expiry.has_passed(item, now)? => Ok(None),
            (item, _) => Ok(item),
        });
        let items = live.collect::<Result<_>>()?;
        execution.record_capacity(Capacity::sum(answer.consumed_capacity).as_ref());
        R::read(&rows, &FoundItems { items, schemas, sent, database })
    }
}

operation!([R: Reads] TransactionGet<R>);

impl<R: Reads> Execute for TransactionGet<R> {
    type Output = R::Output;

    fn name(&self) -> &'static str {
        Api::TransactGetItems.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<R::Output> {
        self.reads.without_request()
    }

    async fn run(self, execution: &mut Execution) -> Result<R::Output> {
        self.read(execution).await
    }

    fn explanation(self) -> Explain {
        let (mut reads, _) = self.reads.into_reads();
        // `explain` needs no encryption keys.
        reads.iter_mut().for_each(|read| read.encrypted = false);
        let reason = "2 read units for each 4 KB of each item, at least two for each key".into();
        let cost = Cost { read_units: Some(2.0), write_units: None, reason }.times(reads.len());
        Explain::of_body(
            "TransactGetItems",
            body(reads, self.destination.database(), false).map(|(body, _)| body),
            cost,
        )
    }
}
