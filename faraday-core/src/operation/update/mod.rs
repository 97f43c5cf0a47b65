mod change;

use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::update_item::UpdateItemOutput;

use crate::database::{Codec, Database};
use crate::error::{EncodeError, Error, ErrorKind, Result};
use crate::expression::{Clauses, Condition};
use crate::run::Answer;
use crate::run::Metered;
use crate::run::Request;
use crate::run::{Cost, Explain, Identity, Target, TransactWrite, Write};
use crate::run::{KeySeals, Opening, Whole};
use crate::run::{New, Nothing, Old, Returning, UpdatedNew, UpdatedOld};
use crate::run::{Operation, operation};
use crate::run::{checked, send_map_write, send_wire};
use crate::schema::{Attribute, Item, KeyOf, Versioned, bound_key};
use crate::table::Table;
use crate::value::Attributes;

impl<I: Item> Table<I> {
    /// Changes some attributes of the item of this primary key, or makes one if there is none.
    ///
    /// Without a condition an item that is not there is made, with its key and what the update sets: say
    /// [`if_exists`](Update::if_exists) where that is not meant. Costs a write unit for every 1 KB of the whole item, as it
    /// was or as it becomes, whichever is larger.
    ///
    /// # Errors
    ///
    /// When the condition does not hold ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is changed.
    /// When a nested place's parent is not there, or two changes are of one place
    /// ([`is_validation`](crate::Error::is_validation)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use std::collections::BTreeSet;
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, visits: u64, tags: BTreeSet<String> }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # Table::<User>::put(&User { id: "ann".into(), visits: 1, tags: BTreeSet::new() }).on(&db).await?;
    /// let ann = Table::<User>::update("ann")
    ///     .add(User::VISITS, 1)
    ///     .insert(User::TAGS, ["vip"])
    ///     .condition(User::VISITS.lt(1_000))
    ///     .returning_new()
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(ann.visits, 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub fn update(key: impl KeyOf<I::Key>) -> Update<I> {
        Update {
            key: key.encode_key(&I::SCHEMA),
            version: None,
            clauses: Clauses::default(),
            condition: None,
            current: false,
            database: None,
            of: PhantomData,
        }
    }
}

/// Changes one item: see [`Table::update`]; what it can do to an attribute is in the methods below.
#[must_use = "an operation does nothing until it is awaited"]
pub struct Update<I, R = Nothing> {
    key: Result<Vec<u8>, EncodeError>,
    version: Option<u64>,
    pub(super) clauses: Clauses,
    condition: Option<Condition<I>>,
    current: bool,
    database: Option<Database>,
    of: PhantomData<fn() -> R>,
}

impl<I: Item, R: Returning<I>> Update<I, R> {
    /// Changes only if this holds for the item that is there; a second condition must hold as well.
    pub fn condition(mut self, condition: Condition<I>) -> Self {
        Condition::also(&mut self.condition, condition);
        self
    }

    /// Changes only if there is an item with this primary key, so that none is made.
    pub fn if_exists(self) -> Self {
        self.condition(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).exists())
    }

    /// Changes only if there is no item with this primary key, so that one is made.
    pub fn if_absent(self) -> Self {
        self.condition(Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).not_exists())
    }

    /// Changes only if nobody wrote the item since `item` was read: its version is still the same.
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

    /// Gives the whole item as it was before, if there was one.
    pub fn returning_old(self) -> Update<I, Old> {
        self.returning()
    }

    /// Gives the whole item as it is now.
    pub fn returning_new(self) -> Update<I, New> {
        self.returning()
    }

    /// Gives the changed attributes as they were before: [`Partial`](crate::Partial).
    pub fn returning_updated_old(self) -> Update<I, UpdatedOld> {
        self.returning()
    }

    /// Gives the changed attributes as they are now: [`Partial`](crate::Partial).
    pub fn returning_updated_new(self) -> Update<I, UpdatedNew> {
        self.returning()
    }

    /// Has a failed condition tell which item was there: [`Error::current`](crate::Error::current). Costs nothing more.
    pub fn returning_current(mut self) -> Self {
        self.current = true;
        self
    }

    fn returning<S>(self) -> Update<I, S> {
        let Self { key, version, clauses, condition, current, database, of: _ } = self;
        Update { key, version, clauses, condition, current, database, of: PhantomData }
    }

    fn request(mut self, target: Target, metered: bool) -> Result<Request> {
        self.clauses.stamp(I::MANAGED, target.now);
        let mut request = Request::new(target.table);
        let key = self.key?;
        let mut update = self.clauses.tokens();
        if !I::ENCRYPTED.is_empty() {
            let bound = bound_key(&I::SCHEMA, &key)?;
            update.seal(|name, open| target.sealing.json(&I::SCHEMA, &bound, name, open))?;
        }
        request.json("Key", key);
        let mut expressions = vec![("UpdateExpression", update)];
        expressions.extend(Request::condition(self.condition));
        request.expressions(expressions)?;
        request.name("ReturnValues", R::RETURN_VALUES);
        request.name("ReturnValuesOnConditionCheckFailure", self.current.then_some("ALL_OLD"));
        request.metered(metered);
        Ok(request)
    }
}

operation!([I: Item, R: Returning<I>] Update<I, R>);

impl<I: Item, R: Returning<I>> Operation for Update<I, R> {
    type Output = R::Output;

    async fn run(mut self, metered: bool) -> Result<Metered<R::Output>> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("UpdateItem", None))?;
        let target = Target::of::<I>(&database);
        let table = target.table.clone();
        let during = |error: Error| error.during("UpdateItem", Some(&table));
        let version = self.version;
        let whole = Whole::new();
        let rows = Opening::new::<I>(&whole, &database).map_err(during)?;
        let seals = KeySeals::of::<I>(self.key.as_deref().ok(), &database);
        let request = self.request(target, metered).map_err(during)?;
        let sent: Result<Answer<R::Image>> = match database.codec() {
            Codec::Wire => send_wire!(database, request, update_item, "UpdateItem", UpdateItemOutput, &rows),
            Codec::Map => send_map(&database, &request, &rows).await.map_err(during),
        };
        let mut answer = sent.map_err(|error| checked::<I>(error, version, &database))?;
        let output = R::finish(answer.item.take(), seals).map_err(during)?;
        Ok(answer.metered(|_| output))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let Clauses { set, add, .. } = &self.clauses;
        let cost = Cost::update(self.key.as_ref().ok(), set.values().chain(add.values()));
        let target = Target::shown(&I::SCHEMA, self.database.as_ref());
        Explain::new("UpdateItem", self.request(target, false), cost)
    }
}

async fn send_map<T: Attributes + Send + 'static>(
    database: &Database,
    request: &Request,
    rows: &Opening<'_, Whole<T>>,
) -> Result<Answer<T>> {
    let call = database
        .client()
        .update_item()
        .set_key(request.get_item("Key")?)
        .set_update_expression(request.get_text("UpdateExpression"));
    Ok(send_map_write!(call, request, rows))
}

impl<I: Item> Write for Update<I> {
    fn into_write(self) -> TransactWrite {
        let (identity, version, own) = (Identity::known::<I, _>(&self.key), self.version, self.database.is_some());
        let write = TransactWrite::new::<I>("Update", identity, own, |target| {
            let request = self.request(target, false)?;
            match request.get_text("UpdateExpression") {
                Some(_) => Ok(request),
                None => Err(Error::new(
                    ErrorKind::InvalidArgument,
                    "an update that changes nothing has no place in a transaction: use `check` for its condition",
                )),
            }
        });
        write.checked::<I>(version)
    }
}
