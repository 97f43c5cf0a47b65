//! A place between two lines of an import, as it is saved: [`ImportPosition`].

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, JobProgress, Result};
use crate::jobs::checkpoint_store::SharedStore;

/// A place between two lines: what is before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct ImportPosition {
    /// The lines before it, empty ones among them.
    pub(super) lines: u64,
    /// Their bytes, if they are those of a reader or a file.
    pub(super) bytes: u64,
    /// Those of them that hold something.
    pub(super) items: u64,
    /// Those of these that could not be read.
    pub(super) failed: u64,
}

/// What is saved of an import.
#[derive(Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) import: ImportPosition,
    pub(super) ended: bool,
}

impl ImportPosition {
    /// The progress of an import that is here.
    pub(super) fn progress(&self) -> JobProgress {
        let Self { items, failed, .. } = *self;
        JobProgress { items, read: items, written: items - failed.min(items), failed, ..JobProgress::default() }
    }
}

/// What was saved.
pub(super) async fn load(store: Option<&SharedStore>) -> Result<Option<Saved>> {
    let Some(store) = store else { return Ok(None) };
    let Some(text) = store.load().await? else { return Ok(None) };
    let saved = serde_json::from_str(&text);
    saved.map(Some).map_err(|_| Error::new(ErrorKind::InvalidCursor, "the checkpoint does not belong to an import"))
}
