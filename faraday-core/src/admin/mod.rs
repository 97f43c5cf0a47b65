//! Tables: to create, describe, list and delete them.

mod create;
mod delete;
mod describe;
mod list;
mod wait;

pub use create::Create;
pub use delete::DeleteTable;
pub use describe::Describe;
pub use list::Tables;
