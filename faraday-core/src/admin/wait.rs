//! Waits until a table exists, is ready, or is gone.

use std::time::Duration;

use aws_sdk_dynamodb::types::{TableDescription, TableStatus};
use tokio::time::Instant;

use super::live::{busy_with, description, is_usable};
use crate::database::RetrySettings;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Backoff, Execution};

/// The default time-out. DynamoDB needs about ten seconds for an empty table.
pub(super) const TIMEOUT: Duration = Duration::from_secs(300);

/// How long DynamoDB may not find a table that it has just begun to create.
const UNSEEN: Duration = Duration::from_secs(30);

/// Pauses that grow, until the time is over.
pub(super) struct Waiting {
    start: Instant,
    timeout: Duration,
    backoff: Backoff,
}

impl Waiting {
    /// Waits until the operation must end; if it has no time-out, for the time `default`.
    pub(super) fn new(execution: &Execution, default: Duration) -> Self {
        Self::with_settings(execution, RetrySettings { timeout: default, ..RetrySettings::TABLE })
    }

    /// Like `new`, with pauses of up to a minute, for changes that may take hours.
    pub(super) fn patient(execution: &Execution, default: Duration) -> Self {
        let longest_pause = Duration::from_secs(60);
        Self::with_settings(execution, RetrySettings { timeout: default, longest_pause, ..RetrySettings::TABLE })
    }

    /// Waits at most this time, even if the operation has longer.
    pub(super) fn at_most(execution: &Execution, time: Duration) -> Self {
        let mut waiting = Self::new(execution, time);
        waiting.timeout = waiting.timeout.min(time);
        waiting
    }

    fn with_settings(execution: &Execution, default: RetrySettings) -> Self {
        let start = Instant::now();
        let settings = execution.sender.loop_settings(default);
        let timeout = settings.end.map_or(settings.timeout, |end| end.saturating_duration_since(start));
        // Reading the table is not an attempt, so attempts are not limited.
        let backoff = Backoff::new(RetrySettings { max_attempts: u32::MAX, timeout: Duration::MAX, ..settings });
        Self { start, timeout, backoff }
    }

    /// Sleeps a little longer than the last time. Returns whether there was time left for it.
    pub(super) async fn pause(&mut self) -> bool {
        let pause = self.backoff.pause().filter(|pause| self.start.elapsed() + *pause <= self.timeout);
        if let Some(pause) = pause {
            tokio::time::sleep(pause).await;
        }
        pause.is_some()
    }

    /// Returns the time that is left.
    pub(super) fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.start.elapsed())
    }

    fn out_of_time(&self, what: &str) -> Error {
        let message =
            format!("{what} after {} seconds of waiting; it may still become ACTIVE", self.timeout.as_secs_f32());
        Error::new(ErrorKind::Timeout, message)
    }
}

/// Waits until the table and its indexes are ACTIVE, and returns its description. Calls `waits` with what the table is busy with.
///
/// If `is_new`, the table was created just now, and DynamoDB may not find it yet.
pub(super) async fn until_ready(
    execution: &mut Execution,
    timeout: Duration,
    is_new: bool,
    mut waits: impl FnMut(&str) + Send,
) -> Result<TableDescription> {
    let mut waiting = Waiting::new(execution, timeout);
    let mut was_seen = !is_new;
    loop {
        let busy = match description(execution).await? {
            Some(table) => {
                is_usable(&table)?;
                was_seen = true;
                match busy_with(&table) {
                    None => return Ok(table),
                    Some(busy) => busy,
                }
            }
            None if !was_seen && waiting.start.elapsed() < UNSEEN => "the table is not there yet".to_owned(),
            None => return Err(gone()),
        };
        waits(&busy);
        if !waiting.pause().await {
            return Err(waiting.out_of_time(&busy));
        }
    }
}

fn gone() -> Error {
    Error::new(ErrorKind::ResourceNotFound, "the table was deleted while it was waited for")
}

/// Waits until the table is gone.
pub(super) async fn until_gone(execution: &mut Execution, timeout: Duration) -> Result<()> {
    let mut waiting = Waiting::new(execution, timeout);
    while description(execution).await?.is_some() {
        if !waiting.pause().await {
            let seconds = waiting.timeout.as_secs_f32();
            let message = format!("the table was not gone after {seconds} seconds of waiting");
            return Err(Error::new(ErrorKind::Timeout, message));
        }
    }
    Ok(())
}

/// Returns DynamoDB's description of the table, if there is one. Waits for a table that is being deleted until it is gone.
pub(super) async fn description_unless_deleted(
    execution: &mut Execution,
    timeout: Duration,
) -> Result<Option<TableDescription>> {
    let table = description(execution).await?;
    if table.as_ref().and_then(|table| table.table_status()) == Some(&TableStatus::Deleting) {
        until_gone(execution, timeout).await?;
        return Ok(None);
    }
    Ok(table)
}
