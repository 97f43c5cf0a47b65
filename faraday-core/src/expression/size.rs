use std::marker::PhantomData;

use super::condition::Condition;
use super::path::{Path, Place};
use super::tokens::Tokens;
use crate::schema::{Attribute, GuardedAttribute, KeyAttribute, ManagedAttribute};
use crate::value::Value;
use crate::value::kind::SizedKind;

/// The size of an attribute, to compare with a number.
///
/// See [the size function](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Functions).
#[must_use = "a size does nothing until it is compared"]
pub struct Size<I> {
    path: Tokens,
    of: PhantomData<fn() -> I>,
}

impl<I> std::fmt::Debug for Size<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Size")
    }
}

impl<I> Size<I> {
    fn compare(self, operator: &'static str, other: u64) -> Condition<I> {
        Condition::whole(|tokens| {
            tokens.text("size(");
            tokens.append(self.path);
            tokens.text(operator);
            tokens.value::<u64>(&other);
        })
    }

    /// Holds if the attribute's size equals `size`.
    pub fn eq(self, size: u64) -> Condition<I> {
        self.compare(") = ", size)
    }

    /// Holds if the attribute's size differs from `size`.
    pub fn ne(self, size: u64) -> Condition<I> {
        self.compare(") <> ", size)
    }

    /// Holds if the attribute's size is less than `size`.
    pub fn lt(self, size: u64) -> Condition<I> {
        self.compare(") < ", size)
    }

    /// Holds if the attribute's size is less than or equal to `size`.
    pub fn le(self, size: u64) -> Condition<I> {
        self.compare(") <= ", size)
    }

    /// Holds if the attribute's size is greater than `size`.
    pub fn gt(self, size: u64) -> Condition<I> {
        self.compare(") > ", size)
    }

    /// Holds if the attribute's size is greater than or equal to `size`.
    pub fn ge(self, size: u64) -> Condition<I> {
        self.compare(") >= ", size)
    }
}

macro_rules! sized {
    ($([$($absence:ident)?] $name:ident)*) => {$(
        /// The size of an attribute in conditions.
        impl<I, T: Value $(, $absence)?> $name<I, T $(, $absence)?> {
            /// Returns the attribute's size, to compare with a number: the characters of a string, the bytes of a binary, the
            /// elements of a list, map or set.
            pub fn size(self) -> Size<I>
            where
                <T::Base as Value>::Kind: SizedKind,
            {
                Size { path: self.into_path().tokens(), of: PhantomData }
            }
        }
    )*};
}

sized! { [A] Attribute [] KeyAttribute [] ManagedAttribute [] GuardedAttribute [A] Path }
