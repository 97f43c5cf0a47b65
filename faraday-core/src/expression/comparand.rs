use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::path::{Path, Place};
use super::tokens::Tokens;
use crate::frozen::{Frozen, encode as write_frozen_value};
use crate::schema::{Attribute, GuardedAttribute, KeyAttribute, ManagedAttribute};
use crate::value::Value;
use crate::value::time::{EpochMillis, EpochSeconds, Moment};

/// A value that an attribute of type `T` can be compared with or set to: an
/// [`Operand`](crate::schema::Operand) for `T`, or another attribute of the same item.
#[diagnostic::on_unimplemented(
    message = "an attribute of `{T}` cannot be compared with or set to `{Self}`",
    label = "expected `{T}`, or what may stand for it",
    note = "give a value of the attribute's own type (`&str` for a String, a slice for a Vec), or another attribute of the same item",
    note = "not an `Option`: for `None`, a condition asks `not_exists()`, and an update says `remove`"
)]
pub trait Comparand<I, T> {
    #[doc(hidden)]
    fn write(self, tokens: &mut Tokens);
}

macro_rules! operands {
    ($([$($generics:tt)*] $operand:ty as $value:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<I, $($generics)*> Comparand<I, $value> for $operand {
            fn write(self, tokens: &mut Tokens) {
                tokens.value::<$value>(&self);
            }
        }
    )*};
}

operands! {
    [T: Value] T as T;
    [T: Value] &T as T;
    [] &str as String;
    [] &&str as String;
    [] Cow<'_, str> as String;
    [] Bytes as Vec<u8>;
    [] &Bytes as Vec<u8>;
    [] &[u8] as Bytes;
    [const N: usize] &[u8; N] as Bytes;
    [const N: usize] [&str; N] as Vec<String>;
    [const N: usize] &[&str; N] as Vec<String>;
    [T: Value] &[T] as Vec<T>;
    [T: Value, const N: usize] [T; N] as Vec<T>;
    [T: Value, const N: usize] &[T; N] as Vec<T>;
    [T: Moment + Clone] T as EpochSeconds<T>;
    [T: Moment + Clone] &T as EpochSeconds<T>;
    [T: Moment + Clone] T as EpochMillis<T>;
    [T: Moment + Clone] &T as EpochMillis<T>;
}

/// A frozen attribute can also be compared with, or set to, the value inside.
#[diagnostic::do_not_recommend]
impl<I, T: Serialize + DeserializeOwned> Comparand<I, Frozen<T>> for &T {
    fn write(self, tokens: &mut Tokens) {
        tokens.encoded(|encoder| write_frozen_value(self, encoder));
    }
}

macro_rules! places {
    ($([$($absence:ident)?] $name:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<I, T: Value, U: Value<Base = T> $(, $absence)?> Comparand<I, T> for $name<I, U $(, $absence)?> {
            fn write(self, tokens: &mut Tokens) {
                tokens.append(self.into_path().tokens());
            }
        }
    )*};
}

places! { [A] Attribute [] KeyAttribute [] ManagedAttribute [] GuardedAttribute [A] Path }
