//! Waits until a table is there, is ready, or is gone.

use std::time::Duration;

use aws_sdk_dynamodb::types::{TableDescription, TableStatus};
use tokio::time::Instant;

use super::live::{busy_with, description, is_usable};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Execution;

/// The default time-out. DynamoDB needs about ten seconds for an empty table.
pub(super) const TIMEOUT: Duration = Duration::from_secs(300);

/// For how long DynamoDB may say that a table which it has just begun to create is not there.
const UNSEEN: Duration = Duration::from_secs(30);

/// Pauses that grow, until the time is over.
pub(super) struct Waiting {
    start: Instant,
    timeout: Duration,
    pause: Duration,
    longest: Duration,
}

impl Waiting {
    pub(super) fn new(timeout: Duration) -> Self {
        let (pause, longest) = (Duration::from_millis(20), Duration::from_secs(5));
        Self { start: Instant::now(), timeout, pause, longest }
    }

    /// With pauses of up to a minute, for what may take hours.
    pub(super) fn patient(timeout: Duration) -> Self {
        Self { longest: Duration::from_secs(60), ..Self::new(timeout) }
    }

    /// Sleeps a little longer than the last time. Returns whether there was time left for it.
    pub(super) async fn pause(&mut self) -> bool {
        if self.start.elapsed() + self.pause > self.timeout {
            return false;
        }
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(self.longest);
        true
    }

    /// The time that is left.
    pub(super) fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.start.elapsed())
    }

    fn out_of_time(&self, what: &str) -> Error {
        let message =
            format!("{what} after {} seconds of waiting; it may still become ACTIVE", self.timeout.as_secs_f32());
        Error::new(ErrorKind::Timeout, message)
    }
}

/// Waits until the table and its indexes are ACTIVE, and returns its description; `waits` is told what it is busy with.
///
/// `is_new` says that it was created just now, so that DynamoDB may not see it yet.
pub(super) async fn until_ready(
    execution: &mut Execution,
    timeout: Duration,
    is_new: bool,
    mut waits: impl FnMut(&str) + Send,
) -> Result<TableDescription> {
    let mut waiting = Waiting::new(timeout);
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
    let mut waiting = Waiting::new(timeout);
    while description(execution).await?.is_some() {
        if !waiting.pause().await {
            let message = format!("the table was not gone after {} seconds of waiting", timeout.as_secs_f32());
            return Err(Error::new(ErrorKind::Timeout, message));
        }
    }
    Ok(())
}

/// DynamoDB's description of the table, if there is one; a table that is being deleted is waited for until it is gone.
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
