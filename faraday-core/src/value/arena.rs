use std::fmt;

use bumpalo::Bump;

/// Memory for what the views of one item refer to; the next item uses it again.
#[derive(Default)]
pub struct Arena(Bump);

impl Arena {
    pub(crate) fn text(&self, text: &str) -> &str {
        self.0.alloc_str(text)
    }

    pub(crate) fn bytes(&self, bytes: &[u8]) -> &[u8] {
        self.0.alloc_slice_copy(bytes)
    }

    pub(super) fn list<T: Copy>(&self) -> bumpalo::collections::Vec<'_, T> {
        bumpalo::collections::Vec::new_in(&self.0)
    }

    /// Forgets everything, and keeps the largest part of the memory.
    pub(crate) fn reset(&mut self) {
        self.0.reset();
    }
}

/// Shows its size and no value.
impl fmt::Debug for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena").field("bytes", &self.0.allocated_bytes()).finish()
    }
}
