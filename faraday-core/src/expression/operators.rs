//! `==`, `<`, `+` and `-` on attributes do not compile: Rust's operators compute a value at once, but DynamoDB evaluates conditions
//! and updates.
//!
//! The compiler names the missing trait, so the names of these traits say what to write instead.

use std::cmp::Ordering;
use std::ops::{Add, Sub};

use crate::schema::{Attribute, GuardedAttribute, KeyAttribute, ManagedAttribute};

/// Instead of `==` and `!=`, write `.eq(…)` and `.ne(…)`. Nothing implements it.
pub trait WriteEqOrNe {}

/// Instead of `<`, `<=`, `>` and `>=`, write `.lt(…)`, `.le(…)`, `.gt(…)` and `.ge(…)`. Nothing implements it.
pub trait WriteLtLeGtOrGe {}

/// Instead of `+`, write `.increment(attribute, amount)` in an update. Nothing implements it.
pub trait WriteIncrement {}

/// Instead of `-`, write `.decrement(attribute, amount)` in an update. Nothing implements it.
pub trait WriteDecrement {}

macro_rules! operators {
    ($([$($absence:ident)?] $name:ident)*) => {$(
        impl<I, T $(, $absence)?, O> PartialEq<O> for $name<I, T $(, $absence)?>
        where
            Self: WriteEqOrNe,
        {
            fn eq(&self, _: &O) -> bool {
                false
            }
        }

        impl<I, T $(, $absence)?, O> PartialOrd<O> for $name<I, T $(, $absence)?>
        where
            Self: WriteEqOrNe + WriteLtLeGtOrGe,
        {
            fn partial_cmp(&self, _: &O) -> Option<Ordering> {
                None
            }
        }

        impl<I, T $(, $absence)?, O> Add<O> for $name<I, T $(, $absence)?>
        where
            Self: WriteIncrement,
        {
            type Output = Self;

            fn add(self, _: O) -> Self {
                self
            }
        }

        impl<I, T $(, $absence)?, O> Sub<O> for $name<I, T $(, $absence)?>
        where
            Self: WriteDecrement,
        {
            type Output = Self;

            fn sub(self, _: O) -> Self {
                self
            }
        }
    )*};
}

operators! { [A] Attribute [] KeyAttribute [] ManagedAttribute [] GuardedAttribute }
