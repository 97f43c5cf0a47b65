//! The codec: what is written is read back, and the three backends agree.

#[path = "codec/forms.rs"]
mod forms;
#[path = "codec/numbers.rs"]
mod numbers;
#[path = "codec/round_trips.rs"]
mod round_trips;
#[path = "codec/support.rs"]
pub mod support;

pub use support::{Doc, becomes, refused, round_trip, text, tree};
