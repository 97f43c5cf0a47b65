//! A limit for the depth of frozen values: [`MAX_DEPTH`].
//!
//! Postcard reads a recursive type as deep as the bytes say. Two bytes a level are enough, so an attribute of a few kilobytes
//! would overflow the stack and end the program. The limit also applies to writing, so that everything written can be read.
//!
//! A level is a struct, a tuple, a sequence, a map, or the content of a variant; `Option` and `Box` are none.

mod read;
mod write;

use std::cell::Cell;

pub(super) use write::Writer;

/// The deepest nesting of frozen values, the same as in serde_json.
const MAX_DEPTH: u8 = 128;

/// More elements than the longest body has bytes. Only zero-sized elements, which take no bytes, can claim more.
const MAX_ELEMENTS: usize = 1 << 25;

/// The levels that may follow. Postcard drops the messages of errors, so the message of the limit is kept here.
#[derive(Clone, Copy)]
pub(super) struct Left<'c> {
    levels: u8,
    exceeded: &'c Cell<Option<&'static str>>,
}

impl<'c> Left<'c> {
    /// Allows all levels. `exceeded` is set to a message if a limit is exceeded.
    pub(super) fn all(exceeded: &'c Cell<Option<&'static str>>) -> Self {
        Self { levels: MAX_DEPTH, exceeded }
    }

    fn refuse<E>(self, why: &'static str, error: impl FnOnce(&'static str) -> E) -> E {
        self.exceeded.set(Some(why));
        error(why)
    }
}

/// Something of serde's that is forwarded, with the limit.
pub(super) struct Limited<'c, T> {
    pub(super) inner: T,
    pub(super) left: Left<'c>,
}

impl<T> Limited<'_, T> {
    /// Goes one level deeper. Fails at the limit.
    fn nest<E>(self, error: impl FnOnce(&'static str) -> E) -> Result<Self, E> {
        let Self { inner, left } = self;
        match left.levels.checked_sub(1) {
            Some(levels) => Ok(Self { inner, left: Left { levels, ..left } }),
            None => Err(left.refuse("the frozen value is nested deeper than 128 levels", error)),
        }
    }
}
