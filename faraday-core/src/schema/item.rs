use std::time::SystemTime;

use super::{KeyShape, Managed, Stamp, TableSchema};
use crate::value::{Attributes, EncodeError, MapEncoder};

/// A struct whose values are the items of a table; derive it.
///
/// # Examples
///
/// ```
/// use faraday::Item;
///
/// #[derive(Item)]
/// #[faraday(table = "sessions")]
/// struct Session {
///     #[faraday(partition_key)]
///     token: String,
///     user: String,
/// }
///
/// assert_eq!(Session::SCHEMA.table(), "sessions");
/// ```
///
/// See [core components](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an item of a table",
    label = "not a faraday::Item",
    note = "derive it: `#[derive(faraday::Item)] #[faraday(table = \"...\")]`"
)]
pub trait Item: Attributes + Send + Sync + 'static {
    /// The shape of the primary key: `Simple<A>` or `Composite<A, B>`.
    type Key: KeyShape;

    /// [`Expires`](super::Expires) if the items have a time to live, else [`NeverExpires`](super::NeverExpires). In a declared table,
    /// [`TtlOf`](super::TtlOf) the table.
    type Ttl;

    /// The table's name and key schema.
    const SCHEMA: TableSchema;

    /// The attributes that faraday writes itself: `#[faraday(version)]`, `created_at`, `updated_at`.
    const MANAGED: Managed = Managed::NONE;

    /// Returns the version and the time of creation of this item.
    fn stamp(&self) -> Stamp {
        Stamp::default()
    }

    /// Updates the managed fields to the state that a write at `now` stored.
    fn set_stamp(&mut self, stamp: Stamp, now: SystemTime) {
        let _ = (stamp, now);
    }

    /// Writes the attributes of the primary key.
    ///
    /// # Errors
    ///
    /// When a key attribute is empty or has no form in DynamoDB.
    fn encode_key<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError>;
}

/// An item with a field `#[faraday(version)]`, so that a write can check that nobody else wrote the item meanwhile.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no version",
    label = "this operation checks that nobody else wrote the item meanwhile",
    note = "add a field `#[faraday(version)] version: u64`"
)]
pub trait Versioned: Item {}
