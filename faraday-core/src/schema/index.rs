use std::fmt;
use std::marker::PhantomData;

use super::KeyElement;
use super::vector::{ReadByKey, VectorSchema};

/// A secondary index of the table of `I`; the derive adds a constant for each.
///
/// `P` and `S` are the shapes of its partition key and sort key, `K` is [`Local`], [`Global`] or [`Vector`](super::Vector), and `R` is
/// the type that its queries return: `I` itself, or a row type with only the projected attributes.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table};
///
/// #[derive(Item)]
/// #[faraday(
///     table = "orders",
///     global_index(by_status, partition_key = status, sort_key = placed_at),
/// )]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     status: String,
///     placed_at: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let open = Table::<Order>::index(Order::BY_STATUS)
///     .query("open")
///     .sort_key_range(1_700_000_000..)
///     .on(&db)
///     .await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html).
pub struct Index<I, P, S, K, R = I> {
    schema: &'static IndexSchema,
    of: Of<I, P, S, K, R>,
}

type Of<I, P, S, K, R> = PhantomData<fn() -> (I, P, S, K, R)>;

impl<I, P, S, K, R> Index<I, P, S, K, R> {
    /// Names an index; the derive does it.
    #[must_use]
    pub const fn new(schema: &'static IndexSchema) -> Self {
        Self { schema, of: PhantomData }
    }

    /// Returns the index's name in the table.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.schema.name
    }

    /// Returns the declaration of the index.
    #[must_use]
    pub const fn schema(&self) -> &'static IndexSchema {
        self.schema
    }
}

impl<I, P, S, K, R> Clone for Index<I, P, S, K, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, P, S, K, R> Copy for Index<I, P, S, K, R> {}

impl<I, P, S, K, R> fmt::Debug for Index<I, P, S, K, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.schema.name)
    }
}

/// Reads go to the table itself.
#[derive(Debug)]
pub enum OnTable {}

/// Reads go to a local index. It has the table's partition key, and allows consistent reads.
#[derive(Debug)]
pub enum Local {}

/// Reads go to a global index. It follows the table with a delay.
#[derive(Debug)]
pub enum Global {}

/// A source that allows consistent reads: the table or a local index.
#[diagnostic::on_unimplemented(
    message = "a global index has no consistent reads",
    label = "DynamoDB refuses a consistent read here",
    note = "a global index follows its table with a delay: read the table or a local index, or leave `.consistent()` out"
)]
pub trait ConsistentReads {}

#[diagnostic::do_not_recommend]
impl ConsistentReads for OnTable {}
#[diagnostic::do_not_recommend]
impl ConsistentReads for Local {}

#[diagnostic::do_not_recommend]
impl ReadByKey for Local {}
#[diagnostic::do_not_recommend]
impl ReadByKey for Global {}

/// The declaration of an index: name, kind, keys, projection, throughput.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexSchema {
    name: &'static str,
    scope: IndexScope,
    partition: &'static [KeyElement],
    sort: &'static [KeyElement],
    projection: Projected,
    throughput: Option<(u32, u32)>,
    max_throughput: Option<(u32, u32)>,
    warm_throughput: Option<(u32, u32)>,
    vector: Option<VectorSchema>,
}

/// Whether an index is local, global or a vector index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexScope {
    /// The index has the table's partition key.
    Local,
    /// The index has a partition key of its own.
    Global,
    /// The index is searched by a vector.
    Vector,
}

/// Which attributes an index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projected {
    /// The whole item.
    All,
    /// The keys of the table and of the index.
    KeysOnly,
    /// The keys and these attributes.
    Include(&'static [&'static str]),
}

impl IndexSchema {
    /// Declares a global index.
    #[must_use]
    pub const fn global(name: &'static str, partition: &'static [KeyElement], sort: &'static [KeyElement]) -> Self {
        Self::new_in(name, IndexScope::Global, partition, sort)
    }

    /// Declares a local index, which has the table's partition key.
    #[must_use]
    pub const fn local(name: &'static str, partition: &'static [KeyElement], sort: &'static [KeyElement]) -> Self {
        Self::new_in(name, IndexScope::Local, partition, sort)
    }

    /// Declares a vector index. `partition` is empty, or has one attribute, whose value every search gives.
    #[must_use]
    pub const fn of_vectors(name: &'static str, partition: &'static [KeyElement], vector: VectorSchema) -> Self {
        Self { vector: Some(vector), ..Self::new_in(name, IndexScope::Vector, partition, &[]) }
    }

    const fn new_in(
        name: &'static str,
        scope: IndexScope,
        partition: &'static [KeyElement],
        sort: &'static [KeyElement],
    ) -> Self {
        Self {
            name,
            scope,
            partition,
            sort,
            projection: Projected::All,
            throughput: None,
            max_throughput: None,
            warm_throughput: None,
            vector: None,
        }
    }

    /// Sets the key attributes, with the templates by which an item makes them.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_keys(&self, partition: &'static [KeyElement], sort: &'static [KeyElement]) -> Self {
        Self { partition, sort, ..*self }
    }

    /// Sets the projection.
    #[must_use]
    pub const fn with_projection(mut self, projection: Projected) -> Self {
        self.projection = projection;
        self
    }

    /// Sets the index's own read and write capacity units, for a provisioned table.
    #[must_use]
    pub const fn with_throughput(mut self, read_units: u32, write_units: u32) -> Self {
        self.throughput = Some((read_units, write_units));
        self
    }

    /// Limits the index to this many read and write request units a second, for a table that is billed on demand.
    #[must_use]
    pub const fn with_max_throughput(mut self, read_units: u32, write_units: u32) -> Self {
        self.max_throughput = Some((read_units, write_units));
        self
    }

    /// Sets the warm throughput: the index is ready at once for at least this many read and write units a second.
    #[must_use]
    pub const fn with_warm_throughput(mut self, read_units: u32, write_units: u32) -> Self {
        self.warm_throughput = Some((read_units, write_units));
        self
    }

    /// Returns the index's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns whether the index is local, global or a vector index.
    #[must_use]
    pub const fn scope(&self) -> IndexScope {
        self.scope
    }

    /// Returns the attributes of the partition key.
    #[must_use]
    pub const fn partition_key(&self) -> &'static [KeyElement] {
        self.partition
    }

    /// Returns the attributes of the sort key, in order.
    #[must_use]
    pub const fn sort_key(&self) -> &'static [KeyElement] {
        self.sort
    }

    /// Returns which attributes the index holds.
    #[must_use]
    pub const fn projection(&self) -> Projected {
        self.projection
    }

    /// Returns the index's own read and write capacity units, if they are declared.
    #[must_use]
    pub const fn throughput(&self) -> Option<(u32, u32)> {
        self.throughput
    }

    /// Returns the most read and write request units a second, if they are declared.
    #[must_use]
    pub const fn max_throughput(&self) -> Option<(u32, u32)> {
        self.max_throughput
    }

    /// Returns the warm throughput in read and write units a second, if it is declared.
    #[must_use]
    pub const fn warm_throughput(&self) -> Option<(u32, u32)> {
        self.warm_throughput
    }

    /// Returns the declaration of the vectors, if this is a vector index.
    #[must_use]
    pub const fn vector(&self) -> Option<&VectorSchema> {
        self.vector.as_ref()
    }

    /// Whether the index holds the attribute with this name; `keys` are the attributes of the table's key.
    pub(crate) fn holds(&self, name: &str, keys: &[KeyElement]) -> bool {
        let is = |key: &KeyElement| key.name() == name;
        let is_included = match self.projection {
            Projected::All => true,
            Projected::KeysOnly => false,
            Projected::Include(names) => names.contains(&name),
        };
        let filters = self.vector.as_ref().map(VectorSchema::filters).unwrap_or_default();
        is_included || keys.iter().chain(self.partition).chain(self.sort).chain(filters).any(is)
    }
}
