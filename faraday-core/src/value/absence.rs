//! Which attributes may be absent from an item: [`MayBeAbsent`].

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::base::{Newtype, Value};
use super::kind::ListedKind;

/// A type whose attribute may be absent from an item: an `Option`, which is then `None`, or a set or a list, which is then empty.
///
/// An update can [`remove`](crate::operation::Update::remove) such an attribute.
#[diagnostic::on_unimplemented(
    message = "`remove` would leave items that cannot be read: `{Self}` must be there",
    label = "the struct requires this attribute",
    note = "make the field an `Option`, or give it `#[faraday(default)]`; to keep the attribute, `set` it to another value"
)]
pub trait MayBeAbsent {}

/// Marks a field with the option `default`: if an item lacks the attribute, the field gets the default.
#[derive(Debug, Clone, Copy)]
pub enum Defaulted {}

#[diagnostic::do_not_recommend]
impl MayBeAbsent for Defaulted {}
#[diagnostic::do_not_recommend]
impl<T> MayBeAbsent for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Value<Kind: ListedKind>> MayBeAbsent for Vec<T> {}
#[diagnostic::do_not_recommend]
impl<T> MayBeAbsent for VecDeque<T> {}
#[diagnostic::do_not_recommend]
impl<T> MayBeAbsent for BTreeSet<T> {}
#[diagnostic::do_not_recommend]
impl<T, H> MayBeAbsent for HashSet<T, H> {}
#[cfg(feature = "indexmap")]
#[diagnostic::do_not_recommend]
impl<T, H> MayBeAbsent for indexmap::IndexSet<T, H> {}
#[diagnostic::do_not_recommend]
impl<T> MayBeAbsent for Box<Option<T>> {}
#[diagnostic::do_not_recommend]
impl<T: MayBeAbsent> MayBeAbsent for Rc<T> {}
#[diagnostic::do_not_recommend]
impl<T: MayBeAbsent> MayBeAbsent for Arc<T> {}
#[diagnostic::do_not_recommend]
impl<T: Newtype<Inner: MayBeAbsent>> MayBeAbsent for T {}
