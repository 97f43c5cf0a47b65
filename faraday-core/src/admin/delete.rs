//! `Table::delete_table`: deletes a table.

use std::marker::PhantomData;

use aws_sdk_dynamodb::Client;

use super::macros::table_operation;
use super::wait::{TIMEOUT, until_gone};
use crate::database::Destination;
use crate::error::Result;
use crate::execute::Execution;
use crate::schema::DeclaredTable;
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Deletes the table with everything in it, and waits until it is gone.
    ///
    /// # Errors
    ///
    /// When there is no such table ([`is_table_not_found`](crate::Error::is_table_not_found)), unless you call
    /// [`if_exists`](DeleteTable::if_exists); or when it takes too long.
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
    /// Table::<User>::delete_table().if_exists().on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DeleteTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html).
    pub fn delete_table() -> DeleteTable<T> {
        DeleteTable { if_exists: false, destination: Destination::default(), of: PhantomData }
    }
}

/// Deletes a table: see [`Table::delete_table`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct DeleteTable<T> {
    if_exists: bool,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> DeleteTable<T> {
    /// Succeeds also if there is no such table.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }
}

table_operation!(DeleteTable, "DeleteTable", "DeleteTable", ());

impl<T: DeclaredTable> DeleteTable<T> {
    async fn send(self, execution: &mut Execution) -> Result<()> {
        let call = |client: &Client, table: &str, watched| {
            client.delete_table().table_name(table).customize().interceptor(watched).send()
        };
        match execution.change("DeleteTable", call).await {
            Ok(_) => {}
            Err(error) if self.if_exists && error.is_table_not_found() => return Ok(()),
            Err(error) => return Err(error),
        }
        until_gone(execution, TIMEOUT).await
    }
}
