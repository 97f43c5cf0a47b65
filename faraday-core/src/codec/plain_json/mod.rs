//! Plain JSON, without DynamoDB's types: for logs, fixtures and other programs.

mod decode;
mod encode;

pub(crate) use decode::{decode_item, read_object};
pub(crate) use encode::{PlainMap, encode_item, encode_sorted, write_item};
