//! The tests of faraday: one binary, a module for each capability.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "all/codec.rs"]
mod codec;
#[path = "all/codec_hostile.rs"]
mod codec_hostile;
#[path = "all/floors.rs"]
mod floors;
#[path = "all/frozen.rs"]
mod frozen;
