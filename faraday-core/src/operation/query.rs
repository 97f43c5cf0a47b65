use std::marker::PhantomData;
use std::ops::Bound;

use crate::database::Destination;
use crate::error::Result;
use crate::execute::Explain;
use crate::execute::WithCapacity;
use crate::execute::{Execute, Execution, on_table, operation};
use crate::execute::{Lenient, Named, Rows, Selected, SelectedNames, Strict, Viewing, Whole};
use crate::expression::{Columns, Condition, KeyCondition, KeyRange, SortCondition};
use crate::paging::Pager;
use crate::paging::{Count, First, ForEach, Group, One, OnePage, Paging};
use crate::paging::{Cursor, CursorOf, CursorScope};
use crate::paging::{Items, Pages};
use crate::paging::{Settings, key_of, reading, selecting};
use crate::schema::{
    ConsistentReads, Grouped, IndexSchema, Item, KeyShape, LeadingParts, OnTable, Operand, OptionOf, OptionalOperand,
    PartitionOf, Projection, ProjectionView, ReadByKey, SortShape, TableSchema, TimeToLive,
};
use crate::table::{Indexed, Table};
use crate::transport::Api;
use crate::value::Value;
use crate::value::kind::PrefixKind;

impl<I: Item> Table<I> {
    /// Reads the items of one partition key, in the order of their sort keys.
    ///
    /// A query may have one sort-key condition and filters. An argument that depends on the request may be an `Option`: `None` adds no
    /// condition, and the type of the query stays the same. [`all`](Query::all) (or `.await`), [`stream`](Query::stream),
    /// [`first`](Query::first), [`page`](Query::page), … run it. It consumes half a read unit for every 4 KB of items that match the key
    /// condition, including items that a filter drops. An answer of DynamoDB has at most 1 MB; faraday sends as many requests as needed.
    ///
    /// If the items have a `kind`, a filter leaves out items of other kinds. If a template makes the sort key, the query reads only keys
    /// that begin as the template does: see [one table, many kinds](crate::guide::one_table).
    ///
    /// # Errors
    ///
    /// When the table does not exist ([`is_table_not_found`](crate::Error::is_table_not_found)), or an item does not fit the struct
    /// ([`is_decode`](crate::Error::is_decode)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64, total: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// let latest: Vec<Order> = Table::<Order>::query("ann")
    ///     .sort_key_range(100..)
    ///     .filter(Order::TOTAL.gt(10))
    ///     .descending()
    ///     .limit(5)
    ///     .on(&db)
    ///     .await?;
    ///
    /// let mut orders = Table::<Order>::query("ann").on(&db).stream();
    /// while let Some(order) = orders.try_next().await? {
    ///     println!("{}", order.id);
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [Query](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html).
    pub fn query(partition_key: impl PartitionOf<<I::Key as KeyShape>::Partition>) -> TableQuery<I> {
        let sort_key = I::SCHEMA.sort_key();
        let key = KeyCondition::new(&[I::SCHEMA.partition_key()], sort_key.as_slice(), &partition_key);
        Query::new(key, None)
    }
}

impl<I: Item, P, S, K, R> Indexed<I, P, S, K, R> {
    /// Reads the items of one partition key of the index, in the order of its sort key; see [`Table::query`].
    ///
    /// If the partition key has several attributes, give a tuple of all their values. If the sort key has several attributes, add their
    /// conditions in order: [`sort_key`](Query::sort_key) for the first ones, a range for the last.
    pub fn query(self, partition_key: impl PartitionOf<P>) -> Query<I, S, K, Whole<R>>
    where
        K: ReadByKey,
    {
        let schema = self.schema();
        let key = match I::SCHEMA.is_collection() {
            false => KeyCondition::new(schema.partition_key(), schema.sort_key(), &partition_key),
            // The items make their sort keys from different templates.
            true => {
                let stored: Vec<_> = schema.sort_key().iter().map(|key| key.stored()).collect();
                KeyCondition::new(schema.partition_key(), &stored, &partition_key)
            }
        };
        Query::new(key, Some(schema))
    }
}

/// Reads the items of one partition key: see [`Table::query`].
///
/// `S` is the part of the sort key without a condition so far; `K` is the source: the table, a local or a global index; `D` is the row
/// that it returns.
#[must_use = "an operation does nothing until it is awaited"]
pub struct Query<I, S, K = OnTable, D = Whole<I>> {
    key: KeyCondition,
    descending: bool,
    pub(crate) settings: Settings<I, D>,
    of: PhantomData<fn() -> (S, K)>,
}

/// The type that [`Table::query`] returns, for functions of your own that take or return a query.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Table, operation::TableQuery};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     customer: String,
///     #[faraday(sort_key)]
///     id: u64,
///     paid: bool,
/// }
///
/// fn unpaid(customer: &str) -> TableQuery<Order> {
///     Table::<Order>::query(customer).filter(Order::PAID.eq(false))
/// }
///
/// let latest = unpaid("ann").sort_key_range(100..).descending().limit(5);
/// ```
pub type TableQuery<I> = Query<I, <<I as Item>::Key as KeyShape>::Sort>;

impl<I: Item, S, K, R> Query<I, S, K, Whole<R>> {
    pub(super) fn new(key: KeyCondition, index: Option<&'static IndexSchema>) -> Self {
        Self { key, descending: false, settings: Settings::new(index), of: PhantomData }
    }
}

/// Stands for the argument of methods that compare the sort key, which do not exist. No type implements it.
#[diagnostic::on_unimplemented(
    message = "a comparison of the sort key is written as a range",
    label = "DynamoDB has one condition on the sort key",
    note = "write `.sort_key_range(5..)` for ≥, `..5` for <, `..=5` for ≤, `5..=9` for between, and `.sort_key(5)` for =",
    note = "for > write `.sort_key_range((Bound::Excluded(5), Bound::Unbounded))`"
)]
pub trait WrittenAsARange {}

/// Methods that users may expect, with a compile error that says what to write instead.
macro_rules! written_as_a_range {
    ($($name:ident)*) => {$(
        #[doc(hidden)]
        pub fn $name<O: WrittenAsARange>(self, _: O) -> Self {
            self
        }
    )*};
}

impl<I: Item, S, K, D: Rows> Query<I, S, K, D> {
    /// Returns only items with this value of the sort key, or of its next attribute. `None` adds no condition, and then no condition can
    /// follow on the attributes after it ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)).
    ///
    /// A `None` that is written in the call has no type: leave the call out, or write `None::<u64>`.
    // `T` is a parameter, so that the compiler checks it after it has found the method; otherwise it would not show our message.
    pub fn sort_key<T, As>(self, value: impl OptionalOperand<S::Value, As>) -> Query<I, T, K, D>
    where
        S: SortShape<Rest = T>,
    {
        self.with_condition(SortCondition::equals(value))
    }

    /// Returns only items whose sort key is in this range: `a..=b`, `a..`, `..b`, `..=b`, or a pair of [`Bound`](std::ops::Bound)s. No
    /// further sort-key condition can follow. A range without bounds, and `None`, add no condition. For optional bounds see
    /// [`sort_key_bounds`](Query::sort_key_bounds).
    pub fn sort_key_range(self, range: impl KeyRange<S::Value>) -> Query<I, crate::schema::NoSortKey, K, D>
    where
        S: SortShape,
    {
        self.with_condition(range.condition())
    }

    /// Returns only items whose sort key is from `from` to `to`, both included. `None` is no bound; with `None` for both, no condition is
    /// added. No further sort-key condition can follow.
    ///
    /// If both are written as `None` in the call, they have no type: write `None::<u64>` for one of them.
    ///
    /// # Errors
    ///
    /// When `from` is above `to` ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)), as for
    /// [`sort_key_range`](Query::sort_key_range): nothing is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # for id in 1..=9 { Table::<Order>::put(&Order { customer: "ann".into(), id }).on(&db).await?; }
    /// let between = async |from: Option<u64>, to: Option<u64>| {
    ///     Table::<Order>::query("ann").sort_key_bounds(from, to).count().on(&db).await
    /// };
    /// assert_eq!(between(Some(3), Some(5)).await?, 3);
    /// assert_eq!(between(Some(3), None).await?, 7);
    /// assert_eq!(between(None, None).await?, 9);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [key conditions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).
    pub fn sort_key_bounds<O: Operand<S::Value>>(
        self,
        from: Option<O>,
        to: Option<O>,
    ) -> Query<I, crate::schema::NoSortKey, K, D>
    where
        S: SortShape,
    {
        let [from, to] = [from, to].map(|bound| bound.map_or(Bound::Unbounded, Bound::Included));
        self.sort_key_range((from, to))
    }

    /// Returns only items whose sort key (a string or binary) begins with this prefix. No further sort-key condition can follow. `None`
    /// adds no condition.
    pub fn sort_key_begins_with<P, As>(self, prefix: P) -> Query<I, crate::schema::NoSortKey, K, D>
    where
        S: SortShape<Value: Value<Kind: PrefixKind>>,
        P: OptionalOperand<<<S::Value as Value>::Kind as PrefixKind>::Prefix, As>,
    {
        self.with_condition(SortCondition::begins_with::<S::Value, As>(prefix))
    }

    /// Returns only items whose sort key, made by a template, begins with these parts: the value of its first part, or a tuple of its
    /// first parts. A condition on the next part can follow.
    ///
    /// The template's texts around the parts belong to the prefix, so that `12` does not match `123`. `None` adds no condition, and then
    /// no condition can follow.
    pub fn sort_key_prefix<As, L: LeadingParts<S, As>>(mut self, parts: L) -> Query<I, L::Rest, K, D> {
        self.key.set_parts(parts.into_conditions());
        Query { key: self.key, descending: self.descending, settings: self.settings, of: PhantomData }
    }

    written_as_a_range! { sort_key_gt sort_key_ge sort_key_lt sort_key_le sort_key_eq }

    #[doc(hidden)]
    pub fn sort_key_between<O: WrittenAsARange, P>(self, _: O, _: P) -> Self {
        self
    }

    fn with_condition<T>(mut self, condition: SortCondition) -> Query<I, T, K, D> {
        self.key.and(condition);
        Query { key: self.key, descending: self.descending, settings: self.settings, of: PhantomData }
    }

    pub(crate) fn with_rows<E>(self, rows: E) -> Query<I, S, K, E> {
        self.map_rows(|_| rows)
    }

    /// See [`Settings::filter_scope`]; with the order, because a position means another rest in the other order.
    pub(crate) fn filter_scope(&self) -> CursorScope {
        self.settings.filter_scope().with(&[u8::from(self.descending)])
    }

    fn map_rows<E>(self, map: impl FnOnce(D) -> E) -> Query<I, S, K, E> {
        Query { key: self.key, descending: self.descending, settings: self.settings.map_rows(map), of: self.of }
    }

    /// Returns the lowest sort key first. This is the default.
    pub fn ascending(mut self) -> Self {
        self.descending = false;
        self
    }

    /// Returns the highest sort key first.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Accepts cursors of this query with another range of the sort key: for a moving window, such as the last 30 days.
    ///
    /// Without it, a cursor is bound to the range, so that the next request must have the same range. With it, the query continues after
    /// the cursor, up to the end of the new range. It does not read items that have left the range, nor items behind the cursor that have
    /// entered it. Call it for every page, including the first.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "events")]
    /// # struct Event { #[faraday(partition_key)] device: String, #[faraday(sort_key)] at: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Event>::create().on(&db).await?;
    /// # for at in 0..40 { Table::<Event>::put(&Event { device: "a".into(), at }).on(&db).await?; }
    /// let window = |now: u64| {
    ///     Table::<Event>::query("a").sort_key_range(now - 30..).moving_range().page_size(10)
    /// };
    /// let first = window(40).page().on(&db).await?;
    /// let second = window(41).after(first.next.unwrap()).page().on(&db).await?;
    /// assert_eq!(second.items[0].at, 20);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [paginating](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html).
    pub fn moving_range(mut self) -> Self {
        self.key.moving = true;
        self
    }

    /// Returns the cursor with which this query continues after `item`: an item, or a row of an index. The item need not exist any more.
    ///
    /// # Errors
    ///
    /// When the item has no form in DynamoDB, or lacks a key attribute of the table or index.
    pub fn cursor<As>(self, item: &impl CursorOf<I, As>) -> Result<Cursor> {
        let index = self.settings.index;
        let pager = self.into_pager(false);
        Ok(Cursor::new(pager.scope, key_of::<I>(item, index)?))
    }

    pub(crate) fn into_pager(self, metered: bool) -> Pager<D> {
        let descending = self.descending;
        self.settings.pager(Api::Query, Some(self.key), metered, |request| {
            if descending {
                request.flag("ScanIndexForward", false);
            }
        })
    }
}

reading!(Query[S]);
selecting!(Query[S]);
