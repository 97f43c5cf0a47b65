use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::operation::RequestId;

use super::{PATIENCE, description, wait_until};
use crate::database::Database;
use crate::error::{Error, Result};
use crate::run::Metered;
use crate::run::Request;
use crate::run::{Cost, Explain};
use crate::run::{Operation, operation};
use crate::schema::Item;
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Deletes the table with everything in it, and waits until it is gone.
    ///
    /// # Errors
    ///
    /// When there is no such table ([`is_table_not_found`](Error::is_table_not_found)), unless
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
    pub fn delete_table() -> DeleteTable<I> {
        DeleteTable { if_exists: false, patience: PATIENCE, database: None, of: PhantomData }
    }
}

/// Deletes a table: see [`Table::delete_table`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct DeleteTable<I> {
    if_exists: bool,
    patience: Duration,
    database: Option<Database>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> DeleteTable<I> {
    /// Makes it no error if there is no such table.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Waits so long at most for the table to be gone.
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

operation!([I: Item] DeleteTable<I>);

impl<I: Item> Operation for DeleteTable<I> {
    type Output = ();

    async fn run(self, _: bool) -> Result<Metered<()>> {
        const OPERATION: &str = "DeleteTable";
        let database = Database::find(self.database).map_err(|error| error.during(OPERATION, None))?;
        let table = database.table_name(I::SCHEMA.table());
        let mut metered =
            match database.client().delete_table().table_name(&table).send().await.map_err(Error::from_sdk) {
                Ok(output) => Metered::one((), output.request_id()),
                Err(error) if self.if_exists && error.is_table_not_found() => {
                    return Ok(Metered::one((), error.request_id()));
                }
                Err(error) => return Err(error.during(OPERATION, Some(&table))),
            };
        let gone = async || Ok(description(&database, &table).await?.map(|table| table.is_none()));
        let waited = wait_until(self.patience, gone, "the table was not gone").await;
        metered.add(&waited.map_err(|error| error.during(OPERATION, Some(&table)))?);
        Ok(metered)
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let request = Request::new(Explain::table::<I>(self.database.as_ref()));
        Explain::new("DeleteTable", Ok(request), Cost::none())
    }
}
