//! Values for the placeholders of a text: [`Parameter`].

use crate::value::{EncodeError, Encoder, Value};

/// A value for a `?` of a [`Statement`](crate::operation::Statement) or a [`Fragment`](super::Fragment): every [`Value`], and `&str`,
/// `&String` and `&[u8]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a `?`",
    label = "expected a value that DynamoDB can store",
    note = "give the value itself and not a reference to it: a `String`, a `&str`, a number, a `Vec`, a type that derives `faraday::Value`, …"
)]
pub trait Parameter {
    #[doc(hidden)]
    fn encode_parameter<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: Value> Parameter for T {
    fn encode_parameter<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        if self.is_absent() {
            let nothing = "`None` and the empty set cannot be bound: write `NULL`, or `IS MISSING`, into the statement";
            return Err(EncodeError::new(nothing));
        }
        self.encode(encoder)
    }
}

macro_rules! references {
    ($($type:ty: $encode:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Parameter for $type {
            fn encode_parameter<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                encoder.$encode(self)
            }
        }
    )*};
}

references! {
    &str: string;
    &String: string;
    &[u8]: binary;
}
