use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;

use super::argument::KeyOf;
use super::element::KeyElement;
use super::identity::item_key;
use crate::codec::json::{self, WireMap};
use crate::codec::sdk_map::SdkItem;
use crate::schema::{Item, TableSchema};
use crate::value::{EncodeError, Encoder, MapEncoder, Value, canonical_number, plain_number};

/// The primary key of an item of `I`, to keep in a struct, a map or a queue.
///
/// Every operation takes it as a key. It is cheap to clone, and its `Debug` shows no values.
///
/// # Examples
///
/// A repository for any item that may be deleted alone, that is, without [unique attributes](crate::schema::Unique):
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use std::collections::HashMap;
/// use faraday::{Database, Item, Key, Result, Table, schema::Unguarded};
///
/// struct Repo<T> {
///     db: Database,
///     seen: HashMap<Key<T>, u64>,
/// }
///
/// impl<T: Item + Unguarded> Repo<T> {
///     async fn load(&mut self, key: Key<T>) -> Result<Option<T>> {
///         *self.seen.entry(key.clone()).or_default() += 1;
///         Table::<T>::get(key).on(&self.db).await
///     }
///
///     async fn remove(&self, item: &T) -> Result<()> {
///         Table::<T>::delete(Key::of(item)?).on(&self.db).await
///     }
/// }
///
/// # #[derive(Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] customer: String, #[faraday(sort_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let mut orders = Repo::<Order> { db, seen: HashMap::new() };
/// assert!(orders.load(Key::new(("ann", 7))?).await?.is_none());
/// # orders.remove(&Order { customer: "ann".into(), id: 7 }).await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [primary keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html#HowItWorks.CoreComponents.PrimaryKey).
pub struct Key<I> {
    json: Arc<[u8]>,
    of: PhantomData<fn() -> I>,
}

impl<I: Item> Key<I> {
    /// Creates a key from the argument that an operation takes: `Key::new(("ann", 7))`.
    ///
    /// # Errors
    ///
    /// When a value is empty, too long, or has no form in DynamoDB.
    pub fn new(key: impl KeyOf<I::Key>) -> Result<Self, EncodeError> {
        Self::of_json(&key.encode_key(&I::SCHEMA)?)
    }

    /// Reads a key from DynamoDB JSON and writes it again, because a number has several texts, and equal keys must have equal bytes.
    fn of_json(json: &[u8]) -> Result<Self, EncodeError> {
        // This fails only if a hand-written `Value` encodes an invalid key.
        let unreadable = |error| EncodeError::new("the key that was written cannot be read back").with_source(error);
        Self::of_attributes(&json::decode_item(json).map_err(unreadable)?)
    }

    /// Creates a key from its attributes.
    pub(crate) fn of_attributes(key: &SdkItem) -> Result<Self, EncodeError> {
        let mut json = Vec::with_capacity(128);
        let mut map = WireMap::open(&mut json, 0);
        for element in elements(&I::SCHEMA) {
            let name = element.name();
            let value = key.get(name).ok_or_else(|| EncodeError::new("the key lacks an attribute"))?;
            let to =
                if is_sensitive(&I::SCHEMA, element) { map.sensitive_attribute(name) } else { map.attribute(name) };
            match value {
                // DynamoDB writes numbers without an exponent, if they are not too long.
                AttributeValue::N(digits) => {
                    to.number(&plain_number(digits).unwrap_or_else(|| canonical_number(digits)))?
                }
                value => value.encode(to)?,
            }
        }
        map.close(b"}");
        Ok(Self { json: json.into(), of: PhantomData })
    }

    /// Returns the attributes as DynamoDB JSON.
    pub(crate) fn json(&self) -> &[u8] {
        &self.json
    }

    /// Returns the key of an item.
    ///
    /// # Errors
    ///
    /// When a value is empty, too long, or has no form in DynamoDB.
    pub fn of(item: &I) -> Result<Self, EncodeError> {
        Self::of_json(&item_key(item)?)
    }
}

/// Whether the key attribute must not be shown. In an enum, one item that marks it as sensitive is enough.
pub(crate) fn is_sensitive(schema: &TableSchema, element: KeyElement) -> bool {
    let is_same = |key: KeyElement| key.name() == element.name() && key.is_sensitive();
    element.is_sensitive() || schema.items().iter().any(|item| elements(item).any(is_same))
}

fn elements(schema: &TableSchema) -> impl Iterator<Item = KeyElement> + use<> {
    [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten()
}

#[diagnostic::do_not_recommend]
impl<I: Item> KeyOf<I::Key> for Key<I> {
    fn encode_key(&self, _: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        Ok(self.json.to_vec())
    }
}

#[diagnostic::do_not_recommend]
impl<I: Item> KeyOf<I::Key> for &Key<I> {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        <Key<I> as KeyOf<I::Key>>::encode_key(self, schema)
    }
}

impl<I> Clone for Key<I> {
    fn clone(&self) -> Self {
        Self { json: self.json.clone(), of: PhantomData }
    }
}

impl<I> PartialEq for Key<I> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl<I> Eq for Key<I> {}

impl<I> Hash for Key<I> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.json.hash(state);
    }
}

/// Hides the values.
impl<I> fmt::Debug for Key<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}
