use std::fmt;

use super::query::Query;
use super::rows::Whole;
use super::scan::Scan;
use crate::expression::KeyCondition;
use crate::schema::{Index, Item, PartitionOf};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Reads from a secondary index: `query` and `scan` as on the table.
    ///
    /// A global index follows the table with a delay, and has no consistent reads. What it gives is the whole item where
    /// the index projects that, and a row type with just what it projects otherwise.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders", global_index(by_email, partition_key = email, projection = keys_only))]
    /// # struct Order { #[faraday(partition_key)] id: u64, email: Option<String>, total: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # Table::<Order>::put(&Order { id: 1, email: Some("ann@example.com".into()), total: 5 }).on(&db).await?;
    /// let of_ann = Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").first().on(&db).await?;
    /// assert_eq!(of_ann.map(|row| row.id), Some(1));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html).
    #[must_use]
    pub fn index<P, S, K, R>(index: Index<I, P, S, K, R>) -> Indexed<I, P, S, K, R> {
        Indexed(index)
    }
}

/// A secondary index to read from: see [`Table::index`].
pub struct Indexed<I, P, S, K, R = I>(Index<I, P, S, K, R>);

impl<I: Item, P, S, K, R> Indexed<I, P, S, K, R> {
    /// Reads the items of one partition key of the index, in the order of its sort key; see [`Table::query`].
    ///
    /// Where the partition key has several attributes, it is a tuple of all their values; the sort key's attributes take
    /// their conditions one after another: [`sort_key`](Query::sort_key) for the first ones, a range for the last.
    pub fn query(self, partition_key: impl PartitionOf<P>) -> Query<I, S, K, Whole<R>> {
        let schema = self.0.schema();
        let key = KeyCondition::new(schema.partition_key(), schema.sort_key(), &partition_key);
        Query::new(key, Some(schema))
    }

    /// Reads every item that is in the index; see [`Table::scan`].
    pub fn scan(self) -> Scan<I, K, Whole<R>> {
        Scan::new(Some(self.0.schema()))
    }
}

impl<I, P, S, K, R> fmt::Debug for Indexed<I, P, S, K, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
