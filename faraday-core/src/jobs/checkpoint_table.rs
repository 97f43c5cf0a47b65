//! A checkpoint in a table: [`CheckpointTable`].

use std::fmt;
use std::time::SystemTime;

use super::checkpoint_store::{CheckpointStore, StoreError};
use crate::Item;
use crate::database::{Database, Destination};
use crate::error::Result;
use crate::execute::Execute;
use crate::table::Table;

/// The position of one job, as an item of the table that a [`CheckpointTable`] names.
///
/// To start the job again, delete the item: `Table::<JobCheckpoint>::delete("backfill-names")`.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "faraday-jobs")]
#[non_exhaustive]
pub struct JobCheckpoint {
    /// The name of the job.
    #[faraday(partition_key)]
    pub job: String,
    /// The position, as text.
    #[faraday(sensitive)]
    pub checkpoint: String,
    /// When it was saved.
    #[faraday(updated_at)]
    pub saved_at: SystemTime,
}

/// Keeps the position of a job as an item of a table: `faraday-jobs`, unless you set another name.
///
/// One table serves any number of jobs; each has its own name. The items are [`JobCheckpoint`]s: partition key `job`, a string;
/// `checkpoint`, a string; `saved_at`, in epoch seconds. Each save is a PutItem: at most one a second.
///
/// When the job has ended the item says so, and the job does nothing if you run it again: to start again, delete the item.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table, jobs::CheckpointTable};
/// # #[derive(Item)]
/// # #[faraday(table = "messages")]
/// # struct Message { #[faraday(partition_key)] room: String, #[faraday(sort_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Message>::create().on(&db).await?;
/// let checkpoint = CheckpointTable::new("delete-room-1").on(&db);
/// checkpoint.create().await?; // unless it is there
///
/// Table::<Message>::delete_all(Table::<Message>::query("room-1"))
///     .checkpoint(checkpoint)
///     .on(&db)
///     .await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [PutItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html).
#[derive(Clone)]
pub struct CheckpointTable {
    job: String,
    destination: Destination,
}

impl CheckpointTable {
    /// Keeps the position of the job with this name.
    #[must_use]
    pub fn new(job: impl Into<String>) -> Self {
        Self { job: job.into(), destination: Destination::default() }
    }

    /// Uses the table in this database. By default it is the database in scope, or the installed one.
    #[must_use]
    pub fn on(mut self, database: &Database) -> Self {
        self.destination.set_database(database);
        self
    }

    /// Uses the table with this name. No prefix is put before the name.
    #[must_use]
    pub fn on_table(mut self, name: impl Into<String>) -> Self {
        self.destination.set_table(name);
        self
    }

    /// Creates the table unless it exists, and waits until it can be used.
    ///
    /// A job needs the permissions of [`Operation::CHECKPOINTS`](crate::admin::iam::Operation::CHECKPOINTS) on the table. This method needs
    /// those of [`CREATE_TABLE`](crate::admin::iam::Operation::CREATE_TABLE) and
    /// [`VERIFY_TABLE`](crate::admin::iam::Operation::VERIFY_TABLE) besides.
    ///
    /// # Errors
    ///
    /// When the table exists with another key ([`ErrorKind::TableMismatch`](crate::ErrorKind::TableMismatch)), or a request fails.
    pub async fn create(&self) -> Result<()> {
        self.at(Table::<JobCheckpoint>::create().if_absent()).await?;
        self.at(Table::<JobCheckpoint>::verify()).await
    }

    fn at<O: Execute>(&self, mut operation: O) -> O {
        *operation.destination() = self.destination.clone();
        operation
    }
}

#[diagnostic::do_not_recommend]
impl CheckpointStore for CheckpointTable {
    async fn load(&self) -> Result<Option<String>, StoreError> {
        let found = self.at(Table::<JobCheckpoint>::get(self.job.as_str()).consistent()).await?;
        Ok(found.map(|found| found.checkpoint))
    }

    async fn save(&self, checkpoint: &str) -> Result<(), StoreError> {
        let (job, checkpoint) = (self.job.clone(), checkpoint.to_owned());
        let saved = JobCheckpoint { job, checkpoint, saved_at: SystemTime::UNIX_EPOCH };
        Ok(self.at(Table::<JobCheckpoint>::put(&saved)).await?)
    }
}

impl fmt::Debug for CheckpointTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckpointTable({})", self.job)
    }
}
