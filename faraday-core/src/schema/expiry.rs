//! The time to live of items: which items have one, and which types hold one.

use std::fmt;
use std::marker::PhantomData;

use super::DeclaredTable;
use crate::value::Newtype;
use crate::value::time::EpochSeconds;

/// Marks an item or a table with a time to live: [`Item::Ttl`](super::Item::Ttl).
#[derive(Debug)]
pub enum Expires {}

/// Marks an item or a table without a time to live: [`Item::Ttl`](super::Item::Ttl).
#[derive(Debug)]
pub enum NeverExpires {}

/// The [`Item::Ttl`](super::Item::Ttl) of items in a declared table `T`: stands for the table's own [`Expires`] or [`NeverExpires`].
///
/// It has no bound on `T`, so that a type that is not a table gives only one error, where the item names it.
pub struct TtlOf<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for TtlOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TtlOf")
    }
}

/// Items with a time to live, which [`live`](crate::operation::Query::live) needs.
#[diagnostic::on_unimplemented(
    message = "`{I}` has no time to live, so that none of its items has expired",
    label = "`live` would leave out nothing",
    note = "mark the field that says when an item expires with `#[faraday(ttl)]`; a table that is declared by itself names the attribute, `ttl = expires_at`"
)]
pub trait TimeToLive<I> {}

#[diagnostic::do_not_recommend]
impl<I> TimeToLive<I> for Expires {}

#[diagnostic::do_not_recommend]
impl<I, T: DeclaredTable<Ttl: TimeToLive<I>>> TimeToLive<I> for TtlOf<T> {}

/// A type that is stored as whole epoch seconds, so that a field of it may be marked `#[faraday(ttl)]`.
///
/// A `SystemTime` does not implement it, because it is stored with a fraction. But the derive stores a field that is marked `ttl` and
/// whose type is written `SystemTime` as [`EpochSeconds`]. For any other type of time, write
/// `#[faraday(ttl, as = EpochSeconds<Timestamp>)]`.
///
/// See [time to live](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html).
#[diagnostic::on_unimplemented(
    message = "a time to live is stored as whole epoch seconds, `{Self}` is not",
    label = "DynamoDB would remove no item by this",
    note = "use a `u64`, or write the field's type as `SystemTime`, also in an `Option`; mark any other time `#[faraday(ttl, as = faraday::value::time::EpochSeconds<…>)]`"
)]
pub trait ExpiryTime {}

macro_rules! seconds {
    ($($integer:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl ExpiryTime for $integer {}
    )*};
}

seconds!(u32 u64 i32 i64);

#[diagnostic::do_not_recommend]
impl<T> ExpiryTime for EpochSeconds<T> {}

#[diagnostic::do_not_recommend]
impl<T: ExpiryTime> ExpiryTime for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T: Newtype<Inner: ExpiryTime>> ExpiryTime for T {}
