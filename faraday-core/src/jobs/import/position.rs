//! A position between two lines of an import, as it is saved: [`ImportPosition`].

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, JobProgress, Result};
use crate::jobs::checkpoint_store::SharedStore;

/// A position between two lines: everything before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct ImportPosition {
    /// The number of lines before it, including empty ones.
    pub(super) lines: u64,
    /// The number of their bytes, if they come from a reader or a file.
    pub(super) bytes: u64,
    /// The number of lines before it that are not empty.
    pub(super) items: u64,
    /// The number of these that could not be read.
    pub(super) failed: u64,
}

/// The saved state of an import.
#[derive(Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) import: ImportPosition,
    pub(super) ended: bool,
}

impl ImportPosition {
    /// Returns the progress of an import at this position.
    pub(super) fn progress(&self) -> JobProgress {
        let Self { items, failed, .. } = *self;
        JobProgress { items, read: items, written: items - failed.min(items), failed, ..JobProgress::default() }
    }
}

/// Loads the saved state.
pub(super) async fn load(store: Option<&SharedStore>) -> Result<Option<Saved>> {
    let Some(store) = store else { return Ok(None) };
    let Some(text) = store.load().await? else { return Ok(None) };
    let saved = serde_json::from_str(&text);
    saved.map(Some).map_err(|_| Error::new(ErrorKind::InvalidCursor, "the checkpoint does not belong to an import"))
}
