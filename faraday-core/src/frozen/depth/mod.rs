//! A limit for the depth of frozen values: [`MAX_DEPTH`].
//!
//! Postcard reads a recursive type as deep as the bytes say. Two bytes a level are enough, so an attribute of a few kilobytes
//! would overflow the stack, which no program survives. The same limit holds for writing, so that what was written can be
//! read.
//!
//! A level is a struct, a tuple, a sequence, a map, or the content of a variant; `Option` and `Box` are none.

mod read;
mod write;

use std::cell::Cell;

pub(super) use write::Writer;

/// The deepest nesting of frozen values, which is serde_json's own limit as well.
const MAX_DEPTH: u8 = 128;

/// More elements than the longest body has bytes. Only elements without a size can claim more, and take no bytes for it.
const MAX_ELEMENTS: usize = 1 << 25;

/// How many levels may follow. Postcard drops the messages of errors, so that the limit's own is kept here.
#[derive(Clone, Copy)]
pub(super) struct Left<'c> {
    levels: u8,
    exceeded: &'c Cell<Option<&'static str>>,
}

impl<'c> Left<'c> {
    /// At the top. `exceeded` is set if a limit is exceeded.
    pub(super) fn all(exceeded: &'c Cell<Option<&'static str>>) -> Self {
        Self { levels: MAX_DEPTH, exceeded }
    }

    fn refuse<E>(self, why: &'static str, error: impl FnOnce(&'static str) -> E) -> E {
        self.exceeded.set(Some(why));
        error(why)
    }
}

/// What is passed on, with the limit.
pub(super) struct Limited<'c, T> {
    pub(super) inner: T,
    pub(super) left: Left<'c>,
}

impl<T> Limited<'_, T> {
    /// One level deeper, if that is allowed.
    fn nest<E>(self, error: impl FnOnce(&'static str) -> E) -> Result<Self, E> {
        let Self { inner, left } = self;
        match left.levels.checked_sub(1) {
            Some(levels) => Ok(Self { inner, left: Left { levels, ..left } }),
            None => Err(left.refuse("the frozen value is nested deeper than 128 levels", error)),
        }
    }
}
