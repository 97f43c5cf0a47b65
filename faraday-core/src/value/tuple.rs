//! Tuples: lists of a fixed length.

use super::base::{decode_inner, encode_inner};
use super::{Decoder, Encoder, ListDecoder, ListEncoder, Value, kind};
use crate::value::{DecodeError, EncodeError};

fn element<T: Value>(list: &mut impl ListDecoder, index: usize, length: &str) -> Result<T, DecodeError> {
    match list.next().map_err(|error| error.at_index(index))? {
        Some(element) => decode_inner(element).map_err(|error| error.at_index(index)),
        None => Err(DecodeError::expected(format_args!("{length} elements"), index)),
    }
}

macro_rules! tuple {
    ($length:literal: $($name:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Value),*> Value for ($($name,)*) {
            type Kind = kind::L;
            type Base = Self;

            fn encode<En: Encoder>(&self, encoder: En) -> Result<(), EncodeError> {
                let mut list = encoder.list()?;
                $(encode_inner(&self.$index, list.element()).map_err(|error| error.at_index($index))?;)*
                list.end()
            }

            fn decode<De: Decoder>(decoder: De) -> Result<Self, DecodeError> {
                let mut list = decoder.list()?;
                let tuple = ($(element::<$name>(&mut list, $index, stringify!($length))?,)*);
                match list.next()? {
                    None => Ok(tuple),
                    Some(_) => Err(DecodeError::expected(concat!($length, " elements"), "more")),
                }
            }
        }
    };
}

tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
