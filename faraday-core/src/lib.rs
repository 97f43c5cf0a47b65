//! A typed ORM for Amazon DynamoDB.
//!
//! Annotate a struct with [`#[derive(Item)]`](derive@Item), and [`Table`] has every operation on it: [`Table::create`],
//! [`Table::put`], [`Table::get`], [`Table::update`], [`Table::delete`], [`Table::query`]. An operation is a value;
//! `.await` runs it on a [`Database`].
//!
//! ```
//! # #[cfg(feature = "embedded")]
//! # async fn run() -> faraday::Result<()> {
//! use faraday::{Database, Item, Table};
//!
//! #[derive(Debug, PartialEq, Item)]
//! #[faraday(table = "users")]
//! struct User {
//!     #[faraday(partition_key)]
//!     id: String,
//!     name: String,
//!     visits: u64,
//! }
//!
//! Database::embedded()?.install();
//! Table::<User>::create().await?;
//!
//! Table::<User>::put(&User { id: "ann".into(), name: "Ann".into(), visits: 1 }).await?;
//! Table::<User>::update("ann").add(User::VISITS, 1).condition(User::NAME.eq("Ann")).await?;
//! let ann = Table::<User>::get("ann").await?;
//! assert_eq!(ann.map(|user| user.visits), Some(2));
//! # Ok(())
//! # }
//! # #[cfg(feature = "embedded")]
//! # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
//! ```
//!
//! # Where to look
//!
//! - What an item and its attributes may be: [`Item`](derive@Item), [`Value`](trait@Value), [`Frozen`].
//! - Conditions and filters: the methods of [`Attribute`]; places inside documents: [`Path`].
//! - Where it runs: [`Database`]. What can go wrong: [`Error`].
//! - What it consumed: [`Metered`].
//!
//! # Features
//!
//! - `derive` (default): the derives.
//! - `embedded`: a DynamoDB engine in the process, [`Database::embedded`](Database) and `Database::open`; needs a C
//!   compiler.
//! - `aws`: `Database::from_env`, the standard AWS chain over HTTPS.

mod admin;
mod capacity;
mod codec;
mod database;
mod document;
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
pub use document::{from_json, from_map, item_size, to_json, to_map};
pub use error::{DecodeError, EncodeError, Error, ErrorKind, Result};
pub use expression::{Comparand, Condition, Containing, KeyRange, Keyed, Listing, Path, Place, SetOf, Settable, Size};
#[cfg(feature = "derive")]
pub use faraday_derive::{Item, Value};
pub use frozen::Frozen;
pub use operation::{
    Delete, Get, Items, New, Nothing, Old, Partial, Put, Query, Returning, Update, UpdatedNew, UpdatedOld,
};
pub use run::{Meter, Operation, Running};
pub use schema::{
    Attribute, Composite, Item, KeyAttribute, KeyElement, KeyOf, KeyShape, Operand, Simple, SortKeyed, TableSchema,
};
pub use table::Table;
pub use value::Value;

/// The README's examples run as tests, so that what it shows is true.
#[cfg(all(doctest, feature = "embedded", feature = "derive"))]
#[doc = include_str!("../../README.md")]
mod readme {}
