//! The gaps of the engines that the tests can run against, and how a test names what it needs.
//!
//! `FARADAY_TEST_ENGINE` names the engine at `FARADAY_TEST_ENDPOINT`: `dynalite` or `moto`. A test that needs something that the engine
//! lacks begins with [`needs!`](crate::needs). Then it ends at once, and is counted as skipped. The embedded engine, and a server whose
//! engine is not named, must have no gaps: a skip there is a failure.

mod gaps;
mod log;

use std::env;

pub use gaps::{Capability, GAPS, Gap};
use log::tried;
pub(crate) use log::{asked, skipped};

/// An engine that speaks DynamoDB's protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// The engine of the feature `embedded`, in the process or at a socket; DynamoDB; and every engine without a name.
    Complete,
    /// dynalite 4, of npm.
    Dynalite,
    /// moto 5, of PyPI.
    Moto,
}

impl Engine {
    /// Returns the engine that the environment names.
    ///
    /// # Panics
    ///
    /// When it is not one of those that [`GAPS`] knows.
    pub fn of_environment() -> Self {
        let name = env::var("FARADAY_TEST_ENGINE").unwrap_or_default();
        match name.as_str() {
            "" | "embedded" => Self::Complete,
            "dynalite" => Self::Dynalite,
            "moto" => Self::Moto,
            other => panic!("FARADAY_TEST_ENGINE is `{other}`: it is `embedded`, `dynalite` or `moto`"),
        }
    }

    /// Returns the gap if the engine lacks this capability.
    pub fn gap(self, capability: Capability) -> Option<&'static Gap> {
        GAPS.iter().find(|gap| gap.engine == self && gap.capability == capability)
    }
}

/// Whether the running test must be skipped, because the engine lacks one of these. The macro [`needs!`](crate::needs) calls it.
///
/// With `FARADAY_TEST_SKIPS=try` no test is skipped: tests that pass show which gaps an engine no longer has.
///
/// # Panics
///
/// On an engine that must be complete, if [`GAPS`] lists a gap of it.
pub fn must_skip(test: &str, capabilities: &[Capability]) -> bool {
    let engine = Engine::of_environment();
    let Some(gap) = capabilities.iter().find_map(|capability| engine.gap(*capability)) else { return false };
    assert!(
        engine != Engine::Complete,
        "{test} would be skipped on the embedded engine: it lacks {:?}",
        gap.capability
    );
    if env::var("FARADAY_TEST_SKIPS").is_ok_and(|how| how == "try") {
        tried(gap.capability);
        return false;
    }
    skipped(gap.capability);
    true
}

/// Names what a test needs of the engine, in its first line: `needs!(Transactions);`, or `needs!(Transactions => Ok(()));` in a test that
/// returns something.
///
/// If the engine lacks it, the test returns there and is counted as skipped. The names are those of
/// [`Capability`](crate::engine::Capability).
#[macro_export]
macro_rules! needs {
    ($($capability:ident),+ $(=> $end:expr)?) => {
        if $crate::engine::must_skip(module_path!(), &[$($crate::engine::Capability::$capability),+]) {
            return $($end)?;
        }
    };
}
