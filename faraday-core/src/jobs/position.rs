//! The position of a job in the items of its query or scan, as text: [`Position`].

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::paging::{CursorScope, Mark};

/// The results for the items of some pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) read: u64,
    pub(super) written: u64,
    pub(super) skipped: u64,
    pub(super) failed: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        let Self { read, written, skipped, failed } = other;
        for (sum, more) in [
            (&mut self.read, read),
            (&mut self.written, written),
            (&mut self.skipped, skipped),
            (&mut self.failed, failed),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

/// The position of a job: the pages of each segment that are done, and the results for their items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    job: String,
    scope: u64,
    pub(super) counts: Counts,
    pub(super) segments: Vec<Mark>,
}

impl Position {
    pub(super) fn beginning(job: &str, scope: CursorScope, segments: usize) -> Self {
        let segments = vec![Mark::Start; segments];
        Self { job: job.to_owned(), scope: scope.value(), counts: Counts::default(), segments }
    }

    /// Reads a position, which must belong to the same job as `self`.
    pub(super) fn resumed(self, text: &str) -> Result<Self> {
        let invalid = |message: &str| Error::new(ErrorKind::InvalidCursor, message);
        let saved: Self =
            serde_json::from_str(text).map_err(|_| invalid("the text in the checkpoint's store is no checkpoint"))?;
        if (&saved.job, saved.scope, saved.segments.len()) == (&self.job, self.scope, self.segments.len()) {
            return Ok(saved);
        }
        Err(invalid(
            "the checkpoint is of another job, or of another table, index, key condition, filter, order or number of segments: give \
             each job a store of its own",
        ))
    }

    pub(super) fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::caused(ErrorKind::Encode, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_position_of_the_same_job_is_resumed() {
        let scope = CursorScope::of(&[b"orders"]);
        let position = |job: &str, segments| Position::beginning(job, scope, segments);
        let mut saved = position("delete_all", 2);
        saved.counts.add(Counts { read: 3, written: 2, skipped: 1, failed: 0 });
        let text = saved.text().unwrap();
        assert_eq!(position("delete_all", 2).resumed(&text).unwrap(), saved);
        let other_table = Position::beginning("delete_all", CursorScope::of(&[b"users"]), 2);
        for other in [position("update_all", 2), position("delete_all", 3), other_table] {
            assert_eq!(other.resumed(&text).unwrap_err().kind(), ErrorKind::InvalidCursor);
        }
        for text in ["", "{}", "[]", "7", &text[1..]] {
            assert_eq!(position("delete_all", 2).resumed(text).unwrap_err().kind(), ErrorKind::InvalidCursor);
        }
    }
}
