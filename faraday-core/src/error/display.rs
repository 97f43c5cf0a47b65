//! Formats an error: the operation and the table, the part, and the failure, without any stored value.

use std::fmt;

use super::{Error, ErrorKind, Outcome};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.operation, &self.0.table) {
            (Some(operation), Some(table)) => write!(f, "{operation} {table}: ")?,
            (Some(operation), None) => write!(f, "{operation}: ")?,
            (None, Some(table)) => write!(f, "{table}: ")?,
            (None, None) => {}
        }
        if let Some(part) = &self.0.part {
            write!(f, "{part}: ")?;
        }
        self.write_cause(f)?;
        match self.known_outcome() {
            // The sentence for the failed condition already says so.
            Some(Outcome::NotDone) if self.0.message.is_none() && self.0.kind.says_not_written() => Ok(()),
            Some(outcome) => write!(f, "; {}", outcome.sentence()),
            None => Ok(()),
        }
    }
}

impl Error {
    fn write_cause(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(message) = &self.0.message {
            return f.write_str(message);
        }
        // The message of a codec error is the error itself, because you need its place and cause first.
        if let Some(error) = self.decode_error() {
            // Without an operation, the error is not about a stored item.
            let hint = if self.0.operation.is_some() { error.hint() } else { "" };
            return write!(f, "{error}{hint}");
        }
        if let Some(error) = self.encode_error() {
            return write!(f, "{error}");
        }
        let summary = self.0.kind.summary();
        let not_done = self.outcome() == Outcome::NotDone;
        f.write_str(if not_done { summary } else { summary.trim_end_matches(NOTHING_WRITTEN) })?;
        if let Some(sentence) = self.service_message().filter(|_| self.0.kind.needs_sentence()) {
            write!(f, ": {sentence}")?;
        }
        let reasons: Vec<String> = self.throttling_reasons().iter().map(ToString::to_string).collect();
        if reasons.is_empty() { Ok(()) } else { write!(f, " ({})", reasons.join(", ")) }
    }
}

/// The end of the sentence about a failed condition.
const NOTHING_WRITTEN: &str = ", nothing was written";

impl ErrorKind {
    /// Whether the sentence for this kind says that nothing was written.
    fn says_not_written(self) -> bool {
        self.summary().ends_with(NOTHING_WRITTEN)
    }

    /// Whether DynamoDB's sentence says more than the kind does.
    pub(crate) fn needs_sentence(self) -> bool {
        !matches!(
            self,
            Self::ConditionalCheckFailed | Self::VersionConflict | Self::DuplicateItem | Self::TransactionCanceled
        )
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &self.to_string());
        if let Some(request_id) = &self.0.request_id {
            debug.field("request_id", request_id);
        }
        debug.finish_non_exhaustive()
    }
}
