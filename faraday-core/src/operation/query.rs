use std::marker::PhantomData;

use super::items::{Items, Pager};
use super::request::Request;
use crate::capacity::Metered;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::expression::{Condition, KeyCondition, KeyRange, SortCondition};
use crate::run::{Operation, operation};
use crate::schema::{Item, KeyShape, Operand, SortKeyed};
use crate::table::Table;
use crate::value::Value;
use crate::value::kind::PrefixKind;

type SortOf<I> = <<I as Item>::Key as SortKeyed>::Sort;

impl<I: Item> Table<I> {
    /// Reads the items of one partition key, in the order of their sort keys.
    ///
    /// Give it at most one sort-key condition, and a filter if need be; then [`all`](Query::all) (or `.await`) or
    /// [`stream`](Query::stream). Reads half a capacity unit for every 4 KB of items that match the key condition,
    /// whether a filter drops them or not; an answer of DynamoDB's has at most 1 MB of them, and as many are asked for as
    /// it takes.
    ///
    /// # Errors
    ///
    /// When there is no such table ([`is_table_not_found`](Error::is_table_not_found)), or an item does not fit the
    /// struct ([`is_decode`](Error::is_decode)).
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
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [Query](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html).
    pub fn query(partition_key: impl Operand<<I::Key as KeyShape>::Partition>) -> Query<I> {
        Query {
            key: KeyCondition::new(I::SCHEMA.partition_key(), &partition_key),
            sort_key: None,
            filter: None,
            descending: false,
            consistent: false,
            limit: None,
            failed: None,
            database: None,
            of: PhantomData,
        }
    }
}

/// Reads the items of one partition key: see [`Table::query`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Query<I> {
    key: KeyCondition,
    sort_key: Option<SortCondition>,
    filter: Option<Condition<I>>,
    descending: bool,
    consistent: bool,
    limit: Option<u64>,
    failed: Option<Error>,
    database: Option<Database>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> Query<I> {
    /// Only the item of this sort key.
    pub fn sort_key(self, value: impl Operand<SortOf<I>>) -> Self
    where
        I::Key: SortKeyed,
    {
        self.with_sort_key(SortCondition::compare(" = ", &value))
    }

    /// Only sort keys in this range: `a..=b`, `a..`, `..b` or `..=b`.
    pub fn sort_key_range(self, range: impl KeyRange<SortOf<I>>) -> Self
    where
        I::Key: SortKeyed,
    {
        self.with_sort_key(range.condition())
    }

    /// Only sort keys, strings or binaries, that begin so.
    pub fn sort_key_begins_with<P>(self, prefix: P) -> Self
    where
        I::Key: SortKeyed,
        <SortOf<I> as Value>::Kind: PrefixKind,
        P: Operand<<<SortOf<I> as Value>::Kind as PrefixKind>::Prefix>,
    {
        self.with_sort_key(SortCondition::begins_with::<SortOf<I>>(&prefix))
    }

    fn with_sort_key(mut self, condition: SortCondition) -> Self {
        if self.sort_key.replace(condition).is_some() {
            let twice = "a query takes one sort-key condition: DynamoDB's BETWEEN is `sort_key_range(a..=b)`";
            self.failed.get_or_insert_with(|| Error::new(ErrorKind::InvalidArgument, twice));
        }
        self
    }

    /// Drops the items for which this does not hold, after they were read and paid for; a second filter must hold as well.
    pub fn filter(mut self, condition: Condition<I>) -> Self {
        Condition::also(&mut self.filter, condition);
        self
    }

    /// The highest sort key first.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Sees every write that was acknowledged before; costs twice the capacity.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// At most so many items in all, however many pages that takes, filter or not.
    pub fn limit(mut self, items: u64) -> Self {
        self.limit = Some(items);
        self
    }

    /// All items in a `Vec`; the same as to `.await` the query.
    pub fn all(self) -> Self {
        self
    }

    /// The items one after another, read a page at a time.
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
    /// let mut orders = Table::<Order>::query("ann").on(&db).stream();
    /// while let Some(order) = orders.try_next().await? {
    ///     println!("{}", order.id);
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn stream(self) -> Items<I> {
        self.pager(false).stream()
    }

    fn pager(mut self, metered: bool) -> Pager<I> {
        let mut request = Request::new(String::new());
        if let (Some(condition), Some(sort_key)) = (self.sort_key.take(), I::SCHEMA.sort_key()) {
            self.key.and(sort_key, condition);
        }
        let filtered = self.filter.is_some();
        let mut expressions = vec![("KeyConditionExpression", self.key.into_tokens())];
        expressions.extend(self.filter.map(|filter| ("FilterExpression", filter.tokens())));
        let failed = self.failed.or(request.expressions(expressions).err());
        if self.descending {
            request.flag("ScanIndexForward", false);
        }
        if self.consistent {
            request.flag("ConsistentRead", true);
        }
        request.metered(metered);
        Pager {
            database: self.database,
            table: I::SCHEMA.table(),
            request,
            failed,
            remaining: self.limit,
            page_size: None,
            filtered,
            spent: Metered::none(()),
            done: self.limit == Some(0),
            of: PhantomData,
        }
    }
}

operation!([I: Item] Query<I>);

impl<I: Item> Operation for Query<I> {
    type Output = Vec<I>;

    async fn run(self, metered: bool) -> Result<Metered<Vec<I>>> {
        self.pager(metered).all().await
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }
}
