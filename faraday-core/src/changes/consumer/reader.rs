//! Reads one shard, and goes on after errors: [`ShardReader`].

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::pace::PollPace;
use super::position::Position;
use super::settings::Settings;
use crate::changes::patience::{answered, is_passing, patiently, retries};
use crate::changes::record::Record;
use crate::changes::requests::{Source, Start};
use crate::error::{Error, ErrorKind, LostChanges, Result};
use crate::execute::Backoff;

/// The highest number of pages in memory at the same time; each has up to 1 MB.
const PAGES: usize = 16;

/// An older iterator may have expired just because the consumer was busy.
const OLD_ITERATOR: Duration = Duration::from_secs(600);

/// Limits the pages in memory: a shard waits for a permit before it sends a request.
#[derive(Clone)]
pub(in crate::changes) struct Permits(Arc<Semaphore>);

impl Permits {
    pub(in crate::changes) fn new() -> Self {
        Self(Arc::new(Semaphore::new(PAGES)))
    }
}

/// The page that one request returned.
pub(in crate::changes) struct ShardPage {
    pub(in crate::changes) records: Vec<Record>,
    /// Whether the shard is closed, and this is its last page.
    pub(in crate::changes) has_ended: bool,
    /// The changes before these records that the stream no longer has.
    pub(in crate::changes) lost: Option<LostChanges>,
    /// The number of empty pages in a row, including this one.
    pub(in crate::changes) empty_pages: u32,
    /// Held until the page is used up.
    _permit: Option<OwnedSemaphorePermit>,
}

/// One shard, and the position in it.
pub(in crate::changes) struct ShardReader {
    source: Source,
    pub(in crate::changes) shard: String,
    /// The position after the last page that was returned.
    position: Position,
    /// The iterator, and when it was requested.
    iterator: Option<(String, Instant)>,
    /// Records before the time of this position are skipped, up to the first one that reaches it.
    passing_over: Option<Position>,
    pace: PollPace,
    backoff: Backoff,
    /// The last sequence number that was read before changes were lost. The next page reports it.
    lost_after: Option<Option<String>>,
    empty_pages: u32,
    page_size: Option<i32>,
    permits: Permits,
}

impl ShardReader {
    pub(in crate::changes) fn new(
        source: &Source,
        shard: &str,
        position: Position,
        settings: &Settings,
        permits: &Permits,
    ) -> Self {
        Self {
            source: source.clone(),
            shard: shard.to_owned(),
            position,
            iterator: None,
            passing_over: None,
            pace: PollPace::new(settings, source.database.is_embedded()),
            backoff: Backoff::new(retries(&source.database)),
            lost_after: None,
            empty_pages: 0,
            page_size: settings.page_size.map(i32::from),
            permits: permits.clone(),
        }
    }

    /// Gets an iterator for the next change.
    pub(in crate::changes) async fn begin_now(&mut self) -> Result<()> {
        let asked = Instant::now();
        let iterator = patiently(&self.source.database, || self.source.iterator(&self.shard, Start::Now)).await?;
        self.iterator = Some((iterator, asked));
        Ok(())
    }

    /// Reports with the first page that changes before it may be lost.
    pub(super) fn begin_after_loss(&mut self) {
        self.lost_after = Some(None);
    }

    /// Returns the next page, which may be empty. If the future is dropped, nothing is lost: the next call reads the same page.
    ///
    /// # Errors
    ///
    /// When a request fails for good, or fails for two minutes. The next call goes on at the same place.
    pub(in crate::changes) async fn next_page(&mut self) -> Result<ShardPage> {
        loop {
            self.pace.wait().await;
            // Always `Some`, because the semaphore is never closed.
            let permit = Arc::clone(&self.permits.0).acquire_owned().await.ok();
            match self.request().await {
                Ok(mut page) => {
                    page._permit = permit;
                    return Ok(page);
                }
                Err(error) => {
                    drop(permit);
                    if let Some(page) = self.recover(error).await? {
                        return Ok(page);
                    }
                }
            }
        }
    }

    async fn request(&mut self) -> Result<ShardPage> {
        // So that a consumer that calls again after every error does not request iterators all the time.
        self.pace.sent();
        let asked = Instant::now();
        // The iterator stays in its field until the reply is there, in case the future is dropped.
        let iterator = match &self.iterator {
            Some((iterator, _)) => iterator.clone(),
            None => {
                let iterator = answered(self.source.iterator(&self.shard, self.position.start())).await?;
                if matches!(self.position, Position::Since(_)) {
                    self.passing_over = Some(self.position.clone());
                }
                self.iterator = Some((iterator.clone(), asked));
                iterator
            }
        };
        self.pace.sent();
        let asked = Instant::now();
        let page = answered(self.source.records(&iterator, self.page_size)).await?;
        self.backoff.progress(true);
        let mut records = page.records;
        let before = records.first().and_then(Record::sequence_number).map(str::to_owned);
        let last = records.last().and_then(Record::sequence_number).map(str::to_owned);
        let any = !records.is_empty();
        self.pass_over(&mut records);
        let lost = match self.lost_after.take_if(|_| any || page.next_shard_iterator.is_none()) {
            Some(after) => Some(LostChanges::new(&self.shard, after, before)),
            None => None,
        };
        let has_ended = page.next_shard_iterator.is_none();
        self.iterator = page.next_shard_iterator.map(|iterator| (iterator, asked));
        match (last, has_ended) {
            (_, true) => self.position = Position::Ended,
            (Some(last), false) => self.position = Position::After(last),
            (None, false) => {}
        }
        self.pace.answered(any);
        self.empty_pages = if any { 0 } else { self.empty_pages.saturating_add(1) };
        Ok(ShardPage { records, has_ended, lost, empty_pages: self.empty_pages, _permit: None })
    }

    /// Removes the records before a position that has only a time.
    fn pass_over(&mut self, records: &mut Vec<Record>) {
        let Some(position) = &self.passing_over else { return };
        records.drain(..records.iter().take_while(|record| position.is_after(record)).count());
        if !records.is_empty() {
            self.passing_over = None;
        }
    }

    /// Prepares the next attempt; if the shard is gone, returns its last page.
    async fn recover(&mut self, error: Error) -> Result<Option<ShardPage>> {
        match error.kind() {
            ErrorKind::ExpiredIterator => {
                if self.iterator.take().is_some_and(|(_, asked)| asked.elapsed() > OLD_ITERATOR) {
                    return Ok(None);
                }
            }
            ErrorKind::TrimmedData => {
                let after = self.position.sequence_number().map(str::to_owned);
                // The stream may also have removed the first changes before an iterator for the oldest change was used.
                if self.lost_after.is_none() && (after.is_some() || self.iterator.is_some()) {
                    self.lost_after = Some(after);
                }
                (self.position, self.iterator) = (Position::Horizon, None);
            }
            // A listed shard may be too new to be found.
            ErrorKind::ResourceNotFound => {
                if !self.source.lists(&self.shard).await? {
                    return Ok(Some(self.gone()));
                }
            }
            _ if is_passing(&error) => {}
            _ => return Err(error),
        }
        // The two minutes begin with the first failure, because this may not have been polled for longer.
        self.backoff.begin();
        match self.backoff.pause() {
            Some(pause) => {
                self.pace.pause_for(pause);
                Ok(None)
            }
            None => {
                // The next call may take two minutes again.
                self.backoff.progress(false);
                Err(error)
            }
        }
    }

    /// Returns the last page of a shard that the stream has removed.
    fn gone(&mut self) -> ShardPage {
        let after = self.lost_after.take().unwrap_or_else(|| self.position.sequence_number().map(str::to_owned));
        self.position = Position::Ended;
        let lost = Some(LostChanges::new(&self.shard, after, None));
        ShardPage { records: Vec::new(), has_ended: true, lost, empty_pages: 0, _permit: None }
    }
}
