//! Counters that many programs add to at the same time: [`Counter`].
//!
//! One item can take about 1,000 writes a second, whatever the capacity of its table. A [`Counter`] is therefore several items, its shards:
//! [`add`](Counter::add) adds to one of them, chosen at random, and [`sum`](Counter::sum) reads them all.
//!
//! # The table
//!
//! Shards are ordinary items of the struct [`CounterShard`], in the table `faraday-counters` or another (`on_table`):
//!
//! | attribute | type | meaning |
//! |---|---|---|
//! | `shard` | S, partition key | the name of the counter, `#`, and the number of the shard: `views#3` |
//! | `value` | N | the sum of all additions to it |
//!
//! Create the table once with `Table::<CounterShard>::create()`.
//!
//! See [write sharding](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-sharding.html).

use std::fmt;

use crate::Item;
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::operation::{GetMany, Update};
use crate::schema::TableSchema;
use crate::table::Table;

/// A stored part of a counter: an item of the table `faraday-counters`.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "faraday-counters")]
#[non_exhaustive]
pub struct CounterShard {
    /// The name of the counter, `#`, and the number of the shard.
    #[faraday(partition_key)]
    pub shard: String,
    /// The sum of all additions to it.
    pub value: i64,
}

/// A counter that is spread over several items.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::counters::{Counter, CounterShard};
/// use faraday::{Database, Table};
///
/// # let db = Database::embedded()?;
/// Table::<CounterShard>::create().if_absent().on(&db).await?;
///
/// let views = Counter::new("views", 16);
/// views.add(1).on(&db).await?;
/// views.add(2).on(&db).await?;
/// assert_eq!(views.sum().on(&db).await?, 3);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Clone)]
pub struct Counter {
    name: String,
    shards: u32,
}

impl Counter {
    /// Returns the counter with this name and number of shards. Use one shard for every 1,000 writes a second, and at least one.
    ///
    /// The number may grow later. It must not shrink, because [`sum`](Counter::sum) reads only this many.
    #[must_use]
    pub fn new(name: impl Into<String>, shards: u32) -> Self {
        Self { name: name.into(), shards: shards.max(1) }
    }

    /// Adds this amount, which may be negative, to one of the shards. A shard that does not exist is created.
    ///
    /// It is an [`Update`], so you can put it into a [`transaction`](crate::transaction). Put only one `add` of a counter into each: a
    /// transaction has at most one operation for each item, and two `add`s may choose the same shard. Add the amounts up instead.
    ///
    /// If its reply is lost, it may be done twice, unless it is [`idempotent`](crate::operation::Update::idempotent). Consumes one write unit.
    ///
    /// # Errors
    ///
    /// When the shard would go beyond an `i64` ([`is_condition_failed`](Error::is_condition_failed)), or the table of counters does not
    /// exist ([`is_table_not_found`](Error::is_table_not_found)): nothing is added.
    pub fn add(&self, amount: i64) -> Update<CounterShard> {
        Table::<CounterShard>::update(self.shard(fastrand::u32(..self.shards))).add(CounterShard::VALUE, amount)
    }

    /// Returns the sum of all shards.
    ///
    /// They are read one after the other, so an addition meanwhile may be counted or not. Consumes half a read unit for each shard, or a
    /// whole one if [`consistent`](Sum::consistent).
    ///
    /// # Errors
    ///
    /// When the sum is beyond an `i64` ([`is_decode`](Error::is_decode)), although each shard holds less, or the table of counters does not
    /// exist ([`is_table_not_found`](Error::is_table_not_found)).
    pub fn sum(&self) -> Sum {
        Sum(Table::<CounterShard>::get_many((0..self.shards).map(|shard| self.shard(shard))))
    }

    fn shard(&self, number: u32) -> String {
        format!("{}#{number}", self.name)
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counter").field("shards", &self.shards).finish_non_exhaustive()
    }
}

/// Adds up the shards of a counter: see [`Counter::sum`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Sum(GetMany<CounterShard>);

impl Sum {
    /// Counts every addition that was acknowledged before; consumes twice the capacity.
    pub fn consistent(self) -> Self {
        Self(self.0.consistent())
    }
}

operation!([] Sum);
on_table!([] Sum);

impl Execute for Sum {
    type Output = i64;

    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        self.0.schema()
    }

    fn destination(&mut self) -> &mut Destination {
        Execute::destination(&mut self.0)
    }

    async fn run(self, execution: &mut Execution) -> Result<i64> {
        let shards = self.0.run(execution).await?;
        let sum: i128 = shards.iter().flatten().map(|shard| i128::from(shard.value)).sum();
        i64::try_from(sum)
            .map_err(|_| Error::new(ErrorKind::Decode, "the sum of the counter's shards is beyond an `i64`"))
    }

    fn explanation(self) -> Explain {
        self.0.explanation()
    }
}
