//! `Table::records`: gets the changes after an iterator.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use super::limit::check_limit;
use super::source::records;
use crate::changes::change::Change;
use crate::changes::decode::RecordDecoder;
use crate::database::{Database, Destination};
use crate::error::Result;
use crate::execute::{Execution, Running};
use crate::schema::{Item, OptionOf};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Gets the next changes in a shard of the table's change stream, up to 1,000 records or 1 MB.
    ///
    /// The iterator comes from [`Database::shard_iterator`], or from the page before. Records of other kinds of items are left out.
    /// DynamoDB allows five of these requests a second for a shard.
    ///
    /// # Errors
    ///
    /// When the iterator is over 15 minutes old ([`ErrorKind::ExpiredIterator`](crate::ErrorKind::ExpiredIterator)), or the
    /// request fails. An image that does not fit the struct is an error in [`Records::changes`].
    ///
    /// # Examples
    ///
    /// [`Database::describe_stream`] has one.
    ///
    /// See [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html).
    pub fn records(iterator: impl Into<String>) -> GetRecords<I> {
        GetRecords { iterator: iterator.into(), limit: None, destination: Destination::default(), of: PhantomData }
    }
}

/// Gets records: see [`Table::records`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct GetRecords<I> {
    iterator: String,
    limit: Option<u16>,
    destination: Destination,
    of: PhantomData<fn() -> I>,
}

/// The changes that one request returned: see [`Table::records`].
#[non_exhaustive]
pub struct Records<I> {
    /// The changes, in order. An error belongs to one record, and has the key of its item.
    pub changes: Vec<Result<Change<I>>>,
    /// The iterator after them; `None` at the end of a closed shard. Its children go on.
    pub next: Option<String>,
}

impl<I> GetRecords<I> {
    /// Limits the request to this many records, from 1 to 1,000. With another number, the request fails. `None` is no limit.
    pub fn limit(mut self, records: impl OptionOf<u16>) -> Self {
        self.limit = records.into_option().or(self.limit);
        self
    }

    /// Uses this database.
    pub fn on(mut self, database: &Database) -> Self {
        self.destination.set_database(database);
        self
    }
}

impl<I> fmt::Debug for GetRecords<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetRecords")
    }
}

impl<I> fmt::Debug for Records<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records({} changes)", self.changes.len())
    }
}

impl<I: Item> IntoFuture for GetRecords<I> {
    type Output = Result<Records<I>>;
    type IntoFuture = Running<'static, Records<I>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let declared = I::SCHEMA.table();
            let in_context = |error: crate::Error| error.with_operation("GetRecords", Some(declared));
            let database = self.destination.find(Some(declared)).map_err(in_context)?;
            let table = database.name_of(declared);
            let in_context = |error: crate::Error| error.with_operation("GetRecords", Some(&table));
            let decoder = RecordDecoder::<I>::new(database.keys()).map_err(in_context)?;
            check_limit(self.limit).map_err(in_context)?;
            let mut execution = Execution::of_one_request("GetRecords", None, &database).map_err(in_context)?;
            execution.target.table.clone_from(&table);
            let page = records(execution, &self.iterator, self.limit.map(i32::from)).await.map_err(in_context)?;
            let changes = page.records.into_iter().filter_map(|record| decoder.decode(record).transpose());
            Ok(Records {
                changes: changes.map(|change| change.map_err(in_context)).collect(),
                next: page.next_shard_iterator,
            })
        })
    }
}
