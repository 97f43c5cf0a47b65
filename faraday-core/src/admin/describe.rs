//! `Table::describe`: describes a live table.

use std::marker::PhantomData;

use super::description::TableDescription;
use super::live::{description, time_to_live};
use super::macros::table_operation;
use crate::database::Destination;
use crate::error::Result;
use crate::execute::Execution;
use crate::schema::DeclaredTable;
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Describes the live table: its status, size, keys, billing, indexes, stream and time to live; `None` if there is no such table.
    ///
    /// It sends two requests, because DynamoDB describes the time to live separately. They need the permissions `dynamodb:DescribeTable`
    /// and `dynamodb:DescribeTimeToLive`.
    ///
    /// # Errors
    ///
    /// When the request fails.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded()?;
    /// assert!(Table::<User>::describe().on(&db).await?.is_none());
    /// Table::<User>::create().on(&db).await?;
    /// let table = Table::<User>::describe().on(&db).await?;
    /// assert_eq!(table.map(|table| table.keys[0].name.clone()).as_deref(), Some("id"));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DescribeTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html).
    pub fn describe() -> DescribeTable<T> {
        DescribeTable { destination: Destination::default(), of: PhantomData }
    }
}

/// Describes a table: see [`Table::describe`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct DescribeTable<T> {
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

table_operation!(DescribeTable, "DescribeTable", "DescribeTable", Option<TableDescription>);

impl<T: DeclaredTable> DescribeTable<T> {
    async fn send(self, execution: &mut Execution) -> Result<Option<TableDescription>> {
        let Some(table) = description(execution).await? else { return Ok(None) };
        let ttl = time_to_live(execution).await?;
        Ok(Some(TableDescription::new(table, ttl)))
    }
}
