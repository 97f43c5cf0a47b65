//! What changed in a table, as the structs of its items.
//!
//! DynamoDB writes every change of a table with a stream into it and keeps it for 24 hours. A [`Change`] is one of them.
//!
//! - In **Lambda**, a [`ChangeBatch`] is the payload of the event, and [`BatchResponse`] is its answer. Records of a Kinesis stream
//!   for DynamoDB are read as well.

mod change;
mod decode;
mod json_text;
mod lambda;
mod record;

pub use change::{Change, ChangeKind};
pub use lambda::{BatchChanges, BatchResponse, ChangeBatch, Failure};
