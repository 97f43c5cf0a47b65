//! `Table::create`: creates a table.

mod declared;

use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{IndexStatus, TableDescription, TableStatus};
use declared::Declared;

use super::wait::{TIMEOUT, wait_until};
use crate::database::Destination;
use crate::error::Result;
use crate::execute::{Cost, Execute, Execution, Explain, on_table, operation};
use crate::schema::{Item, TableSchema};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Creates the table with the key schema that the struct declares, and waits until it is ACTIVE.
    ///
    /// The table is billed by request unless [`provisioned`](CreateTable::provisioned). It waits up to five minutes, or the time
    /// that [`timeout`](CreateTable::timeout) sets.
    ///
    /// # Errors
    ///
    /// When there is such a table already ([`is_table_in_use`](crate::Error::is_table_in_use)), or it takes too long
    /// ([`ErrorKind::Timeout`](crate::ErrorKind::Timeout)): it may still become ACTIVE then.
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
    /// Table::<User>::create().provisioned(5, 5).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html).
    pub fn create() -> CreateTable<I> {
        CreateTable { throughput: None, timeout: TIMEOUT, destination: Destination::default(), of: PhantomData }
    }
}

/// Creates a table: see [`Table::create`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct CreateTable<I> {
    throughput: Option<(u32, u32)>,
    timeout: Duration,
    destination: Destination,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> CreateTable<I> {
    /// Provisions this many read and write capacity units per second, instead of billing by request.
    ///
    /// See [provisioned capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html).
    pub fn provisioned(mut self, read_units: u32, write_units: u32) -> Self {
        self.throughput = Some((read_units, write_units));
        self
    }

    /// Waits at most this long for the table to become ACTIVE.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

fn is_active(table: &TableDescription) -> bool {
    let indexes = table.global_secondary_indexes();
    table.table_status() == Some(&TableStatus::Active)
        && indexes.iter().all(|index| index.index_status().is_none_or(|status| *status == IndexStatus::Active))
}

operation!([I: Item] CreateTable<I>);
on_table!([I: Item] CreateTable<I>);

impl<I: Item> Execute for CreateTable<I> {
    type Output = ();

    fn name(&self) -> &'static str {
        "CreateTable"
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        let declared = Declared::new(&I::SCHEMA, self.throughput)?;
        let call = |client: &Client, table: &str| declared.fill(client.create_table().table_name(table)).send();
        let created = execution.call("CreateTable", call).await?;
        if created.table_description().is_some_and(is_active) {
            return Ok(());
        }
        let ready = |table: Option<&TableDescription>| table.is_some_and(is_active);
        wait_until(execution, self.timeout, ready, "the table did not become ACTIVE").await
    }

    fn explanation(self) -> Explain {
        let table = self.destination.name_of(I::SCHEMA.table());
        let declared = Declared::new(&I::SCHEMA, self.throughput);
        Explain::new("CreateTable", &table, declared.map(|declared| declared.request()), Cost::none())
    }
}
