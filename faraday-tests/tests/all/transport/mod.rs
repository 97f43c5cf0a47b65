//! The two paths to DynamoDB, and signing.

mod codecs;
mod signing;
mod typed_path;
mod wire;
