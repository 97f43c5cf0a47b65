//! A typed ORM for Amazon DynamoDB.
//!
//! Annotate a struct with [`#[derive(Item)]`](derive@Item), and [`Table`](struct@Table) has every operation on it: [`Table::create`],
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
//! The root has what most programs name; the modules have the rest.
//!
//! - What an item and its attributes may be: [`Item`](derive@Item), [`Value`](trait@Value), [`value`], [`Frozen`].
//! - Conditions and filters: the methods of [`Attribute`]; places inside documents: [`expression::Path`].
//! - Where it runs: [`Database`]. What can go wrong: [`Error`].
//! - Less waiting: [`Database::warm`] before the first request, [`Database::with_hedged_reads`] for reads that take long,
//!   [`Query::read_ahead`](operation::Query::read_ahead) for the next page.
//! - Operations on items: [`operation`]. Operations on tables: [`admin`], and [`guide::tables`] on when to use which. What they have in common, and what they
//!   cost: [`execute`].
//! - Reads of many items: [`Query`](operation::Query), [`Scan`](operation::Scan) and
//!   [`ParallelScan`](operation::ParallelScan), of a table or of an [`Index`]. Page by page: [`paging`].
//! - Changes of some attributes: [`Table::update`]; as a struct: [`Patch`](derive@Patch); of a whole item: [`Table::upsert`],
//!   [`Table::update_from`].
//! - A part of each item: [`Query::select`](operation::Query::select), [`Projection`](derive@Projection); by names that come from outside:
//!   [`Query::select_names`](operation::Query::select_names).
//! - Several kinds of item in one table: [`#[derive(Table)]`](derive@Table), [`guide::one_table`].
//! - Work on many items, which can be stopped and goes on: [`jobs`], [`guide::jobs`].
//! - Tables that CloudFormation, Terraform or CDK makes, and IAM policies: [`guide::infrastructure`].
//! - What changes in a table, in Lambda and in a consumer of your own: [`changes`], [`guide::changes`].
//! - A lock that several programs share, a counter that many add to: [`locks`], [`counters`].
//! - Tests of your own code: [`guide::testing`].
//! - A web service: [`guide::web_services`]. What types become: [`guide::values`]. Encrypted fields: [`guide::encryption`].
//! - Coming from another library: [`guide::coming_from`].
//! - What the typed operations lack: PartiQL ([`Database::statement`]), conditions and updates written by hand, the SDK's own
//!   requests: [`guide::lower_level`].
//! - Items outside of requests, as JSON or as the SDK's maps: [`document`].
//!
//! # Features
//!
//! - `derive` (default): the derives.
//! - `embedded`: a DynamoDB engine in the process, [`Database::embedded`](Database) and `Database::open`; needs a C
//!   compiler.
//! - `aws`: `Database::from_env`, the standard AWS chain over HTTPS.
//! - `encryption`: fields marked `#[faraday(frozen, encrypted)]`, and `Sealed<T>`: [`Frozen`] values that only a `KeyRing`
//!   opens.
//! - `streams`: [`Table::changes`], which reads the change stream of a table. Batches of changes in Lambda need no feature.
//! - `testing`: [`testing`](guide::testing): faults, a record of requests, a clock and made-up results for your own tests.
//! - `tracing`: a span for each operation, by OpenTelemetry's conventions: `guide::operations`.
//! - `bigdecimal`, `chrono`, `compact_str`, `indexmap`, `jiff`, `rust_decimal`, `smol_str`, `time`, `url`, `uuid`: the
//!   types of these crates as values, in the forms that [`value::foreign`] tells.

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
