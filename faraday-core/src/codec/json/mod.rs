//! DynamoDB JSON, in which every value stands under its type: `{"id":{"S":"ann"}}`.

mod decode;
mod encode;
mod tokens;

pub(crate) use decode::{WireAttributes, decode_item, from_base64};
pub(crate) use encode::{SENSITIVE, WireEncoder, WireMap, encode_item, separate, write_base64, write_string};
pub(crate) use tokens::Tokens;
