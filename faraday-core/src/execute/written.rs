//! Tracks the outcome of the writes of one execution: [`Written`].

use crate::error::{Error, Outcome, Result};

/// The outcome of the writes that an execution sent so far.
///
/// An operation may send several requests: it writes and waits, or reads and writes again. Its error may come from any of them, and has
/// the outcome of all its writes.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// How many requests were answered with a success.
    done: usize,
    /// Whether a request was sent whose outcome is unknown.
    unknown: bool,
}

impl Written {
    /// Records the result of a request that writes.
    pub(crate) fn record<T>(&mut self, sent: Result<T>) -> Result<T> {
        match sent.as_ref().map_or_else(Error::outcome, |_| Outcome::Done) {
            Outcome::Done => self.done += 1,
            Outcome::Unknown => self.unknown = true,
            Outcome::NotDone | Outcome::PartlyDone => {}
        }
        sent
    }

    /// Returns how many requests were answered with a success.
    pub(crate) fn done(&self) -> usize {
        self.done
    }

    /// Records the outcome of the unknown requests, which a later answer or the table has shown.
    pub(crate) fn settle(&mut self, outcome: Outcome) {
        if std::mem::take(&mut self.unknown) && outcome == Outcome::Done {
            self.done += 1;
        }
    }

    /// Sets the outcome of an error to that of all writes. Its own outcome is that of the write that failed, if one did.
    pub(crate) fn judge(&self, error: Error) -> Error {
        let own = error.known_outcome();
        let outcome = match self.done > 0 {
            _ if self.unknown => Outcome::Unknown,
            true => Outcome::Done.and(own.unwrap_or(Outcome::Done)),
            false => return error,
        };
        error.with_outcome(outcome)
    }
}
