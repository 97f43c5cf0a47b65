//! HTTP clients of the SDK that watch and disturb: [`Faults`] over a real engine, [`Canned`] in place of one.

mod canned;
mod faults;
mod odds;
mod recorded;
mod unprocessed;

pub use canned::Canned;
pub use faults::{Fault, Faults, with_faults};
pub use odds::Odds;
pub use recorded::Recorded;
