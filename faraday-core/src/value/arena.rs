use std::fmt;

use bumpalo::Bump;

/// The memory that the views of one item borrow from; the next item reuses it.
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

    /// Drops everything, but keeps the largest chunk of memory for reuse.
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
