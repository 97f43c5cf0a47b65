//! DynamoDB JSON, in which every value is inside an object that names its type: `{"id":{"S":"ann"}}`.

mod base64;
mod decode;
mod encode;
mod known_attributes;
mod learned;
mod scan;
mod tokens;

pub(crate) use base64::from_base64;
pub(crate) use decode::{WireAttributes, WireDecoder, decode_item, decode_value};
pub(crate) use encode::{SENSITIVE, WireEncoder, WireMap, encode_item, separate, write_base64, write_string};
pub(crate) use known_attributes::known_attributes;
pub(crate) use tokens::Tokens;
