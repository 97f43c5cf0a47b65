//! One file an operation: its entry point on [`Table`](crate::Table), its builder, how it is sent.

mod answer;
mod change;
mod current;
mod cursor;
mod delete;
mod get;
mod index;
mod items;
mod pager;
mod parallel;
mod put;
mod query;
mod reading;
mod returning;
mod rows;
mod scan;
mod send;
mod terminal;
mod update;

pub use cursor::Cursor;
pub use delete::Delete;
pub use get::Get;
pub use index::Indexed;
pub use items::{Items, Pages};
pub use parallel::{Checkpoint, ParallelItems, ParallelScan};
pub use put::Put;
pub use query::Query;
pub use returning::{New, Nothing, Old, Partial, Returning, UpdatedNew, UpdatedOld};
pub use rows::{Named, Rows, Selected, Whole};
pub use scan::Scan;
pub use terminal::{Count, First, One, OnePage, Page, Paging};
pub use update::Update;
