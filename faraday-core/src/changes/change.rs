//! One change of an item: [`Change`] and [`ChangeKind`].

use std::collections::HashMap;
use std::fmt;
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::{json, sdk_map};
use crate::error::Result;
use crate::schema::{Item, Key, PartValue, Projection, parts_of_key};

/// One change of an item: it was inserted, modified or removed.
///
/// `Table::<Order>::changes()` yields changes (feature `streams`), and a [`ChangeBatch`](super::ChangeBatch) in Lambda holds them.
///
/// Its `Debug` shows no items, so that logs do not either. In tests, compare [`new`](Change::new) and [`old`](Change::old).
///
/// # Examples
///
/// ```
/// use faraday::{Item, changes::{Change, ChangeKind}};
///
/// #[derive(Item)]
/// #[faraday(table = "orders", stream = new_and_old_images)]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     total: u64,
/// }
///
/// /// By how much the sum of all orders changes.
/// fn difference(change: &Change<Order>) -> i64 {
///     let total = |order: Option<&Order>| order.map_or(0, |order| order.total as i64);
///     total(change.new()) - total(change.old())
/// }
///
/// fn print(change: Change<Order>) {
///     match change.kind {
///         ChangeKind::Inserted(new) => println!("new: {:?}", new.map(|order| order.total)),
///         ChangeKind::Modified { old, new } => {
///             println!("{:?} became {:?}", old.map(|o| o.total), new.map(|o| o.total));
///         }
///         ChangeKind::Removed { expired: true, .. } => println!("expired"),
///         ChangeKind::Removed { .. } => println!("deleted"),
///     }
/// }
/// # fn check(change: Change<Order>) { difference(&change); print(change) }
/// ```
///
/// See [StreamRecord](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html).
#[non_exhaustive]
pub struct Change<I> {
    /// An insert, a modification or a removal, with the items.
    pub kind: ChangeKind<I>,
    /// The key of the item.
    pub key: Key<I>,
    /// The position of the change in its shard: a number of up to 40 digits, larger for later changes. It has no leading zeros, so texts of
    /// different lengths do not sort like their numbers. From Kinesis, it is the sequence number of the Kinesis record.
    pub sequence_number: String,
    /// The approximate time of the change: DynamoDB gives whole seconds, Kinesis milliseconds or microseconds.
    pub time: Option<SystemTime>,
}

/// The kind of a change, with the item before and after it.
///
/// An item is `None` if the stream does not hold it: the table's [`StreamView`](crate::schema::StreamView) says which images it holds. In a
/// table with several kinds of items, it is also `None` if it is of another kind: if a user replaces an order with the same key, orders see
/// `Modified { old: Some(order), new: None }`.
///
/// See [StreamViewType](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html).
#[derive(Clone, PartialEq, Eq)]
pub enum ChangeKind<I> {
    /// No item with this key existed before (`INSERT`).
    Inserted(Option<I>),
    /// The item was changed or replaced (`MODIFY`).
    Modified {
        /// The item before the change.
        old: Option<I>,
        /// The item after it.
        new: Option<I>,
    },
    /// The item was deleted (`REMOVE`).
    Removed {
        /// The item before it was deleted.
        old: Option<I>,
        /// Whether DynamoDB deleted it because its time to live had passed.
        expired: bool,
    },
}

impl<I> Change<I> {
    /// Returns the item after the change, if the stream holds it.
    #[must_use]
    #[allow(clippy::new_ret_no_self, reason = "the new item, beside the old one; nobody constructs a change")]
    pub fn new(&self) -> Option<&I> {
        match &self.kind {
            ChangeKind::Inserted(new) | ChangeKind::Modified { new, .. } => new.as_ref(),
            ChangeKind::Removed { .. } => None,
        }
    }

    /// Returns the item before the change, if the stream holds it.
    #[must_use]
    pub fn old(&self) -> Option<&I> {
        match &self.kind {
            ChangeKind::Inserted(_) => None,
            ChangeKind::Modified { old, .. } | ChangeKind::Removed { old, .. } => old.as_ref(),
        }
    }

    /// Whether the item was deleted because its time to live had passed.
    #[must_use]
    pub fn is_expiry(&self) -> bool {
        matches!(self.kind, ChangeKind::Removed { expired: true, .. })
    }
}

impl<I: Item> Change<I> {
    /// Returns the attributes of the key, as the SDK's map.
    ///
    /// # Errors
    ///
    /// None today: the key was read from such a map.
    pub fn key_attributes(&self) -> Result<HashMap<String, AttributeValue>> {
        Ok(json::decode_item(self.key.json())?)
    }

    /// Reads the key as a struct, for a stream that holds no images: a [`Projection`](derive@crate::Projection) that has only attributes of
    /// the key. If a template makes the key, they are the fields in the template.
    ///
    /// # Errors
    ///
    /// When the struct has attributes that the key does not have.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Item, Projection, changes::Change};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders", stream = keys_only)]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     total: u64,
    /// }
    ///
    /// #[derive(Projection)]
    /// #[faraday(of = Order)]
    /// struct OrderKey { id: u64 }
    ///
    /// fn forget(change: &Change<Order>) -> faraday::Result<()> {
    ///     let OrderKey { id } = change.key_as()?;
    ///     println!("the cached order {id} is no longer true");
    ///     Ok(())
    /// }
    /// # fn check(change: &Change<Order>) { forget(change).ok(); }
    /// ```
    pub fn key_as<P: Projection<Of = I>>(&self) -> Result<P> {
        let mut attributes = self.key_attributes()?;
        for PartValue { name, value } in parts_of_key(&I::SCHEMA, self.key.json())? {
            attributes.entry(name.to_owned()).or_insert(value);
        }
        Ok(sdk_map::decode_item(attributes)?)
    }
}

impl<I> ChangeKind<I> {
    fn name(&self) -> &'static str {
        match self {
            Self::Inserted(_) => "Inserted",
            Self::Modified { .. } => "Modified",
            Self::Removed { .. } => "Removed",
        }
    }
}

impl<I: Clone> Clone for Change<I> {
    fn clone(&self) -> Self {
        Self {
            kind: self.kind.clone(),
            key: self.key.clone(),
            sequence_number: self.sequence_number.clone(),
            time: self.time,
        }
    }
}

impl<I: PartialEq> PartialEq for Change<I> {
    fn eq(&self, other: &Self) -> bool {
        let Self { kind, key, sequence_number, time } = self;
        (kind, key, sequence_number, time) == (&other.kind, &other.key, &other.sequence_number, &other.time)
    }
}

impl<I: Eq> Eq for Change<I> {}

impl<I> fmt::Debug for Change<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, sequence_number, time, .. } = self;
        let mut change = f.debug_struct("Change");
        change.field("kind", kind).field("sequence_number", sequence_number).field("time", time).finish_non_exhaustive()
    }
}

impl<I> fmt::Debug for ChangeKind<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(..)", self.name())
    }
}
