//! The changes of all shards, as one stream: [`ChangeStream`].

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::begin::{Begun, begin};
use super::checkpoint::ChangesCheckpoint;
use super::delivery::{Delivery, lost_changes};
use super::lineage::Lineage;
use super::listing::Listing;
use super::position::Position;
use super::reader::{Permits, ShardPage, ShardReader};
use super::settings::{Beginning, Settings};
use crate::changes::change::Change;
use crate::changes::decode::RecordDecoder;
use crate::changes::requests::Source;
use crate::database::Destination;
use crate::error::Result;
use crate::schema::Item;

/// The number of empty pages in a row after which a shard of DynamoDB counts as drained: one empty page proves nothing there.
const DRAINED: u32 = 5;

/// A change, or the error of one that does not decode.
type Row<I> = Result<Change<I>>;

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The changes of all shards of a table: see [`Table::changes`](crate::Table::changes). It is a [`Stream`], and has
/// [`try_next`](ChangeStream::try_next).
///
/// The changes of one item come in order. The stream ends some seconds after the table's stream was disabled and everything was read;
/// otherwise it waits for the next change.
///
/// An error does not end it: the next call goes on. After an image that does not decode ([`is_decode`](crate::Error::is_decode), with
/// [`item_key`](crate::Error::item_key)) and after changes that the stream no longer has ([`lost_changes`](crate::Error::lost_changes)), it
/// goes on with the next change. After a failed request, it goes on at the same place.
#[must_use = "a stream does nothing until it is polled"]
pub struct ChangeStream<I> {
    destination: Destination,
    settings: Settings,
    /// Ends when no shard has more changes for now.
    once: bool,
    beginning: Option<Boxed<Result<Begun<I>>>>,
    running: Option<Running<I>>,
}

struct Running<I> {
    source: Source,
    decoder: RecordDecoder<I>,
    settings: Settings,
    once: bool,
    permits: Permits,
    lineage: Lineage,
    /// The position up to which each shard was returned.
    positions: BTreeMap<String, Position>,
    fetching: FuturesUnordered<Boxed<(ShardReader, Result<ShardPage>)>>,
    /// Pages that arrived; they are returned one after the other.
    pages: VecDeque<Delivery>,
    listing: Listing,
    /// Whether it goes on at a checkpoint, and has begun no shard since.
    is_resuming: bool,
}

impl<I: Item> ChangeStream<I> {
    pub(super) fn new(destination: Destination, settings: Settings, once: bool) -> Self {
        Self { destination, settings, once, beginning: None, running: None }
    }

    /// Finds the stream and its shards, so that the moment of [`from_now`](super::Changes::from_now) is before this returns. If you do not
    /// call it, the first [`try_next`](ChangeStream::try_next) does.
    ///
    /// # Errors
    ///
    /// When the table has no stream, the checkpoint belongs to another stream, or a request fails.
    pub async fn begin(&mut self) -> Result<()> {
        std::future::poll_fn(|context| self.poll_begin(context)).await
    }

    /// Returns the next change.
    ///
    /// # Errors
    ///
    /// The errors of [`begin`](ChangeStream::begin), and later those that [`ChangeStream`] names. No error ends the stream.
    pub async fn try_next(&mut self) -> Result<Option<Change<I>>> {
        std::future::poll_fn(|context| self.poll_change(context)).await.transpose()
    }

    /// Returns the position after the changes that were returned so far. Take it when they are handled, and give it to
    /// [`Changes::from`](super::Changes::from) to go on there.
    ///
    /// `None` before the stream has begun.
    #[must_use]
    pub fn checkpoint(&self) -> Option<ChangesCheckpoint> {
        match (&self.running, &self.settings.beginning) {
            (Some(running), _) => {
                Some(ChangesCheckpoint { stream: running.source.arn.clone(), shards: running.positions.clone() })
            }
            (None, Beginning::At(checkpoint)) => Some(checkpoint.clone()),
            (None, _) => None,
        }
    }

    fn poll_begin(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        if self.running.is_some() {
            return Poll::Ready(Ok(()));
        }
        let (destination, settings) = (&self.destination, &self.settings);
        let beginning =
            self.beginning.get_or_insert_with(|| Box::pin(begin::<I>(destination.clone(), settings.clone())));
        let Poll::Ready(begun) = beginning.as_mut().poll(context) else { return Poll::Pending };
        self.beginning = None;
        self.running = Some(Running::new(begun?, self.settings.clone(), self.once));
        Poll::Ready(Ok(()))
    }

    /// Returns the next change, or in its place the error of a change that does not decode.
    pub(super) async fn try_next_row(&mut self) -> Result<Option<Row<I>>> {
        std::future::poll_fn(|context| self.poll_row(context)).await.transpose()
    }

    fn poll_change(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Change<I>>>> {
        self.poll_row(context).map(|row| row.map(Result::flatten))
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Row<I>>>> {
        match self.poll_begin(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) => match &mut self.running {
                Some(running) => running.poll_row(context),
                None => Poll::Ready(None),
            },
        }
    }
}

impl<I: Item> Stream for ChangeStream<I> {
    type Item = Result<Change<I>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_change(context)
    }
}

impl<I> Unpin for ChangeStream<I> {}

impl<I> fmt::Debug for ChangeStream<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChangeStream")
    }
}

impl<I: Item> Running<I> {
    fn new(begun: Begun<I>, settings: Settings, once: bool) -> Self {
        let Begun { source, decoder, lineage, positions, readers, permits } = begun;
        let is_resuming = matches!(settings.beginning, Beginning::At(_));
        let mut running = Self {
            source,
            decoder,
            settings,
            once,
            permits,
            lineage,
            positions,
            fetching: FuturesUnordered::new(),
            pages: VecDeque::new(),
            listing: Listing::new(once),
            is_resuming,
        };
        readers.into_iter().for_each(|reader| running.fetch(reader));
        running.begin_due();
        running
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Row<I>>>> {
        loop {
            // Requests go on while changes are returned, so that a slow consumer delays none.
            match self.poll_listing(context) {
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Ok(())) => continue,
                Poll::Pending => {}
            }
            match self.fetching.poll_next_unpin(context) {
                Poll::Ready(Some((reader, Ok(page)))) => {
                    self.pages.push_back(Delivery::new(reader, page));
                    continue;
                }
                Poll::Ready(Some((reader, Err(error)))) => {
                    self.fetch(reader);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) | Poll::Pending => {}
            }
            if self.pages.is_empty() {
                let is_end = self.fetching.is_empty() && self.has_ended();
                return if is_end { Poll::Ready(None) } else { Poll::Pending };
            }
            // If no change is left, the pages are used up, and the requests for the next pages must be polled.
            if let Some(change) = self.next_of_page() {
                return Poll::Ready(Some(change));
            }
        }
    }

    /// Returns the next change of the pages that arrived.
    fn next_of_page(&mut self) -> Option<Result<Row<I>>> {
        while let Some(page) = self.pages.front_mut() {
            if let Some(lost) = page.lost.take() {
                return Some(Err(self.source.in_context(lost_changes(lost), "GetRecords")));
            }
            let Some(record) = page.records.pop_front() else {
                self.end_page();
                continue;
            };
            if let (Some(number), Some(position)) =
                (record.sequence_number(), self.positions.get_mut(&page.reader.shard))
            {
                *position = Position::After(number.to_owned());
            }
            match self.decoder.decode(record) {
                Ok(None) => {}
                Ok(Some(change)) => return Some(Ok(Ok(change))),
                Err(error) => return Some(Ok(Err(self.source.in_context(error, "GetRecords")))),
            }
        }
        None
    }

    /// Fetches the next page of the shard whose page is used up.
    fn end_page(&mut self) {
        let Some(page) = self.pages.pop_front() else { return };
        let Delivery { reader, has_ended, empty_pages, .. } = page;
        if has_ended {
            self.positions.insert(reader.shard, Position::Ended);
            self.listing.shard_ended();
            return;
        }
        let drained = if self.source.database.is_embedded() { 1 } else { DRAINED };
        if !self.once || empty_pages < drained {
            self.fetch(reader);
        }
    }

    fn fetch(&mut self, mut reader: ShardReader) {
        self.fetching.push(Box::pin(async move {
            let page = reader.next_page().await;
            (reader, page)
        }));
    }

    /// Begins the shards that may begin.
    fn begin_due(&mut self) {
        let positions = &self.positions;
        for shard in self.lineage.due(|shard| positions.get(shard).map(|position| *position == Position::Ended)) {
            let mut reader = ShardReader::new(&self.source, &shard, Position::Horizon, &self.settings, &self.permits);
            if self.is_behind(&shard) {
                reader.begin_after_loss();
            }
            self.fetch(reader);
            self.positions.insert(shard, Position::Horizon);
        }
        self.is_resuming = false;
        if self.lineage.is_unsure() {
            self.listing.again();
        }
        let lineage = &self.lineage;
        self.positions.retain(|shard, position| *position != Position::Ended || lineage.lists(shard));
    }

    /// Begins shards that are listed for the first time. Ready after a listing.
    fn poll_listing(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let stream = ready!(self.listing.poll(&self.source, context))?;
        self.lineage = Lineage::new(stream, Some(&self.lineage));
        self.begin_due();
        Poll::Ready(Ok(()))
    }

    /// Whether a checkpoint of over a day ago waits for this shard: its parent is gone.
    fn is_behind(&self, shard: &str) -> bool {
        self.is_resuming && self.lineage.parent(shard).is_some_and(|parent| !self.lineage.lists(parent))
    }

    /// Whether no more change will come. With `once`, all shards were read; otherwise the stream is disabled, all shards have ended, and no
    /// shard can be listed late.
    fn has_ended(&self) -> bool {
        if !self.listing.is_done() {
            return false;
        }
        let all = self.positions.values().all(|position| *position == Position::Ended);
        let is_settled = self.source.database.is_embedded() || self.listing.is_settled();
        self.once || (all && !self.lineage.is_enabled && is_settled)
    }
}
