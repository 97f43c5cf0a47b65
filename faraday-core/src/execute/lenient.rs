//! Rows of a read that continues if one of them cannot be read: [`Lenient`].

use std::fmt;

use super::rows::{Named, Rows, Selected, Viewing, Whole};
use super::selected_names::SelectedNames;
use crate::error::{Result, UnreadableItem};
use crate::expression::Tokens;
use crate::schema::AttributeDecryption;
use crate::value::{DecodeError, MapDecoder};

/// Each row, or the key and the reason if its item cannot be read: `Result<Row, UnreadableItem>`.
pub struct Lenient<D>(D);

impl<D> Lenient<D> {
    pub(crate) fn new(rows: D) -> Self {
        Self(rows)
    }
}

impl<D: Rows> Rows for Lenient<D> {
    type Row = Result<D::Row, UnreadableItem>;
    type Replaced<E: Rows> = Lenient<E>;

    fn replaced<E: Rows>(rows: E) -> Lenient<E> {
        Lenient(rows)
    }

    fn is_encrypted(&self) -> bool {
        self.0.is_encrypted()
    }

    fn read<M: MapDecoder>(&self, item: M, decryption: &AttributeDecryption) -> Result<Self::Row, DecodeError> {
        self.0.read(item, decryption).map(Ok)
    }

    fn projection(&self) -> Tokens {
        self.0.projection()
    }

    fn checks_kind(&self) -> bool {
        self.0.checks_kind()
    }

    fn unreadable(&self, _: &[u8], error: UnreadableItem) -> Result<Self::Row, UnreadableItem> {
        Ok(Err(error))
    }
}

impl<D> fmt::Debug for Lenient<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lenient")
    }
}

/// Rows of a read that fails if one of them cannot be read: every read that is not lenient.
#[diagnostic::on_unimplemented(
    message = "a lenient read cannot do this",
    label = "it comes after `.lenient()`",
    note = "`for_each_as` and `group` have no place for an item that cannot be read: leave `.lenient()` out, or go through the rows of `.stream()`",
    note = "`.lenient()` is written once"
)]
pub trait Strict: Rows {}

#[diagnostic::do_not_recommend]
impl<R> Strict for Whole<R> where Self: Rows {}
#[diagnostic::do_not_recommend]
impl<P> Strict for Named<P> where Self: Rows {}
#[diagnostic::do_not_recommend]
impl<V> Strict for Viewing<V> where Self: Rows {}
#[diagnostic::do_not_recommend]
impl<I, C> Strict for Selected<I, C> where Self: Rows {}
#[diagnostic::do_not_recommend]
impl<I> Strict for SelectedNames<I> where Self: Rows {}
