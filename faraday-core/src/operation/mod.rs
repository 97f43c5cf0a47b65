//! The operations on items, one file each. The methods of [`Table`](struct@crate::Table) create them, and `.await` runs them.

mod batch;
mod conditional_write;
#[cfg(feature = "testing")]
mod constructors;
mod delete;
mod get;
mod get_many;
mod idempotent;
mod into_sdk;
mod item_source;
mod modify;
mod own_write;
mod put;
mod query;
mod save;
mod scan;
mod search;
mod statement;
mod stored_key;
mod transaction;
mod unique;
mod update;

pub use batch::{Batch, Progress, PutStream};
pub(crate) use batch::{WriteSource, pending_json, pending_put};
pub use delete::Delete;
pub use get::{Consistency, Consistent, Eventual, Get};
pub use get_many::{GetMany, GetManyTables, KeyList, KeyLists, get_many};
pub use item_source::{ItemSource, WholeItems};
pub use modify::Modify;
pub(crate) use own_write::{same_item, same_value};
pub use put::Put;
pub use query::{Query, TableQuery};
pub use save::Save;
use save::save_item;
pub use scan::{Checkpoint, ParallelItems, ParallelScan, Scan};
pub use search::Search;
pub use statement::{
    Statement, StatementBatch, StatementOutput, StatementRows, StatementTransaction, StatementTransactionRows,
};
pub(crate) use stored_key::key_as_stored;
pub use transaction::{
    CancellationReason, Check, Reads, Transaction, TransactionGet, Writes, transaction, transaction_get,
};
pub use unique::UniqueWrite;
pub(crate) use unique::{has_unique_values, removal};
pub use update::Update;

pub use crate::table::Indexed;
