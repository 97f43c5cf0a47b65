//! Operations on tables: create, describe, list and delete.
//!
//! The methods of [`Table`](struct@crate::Table) and [`Database`](crate::Database) make them: [`Table::create`](crate::Table::create).

mod create;
mod delete;
mod describe;
mod list;
mod wait;

pub use create::CreateTable;
pub use delete::DeleteTable;
pub use describe::DescribeTable;
pub use list::ListTables;
