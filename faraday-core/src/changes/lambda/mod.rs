//! Reads the events of a change stream in AWS Lambda, without a crate of Lambda.

mod batch;
mod each;
mod event;
mod object;
mod response;

pub use batch::{BatchChanges, ChangeBatch};
pub use response::{BatchResponse, Failure};
