//! The steps from a live table to the declared one: [`Plan`].

use std::fmt;

use serde::{Deserialize, Serialize};

use super::step::Step;
use super::steps::{steps, steps_after_creation, steps_of_new};
use crate::admin::declaration::Declaration;
use crate::admin::difference::unchangeable;
use crate::database::Destination;
use crate::error::Difference;

/// The steps from a live table to the declared one: see [`Table::plan`](crate::Table::plan).
///
/// It prints like a diff. It implements `Serialize` and `Deserialize`, so that one program can make it and another can
/// [`apply`](Plan::apply) it after a person has checked it. A plan that was read from text needs a database: `plan.apply().on(&db)`.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "orders", global_index(by_status, partition_key = status))]
/// # struct Order { #[faraday(partition_key)] id: u64, status: String }
/// # let db = Database::embedded()?;
/// let plan = Table::<Order>::plan().on(&db).await?;
/// println!("{plan}");
/// assert_eq!(plan.steps().len(), 1);
/// plan.apply().await?;
/// assert!(Table::<Order>::plan().on(&db).await?.is_empty());
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Clone, Serialize, Deserialize)]
pub struct Plan {
    table: String,
    steps: Vec<Step>,
    impossible: Vec<Difference>,
    pub(super) declaration: Declaration,
    #[serde(skip)]
    pub(super) destination: Destination,
}

impl Plan {
    /// Compares with the live table; `None` if there is none.
    pub(in crate::admin) fn new(
        table: String,
        declaration: Declaration,
        live: Option<&Declaration>,
        destination: Destination,
    ) -> Self {
        let (steps, impossible) = match live {
            None => (steps_of_new(&declaration), Vec::new()),
            Some(live) => (steps(&declaration, live), unchangeable(&declaration, live)),
        };
        Self { table, steps, impossible, declaration, destination }
    }

    /// The steps for settings that a new table gets only after `CreateTable`.
    pub(in crate::admin) fn after_creation(table: String, mut declaration: Declaration) -> Self {
        // `CreateTable` has set the tags, so no permission to read them is needed.
        declaration.table.tags.clear();
        let steps = steps_after_creation(&declaration);
        Self { table, steps, impossible: Vec::new(), declaration, destination: Destination::default() }
    }

    /// Returns the name of the table, with the database's prefix.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Returns the steps, in the order in which they are done.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the differences that DynamoDB cannot change in a live table: its key and its local indexes. A plan with any of them is not
    /// applied: create another table and copy the items.
    #[must_use]
    pub fn impossible(&self) -> &[Difference] {
        &self.impossible
    }

    /// Whether the live table matches the declared one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.impossible.is_empty()
    }

    /// Whether a step takes away something that readers may use.
    #[must_use]
    pub fn is_destructive(&self) -> bool {
        self.steps.iter().any(Step::is_destructive)
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("table", &self.table).field("steps", &self.steps).finish_non_exhaustive()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = match self.steps.len() {
            0 if self.impossible.is_empty() => "is as declared".to_owned(),
            1 => "1 step".to_owned(),
            count => format!("{count} steps"),
        };
        write!(f, "{}: {count}", self.table)?;
        for step in &self.steps {
            write!(f, "\n{step}")?;
        }
        for difference in &self.impossible {
            write!(f, "\n! {}", difference.to_string().replace('\n', "\n  "))?;
        }
        if !self.impossible.is_empty() {
            f.write_str(
                "\nWhat is marked with ! cannot be changed in a live table: create another and copy the items.",
            )?;
        }
        Ok(())
    }
}
