use std::fmt;
use std::marker::PhantomData;

use crate::schema::{DeclaredTable, Index, IndexOf, IndexSchema, Item};

/// The table of the items `I`. Its associated functions create all operations.
///
/// It has no values; you only use its name: `Table::<User>::get("ann")`.
///
/// See [core components](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html).
pub struct Table<I: DeclaredTable>(PhantomData<fn() -> I>);

impl<I: DeclaredTable> fmt::Debug for Table<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Table")
    }
}

impl<I: Item> Table<I> {
    /// Reads from an index: with `query` and `scan` as on the table, or with [`search`](Indexed::search) from a vector index.
    ///
    /// A global index follows the table with a delay and has no consistent reads. If the index projects whole items, reads return items;
    /// otherwise they return a row type with the projected attributes.
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
    /// let of_ann =
    ///     Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").first().on(&db).await?;
    /// assert_eq!(of_ann.map(|row| row.id), Some(1));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html).
    #[must_use]
    pub fn index<P, S, K, R>(index: impl IndexOf<I, Index = Index<I, P, S, K, R>>) -> Indexed<I, P, S, K, R> {
        Indexed(index.into_index())
    }
}

/// A secondary index to read from: see [`Table::index`].
pub struct Indexed<I, P, S, K, R = I>(Index<I, P, S, K, R>);

impl<I, P, S, K, R> Indexed<I, P, S, K, R> {
    pub(crate) fn schema(&self) -> &'static IndexSchema {
        self.0.schema()
    }
}

impl<I, P, S, K, R> fmt::Debug for Indexed<I, P, S, K, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
