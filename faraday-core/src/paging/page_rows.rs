//! The rows of one page, and the errors of items that cannot be read: [`PageRows`].

use std::collections::VecDeque;

use crate::error::{Error, Result};

/// The rows of one page in order, with an error in place of each item that cannot be read.
pub(crate) struct PageRows<R> {
    rows: VecDeque<R>,
    /// Each error with the number of rows before it, because errors are rare and most pages have none.
    errors: VecDeque<(usize, Error)>,
    /// How many rows were taken out.
    taken: usize,
}

impl<R> PageRows<R> {
    pub(crate) fn new(rows: Vec<R>, errors: VecDeque<(usize, Error)>) -> Self {
        Self { rows: rows.into(), errors, taken: 0 }
    }

    /// Returns how many rows and errors are left.
    pub(crate) fn len(&self) -> usize {
        self.rows.len() + self.errors.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps the first `most` rows and errors.
    pub(crate) fn truncate(&mut self, most: usize) {
        let kept = self.errors.iter().enumerate().take_while(|(errors, (rows, _))| rows + errors < most).count();
        self.errors.truncate(kept);
        self.rows.truncate(most - kept);
    }

    pub(crate) fn take(&mut self) -> Option<Result<R>> {
        if self.errors.front().is_some_and(|(rows, _)| *rows == self.taken) {
            return self.errors.pop_front().map(|(_, error)| Err(error));
        }
        self.taken += 1;
        self.rows.pop_front().map(Ok)
    }

    /// Returns all rows, or the first error.
    pub(crate) fn all(mut self) -> Result<Vec<R>> {
        match self.errors.pop_front() {
            Some((_, error)) => Err(error),
            None => Ok(self.rows.into()),
        }
    }
}

impl<R> From<Vec<R>> for PageRows<R> {
    fn from(rows: Vec<R>) -> Self {
        Self::new(rows, VecDeque::new())
    }
}
