//! The engine's data, and the state that our connector keeps for it: [`Store`].

use std::sync::RwLock;

use super::kept_settings::KeptSettings;
use super::key_limits::KeyLimits;

/// The engine's data, and the limits of its tables' keys.
pub(super) struct Store {
    pub(super) database: dynoxide::Database,
    pub(super) key_limits: KeyLimits,
    /// The settings of tables that the engine does not keep.
    pub(super) settings: KeptSettings,
    /// Held alone by an update that returns the item before it, and shared by everything else.
    pub(super) alone: RwLock<()>,
}

impl Store {
    pub(super) fn new(database: dynoxide::Database) -> Self {
        Self { database, key_limits: KeyLimits::default(), settings: KeptSettings::default(), alone: RwLock::default() }
    }
}
