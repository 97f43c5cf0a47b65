//! The parts of a value: the elements of a list or set, the entries of a map, and the argument of `contains`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use aws_sdk_dynamodb::types::AttributeValue;

use crate::schema::Operand;
use crate::value::kind::{self, ElementKind, Kind, ListedKind, NameKind};
use crate::value::{Newtype, Value};

/// A list: `at` reaches an element; `append` and `prepend` add elements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list",
    label = "`at`, `append` and `prepend` need a list",
    note = "a `Vec<T>` is stored as a list; for a set use `insert` and `delete`"
)]
pub trait Listing: Value {
    /// The type of the list's elements.
    type Element: Value;
}

#[diagnostic::do_not_recommend]
impl<T: Value> Listing for Vec<T>
where
    T::Kind: ListedKind,
{
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: Value> Listing for VecDeque<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl Listing for AttributeValue {
    type Element = Self;
}

#[diagnostic::do_not_recommend]
impl Listing for serde_json::Value {
    type Element = Self;
}

#[diagnostic::do_not_recommend]
impl<T: Newtype<Inner: Value<Base: Listing>>> Listing for T {
    type Element = <<T::Inner as Value>::Base as Listing>::Element;
}

/// A map with free keys: `entry` reaches an entry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map with free keys",
    label = "`entry` needs a map",
    note = "use a `BTreeMap<String, T>` or `HashMap<String, T>`; reach into a struct with `dot`"
)]
pub trait Keyed: Value {
    /// The type of the map's values.
    type Entry: Value;
}

#[diagnostic::do_not_recommend]
impl<K: Value<Kind: NameKind> + Ord, T: Value> Keyed for BTreeMap<K, T> {
    type Entry = T;
}

#[diagnostic::do_not_recommend]
impl<K: Value<Kind: NameKind> + Eq + Hash, T: Value, H: BuildHasher + Default> Keyed for HashMap<K, T, H> {
    type Entry = T;
}

#[diagnostic::do_not_recommend]
impl Keyed for serde_json::Map<String, serde_json::Value> {
    type Entry = serde_json::Value;
}

#[diagnostic::do_not_recommend]
impl Keyed for serde_json::Value {
    type Entry = Self;
}

#[diagnostic::do_not_recommend]
impl Keyed for AttributeValue {
    type Entry = Self;
}

#[cfg(feature = "indexmap")]
#[diagnostic::do_not_recommend]
impl<K: Value<Kind: NameKind> + Eq + Hash, T: Value, H: BuildHasher + Default> Keyed for indexmap::IndexMap<K, T, H> {
    type Entry = T;
}

#[diagnostic::do_not_recommend]
impl<T: Newtype<Inner: Value<Base: Keyed>>> Keyed for T {
    type Entry = <<T::Inner as Value>::Base as Keyed>::Entry;
}

/// A set: `insert` and `delete` change it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set",
    label = "`insert` and `delete` need a set",
    note = "use a `BTreeSet<T>` or `HashSet<T>`; for a list use `append` and `prepend`, for anything else `set` and `remove`"
)]
pub trait SetOf: Value {
    /// The type of the set's elements.
    type Element: Value<Kind: ElementKind>;
}

#[diagnostic::do_not_recommend]
impl<T> SetOf for BTreeSet<T>
where
    T: Value + Ord,
    T::Kind: ElementKind,
{
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T, H> SetOf for HashSet<T, H>
where
    T: Value + Eq + Hash,
    T::Kind: ElementKind,
    H: BuildHasher + Default,
{
    type Element = T;
}

#[cfg(feature = "indexmap")]
#[diagnostic::do_not_recommend]
impl<T, H> SetOf for indexmap::IndexSet<T, H>
where
    T: Value + Eq + Hash,
    T::Kind: ElementKind,
    H: BuildHasher + Default,
{
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: Newtype<Inner: Value<Base: SetOf>>> SetOf for T {
    type Element = <<T::Inner as Value>::Base as SetOf>::Element;
}

/// The elements that `insert` and `delete` take: an array, a `Vec`, a set or an iterator. Each element is an operand for a `T`.
#[diagnostic::on_unimplemented(
    message = "`insert` and `delete` take several elements, and `{Self}` is none of these",
    label = "expected an array, a `Vec` or an iterator of `{T}`",
    note = "write one element as `[element]`"
)]
pub trait Elements<T> {
    #[doc(hidden)]
    fn into_elements(self) -> impl Iterator<Item = impl Operand<T>>;
}

#[diagnostic::do_not_recommend]
impl<T, C: IntoIterator<Item: Operand<T>>> Elements<T> for C {
    fn into_elements(self) -> impl Iterator<Item = impl Operand<T>> {
        self.into_iter()
    }
}

/// A type that `contains` works on: a string or binary contains a part, a list or set contains an element.
#[diagnostic::on_unimplemented(
    message = "`contains` cannot look into `{Self}`",
    label = "`contains` needs a string, a binary, a list or a set"
)]
pub trait Containing: Value {
    /// The type of the part or element.
    type Sought: Value;
}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: LookedInto<T>>> Containing for T {
    type Sought = <T::Kind as LookedInto<T>>::Sought;
}

/// A kind of value that `contains` works on.
pub trait LookedInto<T>: Kind {
    /// The type of the part or element.
    type Sought: Value;
}

macro_rules! looked_into {
    ($($kind:ident: [$($bound:tt)*] $sought:ty;)*) => {$(
        impl<T: $($bound)*> LookedInto<T> for kind::$kind {
            type Sought = $sought;
        }
    )*};
}

looked_into! {
    S: [Value] String;
    Annotated: [Value] String;
    B: [Value] Vec<u8>;
    L: [Listing] T::Element;
    Ss: [SetOf] T::Element;
    Ns: [SetOf] T::Element;
    Bs: [SetOf] T::Element;
}

impl<T, K: LookedInto<T>> LookedInto<T> for kind::Optional<K> {
    type Sought = K::Sought;
}
