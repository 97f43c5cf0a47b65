//! What a test uses through its database: [`Kit`].

use crate::testing::{Clock, Faults};

/// The faults and the clock of a test. All clones of the database share them.
#[derive(Clone, Default)]
pub(crate) struct Kit {
    pub(super) faults: Option<Faults>,
    pub(super) clock: Option<Clock>,
    #[cfg(feature = "embedded")]
    pub(super) engine: Option<super::embedded::Engine>,
}
