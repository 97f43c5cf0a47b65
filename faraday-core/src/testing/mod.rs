//! Tools for tests of your own code: faults, a record of the requests, answers without an engine, and a clock. Needs the
//! feature `testing`.
//!
//! - [`Faults`] makes requests fail, by a script, a rule or seeded probabilities: [`Fault`], [`FaultRates`].
//! - [`Recorded`] has every request that was sent, for assertions: [`RecordedRequest`].
//! - [`Canned`] answers instead of an engine.
//! - [`Clock`] stands still and moves as a test says.
//!
//! The guide has a page on [how to use them](crate::guide::testing). Add the feature to the dependencies of your tests alone:
//!
//! ```toml
//! [dev-dependencies]
//! faraday = { package = "faraday-core", path = "../faraday/faraday-core", features = ["embedded", "testing"] }
//! tokio = { version = "1", features = ["macros", "rt-multi-thread", "test-util"] }
//! ```

mod body;
mod canned;
mod clock;
mod exchange;
mod fault;
mod fault_rates;
mod faults;
mod parts;
mod recorded;
mod recorded_request;
mod retries;
mod state;
mod unprocessed;

pub use canned::Canned;
pub use clock::Clock;
pub use fault::{Fault, answer};
pub use fault_rates::FaultRates;
pub use faults::Faults;
pub use recorded::Recorded;
pub use recorded_request::RecordedRequest;
