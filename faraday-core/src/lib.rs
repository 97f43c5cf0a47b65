#![doc = include_str!("root.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// For the derives that are used here.
#[cfg(feature = "derive")]
extern crate self as faraday;

pub mod admin;
pub mod changes;
mod codec;
#[cfg(feature = "derive")]
pub mod counters;
pub mod database;
pub mod document;
#[cfg(feature = "encryption")]
pub mod encryption;
#[cfg(not(feature = "encryption"))]
mod encryption;
pub mod error;
pub mod execute;
pub mod expression;
pub mod frozen;
#[cfg(feature = "derive")]
pub mod guide;
pub mod jobs;
#[cfg(feature = "derive")]
pub mod locks;
pub mod operation;
pub mod paging;
pub mod schema;
mod table;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
pub mod value;

#[doc(hidden)]
#[path = "derive_support/mod.rs"]
pub mod __private;

#[doc(inline)]
pub use database::Database;
#[doc(inline)]
pub use error::{Error, ErrorKind, Result};
#[doc(inline)]
pub use execute::Partial;
#[doc(inline)]
pub use expression::{Condition, Edit, Patch};
#[doc = include_str!("derives/item.md")]
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Item;
#[doc = include_str!("derives/patch.md")]
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Patch;
#[doc = include_str!("derives/projection.md")]
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Projection;
#[doc = include_str!("derives/table.md")]
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Table;
#[doc = include_str!("derives/value.md")]
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Value;
#[doc(inline)]
pub use frozen::Frozen;
#[doc(inline)]
pub use operation::{Batch, get_many, transaction, transaction_get};
#[doc(inline)]
pub use schema::{Attribute, Index, Item, Key, Projection};
#[doc(inline)]
pub use table::Table;
#[doc(inline)]
pub use value::Value;

/// The README's examples run as tests, so that what it shows is true.
#[cfg(all(doctest, feature = "embedded", feature = "derive"))]
#[doc = include_str!("../../README.md")]
mod readme {}
