//! What a test uses of its database: [`Database::faults`], [`Database::recorded`], [`Database::clock`].

use super::Database;
use crate::testing::{Clock, Faults, Recorded};

impl Database {
    /// Returns the faults that the requests of this database suffer, to add more during a test. Needs the feature `testing`.
    ///
    /// # Panics
    ///
    /// When the database was not made by `Database::embedded_with`. For another one, keep the handle that
    /// [`Faults::over`] gives.
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "a helper of tests: nothing recorded would let a wrong assertion pass")]
    pub fn faults(&self) -> Faults {
        match &self.kit.faults {
            Some(faults) => faults.clone(),
            None => panic!(
                "this database has no faults and records nothing: make it with `Database::embedded_with(Faults::new())`"
            ),
        }
    }

    /// Returns the requests that were sent to this database so far, in order. Needs the feature `testing`.
    ///
    /// # Panics
    ///
    /// When the database was not made by `Database::embedded_with`: see [`faults`](Self::faults).
    #[must_use]
    #[track_caller]
    pub fn recorded(&self) -> Recorded {
        self.faults().recorded()
    }

    /// Returns the clock of this database and its engine, to move it during a test. Needs the feature `testing`.
    ///
    /// # Panics
    ///
    /// When the database was not made by `Database::embedded_with`. For another one, give a [`Clock`] to
    /// [`DatabaseBuilder::clock`](super::DatabaseBuilder::clock).
    #[must_use]
    #[track_caller]
    #[allow(clippy::panic, reason = "a helper of tests: a clock that moves nothing would mislead")]
    pub fn clock(&self) -> Clock {
        match &self.kit.clock {
            Some(clock) => clock.clone(),
            None => {
                panic!("this database has no clock of its own: make it with `Database::embedded_with(Faults::new())`")
            }
        }
    }
}
