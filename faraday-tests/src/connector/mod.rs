//! HTTP clients of the SDK that watch and disturb: [`Faults`] over a real engine, [`Canned`] in place of one.

mod canned;
mod fault_rates;
mod faults;
mod recorded;
mod unprocessed;

pub use canned::Canned;
pub(crate) use canned::response;
pub use fault_rates::FaultRates;
pub use faults::{Fault, Faults, with_faults};
pub use recorded::Recorded;
