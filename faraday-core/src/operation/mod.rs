//! One file an operation on items: its entry point on [`Table`](crate::Table), its builder, how it is sent.

mod delete;
mod get;
mod put;
mod query;
mod scan;
mod update;

pub use delete::Delete;
pub use get::Get;
pub use put::Put;
pub use query::{Query, TableQuery};
pub use scan::{Checkpoint, ParallelItems, ParallelScan, Scan};
pub use update::Update;
