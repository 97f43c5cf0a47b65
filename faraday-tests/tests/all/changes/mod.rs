//! Change streams: the test's own service, and what reads it.

mod embedded;
mod images;
mod requests;
mod stream_service;
