//! Markers for DynamoDB's types: the compiler knows each [`Value`](super::Value)'s type by its marker.
//!
//! They decide what compiles: a key needs a [`KeyKind`], `begins_with` a [`PrefixKind`], an update's `add` a
//! [`NumberKind`], its `insert` a [`SetKind`].

use super::attribute_type::{AttributeType, SetType};
use super::key_part::KeyPart;

/// A marker for a DynamoDB type.
pub trait Kind {
    /// The name to show in errors: `S`, or `a value` if any type is possible.
    const NAME: &'static str;

    /// Whether it is an `Option`, or a newtype of one.
    #[doc(hidden)]
    const IS_OPTIONAL: bool = false;

    /// The text form of a value in a key of several parts, unless its type sets another.
    #[doc(hidden)]
    const KEY_PART: KeyPart = KeyPart::Unsupported;

    /// The kind of a `Vec` of such values: B for bytes, L for all others.
    #[doc(hidden)]
    type List: Kind;

    /// The kind of such a value inside a wrapper such as `Box`: a wrapped byte is a plain number, because only a `Vec<u8>`
    /// is a binary.
    #[doc(hidden)]
    type Wrapped: Kind;
}

/// The types that a key attribute may have: S, N and B.
#[diagnostic::on_unimplemented(
    message = "a key attribute must be a string, a number or a binary",
    label = "this attribute cannot be a key",
    note = "it is written as {Self}; DynamoDB takes S, N and B as keys: String, integers, Vec<u8>, or a newtype of one of them"
)]
pub trait KeyKind: Kind {
    /// The type that the key schema declares.
    const KEY_TYPE: AttributeType;
}

/// The types that `begins_with` takes: S and B.
#[diagnostic::on_unimplemented(
    message = "`begins_with` needs a string or a binary",
    label = "this attribute is written as {Self}",
    note = "for numbers, compare with `between`, `ge` or `lt`; in a query use `sort_key_range(a..=b)`"
)]
pub trait PrefixKind: Kind {
    /// The type of the prefix argument: `String` or `Vec<u8>`.
    type Prefix;
}

impl PrefixKind for S {
    type Prefix = String;
}

impl PrefixKind for Annotated {
    type Prefix = String;
}

impl PrefixKind for B {
    type Prefix = Vec<u8>;
}

/// The types that `lt`, `le`, `gt`, `ge` and `between` take: S, N and B. DynamoDB orders no others.
#[diagnostic::on_unimplemented(
    message = "`lt`, `le`, `gt`, `ge` and `between` need a string, a number or a binary",
    label = "this attribute has no order in DynamoDB",
    note = "it is written as {Self}: compare it with `eq` or `ne`; look into a set or list with `contains`, compare its length with `size()`, and a place inside a document by `dot`, `at` or `entry`"
)]
pub trait OrderedKind: Kind {}

/// The types that have a `size()`: S, B, SS, NS, BS, L and M.
#[diagnostic::on_unimplemented(
    message = "`size()` needs a string, a binary, a set, a list or a map",
    label = "this attribute has no size in DynamoDB",
    note = "it is written as {Self}: compare the attribute itself, without `size()`"
)]
pub trait SizedKind: Kind {}

/// The type that the keys of a map may have: S.
#[diagnostic::on_unimplemented(
    message = "the key of a map must be stored as a string",
    label = "this key is written as {Self}",
    note = "use a `String`, a newtype of one, or an enum without data as the key, or store the map with `#[faraday(frozen)]`"
)]
pub trait NameKind: Kind {}

#[diagnostic::do_not_recommend]
impl NameKind for S {}

/// All kinds except a byte: a `Vec` of them is a list.
pub trait ListedKind: Kind {}

/// The types that `insert` and `delete` take: SS, NS and BS.
#[diagnostic::on_unimplemented(
    message = "`insert` and `delete` need a set",
    label = "this attribute is written as {Self}",
    note = "for a list use `append` and `prepend`; for any other attribute `set` and `remove`"
)]
pub trait SetKind: Kind {}

/// The type that `add`, `increment` and `decrement` take: N.
#[diagnostic::on_unimplemented(
    message = "`add`, `increment` and `decrement` need a number",
    label = "this attribute is written as {Self}",
    note = "for a set use `insert`, for a list `append`"
)]
pub trait NumberKind: Kind {}

/// The type that `append` and `prepend` take: L.
#[diagnostic::on_unimplemented(
    message = "`append` and `prepend` need a list",
    label = "this attribute is written as {Self}",
    note = "for a set use `insert`"
)]
pub trait ListKind: Kind {}

macro_rules! markers {
    ($($(#[$doc:meta])* $marker:ident $name:literal $(as $part:ident)?: $($capability:ident)*;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $marker {}
        impl Kind for $marker {
            const NAME: &'static str = $name;
            $(const KEY_PART: KeyPart = KeyPart::$part;)?
            type List = L;
            type Wrapped = Self;
        }
        $(
            #[diagnostic::do_not_recommend]
            impl $capability for $marker {}
        )*
    )*};
}

markers! {
    /// A string.
    S "S" as Text: OrderedKind SizedKind ListedKind;
    /// A string that holds more than the value compares: equal values may have different texts, so it cannot be a key.
    Annotated "S": OrderedKind SizedKind ListedKind;
    /// A number.
    N "N": OrderedKind NumberKind ListedKind;
    /// A binary.
    B "B": OrderedKind SizedKind ListedKind;
    /// A boolean.
    Bool "BOOL": ListedKind;
    /// Null.
    Null "NULL": ListedKind;
    /// A list.
    L "L": SizedKind ListKind ListedKind;
    /// A map.
    M "M": SizedKind ListedKind;
    /// A set of strings.
    Ss "SS": SizedKind SetKind ListedKind;
    /// A set of numbers.
    Ns "NS": SizedKind SetKind ListedKind;
    /// A set of binaries.
    Bs "BS": SizedKind SetKind ListedKind;
    /// Any of them, known only at run time.
    Any "a value": OrderedKind SizedKind ListedKind;
}

/// A `u8`: a number, while a `Vec` of them is a binary.
#[derive(Debug, Clone, Copy)]
pub enum Byte {}

impl Kind for Byte {
    const NAME: &'static str = "N";
    type List = B;
    type Wrapped = N;
}

impl NumberKind for Byte {}
#[diagnostic::do_not_recommend]
impl OrderedKind for Byte {}

/// The kind of an `Option`: `K`, or absent.
#[derive(Debug, Clone, Copy)]
pub struct Optional<K>(std::marker::PhantomData<K>);

impl<K: Kind> ListedKind for Optional<K> {}

// For newtypes of an `Option`: conditions compare such a newtype as itself, but an `Option` as its inner type.
#[diagnostic::do_not_recommend]
impl<K: NumberKind> NumberKind for Optional<K> {}

#[diagnostic::do_not_recommend]
impl<K: OrderedKind> OrderedKind for Optional<K> {}

#[diagnostic::do_not_recommend]
impl<K: SizedKind> SizedKind for Optional<K> {}

#[diagnostic::do_not_recommend]
impl<K: PrefixKind> PrefixKind for Optional<K> {
    type Prefix = K::Prefix;
}

impl<K: Kind> Kind for Optional<K> {
    const NAME: &'static str = K::NAME;
    const IS_OPTIONAL: bool = true;
    type List = L;
    type Wrapped = Self;
}

/// The types that a key attribute of an index may have: S, N and B, also in an `Option`.
#[diagnostic::on_unimplemented(
    message = "a key attribute of an index must be a string, a number or a binary",
    label = "this attribute cannot be a key",
    note = "it is written as {Self}; DynamoDB takes S, N and B as keys: String, integers, Vec<u8>, a newtype of one of them, or an `Option` of one, which makes the index sparse"
)]
pub trait IndexKeyKind: Kind {
    /// The type that the key schema declares.
    const KEY_TYPE: AttributeType;
}

#[diagnostic::do_not_recommend]
impl<K: KeyKind> IndexKeyKind for Optional<K> {
    const KEY_TYPE: AttributeType = K::KEY_TYPE;
}

/// The stored types that a view of the kind `K` can read: `K` itself, and sets if `K` is a list.
#[diagnostic::on_unimplemented(
    message = "the item's attribute is stored as {Self}, this field reads {K}",
    label = "of another type than the attribute",
    note = "a `String` is read as `&str`, a `Vec<u8>` as `&[u8]`, a `Vec` or a set as `&[T]`, a struct as one with the same attributes, and an `Option` of each as an `Option`"
)]
pub trait ViewedAs<K>: Kind {}

impl<K: Kind> ViewedAs<K> for K {}
#[diagnostic::do_not_recommend]
impl ViewedAs<L> for Ss {}
#[diagnostic::do_not_recommend]
impl ViewedAs<L> for Ns {}
#[diagnostic::do_not_recommend]
impl ViewedAs<L> for Bs {}

/// The types that a set may hold: S, N and B.
#[diagnostic::on_unimplemented(
    message = "DynamoDB has sets of strings, numbers and binaries only",
    label = "the elements are written as {Self}",
    note = "use a `Vec`, which is stored as a list, or `#[faraday(frozen)]`"
)]
pub trait ElementKind: Kind {
    /// The kind of the set.
    type Set: SetKind;
    /// The type of the set.
    const SET: SetType;
}

macro_rules! key_kinds {
    ($($marker:ident: $key:ident $set:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl KeyKind for $marker {
            const KEY_TYPE: AttributeType = AttributeType::$key;
        }
        #[diagnostic::do_not_recommend]
        impl IndexKeyKind for $marker {
            const KEY_TYPE: AttributeType = AttributeType::$key;
        }
        #[diagnostic::do_not_recommend]
        impl ElementKind for $marker {
            type Set = $set;
            const SET: SetType = SetType::$set;
        }
    )*};
}

key_kinds! {
    S: S Ss;
    N: N Ns;
    Byte: N Ns;
    B: B Bs;
}
