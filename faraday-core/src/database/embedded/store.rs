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
    /// Locked exclusively by requests that take several steps of the engine, and shared by all others: see `Turn`.
    pub(super) alone: RwLock<()>,
}

impl Store {
    pub(super) fn new(database: dynoxide::Database) -> Self {
        Self { database, key_limits: KeyLimits::default(), settings: KeptSettings::default(), alone: RwLock::default() }
    }

    /// Deletes the items whose time to live has passed, and returns their number. No other request comes between its steps.
    #[cfg(feature = "testing")]
    pub(super) fn expire(&self) -> Result<u64, Box<dyn std::error::Error + Send + Sync>> {
        let _alone = self.alone.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(self.database.sweep_ttl()?.try_into()?)
    }
}
