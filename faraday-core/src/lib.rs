//! A typed ORM for Amazon DynamoDB.
mod admin;
mod capacity;
mod codec;
mod database;
mod error;
mod expression;
mod frozen;
mod operation;
mod run;
mod schema;
mod table;
pub mod value;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use admin::{Create, DeleteTable, Describe, Tables};
pub use capacity::{Capacity, Metered};
pub use database::{Codec, Database, DatabaseBuilder};
pub use error::{DecodeError, EncodeError, Error, ErrorKind, Result};
pub use expression::{Comparand, Condition, Containing, KeyRange, Keyed, Listing, Path, Place, SetOf, Settable, Size};
#[cfg(feature = "derive")]
pub use faraday_derive::{Item, Value};
pub use frozen::Frozen;
pub use operation::*;
pub use run::{Meter, Operation, Running};
pub use schema::{
    Attribute, Composite, Item, KeyAttribute, KeyElement, KeyOf, KeyShape, Operand, Simple, SortKeyed, TableSchema,
};
pub use table::Table;
pub use value::Value;
