//! `Table::create`: creates a table.

use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::Client;

use super::declaration::{Declaration, TableOptions, table_options};
use super::live::busy_with;
use super::names::check_names;
use super::plan::{Plan, apply_checked};
use super::wait::{TIMEOUT, until_ready};
use crate::database::Destination;
use crate::error::Result;
use crate::execute::{Cost, Execute, Execution, Explain, on_table, operation};
use crate::schema::{DeclaredTable, TableSchema};
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Creates the table with the keys, indexes and settings that the struct declares, and waits until it is ACTIVE.
    ///
    /// `T` is a struct, or several that declare one table together: `Table::<(Order, Customer)>::create()` creates the union of their
    /// indexes. The table is billed by request, unless the struct declares or the builder sets another billing. Point-in-time recovery and
    /// then the time to live are set as soon as the table is there, because DynamoDB takes them only by other requests. It waits up to five
    /// minutes, or the time that [`timeout`](CreateTable::timeout) sets.
    ///
    /// # Errors
    ///
    /// - When such a table exists already ([`is_table_in_use`](crate::Error::is_table_in_use)).
    /// - When it takes too long ([`ErrorKind::Timeout`](crate::ErrorKind::Timeout)). The table may still become ACTIVE:
    ///   [`ensure`](Table::ensure) waits for it.
    /// - When two structs declare the table in different ways, or DynamoDB does not allow its name with the database's prefix
    ///   ([`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument)): nothing was sent.
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
    /// Table::<User>::create().provisioned(5, 5).tag("team", "accounts").on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html).
    pub fn create() -> CreateTable<T> {
        CreateTable {
            options: TableOptions::default(),
            if_absent: false,
            waits: true,
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

/// Creates a table: see [`Table::create`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct CreateTable<T> {
    options: TableOptions,
    if_absent: bool,
    waits: bool,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> CreateTable<T> {
    /// If a table with this name exists, leaves it as it is, and only waits until it is ACTIVE. Nothing is compared: [`Table::ensure`] does
    /// that.
    pub fn if_absent(mut self) -> Self {
        self.if_absent = true;
        self
    }

    /// Returns as soon as DynamoDB has begun to create the table.
    ///
    /// The table cannot be used until it is ACTIVE. Point-in-time recovery and the time to live are not set, because DynamoDB takes them
    /// only later: [`Table::plan`] finds and sets them.
    pub fn without_waiting(mut self) -> Self {
        self.waits = false;
        self
    }
}

table_options!([T: DeclaredTable] CreateTable<T>);
operation!([T: DeclaredTable] CreateTable<T>);
on_table!([T: DeclaredTable] CreateTable<T>);

/// Creates the table, waits for it, and sets what DynamoDB takes only by other requests.
pub(super) async fn create(execution: &mut Execution, declaration: &Declaration, timeout: Duration) -> Result<()> {
    if !begin(execution, declaration).await? {
        let ready = until_ready(execution, timeout, true, |_| ()).await;
        let has_steps = !plan_after_creation(execution, declaration).is_empty();
        ready.map_err(|error| if has_steps { error.with_rest_not_done() } else { error })?;
    }
    finish_creation(execution, declaration, timeout).await
}

fn plan_after_creation(execution: &Execution, declaration: &Declaration) -> Plan {
    Plan::after_creation(execution.target.table.clone(), declaration.clone())
}

/// Sets what DynamoDB takes only when the table exists.
pub(super) async fn finish_creation(
    execution: &mut Execution,
    declaration: &Declaration,
    timeout: Duration,
) -> Result<()> {
    let plan = plan_after_creation(execution, declaration);
    apply_checked(execution, &plan, false, timeout, None).await.map(|_| ())
}

/// Asks DynamoDB to create the table. Returns whether the table is ACTIVE at once.
async fn begin(execution: &mut Execution, declaration: &Declaration) -> Result<bool> {
    check_names(&execution.target.table, &declaration.table)?;
    let builder = execution.database().client().create_table().table_name(&execution.target.table);
    let builder = declaration.table.clone().create(builder)?;
    let call = |_: &Client, _: &str, watched| builder.customize().interceptor(watched).send();
    let created = execution.change("CreateTable", call).await?.table_description;
    Ok(created.is_some_and(|table| table.table_status().is_some() && busy_with(&table).is_none()))
}

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
        let declaration = Declaration::of::<T>(&self.options)?;
        let created = match self.waits {
            true => create(execution, &declaration, TIMEOUT).await,
            false => begin(execution, &declaration).await.map(|_| ()),
        };
        match created {
            Err(error) if self.if_absent && error.is_table_in_use() && error.operation() == Some("CreateTable") => {
                if self.waits {
                    until_ready(execution, TIMEOUT, false, |_| ()).await?;
                }
                Ok(())
            }
            other => other,
        }
    }

    fn explanation(self) -> Explain {
        let table = self.destination.name_of(T::TABLE.table());
        let declaration = Declaration::of::<T>(&self.options);
        Explain::of_body(
            "CreateTable",
            declaration.and_then(|declaration| declaration.table.body(&table)),
            Cost::none(),
        )
    }
}
