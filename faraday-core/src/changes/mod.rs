//! The changes of a table, as its item structs.
//!
//! If a table has a change stream, DynamoDB writes every change into it, and keeps it for 24 hours. A [`Change`] is one of them: an insert,
//! a modification or a removal, with the item before and after it if the stream holds them.
//!
//! - In **Lambda**, a [`ChangeBatch`] is the payload of the event, and a [`BatchResponse`] the response. Records of a Kinesis stream for
//!   DynamoDB can be read too. This needs no feature.
//! - In **your own program**, [`Table::changes`](crate::Table::changes) reads all shards as one [`ChangeStream`], and goes on after a
//!   [`ChangesCheckpoint`]. This and the next two need the feature `streams`.
//! - **Several workers** share the shards, by [`Leases`] in a table: [`Changes::worker`].
//! - [`requests`] has the single requests, with which all of these are made.
//!
//! [`guide::changes`](crate::guide::changes) shows when to use which.
//!
//! See [change data capture for DynamoDB Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).

mod change;
#[cfg(feature = "testing")]
mod constructors;
#[cfg(feature = "streams")]
mod consumer;
mod decode;
mod json_text;
mod lambda;
#[cfg(not(feature = "streams"))]
mod missing_feature;
#[cfg(feature = "streams")]
mod patience;
mod record;
#[cfg(feature = "streams")]
pub mod requests;
#[cfg(feature = "streams")]
mod worker;

pub use change::{Change, ChangeKind};
#[cfg(feature = "streams")]
pub use consumer::{ChangeStream, Changes, ChangesCheckpoint, IntoChangesCheckpoint, LenientOnce, Once};
pub use lambda::{BatchChanges, BatchResponse, ChangeBatch, Failure};
#[cfg(feature = "streams")]
pub use worker::{Lease, Leases, Worker};
