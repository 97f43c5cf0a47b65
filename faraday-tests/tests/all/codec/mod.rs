//! The codec: written values are read back, and the three backends agree.

mod differential;
mod forms;
pub(crate) mod hostile;
mod learned;
mod numbers;
mod plain_json;
mod round_trips;
pub mod support;
mod unknown_types;
mod ways;

pub use support::{Doc, becomes, refused, round_trip, text};
