//! What changed in a table, as the structs of its items.
//!
//! DynamoDB writes every change of a table with a stream into it and keeps it for 24 hours. A [`Change`] is one of them.
//!
//! - In **Lambda**, a [`ChangeBatch`] is the payload of the event, and [`BatchResponse`] is its answer. Records of a Kinesis stream
//!   for DynamoDB are read as well.

mod change;
#[cfg(feature = "streams")]
mod consumer;
mod decode;
mod json_text;
mod lambda;
#[cfg(feature = "streams")]
mod patience;
mod record;
#[cfg(feature = "streams")]
pub mod requests;
#[cfg(feature = "streams")]
mod worker;

pub use change::{Change, ChangeKind};
#[cfg(feature = "streams")]
pub use consumer::{ChangeStream, Changes, ChangesCheckpoint, Once};
pub use lambda::{BatchResponse, ChangeBatch, Changed, Failure};
#[cfg(feature = "streams")]
pub use worker::{Lease, Leases, Worker};
