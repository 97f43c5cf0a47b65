//! `Table::describe`: DynamoDB's description of a table.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::TableDescription;

use super::wait::description;
use crate::database::Destination;
use crate::error::Result;
use crate::execute::{Cost, Execute, Execution, Explain, Request, on_table, operation};
use crate::schema::{DeclaredTable, TableSchema};
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// DynamoDB's description of the table; `None` if the table does not exist.
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

operation!([T: DeclaredTable] DescribeTable<T>);
on_table!([T: DeclaredTable] DescribeTable<T>);

impl<T: DeclaredTable> Execute for DescribeTable<T> {
    type Output = Option<TableDescription>;

    fn name(&self) -> &'static str {
        "DescribeTable"
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(T::TABLE)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<Self::Output> {
        description(execution).await
    }

    fn explanation(self) -> Explain {
        let table = self.destination.name_of(T::TABLE.table());
        Explain::new("DescribeTable", &table, Ok(Request::new()), Cost::none())
    }
}
