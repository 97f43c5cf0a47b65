//! A typed ORM for Amazon DynamoDB.
mod codec;
mod error;
mod frozen;
pub mod value;
pub use error::*;
pub use frozen::Frozen;
pub use value::Value;
