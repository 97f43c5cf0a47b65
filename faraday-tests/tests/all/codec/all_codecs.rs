//! The codec: what is written is read back, and the three backends agree.

#[path = "forms.rs"]
mod forms;
#[path = "numbers.rs"]
mod numbers;
#[path = "round_trips.rs"]
mod round_trips;
#[path = "support.rs"]
pub mod support;

pub use support::{Doc, becomes, refused, round_trip, text, tree};
