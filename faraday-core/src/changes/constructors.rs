//! Constructors of changes, for tests of your own handlers.

use super::change::{Change, ChangeKind};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Item, Key};

impl<I: Item> Change<I> {
    /// Returns a change of this kind, for tests of your own handlers. Its key is the key of its newest image. Needs the feature `testing`.
    ///
    /// Its sequence number is `1`, and it has no time; you can change both fields.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) when the change has no image: use [`of_key`](Change::of_key). When the key cannot be
    /// encoded.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Item, Key, changes::{Change, ChangeKind}};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders", stream = new_and_old_images)]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     total: u64,
    /// }
    ///
    /// /// What a handler adds to the turnover.
    /// fn turnover(change: &Change<Order>) -> i64 {
    ///     let total = |order: Option<&Order>| order.map_or(0, |order| order.total as i64);
    ///     total(change.new()) - total(change.old())
    /// }
    ///
    /// let inserted = Change::of(ChangeKind::Inserted(Some(Order { id: 7, total: 12 })))?;
    /// assert_eq!(turnover(&inserted), 12);
    /// assert_eq!(inserted.key, Key::new(7)?);
    /// let expired =
    ///     Change::of(ChangeKind::Removed { old: Some(Order { id: 7, total: 12 }), expired: true })?;
    /// assert_eq!((turnover(&expired), expired.is_expiry()), (-12, true));
    /// # Ok::<(), faraday::Error>(())
    /// ```
    pub fn of(kind: ChangeKind<I>) -> Result<Self> {
        let image = match &kind {
            ChangeKind::Inserted(image) => image.as_ref(),
            ChangeKind::Modified { old, new } => new.as_ref().or(old.as_ref()),
            ChangeKind::Removed { old, .. } => old.as_ref(),
        };
        match image.map(Key::of) {
            Some(key) => Ok(Self::of_key(key?, kind)),
            None => Err(Error::new(ErrorKind::InvalidArgument, "a change without an image needs a key: `of_key`")),
        }
    }

    /// Returns a change of the item with this key, for a stream that holds only keys: see [`of`](Change::of). Needs the feature `testing`.
    #[must_use]
    pub fn of_key(key: Key<I>, kind: ChangeKind<I>) -> Self {
        Self { kind, key, sequence_number: "1".to_owned(), time: None }
    }
}
