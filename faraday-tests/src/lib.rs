//! The support of faraday's tests: the engine that they run against, a control plane as slow and strict as the service's, and a service of
//! DynamoDB Streams that a test directs.
// The support of a test may panic like a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod control_plane;
pub mod doc;
pub mod engine;
pub mod environment;
pub mod fuzz;
pub mod server;
pub mod soak;
pub mod stream_service;
pub mod tables;
