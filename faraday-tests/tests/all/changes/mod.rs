//! Change streams: the test's own service, what reads it, and events of Lambda.

mod embedded;
mod images;
mod lambda;
mod requests;
mod stream_service;
