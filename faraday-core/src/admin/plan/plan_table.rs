//! `Table::plan`: compares the live table with the declared one.

use std::marker::PhantomData;

use super::plan::Plan;
use crate::admin::declaration::{Declaration, TableOptions, table_options};
use crate::admin::live::{busy_with, read};
use crate::admin::macros::table_operation;
use crate::admin::wait::{TIMEOUT, description_unless_deleted, until_ready};
use crate::database::Destination;
use crate::error::Result;
use crate::execute::Execution;
use crate::schema::DeclaredTable;
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Compares the live table with the declared one, and returns the steps that make them match. Nothing is changed until [`Plan::apply`].
    ///
    /// If the table is being created or changed, it waits up to five minutes. The steps are in an order that DynamoDB accepts: one index at
    /// a time; a stream ends before another begins. An index or a stream that is not declared is removed, by a step that is marked as
    /// destructive. The other settings are changed only if they are declared: see [`TableSettings`](crate::schema::TableSettings).
    ///
    /// It needs the permissions `dynamodb:DescribeTable` and `dynamodb:DescribeTimeToLive`; for declared tags also
    /// `ListTagsOfResource`, and for point-in-time recovery `DescribeContinuousBackups`.
    ///
    /// # Errors
    ///
    /// When two types declare the table in different ways ([`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument)), when
    /// a request fails, or when the table is not ready in time.
    ///
    /// # Examples
    ///
    /// See [`Plan`].
    ///
    /// See [UpdateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html).
    pub fn plan() -> PlanTable<T> {
        PlanTable { options: TableOptions::default(), destination: Destination::default(), of: PhantomData }
    }
}

/// Plans the changes of a table: see [`Table::plan`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct PlanTable<T> {
    options: TableOptions,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> PlanTable<T> {
    /// Leaves the units of a provisioned table and its indexes as they are, because something else sets them, like auto scaling.
    ///
    /// See [auto scaling](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html).
    pub fn units_change_elsewhere(mut self) -> Self {
        self.options.units_change_elsewhere = true;
        self
    }
}

table_options!([T: DeclaredTable] PlanTable<T>);
table_operation!(PlanTable, "DescribeTable", "DescribeTable", Plan);

impl<T: DeclaredTable> PlanTable<T> {
    async fn send(self, execution: &mut Execution) -> Result<Plan> {
        let declaration = Declaration::of::<T>(&self.options)?;
        let live = match description_unless_deleted(execution, TIMEOUT).await? {
            None => None,
            Some(table) => {
                if busy_with(&table).is_some() {
                    until_ready(execution, TIMEOUT, false, |_| ()).await?;
                }
                read(execution, &declaration).await?
            }
        };
        let (table, database) = (execution.target.table.clone(), execution.database().clone());
        Ok(Plan::new(table, declaration, live.as_ref().map(|live| &live.declaration), database.into()))
    }
}
