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
//! - Reads of many items: [`Query`], [`Scan`] and [`ParallelScan`], of a table or of an [`Index`]; grouped by the
//!   adapters of std, as [`Query::all`] shows. Page by page: [`Query::page`], [`Cursor`], [`Checkpoint`].
//! - A part of each item: [`Query::select`], [`Projection`](derive@Projection).
//! - What would be sent, and what that may cost: [`Query::explain`], [`Explain`]. What it consumed: [`Metered`].
//!
//! # Features
//!
//! - `derive` (default): the derives.
//! - `embedded`: a DynamoDB engine in the process, [`Database::embedded`](Database) and `Database::open`; needs a C
//!   compiler.
//! - `aws`: `Database::from_env`, the standard AWS chain over HTTPS.
//! - `encryption`: fields marked `#[faraday(frozen, encrypted)]`, and `Sealed<T>`: [`Frozen`] values that only a `KeyRing`
//!   opens.
//! - `bigdecimal`, `chrono`, `compact_str`, `indexmap`, `jiff`, `rust_decimal`, `smol_str`, `time`, `url`, `uuid`: the
//!   types of these crates as values, in the forms that [`value::foreign`] tells.

mod admin;
mod codec;
mod database;
mod document;
mod encryption;
mod error;
mod execute;
mod expression;
mod frozen;
mod operation;
mod paging;
mod schema;
mod table;
mod transport;
pub mod value;

#[doc(hidden)]
#[path = "derive_support/mod.rs"]
pub mod __private;

pub use admin::{CreateTable, DeleteTable, DescribeTable, ListTables};
pub use database::{Database, DatabaseBuilder};
pub use document::{from_json, from_map, from_plain_json, item_size, to_json, to_map, to_plain_json};
#[cfg(feature = "encryption")]
pub use encryption::{Binding, KeyRing, Sealed};
pub use error::{BatchFailure, Error, ErrorKind, Result, ResumableTransaction};
pub use execute::{
    Capacity, Cost, Explain, Metered, Named, New, Nothing, Old, Operation, Partial, Read, Returning, Rows, Running,
    Selected, TransactRead, TransactWrite, UpdatedNew, UpdatedOld, Whole, WithCapacity, Write,
};
pub use expression::{
    Columns, Comparand, Condition, Containing, Freeze, KeyRange, Keyed, Listing, Path, Place, SetOf, Settable, Size,
    TopLevel,
};
/// Makes a struct, or an enum of structs, the item of a table: the trait [`Item`](trait@Item), and a constant for each
/// field and each index.
///
/// Options of the struct, in `#[faraday(…)]`:
///
/// | option | meaning |
/// |---|---|
/// | `table = "orders"` | the table's name, to which a database may add a prefix; required |
/// | `rename_all = "camelCase"` | how the fields' names become attribute names, and of an enum those of the variants; serde's cases |
/// | `deny_unknown` | an attribute that no field reads is an error; otherwise it is passed over |
/// | `global_index(name, …)` | a global secondary index; as many as 20 |
/// | `local_index(name, …)` | a local secondary index; as many as 5 |
/// | `tag = "kind"` | of an enum: the attribute that names the variant |
/// | `untagged` | of an enum: the first variant that fits is read |
/// | `crate = "path"` | where expansions find this crate, if not at `::faraday` |
///
/// Options of an index, after its name:
///
/// | option | meaning |
/// |---|---|
/// | `partition_key = field` | its partition key, or with `(a, b)` that of up to four attributes; required, of a global index only |
/// | `sort_key = field` | its sort key, or with `(a, b)` that of up to four attributes; a local index requires one |
/// | `projection = all` | it holds whole items: the default |
/// | `projection = keys_only` | it holds the keys of the table and its own |
/// | `projection = include(a, b)` | it holds these fields as well, 20 at most |
/// | `throughput(5, 5)` | read and write capacity units of its own, where the table is provisioned; of a global index only |
/// | `row = Type` | what a query of it gives: a [`Projection`](derive@Projection) of this item that asks for nothing else than it holds |
/// | `rename = "by-status"` | its name in the table |
///
/// Options of a field:
///
/// | option | meaning |
/// |---|---|
/// | `partition_key` | the partition key; exactly one field has it |
/// | `sort_key` | the sort key |
/// | `rename = "name"` | the attribute's name |
/// | `frozen` | any serde type, stored as one binary attribute: see [`Frozen`] |
/// | `frozen, version = 2` | what is frozen is of this version of its type; 1 without it. `version` alone is another thing |
/// | `frozen, version = 2, upgrade = path` | older versions are read by a `fn(&Older<'_>) -> Result<T, DecodeError>`: see [`Older`] |
/// | `frozen, passthrough` | bytes without faraday's header are read too, by `TryFrom<Vec<u8>>`, or with `= path` by a `fn(&[u8]) -> Result<T, DecodeError>` |
/// | `frozen, encrypted` | encrypted with the key ring of the database: see [encrypted fields](#encrypted-fields) |
/// | `sensitive` | its value is not shown: see [sensitive fields](#sensitive-fields) |
/// | `version` | a `u64` by which writes are checked against one another: see [`Table::save`] |
/// | `created_at`, `updated_at` | a `SystemTime`, or an `Option` of one, that every write keeps |
/// | `alias = "old"` | a name that is read as well, of items written before it was renamed; may repeat; [`select`](Query::select) does not ask for it |
/// | `serde` | any serde type, stored as a native document, not frozen |
/// | `as = Type` | stored as another type, which it converts to and from (`From`, `TryFrom`) |
/// | `with = module` | stored by a module with `type Stored`, `fn store(&T)` and `fn load(Stored)`, both of which may fail |
/// | `null` | `None` is written as NULL instead of being left out |
/// | `flatten` | the attributes of a struct stand among the item's own |
/// | `extra` | a map that keeps the attributes that no field reads, and writes them back |
/// | `default`, `default = path` | what an absent attribute of an item reads as: `Default::default()`, or what the function gives; [`select`](Query::select) of it alone does not |
/// | `skip` | not stored; reads as its `default` |
///
/// For a field `placed_at` there is a constant `PLACED_AT`, an [`Attribute`] or [`KeyAttribute`], with the field's
/// visibility and documentation; for an index `by_status` a constant `BY_STATUS`, an [`Index`], with the struct's.
///
/// A field that is frozen with options has a [`FrozenAttribute`], which can be set, removed and selected, but not compared.
///
/// An index key may be an `Option`: then the index has only the items where it is `Some`.
///
/// A query of an index gives whole items where it holds them. Of any other, unless `row` names a type, it gives a struct
/// that the derive makes: `OrderByEmail` for `by_email` of `Order`, with the struct's visibility, those of the fields that
/// the index holds, and `Clone`, `Debug` and `PartialEq` where all of them have it.
///
#[cfg_attr(feature = "derive", doc = include_str!("frozen/fields.md"))]
///
/// # Examples
///
/// ```
/// use faraday::Item;
///
/// #[derive(Item)]
/// #[faraday(table = "orders", rename_all = "camelCase")]
/// struct Order {
///     #[faraday(partition_key)]
///     customer: String,
///     #[faraday(sort_key)]
///     placed_at: u64,
///     email: Option<String>,
///     #[faraday(default)]
///     total: u64,
/// }
///
/// assert_eq!(Order::SCHEMA.table(), "orders");
/// assert_eq!(Order::PLACED_AT.name(), "placedAt");
/// ```
///
/// With indexes:
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table};
///
/// #[derive(Item)]
/// #[faraday(
///     table = "orders",
///     global_index(by_email, partition_key = email, sort_key = placed_at, projection = include(total)),
///     local_index(by_total, sort_key = total),
/// )]
/// struct Order {
///     #[faraday(partition_key)]
///     customer: String,
///     #[faraday(sort_key)]
///     placed_at: u64,
///     email: Option<String>,
///     total: u64,
///     note: String,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let dear: Vec<Order> = Table::<Order>::index(Order::BY_TOTAL).query("ann").sort_key_range(100..).on(&db).await?;
/// let rows: Vec<OrderByEmail> = Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").on(&db).await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// # Several kinds of item in one table
///
/// An enum is an item whose variants share a table and its key attributes; that is what single-table design asks for.
/// `tag = "kind"` names the variant in an attribute of that name; `untagged` tries the variants in order. Tagged around
/// or beside the content an enum is no item, because DynamoDB does not look for keys inside another attribute.
///
/// A variant has named fields, with the options of a struct's, among them `partition_key` and `sort_key` in each; or it
/// holds a struct that is an item itself, of the same table and key. Options of a variant are `rename`, `alias`,
/// `rename_all`, and `other` for the one that unknown variants are read as: it has the key and a field for the tag, and with
/// `extra` it can be written back as it was. Without it an unknown variant is an error that lists the known ones.
///
/// The tag is a constant like any other (`Record::KIND`), and may be the key of an index. Every field of a variant is one
/// too, as an `Option` if not all variants have it, and none if they have it with different types; a variant that holds an
/// item has one through which its attributes are reached.
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table};
///
/// #[derive(Debug, PartialEq, Item)]
/// #[faraday(table = "shop", tag = "kind", global_index(by_kind, partition_key = kind))]
/// enum Record {
///     Customer {
///         #[faraday(partition_key)]
///         pk: String,
///         #[faraday(sort_key)]
///         sk: String,
///         name: String,
///     },
///     Order(Order),
/// }
///
/// #[derive(Debug, PartialEq, Item)]
/// #[faraday(table = "shop")]
/// struct Order {
///     #[faraday(partition_key)]
///     pk: String,
///     #[faraday(sort_key)]
///     sk: String,
///     total: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Record>::create().on(&db).await?;
/// let ann = Record::Customer { pk: "ann".into(), sk: "profile".into(), name: "Ann".into() };
/// let order = Record::Order(Order { pk: "ann".into(), sk: "order#1".into(), total: 5 });
/// Table::<Record>::put_many([&ann, &order]).on(&db).await?;
///
/// let all: Vec<Record> = Table::<Record>::query("ann").on(&db).await?;
/// assert_eq!(all, [order, ann]);
/// let customers = Table::<Record>::query("ann").filter(Record::KIND.eq("Customer")).on(&db).await?;
/// let dear = Table::<Record>::index(Record::BY_KIND).query("Order").filter(Record::ORDER.dot(Order::TOTAL).gt(3)).on(&db).await?;
/// assert_eq!((customers.len(), dear.len()), (1, 1));
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Item;
/// Makes a struct a part of an item: the trait [`Projection`](trait@Projection).
///
/// A read that is given it with [`select_as`](Query::select_as), and an index whose `row` it is, ask for its attributes
/// alone. Each field is one of the item, of the same name and the same type: anything else does not compile.
///
/// Options of the struct, in `#[faraday(…)]`:
///
/// | option | meaning |
/// |---|---|
/// | `of = Order` | the item; required |
/// | `crate = "path"` | where expansions find this crate, if not at `::faraday` |
///
/// Options of a field:
///
/// | option | meaning |
/// |---|---|
/// | `from = field` | the item's field that it is, where the name differs |
/// | `frozen` | it is `frozen` in the item, and has the type inside; without, its type is [`Frozen<T>`](Frozen). Versions, upgrades and encryption are the item's |
/// | `default`, `default = path` | what an absent attribute reads as: `Default::default()`, or what the function gives |
/// | `skip` | no field of the item; reads as its `default` |
///
/// The attributes' names are taken from the item's constants (`Order::TOTAL`), so that the item's `rename` counts; a
/// constant has its field's visibility, thus a projection in another module can have only the fields that it could read.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Projection};
///
/// #[derive(Item)]
/// #[faraday(table = "orders", rename_all = "camelCase")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     placed_at: u64,
///     note: Option<String>,
/// }
///
/// #[derive(Projection)]
/// #[faraday(of = Order)]
/// struct Summary {
///     id: u64,
///     #[faraday(from = placed_at)]
///     date: u64,
/// }
///
/// assert_eq!(Summary::ATTRIBUTES, ["id", "placedAt"]);
/// ```
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Projection;
/// Makes a type the value of an attribute: the trait [`Value`](trait@Value).
///
/// A struct with named fields is stored as a map, with a constant for each field; a struct of one unnamed field as what
/// that is; an enum of unit variants as a string, or as its number with `number`; an enum with data as a document in the
/// form that serde gives it: tagged by a map of one entry, or as `tag = "…"`, `tag = "…", content = "…"` or `untagged` say.
///
/// It has the options `rename_all`, `deny_unknown` and `crate` of the [derive of `Item`](derive@Item) and its options of a
/// field but those of keys, the optimistic lock, times and encryption; and for a variant `rename`, `alias`, `rename_all`,
/// and `other` for the one that unknown variants are read as; of an enum with a `tag` it may have named fields, one for the
/// tag. Without it an unknown variant is an error that lists the known ones.
///
/// # Examples
///
/// ```
/// use faraday::Value;
///
/// #[derive(Value)]
/// struct Address {
///     street: String,
///     #[faraday(rename = "town")]
///     city: String,
/// }
///
/// #[derive(Value)]
/// struct Cents(u64);
///
/// #[derive(Value)]
/// #[faraday(rename_all = "kebab-case")]
/// enum Status { Open, OnItsWay }
///
/// assert_eq!(Address::CITY.name(), "town");
/// ```
#[cfg(feature = "derive")]
#[doc(inline)]
pub use faraday_derive::Value;
pub use frozen::{Compression, Frozen, Inspection, Older};
pub use operation::{
    Batch, CancellationReason, Check, Checkpoint, Consistency, Consistent, Delete, Eventual, Get, GetMany, Modify,
    ParallelItems, ParallelScan, Progress, Put, PutStream, Query, Reads, Save, Scan, TableQuery, Transaction,
    TransactionGet, Update, Writes, transaction, transaction_get,
};
pub use paging::{Count, Cursor, CursorOf, First, Items, One, OnePage, Page, Pages, Paging};
pub use schema::{
    Attribute, Composite, ConsistentReads, Flattened, FrozenAttribute, FrozenField, Global, Index, IndexSchema,
    IndexScope, Item, KeyAttribute, KeyElement, KeyOf, KeyShape, Local, Managed, NoSortKey, OnTable, Operand,
    PartitionOf, Projected, Projection, Several, Simple, Single, SortKeys, SortRest, SortShape, TableSchema, Versioned,
};
pub use table::{Indexed, Table};
pub use transport::Codec;
pub use value::{DecodeError, EncodeError, Value};

/// The README's examples run as tests, so that what it shows is true.
#[cfg(all(doctest, feature = "embedded", feature = "derive"))]
#[doc = include_str!("../../README.md")]
mod readme {}
