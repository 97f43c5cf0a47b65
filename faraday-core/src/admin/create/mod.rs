mod declared;

use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::create_table::CreateTableOutput;
use aws_sdk_dynamodb::types::{IndexStatus, TableDescription, TableStatus};
use declared::Declared;

use super::{PATIENCE, description, wait_until};
use crate::database::Database;
use crate::error::{Error, Result};
use crate::run::Metered;
use crate::run::{Cost, Explain};
use crate::run::{Operation, operation};
use crate::schema::Item;
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Creates the table with the key schema that the struct declares, and waits until it is ACTIVE.
    ///
    /// It is billed by request unless [`provisioned`](Create::provisioned). Waits up to five minutes, or as
    /// [`within`](Create::within) says.
    ///
    /// # Errors
    ///
    /// When there is such a table already ([`is_table_in_use`](Error::is_table_in_use)), or it takes too long
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
    pub fn create() -> Create<I> {
        Create { throughput: None, patience: PATIENCE, database: None, of: PhantomData }
    }
}

/// Creates a table: see [`Table::create`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Create<I> {
    throughput: Option<(u32, u32)>,
    patience: Duration,
    database: Option<Database>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> Create<I> {
    /// Provisions so many read and write capacity units a second, instead of billing by request.
    ///
    /// See [provisioned capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html).
    pub fn provisioned(mut self, read_units: u32, write_units: u32) -> Self {
        self.throughput = Some((read_units, write_units));
        self
    }

    /// Waits so long at most for the table to become ACTIVE.
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn create(&self, database: &Database, table: &str) -> Result<CreateTableOutput> {
        let declared = Declared::new(&I::SCHEMA, self.throughput)?;
        let some = |length: usize| length > 0;
        let call = database
            .client()
            .create_table()
            .table_name(table)
            .billing_mode(declared.billing())
            .set_provisioned_throughput(declared.throughput)
            .set_key_schema(Some(declared.key))
            .set_attribute_definitions(Some(declared.definitions))
            .set_global_secondary_indexes(Some(declared.global).filter(|indexes| some(indexes.len())))
            .set_local_secondary_indexes(Some(declared.local).filter(|indexes| some(indexes.len())));
        call.send().await.map_err(Error::from_sdk)
    }
}

fn is_active(table: &TableDescription) -> bool {
    let indexes = table.global_secondary_indexes();
    table.table_status() == Some(&TableStatus::Active)
        && indexes.iter().all(|index| index.index_status().is_none_or(|status| *status == IndexStatus::Active))
}

operation!([I: Item] Create<I>);

impl<I: Item> Operation for Create<I> {
    type Output = ();

    async fn run(mut self, _: bool) -> Result<Metered<()>> {
        const OPERATION: &str = "CreateTable";
        let database = Database::find(self.database.take()).map_err(|error| error.during(OPERATION, None))?;
        let table = database.table_name(I::SCHEMA.table());
        let created = self.create(&database, &table).await.map_err(|error| error.during(OPERATION, Some(&table)))?;
        let mut metered = Metered::one((), created.request_id());
        if !created.table_description().is_some_and(is_active) {
            let is_ready = |table: Option<TableDescription>| table.as_ref().is_some_and(is_active);
            let ready = async || Ok(description(&database, &table).await?.map(is_ready));
            let waited = wait_until(self.patience, ready, "the table did not become ACTIVE").await;
            metered.add(&waited.map_err(|error| error.during(OPERATION, Some(&table)))?);
        }
        Ok(metered)
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let table = Explain::table::<I>(self.database.as_ref());
        let declared = Declared::new(&I::SCHEMA, self.throughput);
        Explain::new("CreateTable", declared.map(|declared| declared.request(table)), Cost::none())
    }
}
