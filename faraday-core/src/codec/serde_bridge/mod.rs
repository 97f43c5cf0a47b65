//! A field stored through serde as a native document: what `#[faraday(serde)]` does.
//!
//! The forms are those of the crate `serde_dynamo`: structs and maps are M, sequences and tuples L, bytes B, `None` and
//! units NULL, enums externally tagged. A set has no form of its own in serde, so one is written as L; SS, NS and BS are
//! read as sequences.

mod deserialize;
mod error;
mod native;
mod serialize;

pub use native::Serde;
pub(crate) use native::{decode, encode};
