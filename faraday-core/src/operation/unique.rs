//! `Table::insert`, `replace` and `remove`: write an item and the guards that keep its attributes unique.

use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;

use super::conditional_write::transact;
use super::own_write::same_value;
use super::transaction::{CancellationReason, Transaction, transaction};
use super::{Delete, Put};
use crate::codec::sdk_map::SdkItem;
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Execute, Execution, Explain, Request, Target, TransactWrite, operation};
use crate::expression::{Condition, Tokens};
use crate::schema::{Guard, Identity, Item, PartValue, TableSchema, Unique, item_key};
use crate::table::Table;
use crate::transport::Api;
use crate::value::EncodeError;

impl<I: Item> Table<I> {
    /// Writes a new item with unique attributes, and the guards that keep them unique, in one transaction.
    ///
    /// An absent attribute has no guard. Consumes two write units for every 1 KB of the item, and two for each guard.
    ///
    /// # Errors
    ///
    /// When another item has the value ([`is_unique_violation`](Error::is_unique_violation),
    /// [`unique_fields`](Error::unique_fields)), or there is an item with this key
    /// ([`is_condition_failed`](Error::is_condition_failed)): nothing is written.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Table)]
    /// #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    /// struct App;
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = App, kind = "user",
    ///     partition_key = "USER#{id}", sort_key = "USER",
    ///     unique(email),
    /// )]
    /// struct User {
    ///     id: u64,
    ///     email: String,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<App>::create().on(&db).await?;
    /// let ann = User { id: 1, email: "ann@example.com".into() };
    /// Table::<User>::insert(&ann).on(&db).await?;
    ///
    /// let other = User { id: 2, email: "ann@example.com".into() };
    /// let error = Table::<User>::insert(&other).on(&db).await.unwrap_err();
    /// assert!(error.is_unique_violation());
    /// assert_eq!(error.unique_fields(), Some(&["email"][..]));
    ///
    /// let moved = User { id: 1, email: "ann@example.org".into() };
    /// Table::<User>::replace(&ann, &moved).on(&db).await?;
    /// Table::<User>::insert(&other).on(&db).await?; // the address is free again
    /// Table::<User>::remove(&moved).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [uniqueness with transactions](https://aws.amazon.com/blogs/database/simulating-amazon-dynamodb-unique-constraints-using-transactions/).
    pub fn insert(item: &I) -> UniqueWrite
    where
        I: Unique,
    {
        let guards = guards(item).map(|guards| guards.into_iter().flat_map(|(fields, guard)| Some((fields, guard?))));
        let writes = guards.map(|guards| {
            let put = transact(Put::of(item).if_absent());
            std::iter::once(put).chain(guards.map(|(fields, guard)| take::<I>(fields, guard))).collect()
        });
        UniqueWrite::new(writes)
    }

    /// Replaces an item that was read, and changes the guards of its unique attributes, in one transaction.
    ///
    /// # Errors
    ///
    /// When another item has one of the new values ([`is_unique_violation`](Error::is_unique_violation)); when the stored unique
    /// attributes are no longer those of `old`, or there is no such item ([`is_condition_failed`](Error::is_condition_failed)); or when
    /// the two items have different keys. Nothing is written then.
    pub fn replace(old: &I, new: &I) -> UniqueWrite
    where
        I: Unique,
    {
        UniqueWrite::new(replace(old, new))
    }

    /// Deletes an item that was read, with its guards, in one transaction.
    ///
    /// # Errors
    ///
    /// When the stored unique attributes are no longer those of `item`, or there is no such item
    /// ([`is_condition_failed`](Error::is_condition_failed)): nothing is deleted.
    ///
    /// All items that a query finds: [`remove_all`](Table::remove_all).
    pub fn remove(item: &I) -> UniqueWrite
    where
        I: Unique,
    {
        UniqueWrite::new(removal(item, None))
    }
}

type Fields = &'static [&'static str];

/// Returns the guards of an item; `None` for an absent attribute.
fn guards<I: Unique>(item: &I) -> Result<Vec<(Fields, Option<Guard>)>, EncodeError> {
    let values = item.unique_values()?;
    I::UNIQUE.iter().map(|fields| Ok((*fields, Guard::of(&I::SCHEMA, fields, &values)?))).collect()
}

fn replace<I: Unique>(old: &I, new: &I) -> Result<Vec<TransactWrite>, EncodeError> {
    if item_key(old)? != item_key(new)? {
        let message = "the two items have different keys: `remove` the one and `insert` the other";
        return Err(EncodeError::invalid_argument(message));
    }
    let put = Put::of(new).condition(unchanged::<I>(&old.unique_values()?));
    let mut writes = vec![transact(put)];
    for ((fields, before), (_, after)) in guards(old)?.into_iter().zip(guards(new)?) {
        if matches!((&before, &after), (Some(before), Some(after)) if before.is_same(after)) {
            continue;
        }
        writes.extend(before.map(release::<I>));
        writes.extend(after.map(|guard| take::<I>(fields, guard)));
    }
    Ok(writes)
}

/// Returns the writes that delete an item and its guards, if the stored item has this condition too.
pub(crate) fn removal<I: Unique>(item: &I, condition: Option<Condition<I>>) -> Result<Vec<TransactWrite>, EncodeError> {
    let is_unchanged = unchanged::<I>(&item.unique_values()?);
    let delete = Delete::<I>::of(item_key(item)).condition(is_unchanged).condition(condition);
    let guards = guards(item)?.into_iter().filter_map(|(_, guard)| guard).map(release::<I>);
    Ok(std::iter::once(transact(delete)).chain(guards).collect())
}

/// Returns the condition that the stored item has these unique attributes. Then its guards are known.
fn unchanged<I: Unique>(values: &[Option<PartValue>]) -> Condition<I> {
    let mut tokens = Tokens::default();
    tokens.text("attribute_exists(");
    tokens.name(I::SCHEMA.partition_key().name());
    tokens.text(")");
    for name in I::SCHEMA.unique() {
        match values.iter().flatten().find(|part| part.name == *name) {
            Some(part) => {
                tokens.text(" AND ");
                tokens.named(part.name, true);
                tokens.text(" = ");
                tokens.value::<AttributeValue>(&part.value);
            }
            None => {
                tokens.text(" AND attribute_not_exists(");
                tokens.name(*name);
                tokens.text(")");
            }
        }
    }
    Condition::of_conjunction(tokens)
}

/// Whether the stored item has the unique attributes of this one, as `unchanged` asks DynamoDB.
pub(crate) fn has_unique_values<I: Unique>(stored: &SdkItem, item: &I) -> Result<bool, EncodeError> {
    let values = item.unique_values()?;
    let is_stored = |name: &str| {
        let value = values.iter().flatten().find(|part| part.name == name).map(|part| &part.value);
        match (value, stored.get(name)) {
            (Some(value), Some(stored)) => same_value(value, stored),
            (value, stored) => value.is_none() && stored.is_none(),
        }
    };
    Ok(I::SCHEMA.unique().iter().all(|name| is_stored(name)))
}

/// Puts a guard if no item has it.
fn take<I: Item>(fields: Fields, guard: Guard) -> TransactWrite {
    let identity = Identity::of(&I::SCHEMA, &guard.key).ok();
    let request = move |_: &Target| {
        let mut request = Request::new();
        request.json("Item", guard.item);
        let mut absent = Tokens::default();
        absent.text("attribute_not_exists(");
        absent.name(I::SCHEMA.partition_key().name());
        absent.text(")");
        request.expressions(&mut [("ConditionExpression", absent)])?;
        Ok(request)
    };
    TransactWrite::new::<I>("Put", identity, &Destination::default(), request).guarding(fields)
}

/// Deletes a guard.
fn release<I: Item>(guard: Guard) -> TransactWrite {
    let identity = Identity::of(&I::SCHEMA, &guard.key).ok();
    let request = move |_: &Target| {
        let mut request = Request::new();
        request.json("Key", guard.key);
        Ok(request)
    };
    TransactWrite::new::<I>("Delete", identity, &Destination::default(), request)
}

/// Writes an item with its guards: see [`Table::insert`], [`Table::replace`] and [`Table::remove`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct UniqueWrite {
    writes: Result<Vec<TransactWrite>>,
    token: Option<String>,
    destination: Destination,
}

impl UniqueWrite {
    fn new(writes: Result<Vec<TransactWrite>, EncodeError>) -> Self {
        Self { writes: writes.map_err(Error::from), token: None, destination: Destination::default() }
    }

    /// Uses this client request token: see [`Transaction::token`].
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Writes to the table with this name, instead of the table that the item declares. Give the whole name: the database's prefix is not
    /// added.
    pub fn on_table(mut self, name: impl Into<String>) -> Self {
        let name: Arc<str> = name.into().into();
        for write in self.writes.iter_mut().flatten() {
            write.table = Some(Arc::clone(&name));
        }
        self
    }

    /// Returns the writes, for a [`transaction`](crate::transaction) with other writes.
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB.
    pub fn into_writes(self) -> Result<Vec<TransactWrite>> {
        self.writes
    }

    fn into_transaction(self) -> Result<Transaction> {
        let transaction = transaction(self.writes?);
        Ok(match self.token {
            Some(token) => transaction.token(token),
            None => transaction,
        })
    }
}

operation!([] UniqueWrite);

impl Execute for UniqueWrite {
    type Output = ();

    fn name(&self) -> &'static str {
        Api::TransactWriteItems.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        self.into_transaction()?.run(execution).await
    }

    fn explanation(mut self) -> Explain {
        let destination = std::mem::take(&mut self.destination);
        match self.into_transaction() {
            Ok(mut transaction) => {
                *Execute::destination(&mut transaction) = destination;
                transaction.explanation()
            }
            Err(error) => Explain::of_body("TransactWriteItems", Err(error), crate::execute::Cost::none()),
        }
    }
}

impl Error {
    /// Whether another item has the value of a unique attribute, and nothing else was wrong with the writes. Nothing was written then.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        self.unique_fields().is_some()
    }

    /// Returns the attributes of the first unique constraint that a transaction would have violated.
    #[must_use]
    pub fn unique_fields(&self) -> Option<&'static [&'static str]> {
        let reasons = self.cancellation_reasons();
        let failed = reasons.iter().filter(|reason| reason.kind() == ErrorKind::ConditionalCheckFailed);
        let guarded: Vec<_> = failed.map(CancellationReason::guarded_fields).collect();
        // If the condition of the item itself fails, its guards fail as well.
        if guarded.contains(&None) { None } else { guarded.into_iter().flatten().next() }
    }
}
