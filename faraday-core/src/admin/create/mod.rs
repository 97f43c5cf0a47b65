//! `Table::create`: creates a table.

mod declared;

use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{IndexStatus, TableDescription, TableStatus, TimeToLiveSpecification};
use declared::Declared;

use super::wait::{TIMEOUT, wait_until};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Cost, Execute, Execution, Explain, on_table, operation};
use crate::schema::{Billing, DeclaredTable, TableSchema};
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Creates the table with the keys, indexes and settings that the struct declares, and waits until it is ACTIVE.
    ///
    /// The table is billed by request, unless the struct declares another billing or [`provisioned`](CreateTable::provisioned) says
    /// so. A time to live that the struct declares is switched on as soon as the table is there. It waits up to five minutes, or the time
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
    pub fn create() -> CreateTable<T> {
        CreateTable {
            billing: T::TABLE.billing(),
            if_absent: false,
            timeout: TIMEOUT,
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

/// Creates a table: see [`Table::create`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct CreateTable<T> {
    billing: Billing,
    if_absent: bool,
    timeout: Duration,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> CreateTable<T> {
    /// Provisions this many read and write capacity units per second, instead of billing by request.
    ///
    /// See [provisioned capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html).
    pub fn provisioned(mut self, read_units: u32, write_units: u32) -> Self {
        self.billing = Billing::Provisioned(read_units, write_units);
        self
    }

    /// Leaves a table of this name as it is, and only waits until it is ACTIVE. Nothing is compared.
    pub fn if_absent(mut self) -> Self {
        self.if_absent = true;
        self
    }

    /// Waits at most this long for the table to become ACTIVE.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

/// DynamoDB takes the time to live of a table only after it is there.
async fn enable_ttl(execution: &mut Execution, attribute: &str) -> Result<()> {
    let ttl = TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute).build();
    let ttl = ttl.map_err(|error| Error::caused(ErrorKind::InvalidArgument, error))?;
    let call = |client: &Client, table: &str| {
        client.update_time_to_live().table_name(table).time_to_live_specification(ttl).send()
    };
    execution.call("UpdateTimeToLive", call).await.map(|_| ())
}

fn is_active(table: &TableDescription) -> bool {
    let indexes = table.global_secondary_indexes();
    table.table_status() == Some(&TableStatus::Active)
        && indexes.iter().all(|index| index.index_status().is_none_or(|status| *status == IndexStatus::Active))
}

operation!([T: DeclaredTable] CreateTable<T>);
on_table!([T: DeclaredTable] CreateTable<T>);

impl<T: DeclaredTable> Execute for CreateTable<T> {
    type Output = ();

    fn name(&self) -> &'static str {
        "CreateTable"
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(T::TABLE)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        let declared = Declared::new(&T::TABLE, self.billing)?;
        let call = |client: &Client, table: &str| declared.fill(client.create_table().table_name(table)).send();
        let (exists, active) = match execution.call("CreateTable", call).await {
            Ok(created) => (false, created.table_description().is_some_and(is_active)),
            Err(error) if self.if_absent && error.is_table_in_use() => (true, false),
            Err(error) => return Err(error),
        };
        if !active {
            let ready = |table: Option<&TableDescription>| table.is_some_and(is_active);
            wait_until(execution, self.timeout, ready, "the table did not become ACTIVE").await?;
        }
        match T::TABLE.ttl() {
            Some(attribute) if !exists => enable_ttl(execution, attribute).await,
            _ => Ok(()),
        }
    }

    fn explanation(self) -> Explain {
        let table = self.destination.name_of(T::TABLE.table());
        let declared = Declared::new(&T::TABLE, self.billing);
        Explain::new("CreateTable", &table, declared.map(|declared| declared.request()), Cost::none())
    }
}
