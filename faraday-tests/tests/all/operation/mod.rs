//! The operations, one file or folder each.

mod arguments;
pub(crate) mod batch;
mod delete;
mod get;
mod get_many;
mod get_many_tables;
mod into_sdk;
mod item_keys;
mod live;
mod modify;
mod options;
mod options_random;
mod own_write;
pub(crate) mod page;
mod put;
mod query;
mod save;
mod scan;
mod search;
mod select_names;
mod statement;
mod transaction;
mod update;
pub(crate) mod user;
