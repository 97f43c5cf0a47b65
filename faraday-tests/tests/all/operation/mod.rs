//! The operations, one file or folder each.

mod arguments;
pub(crate) mod batch;
mod delete;
mod get;
mod get_many;
mod item_keys;
mod live;
mod modify;
mod own_write;
pub(crate) mod page;
mod put;
mod query;
mod save;
mod scan;
mod search;
mod transaction;
mod update;
pub(crate) mod user;
