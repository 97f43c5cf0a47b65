//! One file an operation: its entry point on [`Table`](crate::Table), its builder, how it is sent.

mod answer;
mod change;
mod current;
mod delete;
mod get;
mod items;
mod put;
mod query;
mod request;
mod returning;
mod send;
mod update;

pub use delete::Delete;
pub use get::Get;
pub use items::Items;
pub use put::Put;
pub use query::Query;
pub use returning::{New, Nothing, Old, Partial, Returning, UpdatedNew, UpdatedOld};
pub use update::Update;
