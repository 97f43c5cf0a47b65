//! A value that is tried as each variant of an untagged enum.

use std::cell::Cell;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::sdk_map::Borrowed;
use crate::value::{DecodeError, Decoder, MapDecoder, debug_without_values};

debug_without_values!(Kept<'v>);

/// How often each part of a value may be tried. A DynamoDB value has up to 32 levels, so this is enough for eight variants, one of
/// which holds the enum itself. If two variants hold it, the attempts double with every level, and 300 bytes would take seconds.
const MAX_ATTEMPTS: usize = 256;

thread_local! {
    /// How many parts of the outermost value may still be tried; `None` if no value is being read. Attempts at inner values count too,
    /// and a decoder has no other way to pass this number on to them.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// A value that is tried as one variant after the other. The outermost enum reads it from the bytes once; an attempt copies only what
/// it reads.
pub struct Kept<'v> {
    value: &'v AttributeValue,
    parts: usize,
    /// Whether an attempt was skipped, because there were too many.
    stopped: Cell<bool>,
}

impl<'v> Kept<'v> {
    fn new(value: &'v AttributeValue) -> Self {
        Self { value, parts: parts(value), stopped: Cell::new(false) }
    }

    /// Reads a value, and passes it to `read`, which tries the variants.
    pub fn read<D: Decoder, T>(
        decoder: D,
        read: impl FnOnce(&Kept<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        decoder.with_value(|value| read(&Kept::new(value)))
    }

    /// Reads all attributes of an item, and passes them to `read`, which tries the variants.
    pub fn read_map<M: MapDecoder, T>(
        map: M,
        read: impl FnOnce(&Kept<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        map.with_value(|value| read(&Kept::new(value)))
    }

    /// Tries to read the value with `read`; `None` if that fails.
    pub fn attempt<T>(&self, read: impl FnOnce(Borrowed<'v>) -> Result<T, DecodeError>) -> Option<T> {
        let outer = LEFT.get();
        let left = outer.unwrap_or_else(|| self.parts.saturating_mul(MAX_ATTEMPTS)).checked_sub(self.parts);
        // Reset even if the type's own code panics.
        let _reset = outer.is_none().then_some(Reset);
        LEFT.set(Some(left.unwrap_or_default()));
        let value = left.and_then(|_| read(Borrowed::new(self.value, 0)).ok());
        self.stopped.set(self.stopped.get() || LEFT.get() == Some(0));
        value
    }

    /// Creates the error for a value that is none of the variants.
    #[must_use]
    pub fn no_variant(&self, known: &[&str]) -> DecodeError {
        let known = known.join(", ");
        if self.stopped.get() {
            return DecodeError::new(format!("too many ways to read it as one of the variants {known}: use a tag"));
        }
        DecodeError::new(format!("expected the form of one of the variants {known}, found another"))
    }
}

struct Reset;

impl Drop for Reset {
    fn drop(&mut self) {
        LEFT.set(None);
    }
}

/// Counts the values inside a value, including the value itself.
fn parts(value: &AttributeValue) -> usize {
    1 + match value {
        AttributeValue::L(values) => values.iter().map(parts).sum(),
        AttributeValue::M(entries) => entries.values().map(parts).sum(),
        AttributeValue::Ss(values) | AttributeValue::Ns(values) => values.len(),
        AttributeValue::Bs(values) => values.len(),
        _ => 0,
    }
}
