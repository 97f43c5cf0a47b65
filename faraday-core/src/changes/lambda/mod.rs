//! The events of a change stream in AWS Lambda, without any crate of Lambda.

mod batch;
mod each;
mod event;
mod response;

pub use batch::{ChangeBatch, Changed};
pub use response::{BatchResponse, Failure};
