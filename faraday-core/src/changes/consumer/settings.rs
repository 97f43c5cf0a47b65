//! How to read a stream: [`Settings`].

use std::time::Duration;

use super::checkpoint::ChangesCheckpoint;
use crate::changes::requests::check_limit;
use crate::error::Result;

/// Where a consumer begins.
#[derive(Debug, Clone)]
pub(in crate::changes) enum Beginning {
    Horizon,
    Now,
    At(ChangesCheckpoint),
}

#[derive(Debug, Clone)]
pub(in crate::changes) struct Settings {
    pub(in crate::changes) beginning: Beginning,
    /// The shortest and the longest pause before an empty shard gets another request; `None` for the database's default.
    pub(in crate::changes) poll: Option<(Duration, Duration)>,
    /// The highest number of records of a request.
    pub(in crate::changes) page_size: Option<u16>,
}

impl Settings {
    pub(super) const fn new() -> Self {
        Self { beginning: Beginning::Horizon, poll: None, page_size: None }
    }

    /// # Errors
    ///
    /// When they have a checkpoint of another stream, or a page size that no request allows.
    pub(in crate::changes) fn check(&self, stream: &str) -> Result<()> {
        check_limit(self.page_size)?;
        match &self.beginning {
            Beginning::At(checkpoint) => checkpoint.check(stream),
            Beginning::Horizon | Beginning::Now => Ok(()),
        }
    }
}
