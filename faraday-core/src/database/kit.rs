//! What a test reaches through its database: [`Kit`].

use crate::testing::{Clock, Faults};

/// What a test reaches through its database. All clones of the database have the same.
#[derive(Clone, Default)]
pub(crate) struct Kit {
    pub(super) faults: Option<Faults>,
    pub(super) clock: Option<Clock>,
    #[cfg(feature = "embedded")]
    pub(super) engine: Option<super::embedded::Engine>,
}
