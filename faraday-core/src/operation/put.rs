use std::marker::PhantomData;
use std::time::SystemTime;

use aws_sdk_dynamodb::operation::put_item::PutItemOutput;

use crate::database::{Codec, Database};
use crate::error::{Error, Result};
use crate::expression::Condition;
use crate::run::Answer;
use crate::run::Metered;
use crate::run::Request;
use crate::run::{Cost, Explain, Identity, Target, TransactWrite, Write};
use crate::run::{Encoded, checked, send_map_write, send_wire};
use crate::run::{Nothing, Old, Returning};
use crate::run::{Opening, Whole};
use crate::run::{Operation, operation};
use crate::schema::{Attribute, Item, Stamp};
use crate::table::Table;
use crate::value::Attributes;

impl<I: Item> Table<I> {
    /// Writes an item, in place of the one with the same primary key if there is one.
    ///
    /// Costs a write unit for every 1 KB of the larger of the two.
    ///
    /// An item with a `version` is written only if the one that is there has the version of `item`, or 0 or none where
    /// `item` has 0: one that another program put there without a version is replaced. See [`save`](Table::save).
    ///
    /// If the answer to a write with a condition is lost after it was done, the SDK sends it again, and the condition fails
    /// on the item that it wrote itself. Where that matters, write in a [`transaction`](crate::transaction).
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB, a key attribute is empty, or the item is over 400 KB: nothing is sent. When
    /// the condition does not hold ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is written.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, visits: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let ann = User { id: "ann".into(), visits: 1 };
    /// Table::<User>::put(&ann).if_absent().on(&db).await?;
    ///
    /// let error = Table::<User>::put(&ann).if_absent().returning_current().on(&db).await.unwrap_err();
    /// assert!(error.is_condition_failed());
    /// assert_eq!(error.current::<User>()?, Some(ann));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [PutItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html).
    pub fn put(item: &I) -> Put<I> {
        let stamp = item.stamp();
        let put = Put {
            item: Encoded::of(item),
            stamp,
            now: None,
            condition: None,
            current: false,
            database: None,
            of: PhantomData,
        };
        match I::MANAGED.version() {
            None => put,
            Some(name) => put.condition(Condition::is_version(name, stamp.version)).returning_current(),
        }
    }
}

/// Writes one item: see [`Table::put`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Put<I, R = Nothing> {
    item: Result<Encoded>,
    stamp: Stamp,
    /// When it happens, if not when it is sent.
    now: Option<SystemTime>,
    condition: Option<Condition<I>>,
    current: bool,
    database: Option<Database>,
    of: PhantomData<fn() -> R>,
}

impl<I: Item, R: Returning<I>> Put<I, R> {
    /// Writes only if this holds for the item that is there; a second condition must hold as well.
    pub fn condition(mut self, condition: Condition<I>) -> Self {
        Condition::also(&mut self.condition, condition);
        self
    }

    /// Writes only if there is no item with this primary key.
    pub fn if_absent(self) -> Self {
        self.condition(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).not_exists())
    }

    /// Writes only if there is an item with this primary key.
    pub fn if_exists(self) -> Self {
        self.condition(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).exists())
    }

    /// Gives the item that was there before, if there was one.
    pub fn returning_old(self) -> Put<I, Old> {
        let Self { item, stamp, now, condition, current, database, of: _ } = self;
        Put { item, stamp, now, condition, current, database, of: PhantomData }
    }

    /// Has a failed condition tell which item was there: [`Error::current`](crate::Error::current). Costs nothing more.
    pub fn returning_current(mut self) -> Self {
        self.current = true;
        self
    }

    pub(super) fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    fn request(self, target: Target, metered: bool) -> Result<Request> {
        let mut request = Request::new(target.table);
        request.json("Item", self.item?.finish::<I>(self.stamp, self.now.unwrap_or(target.now), &target.sealing)?);
        request.expressions(Request::condition(self.condition))?;
        request.name("ReturnValues", R::RETURN_VALUES);
        request.name("ReturnValuesOnConditionCheckFailure", self.current.then_some("ALL_OLD"));
        request.metered(metered);
        Ok(request)
    }
}

operation!([I: Item, R: Returning<I>] Put<I, R>);

impl<I: Item, R: Returning<I>> Operation for Put<I, R> {
    type Output = R::Output;

    async fn run(mut self, metered: bool) -> Result<Metered<R::Output>> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("PutItem", None))?;
        let target = Target::of::<I>(&database);
        let table = target.table.clone();
        let during = |error: Error| error.during("PutItem", Some(&table));
        let version = Some(self.stamp.version);
        let whole = Whole::new();
        let rows = Opening::new::<I>(&whole, &database).map_err(during)?;
        let request = self.request(target, metered).map_err(during)?;
        let sent: Result<Answer<R::Image>> = match database.codec() {
            Codec::Wire => send_wire!(database, request, put_item, "PutItem", PutItemOutput, &rows),
            Codec::Map => send_map(&database, &request, &rows).await.map_err(during),
        };
        let mut answer = sent.map_err(|error| checked::<I>(error, version, &database))?;
        let output = R::finish(answer.item.take(), None).map_err(during)?;
        Ok(answer.metered(|_| output))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let size = self.item.as_ref().ok().map(Explain::size_of);
        let target = Target::shown(&I::SCHEMA, self.database.as_ref());
        let request = self.request(target, false);
        Explain::new("PutItem", request, Cost::put(size))
    }
}

async fn send_map<T: Attributes + Send + 'static>(
    database: &Database,
    request: &Request,
    rows: &Opening<'_, Whole<T>>,
) -> Result<Answer<T>> {
    Ok(send_map_write!(database.client().put_item().set_item(request.get_item("Item")?), request, rows))
}

impl<I: Item> Write for Put<I> {
    fn into_write(self) -> TransactWrite {
        let identity = self.item.as_ref().ok().and_then(|item| Identity::of(&I::SCHEMA, &item.json).ok());
        let (version, own) = (self.stamp.version, self.database.is_some());
        TransactWrite::new::<I>("Put", identity, own, |target| self.request(target, false)).checked::<I>(Some(version))
    }
}
