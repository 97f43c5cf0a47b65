use std::time::Duration;

use super::ControlPlane;

/// How long changes take, and how many may happen at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    pub(super) creating: Duration,
    pub(super) unseen: Duration,
    pub(super) updating: Duration,
    pub(super) backfilling: Duration,
    pub(super) dropping: Duration,
    pub(super) warming: Duration,
    pub(super) deleting: Duration,
    pub(super) ttl_changing: Duration,
    pub(super) backups_unavailable: Duration,
    pub(super) tags_unseen: Duration,
    pub(super) at_once: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            creating: seconds(8),
            unseen: Duration::ZERO,
            updating: seconds(5),
            backfilling: seconds(60),
            dropping: seconds(10),
            warming: seconds(20),
            deleting: seconds(8),
            ttl_changing: seconds(30),
            backups_unavailable: seconds(5),
            tags_unseen: Duration::ZERO,
            at_once: 500,
        }
    }
}

/// Clones share the settings too. A new setting counts for changes that begin after it.
impl ControlPlane {
    /// How long a table is `CREATING`: 8 seconds if not set.
    #[must_use]
    pub fn creating_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.creating = duration)
    }

    /// How long `DescribeTable` does not find a new table: 0 if not set.
    #[must_use]
    pub fn unseen_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.unseen = duration)
    }

    /// How long a table is `UPDATING`, during which a new index is not backfilling yet: 5 seconds if not set.
    #[must_use]
    pub fn updating_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.updating = duration)
    }

    /// How long a new index is backfilling after that: 60 seconds if not set.
    #[must_use]
    pub fn backfilling_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.backfilling = duration)
    }

    /// How long an index is `DELETING`: 10 seconds if not set.
    #[must_use]
    pub fn dropping_index_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.dropping = duration)
    }

    /// How long a warm throughput is `UPDATING`: 20 seconds if not set.
    #[must_use]
    pub fn warming_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.warming = duration)
    }

    /// How long a table is `DELETING`: 8 seconds if not set.
    #[must_use]
    pub fn deleting_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.deleting = duration)
    }

    /// How long the time to live is `ENABLING` or `DISABLING`: 30 seconds if not set.
    #[must_use]
    pub fn ttl_changing_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.ttl_changing = duration)
    }

    /// How long a table has no backups after it became `ACTIVE`: 5 seconds if not set.
    #[must_use]
    pub fn backups_unavailable_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.backups_unavailable = duration)
    }

    /// How long `ListTagsOfResource` still shows the tags before a change: 0 if not set.
    #[must_use]
    pub fn tags_unseen_for(self, duration: Duration) -> Self {
        self.set(|settings| settings.tags_unseen = duration)
    }

    /// How many tables may be `CREATING`, `UPDATING` or `DELETING` at once: 500 if not set.
    #[must_use]
    pub fn at_most_at_once(self, tables: usize) -> Self {
        self.set(|settings| settings.at_once = tables)
    }
}
