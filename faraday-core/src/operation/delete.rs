use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::delete_item::DeleteItemOutput;

use crate::database::{Codec, Database};
use crate::error::{EncodeError, Error, Result};
use crate::expression::Condition;
use crate::run::Answer;
use crate::run::Metered;
use crate::run::Request;
use crate::run::{Cost, Explain, Identity, Target, TransactWrite, Write};
use crate::run::{Nothing, Old, Returning};
use crate::run::{Opening, Whole};
use crate::run::{Operation, operation};
use crate::run::{checked, send_map_write, send_wire};
use crate::schema::{Attribute, Item, KeyOf, Versioned};
use crate::table::Table;
use crate::value::Attributes;

impl<I: Item> Table<I> {
    /// Deletes the item of this primary key; it is no error if there is none.
    ///
    /// Costs a write unit for every 1 KB of the item, and one if there is none.
    ///
    /// # Errors
    ///
    /// When the condition does not hold ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is deleted.
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
    /// Table::<User>::put(&User { id: "ann".into(), visits: 1 }).on(&db).await?;
    ///
    /// let old = Table::<User>::delete("ann").condition(User::VISITS.lt(5)).returning_old().on(&db).await?;
    /// assert_eq!(old, Some(User { id: "ann".into(), visits: 1 }));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DeleteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html).
    pub fn delete(key: impl KeyOf<I::Key>) -> Delete<I> {
        Delete {
            key: key.encode_key(&I::SCHEMA),
            version: None,
            condition: None,
            current: false,
            database: None,
            of: PhantomData,
        }
    }
}

/// Deletes one item: see [`Table::delete`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Delete<I, R = Nothing> {
    key: Result<Vec<u8>, EncodeError>,
    version: Option<u64>,
    condition: Option<Condition<I>>,
    current: bool,
    database: Option<Database>,
    of: PhantomData<fn() -> R>,
}

impl<I: Item, R: Returning<I>> Delete<I, R> {
    /// Deletes only if this holds for the item that is there; a second condition must hold as well.
    pub fn condition(mut self, condition: Condition<I>) -> Self {
        Condition::also(&mut self.condition, condition);
        self
    }

    /// Deletes only if there is an item with this primary key.
    pub fn if_exists(self) -> Self {
        self.condition(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).exists())
    }

    /// Deletes only if nobody wrote the item since `item` was read: its version is still the same.
    ///
    /// Otherwise it is an error ([`is_version_conflict`](Error::is_version_conflict)) with the item that is there now
    /// ([`Error::current`]).
    pub fn if_unchanged(mut self, item: &I) -> Self
    where
        I: Versioned,
    {
        let version = item.stamp().version;
        self.version = Some(version);
        match I::MANAGED.version() {
            Some(name) => self.condition(Condition::is_version(name, version)).returning_current(),
            None => self,
        }
    }

    /// Gives the item that was deleted, if there was one.
    pub fn returning_old(self) -> Delete<I, Old> {
        let Self { key, version, condition, current, database, of: _ } = self;
        Delete { key, version, condition, current, database, of: PhantomData }
    }

    /// Has a failed condition tell which item was there: [`Error::current`](crate::Error::current). Costs nothing more.
    pub fn returning_current(mut self) -> Self {
        self.current = true;
        self
    }

    fn request(self, target: Target, metered: bool) -> Result<Request> {
        let mut request = Request::new(target.table);
        request.json("Key", self.key?);
        request.expressions(Request::condition(self.condition))?;
        request.name("ReturnValues", R::RETURN_VALUES);
        request.name("ReturnValuesOnConditionCheckFailure", self.current.then_some("ALL_OLD"));
        request.metered(metered);
        Ok(request)
    }
}

operation!([I: Item, R: Returning<I>] Delete<I, R>);

impl<I: Item, R: Returning<I>> Operation for Delete<I, R> {
    type Output = R::Output;

    async fn run(mut self, metered: bool) -> Result<Metered<R::Output>> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("DeleteItem", None))?;
        let target = Target::of::<I>(&database);
        let table = target.table.clone();
        let during = |error: Error| error.during("DeleteItem", Some(&table));
        let version = self.version;
        let whole = Whole::new();
        let rows = Opening::new::<I>(&whole, &database).map_err(during)?;
        let request = self.request(target, metered).map_err(during)?;
        let sent: Result<Answer<R::Image>> = match database.codec() {
            Codec::Wire => send_wire!(database, request, delete_item, "DeleteItem", DeleteItemOutput, &rows),
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
        let cost = Cost::write_unknown("one for each 1 KB of the item that is there");
        let target = Target::shown(&I::SCHEMA, self.database.as_ref());
        Explain::new("DeleteItem", self.request(target, false), cost)
    }
}

async fn send_map<T: Attributes + Send + 'static>(
    database: &Database,
    request: &Request,
    rows: &Opening<'_, Whole<T>>,
) -> Result<Answer<T>> {
    Ok(send_map_write!(database.client().delete_item().set_key(request.get_item("Key")?), request, rows))
}

impl<I: Item> Write for Delete<I> {
    fn into_write(self) -> TransactWrite {
        let (identity, version, own) = (Identity::known::<I, _>(&self.key), self.version, self.database.is_some());
        TransactWrite::new::<I>("Delete", identity, own, |target| self.request(target, false)).checked::<I>(version)
    }
}
