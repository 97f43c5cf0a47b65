//! A position between two lines of an import, as it is saved: [`ImportPosition`], [`Saved`].

use serde::{Deserialize, Serialize};

use super::line::LineForm;
use super::lines::Line;
use crate::error::{Error, ErrorKind, JobProgress, Result};
use crate::jobs::checkpoint_store::SharedStore;

/// A position between two lines: everything before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct ImportPosition {
    /// The number of lines before it, including empty ones.
    pub(super) lines: u64,
    /// The CRC-32 of these lines, by which other lines are told from them.
    pub(super) checksum: u32,
    /// The number of lines before it that are not empty.
    pub(super) items: u64,
    /// The number of these that hold no item of the table.
    pub(super) failed: u64,
}

impl ImportPosition {
    /// Moves to the place after this line.
    pub(super) fn pass(&mut self, line: &mut Line) {
        if self.lines == 0 {
            line.remove_byte_order_mark();
        }
        self.lines += 1;
        self.items += u64::from(!line.is_empty());
        let mut hasher = crc32fast::Hasher::new_with_initial(self.checksum);
        hasher.update(&line.text);
        // Whether the last line has an end or not, it is the same line.
        hasher.update(b"\n");
        self.checksum = hasher.finalize();
    }

    /// Returns the progress of an import at this position.
    pub(super) fn progress(&self) -> JobProgress {
        let Self { items, failed, .. } = *self;
        JobProgress { items, read: items, written: items - failed.min(items), failed, ..JobProgress::default() }
    }
}

/// The saved state of an import. It has no mark that the import ended: the lines show whether more were added.
#[derive(Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) import: ImportPosition,
    /// The table's name in DynamoDB.
    pub(super) table: String,
    pub(super) form: LineForm,
}

/// Where an import saves its position, and what a saved position must belong to.
pub(super) struct Checkpoint {
    pub(super) store: SharedStore,
    pub(super) table: String,
    pub(super) form: LineForm,
}

impl Checkpoint {
    /// Loads the position at which the import goes on.
    pub(super) async fn load(&self) -> Result<ImportPosition> {
        let Some(text) = self.store.load().await? else { return Ok(ImportPosition::default()) };
        let invalid = |message: &str| Error::new(ErrorKind::InvalidCursor, message);
        let saved: Saved = serde_json::from_str(&text).map_err(|_| {
            invalid("the text in the checkpoint's store is no checkpoint of an import by this version of faraday")
        })?;
        if (&saved.table, saved.form) == (&self.table, self.form) {
            return Ok(saved.import);
        }
        Err(invalid(
            "the checkpoint is of an import into another table, or of lines in another form: give each import a store of its own",
        ))
    }

    pub(super) async fn save(&self, import: ImportPosition) -> Result<()> {
        let text = serde_json::to_string(&Saved { import, table: self.table.clone(), form: self.form });
        let text = text.map_err(|error| Error::caused(ErrorKind::Other, error))?;
        self.store.save(&text).await
    }
}
