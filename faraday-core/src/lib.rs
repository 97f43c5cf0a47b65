//! A typed ORM for Amazon DynamoDB.
mod codec;
mod document;
mod error;
mod frozen;
mod schema;
pub mod value;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use document::{from_json, from_map, item_size, to_json, to_map};
pub use error::{DecodeError, EncodeError, Error, ErrorKind, Result};
// #[cfg(feature = "derive")]
// pub use faraday_derive::{Item, Value};
pub use frozen::Frozen;
pub use schema::{
    Attribute, Composite, Item, KeyAttribute, KeyElement, KeyOf, KeyShape, Operand, Simple, SortKeyed, TableSchema,
};
pub use value::Value;
