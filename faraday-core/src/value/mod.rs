//! [`Value`], the trait of storable types, and the codec it uses.
//!
//! [`Encoder`] and [`Decoder`] use DynamoDB's own data model, so that nothing is guessed: a `Vec<u8>` is a binary
//! because its implementation says so. Their backends are in `codec`.
//!
#![doc = include_str!("null_and_empty.md")]
#![doc = include_str!("types.md")]
#![doc = include_str!("serde_dynamo.md")]

mod absence;
mod arena;
mod attribute_type;
mod attribute_value;
mod attributes;
mod base;
mod binary;
mod collection;
mod debug;
mod decode;
mod duration;
mod encode;
mod error;
pub mod foreign;
mod key_part;
pub mod kind;
pub(crate) mod names;
mod network;
mod not_null;
mod number;
mod number_range;
mod pointer;
mod scalar;
mod set;
pub mod text;
pub mod time;
mod tuple;
mod view;
mod whole_map;

pub use absence::{Defaulted, MayBeAbsent};
#[doc(hidden)]
pub use arena::Arena;
pub use attribute_type::{AttributeType, SetType};
pub use attributes::Attributes;
pub(crate) use attributes::has_encrypted;
pub use base::{Newtype, Value};
pub(crate) use base::{decode_inner, encode_inner};
pub(crate) use debug::debug_without_values;
pub(crate) use decode::read_known_entries;
pub use decode::{Decoder, ListDecoder, MapDecoder};
#[doc(hidden)]
pub use decode::{ReadMap, skip_entries};
pub use encode::{Encoder, ListEncoder, MapEncoder};
pub(crate) use error::Refusal;
pub use error::{DecodeError, EncodeError};
#[doc(hidden)]
pub use key_part::KeyPart;
pub(crate) use key_part::digits_of;
#[doc(hidden)]
pub use names::Names;
pub(crate) use number::{canonical_number, check_number, compare_numbers, count_digits, plain_number};
#[doc(hidden)]
pub use number_range::NumberRange;
#[doc(hidden)]
pub use view::ViewAttributes;
pub use view::{ByValue, View, Viewed};
#[doc(hidden)]
pub use whole_map::WholeMap;

// Re-exported from the codec, because users look for them here.
pub use crate::codec::sdk_map::{from_attribute_value, to_attribute_value};
pub use crate::codec::serde_bridge::Serde;
