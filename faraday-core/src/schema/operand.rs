use std::borrow::Cow;

use bytes::Bytes;

use crate::value::time::{EpochMillis, EpochSeconds, Moment};
use crate::value::{EncodeError, Encoder, ListEncoder, Value};

/// An argument for a `T`: a `T`, a reference to one, `&str` for a `String`, a slice for a `Vec`.
#[diagnostic::on_unimplemented(
    message = "expected a value for a `{T}`, and not a `{Self}`",
    label = "expected `{T}`, or a reference to one",
    note = "the attribute holds `{T}`: give a value of that type, or a reference to one (`&str` for a String, a slice for a Vec)",
    note = "to subtract from a number without a sign write `decrement`"
)]
pub trait Operand<T> {
    /// Writes the argument as a `T` is written.
    ///
    /// # Errors
    ///
    /// When the value has no form in DynamoDB.
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError>;
}

/// Refuses values that an item leaves out, such as an empty set or `None`, because DynamoDB has no such values.
fn present<T: Value, E: Encoder>(value: &T, encoder: E) -> Result<(), EncodeError> {
    if value.is_absent() {
        return Err(EncodeError::new(
            "`None` and the empty set cannot be given as a value: `remove` the attribute instead",
        ));
    }
    value.encode(encoder)
}

#[diagnostic::do_not_recommend]
impl<T: Value> Operand<T> for T {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        present(self, encoder)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value> Operand<T> for &T {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        present(*self, encoder)
    }
}

/// Lets a time stand for an attribute that stores it as whole seconds or milliseconds.
macro_rules! times {
    ($($stored:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Moment + Clone> Operand<$stored<T>> for T {
            fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                $stored(self.clone()).encode(encoder)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Moment + Clone> Operand<$stored<T>> for &T {
            fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                $stored((*self).clone()).encode(encoder)
            }
        }
    )*};
}

times!(EpochSeconds EpochMillis);

#[diagnostic::do_not_recommend]
impl Operand<String> for &str {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self)
    }
}

#[diagnostic::do_not_recommend]
impl Operand<String> for &&str {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self)
    }
}

#[diagnostic::do_not_recommend]
impl Operand<String> for Cow<'_, str> {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self)
    }
}

#[diagnostic::do_not_recommend]
impl Operand<Vec<u8>> for Bytes {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(self)
    }
}

#[diagnostic::do_not_recommend]
impl Operand<Vec<u8>> for &Bytes {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(self)
    }
}

#[diagnostic::do_not_recommend]
impl Operand<Bytes> for &[u8] {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(self)
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Operand<Bytes> for &[u8; N] {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(*self)
    }
}

macro_rules! lists_of_texts {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operand<Vec<String>> for $list {
            fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                let mut list = encoder.list()?;
                for text in self.iter() {
                    list.element().string(text)?;
                }
                list.end()
            }
        }
    )*};
}

lists_of_texts! {
    [const N: usize] [&str; N];
    [const N: usize] &[&str; N];
}

#[diagnostic::do_not_recommend]
impl<T: Value> Operand<Vec<T>> for &[T] {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        T::encode_elements(self.iter(), encoder)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value, const N: usize> Operand<Vec<T>> for [T; N] {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        T::encode_elements(self.iter(), encoder)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value, const N: usize> Operand<Vec<T>> for &[T; N] {
    fn encode_operand<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        T::encode_elements(self.iter(), encoder)
    }
}
