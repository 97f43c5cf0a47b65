//! `Table::ensure` and `Table::verify`: compare the live table with the declared one.

use std::marker::PhantomData;
use std::time::Duration;

use super::create::{create, finish_creation};
use super::declaration::{Declaration, TableOptions, table_options};
use super::difference::differences;
use super::live::{LiveTable, read};
use super::macros::table_operation;
use super::names::check_names;
use super::wait::{TIMEOUT, Waiting, description_unless_deleted, until_ready};
use crate::database::Destination;
use crate::error::{Details, Difference, Error, ErrorKind, Result};
use crate::execute::Execution;
use crate::schema::DeclaredTable;
use crate::table::Table;

/// How long a new table may lack the settings that its creator sends afterwards.
const FINISHING: Duration = Duration::from_secs(20);

/// The highest age of a new table.
const NEW: Duration = Duration::from_secs(120);

impl<T: DeclaredTable> Table<T> {
    /// Makes sure that the table exists and matches the declaration: creates it, or waits for one that somebody else creates, and compares
    /// it.
    ///
    /// It never changes a live table: [`plan`](Table::plan) does that. If the table is being deleted, it waits and creates the table again.
    /// Several programs may call it at the same time. A table that was created less than two minutes ago, and lacks only the time to live
    /// or point-in-time recovery, is checked again for 20 seconds, because its creator sets these last.
    ///
    /// # Errors
    ///
    /// - When the live table differs from the declared one ([`ErrorKind::TableMismatch`](crate::ErrorKind::TableMismatch)): the message is
    ///   a diff, and [`table_differences`](crate::Error::table_differences) has its parts.
    /// - When the table is not ACTIVE in time ([`ErrorKind::Timeout`](crate::ErrorKind::Timeout)), is deleted meanwhile
    ///   ([`is_table_not_found`](crate::Error::is_table_not_found)), or a request fails.
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
    /// use faraday::admin::Ensured;
    ///
    /// # let db = Database::embedded()?;
    /// assert_eq!(Table::<User>::ensure().on(&db).await?, Ensured::Created);
    /// assert_eq!(Table::<User>::ensure().on(&db).await?, Ensured::Found);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DescribeTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html).
    pub fn ensure() -> EnsureTable<T> {
        EnsureTable { options: TableOptions::default(), destination: Destination::default(), of: PhantomData }
    }

    /// Compares the live table with the declared one. Call it when your program starts, if something else creates its tables.
    ///
    /// It needs the permissions `dynamodb:DescribeTable` and `dynamodb:DescribeTimeToLive`; for declared tags also
    /// `ListTagsOfResource`, and for point-in-time recovery `DescribeContinuousBackups`.
    ///
    /// # Errors
    ///
    /// - When the live table differs from the declared one ([`ErrorKind::TableMismatch`](crate::ErrorKind::TableMismatch)): the message is
    ///   a diff, and [`table_differences`](crate::Error::table_differences) has its parts.
    /// - When there is no such table ([`is_table_not_found`](crate::Error::is_table_not_found)), or a request fails.
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
    /// let error = Table::<User>::verify().on(&db).await.unwrap_err();
    /// assert_eq!(error.table_differences()[0].subject(), "the billing");
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DescribeTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html).
    pub fn verify() -> VerifyTable<T> {
        VerifyTable { options: TableOptions::default(), destination: Destination::default(), of: PhantomData }
    }
}

/// What [`Table::ensure`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ensured {
    /// It created the table.
    Created,
    /// The table existed, and matches the declaration.
    Found,
}

/// Makes sure that a table exists: see [`Table::ensure`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct EnsureTable<T> {
    options: TableOptions,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> EnsureTable<T> {
    /// Accepts any units of a provisioned table and its indexes, because something else sets them, like auto scaling.
    pub fn units_change_elsewhere(mut self) -> Self {
        self.options.units_change_elsewhere = true;
        self
    }
}

/// Compares a table with its declaration: see [`Table::verify`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct VerifyTable<T> {
    options: TableOptions,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> VerifyTable<T> {
    /// Accepts any units of a provisioned table and its indexes, because something else sets them, like auto scaling.
    pub fn units_change_elsewhere(mut self) -> Self {
        self.options.units_change_elsewhere = true;
        self
    }
}

table_options!([T: DeclaredTable] EnsureTable<T>);
table_operation!(EnsureTable, "DescribeTable", "DescribeTable", Ensured);

table_options!([T: DeclaredTable] VerifyTable<T>);
table_operation!(VerifyTable, "DescribeTable", "DescribeTable", ());

/// Returns the error for a live table that differs from the declared one.
fn mismatch(differences: Vec<Difference>) -> Error {
    let lines: Vec<String> = differences.iter().map(|difference| format!("\n{difference}")).collect();
    let message = format!("the live table (-) is not the declared one (+):{}", lines.concat());
    Error::new(ErrorKind::TableMismatch, message).with_details(Details::TableDifferences(differences))
}

fn compare(declaration: &Declaration, live: &LiveTable) -> Result<()> {
    let differences = differences(declaration, &live.declaration);
    if differences.is_empty() { Ok(()) } else { Err(mismatch(differences)) }
}

/// Waits until the table is ready, and compares it. A new table is compared again for some seconds, because its creator may still be
/// sending the settings that DynamoDB takes only when the table is ready. If `finishes`, this function sends them at the end.
async fn compare_when_ready(
    execution: &mut Execution,
    declaration: &Declaration,
    timeout: Duration,
    mut finishes: bool,
) -> Result<()> {
    let mut waiting: Option<Waiting> = None;
    loop {
        until_ready(execution, timeout, false, |_| ()).await?;
        let Some(live) = read(execution, declaration).await? else { continue };
        // In an embedded engine, nobody else sets anything.
        let patience = if execution.database().is_embedded() { Duration::ZERO } else { FINISHING };
        let waiting = waiting.get_or_insert_with(|| Waiting::at_most(execution, patience));
        let error = match compare(declaration, &live) {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        if !is_unfinished(execution, declaration, &live) {
            return Err(error);
        }
        if !waiting.pause().await {
            if !std::mem::take(&mut finishes) {
                return Err(error);
            }
            finish_creation(execution, declaration, timeout).await?;
        }
    }
}

/// Whether a new table lacks only settings that DynamoDB takes after `CreateTable`.
fn is_unfinished(execution: &Execution, declaration: &Declaration, live: &LiveTable) -> bool {
    let finished = Declaration {
        time_to_live: declaration.time_to_live.clone(),
        point_in_time_recovery: declaration.point_in_time_recovery,
        ..live.declaration.clone()
    };
    is_new(execution, live) && differences(declaration, &finished).is_empty()
}

fn is_new(execution: &Execution, live: &LiveTable) -> bool {
    let created = live.description.creation_date_time().and_then(|time| std::time::SystemTime::try_from(*time).ok());
    // If this clock is behind DynamoDB's, the creation lies in the future: the table is new as well.
    created.is_some_and(|created| execution.target.now.duration_since(created).map_or(true, |age| age < NEW))
}

impl<T: DeclaredTable> EnsureTable<T> {
    async fn send(self, execution: &mut Execution) -> Result<Ensured> {
        let declaration = Declaration::of::<T>(&self.options)?;
        check_names(&execution.target.table, &declaration.table)?;
        let was_absent = description_unless_deleted(execution, TIMEOUT).await?.is_none();
        if was_absent {
            match create(execution, &declaration, TIMEOUT).await {
                Ok(()) => return Ok(Ensured::Created),
                // Somebody else was faster, or the reply to this request was lost and the SDK sent it again. In the second case this
                // operation must finish the table.
                Err(error) if error.is_table_in_use() && error.operation() == Some("CreateTable") => {}
                Err(error) => return Err(error),
            }
        }
        compare_when_ready(execution, &declaration, TIMEOUT, was_absent).await?;
        Ok(Ensured::Found)
    }
}

impl<T: DeclaredTable> VerifyTable<T> {
    async fn send(self, execution: &mut Execution) -> Result<()> {
        let declaration = Declaration::of::<T>(&self.options)?;
        match read(execution, &declaration).await? {
            Some(live) => compare(&declaration, &live),
            None => Err(Error::new(ErrorKind::ResourceNotFound, "there is no such table")),
        }
    }
}
