//! Change streams: the tests' own service, the consumers, and events of Lambda.

mod change_stream;
mod embedded;
mod images;
mod lambda;
mod model;
mod orders;
mod requests;
mod stream_service;
mod worker;
