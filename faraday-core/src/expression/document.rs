//! What is inside a value: the elements of a list or set, the entries of a map, what `contains` looks for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use bytes::Bytes;

use crate::value::Value;
use crate::value::kind::{ElementKind, ListedKind};

/// A list: `at` reaches an element, `append` and `prepend` add some.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list",
    label = "`at`, `append` and `prepend` need a list",
    note = "a `Vec<T>` is stored as a list; for a set use `insert` and `delete`"
)]
pub trait Listing: Value {
    /// What the list holds.
    type Element: Value;
}

impl<T: Value> Listing for Vec<T>
where
    T::Kind: ListedKind,
{
    type Element = T;
}

/// A map with keys that the data decides: `key` reaches an entry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map with free keys",
    label = "`key` needs a map",
    note = "a `BTreeMap<String, T>` or `HashMap<String, T>` is; into a struct reach with `dot`"
)]
pub trait Keyed: Value {
    /// What the map holds.
    type Entry: Value;
}

impl<T: Value> Keyed for BTreeMap<String, T> {
    type Entry = T;
}

impl<T: Value, H: BuildHasher + Default> Keyed for HashMap<String, T, H> {
    type Entry = T;
}

/// A set: `insert` and `delete` change it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set",
    label = "`insert` and `delete` need a set",
    note = "a `BTreeSet<T>` or `HashSet<T>` is; for a list use `append` and `prepend`, for anything else `set` and `remove`"
)]
pub trait SetOf: Value {
    /// What the set holds.
    type Element: Value<Kind: ElementKind>;
}

impl<T> SetOf for BTreeSet<T>
where
    T: Value + Ord,
    T::Kind: ElementKind,
{
    type Element = T;
}

impl<T, H> SetOf for HashSet<T, H>
where
    T: Value + Eq + Hash,
    T::Kind: ElementKind,
    H: BuildHasher + Default,
{
    type Element = T;
}

/// What `contains` can look into: a string or binary for a part of it, a list or set for an element.
#[diagnostic::on_unimplemented(
    message = "`contains` cannot look into `{Self}`",
    label = "`contains` needs a string, a binary, a list or a set"
)]
pub trait Containing: Value {
    /// What it looks for.
    type Sought: Value;
}

impl Containing for String {
    type Sought = String;
}

impl Containing for Bytes {
    type Sought = Bytes;
}

impl Containing for Vec<u8> {
    type Sought = Vec<u8>;
}

impl<T: Value> Containing for Vec<T>
where
    T::Kind: ListedKind,
{
    type Sought = T;
}

impl<T> Containing for BTreeSet<T>
where
    T: Value + Ord,
    T::Kind: ElementKind,
{
    type Sought = T;
}

impl<T, H> Containing for HashSet<T, H>
where
    T: Value + Eq + Hash,
    T::Kind: ElementKind,
    H: BuildHasher + Default,
{
    type Sought = T;
}
