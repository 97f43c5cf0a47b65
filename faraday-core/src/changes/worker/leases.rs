//! The table of leases: [`Leases`].

use std::fmt;

use super::lease::{BEGINNING, Lease};
use super::lease_table::check_lease_table;
use crate::database::{Database, Destination};
use crate::error::Result;
use crate::execute::Execute;
use crate::table::Table;

/// The table in which workers keep the leases of shards: `faraday-leases`, unless you set another name.
///
/// One table serves any number of consumers, also of several tables; each has its own name, like `orders-projector`. Its items are
/// [`Lease`]s: partition key `consumer`, sort key `shard`, both strings. A worker needs the permissions of
/// [`Operation::LEASES`](crate::admin::iam::Operation::LEASES) on it.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table, changes::Leases};
///
/// #[derive(Item)]
/// #[faraday(table = "orders", stream = new_and_old_images)]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let leases = Leases::new().on(&db);
/// leases.create().await?;
///
/// # let stop = async {};
/// Table::<Order>::changes()
///     .on(&db)
///     .worker("projector", &leases)
///     .stop_when(stop)
///     .run(async |change| {
///         println!("{}", change.sequence_number);
///         Ok::<_, faraday::Error>(())
///     })
///     .await?;
///
/// for lease in leases.list("projector").await? {
///     println!(
///         "{} is read by {:?} and was handled up to {:?}",
///         lease.shard, lease.owner, lease.after
///     );
/// }
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [DynamoDB Streams and the Kinesis adapter](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.KCLAdapter.html),
/// whose leases have another form.
#[derive(Clone, Default)]
pub struct Leases {
    destination: Destination,
}

impl Leases {
    /// Uses the table `faraday-leases` in the database of the consumer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses the table in this database.
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
    /// # Errors
    ///
    /// When the table exists with another key ([`ErrorKind::TableMismatch`](crate::ErrorKind::TableMismatch)), or a request fails.
    pub async fn create(&self) -> Result<()> {
        self.at(Table::<Lease>::create().if_absent()).await?;
        check_lease_table(&self.own_database()?).await
    }

    /// Returns the leases of a consumer, sorted by shard id.
    ///
    /// # Errors
    ///
    /// When there is no such table, it has another key, or a request fails.
    pub async fn list(&self, consumer: &str) -> Result<Vec<Lease>> {
        let mut leases = self.all(consumer).await?;
        leases.retain(|lease| lease.shard != BEGINNING);
        Ok(leases)
    }

    /// Deletes the leases of a consumer, so that it begins again, for instance after its table got another stream. Stop all its workers
    /// first.
    ///
    /// # Errors
    ///
    /// When there is no such table, it has another key, or a request fails.
    pub async fn forget(&self, consumer: &str) -> Result<()> {
        for lease in self.all(consumer).await? {
            self.at(Table::<Lease>::delete((consumer, lease.shard.as_str()))).await?;
        }
        Ok(())
    }

    async fn all(&self, consumer: &str) -> Result<Vec<Lease>> {
        match self.at(Table::<Lease>::query(consumer).consistent().all()).await {
            // The description of the table shows better what is wrong.
            Err(error) if error.is_table_not_found() || error.is_validation() => {
                check_lease_table(&self.own_database()?).await?;
                Err(error)
            }
            leases => leases,
        }
    }

    fn own_database(&self) -> Result<Database> {
        self.destination.clone().find(Some(<Lease as crate::Item>::SCHEMA.table()))
    }

    /// Returns the database with the table's name: its own, or else the consumer's.
    pub(super) fn database(&self, of_consumer: &Database) -> Result<Database> {
        let mut destination = self.destination.clone();
        if destination.database().is_none() {
            destination.set_database(of_consumer);
        }
        destination.find(Some(<Lease as crate::Item>::SCHEMA.table()))
    }

    fn at<O: Execute>(&self, mut operation: O) -> O {
        *operation.destination() = self.destination.clone();
        operation
    }
}

impl fmt::Debug for Leases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Leases")
    }
}
