//! The events of a change stream in AWS Lambda, without any crate of Lambda.

mod batch;
mod each;
mod event;
mod object;
mod response;

pub use batch::{BatchChanges, ChangeBatch};
pub use response::{BatchResponse, Failure};
