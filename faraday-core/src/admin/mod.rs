//! Tables: to create, describe, list and delete them.

mod create;
mod delete;
mod describe;
mod list;
mod wait;

pub use create::CreateTable;
pub use delete::DeleteTable;
pub use describe::DescribeTable;
pub use list::ListTables;
