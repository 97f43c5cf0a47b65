//! The changes of all shards, as one stream: [`ChangeStream`].

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use super::checkpoint::ChangesCheckpoint;
use super::delivery::{Delivery, lost_changes};
use super::lineage::Lineage;
use super::position::Position;
use super::reader::{Permits, ShardPage, ShardReader};
use super::settings::{Beginning, Settings};
use crate::changes::change::Change;
use crate::changes::decode::RecordDecoder;
use crate::changes::requests::Source;
use crate::database::Destination;
use crate::error::Result;
use crate::schema::Item;

/// Shards that begin when another one ends are found at once, and if they are listed late, within this time.
const LONGEST_LISTING: Duration = Duration::from_secs(30);
const FIRST_LISTING: Duration = Duration::from_millis(500);

/// After how many empty pages a shard of the service counts as drained. One empty page says nothing there.
const DRAINED: u32 = 5;

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The changes of a table, of all shards: see [`Table::changes`](crate::Table::changes). A [`Stream`], and
/// [`try_next`](ChangeStream::try_next).
///
/// The changes of one item come in their order. It ends when the table's stream was disabled and everything was read; otherwise
/// it waits for the next change.
///
/// An error does not end it: the next call goes on. After an image that does not decode
/// ([`is_decode`](crate::Error::is_decode), with [`item_key`](crate::Error::item_key)) and after changes that the stream no longer
/// has ([`lost_changes`](crate::Error::lost_changes)), it goes on with the next change; after a request that failed, at the same
/// place.
#[must_use = "a stream does nothing until it is polled"]
pub struct ChangeStream<I> {
    destination: Destination,
    settings: Settings,
    /// Ends where the shards have no more for now.
    once: bool,
    beginning: Option<Boxed<Result<Begun<I>>>>,
    running: Option<Running<I>>,
}

/// What is known once the shards were listed.
struct Begun<I> {
    source: Source,
    decoder: RecordDecoder<I>,
    lineage: Lineage,
    positions: BTreeMap<String, Position>,
    readers: Vec<ShardReader>,
    permits: Permits,
}

struct Running<I> {
    source: Source,
    decoder: RecordDecoder<I>,
    settings: Settings,
    once: bool,
    permits: Permits,
    lineage: Lineage,
    /// How far each shard was returned.
    positions: BTreeMap<String, Position>,
    fetching: FuturesUnordered<Boxed<(ShardReader, Result<ShardPage>)>>,
    /// Pages that arrived, and are returned one after the other.
    pages: VecDeque<Delivery>,
    listing: Option<Boxed<Result<Lineage>>>,
    next_listing: Boxed<()>,
    pause: Duration,
}

impl<I: Item> ChangeStream<I> {
    pub(super) fn new(destination: Destination, settings: Settings, once: bool) -> Self {
        Self { destination, settings, once, beginning: None, running: None }
    }

    /// Finds the stream and its shards, so that "now" of [`from_now`](super::Changes::from_now) is before this returns. Without
    /// it, the first [`try_next`](ChangeStream::try_next) does so.
    ///
    /// # Errors
    ///
    /// When the table has no stream, the checkpoint is of another one, or a request fails.
    pub async fn begin(&mut self) -> Result<()> {
        std::future::poll_fn(|context| self.poll_begin(context)).await
    }

    /// The next change.
    ///
    /// # Errors
    ///
    /// Those of [`begin`](ChangeStream::begin); and see [`ChangeStream`] for those that come later, none of which ends the stream.
    pub async fn try_next(&mut self) -> Result<Option<Change<I>>> {
        std::future::poll_fn(|context| self.poll_change(context)).await.transpose()
    }

    /// After the changes that were returned so far. Take it when they are done with, and give it to
    /// [`Changes::from`](super::Changes::from) to go on there.
    ///
    /// `None` before it has begun.
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

    fn poll_change(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Change<I>>>> {
        match self.poll_begin(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) => match &mut self.running {
                Some(running) => running.poll_change(context),
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

/// Lists the shards, and takes an iterator in each where "now" is asked for.
async fn begin<I: Item>(destination: Destination, settings: Settings) -> Result<Begun<I>> {
    let schema = I::SCHEMA;
    let database = destination.find(Some(schema.table()))?;
    let in_context = |error: crate::Error| error.with_operation("GetRecords", Some(&database.name_of(schema.table())));
    let decoder = RecordDecoder::new(database.keys()).map_err(in_context)?;
    let source = Source::find(&schema, &database).await?;
    settings.check(&source.arn).map_err(in_context)?;
    let now = Position::since(database.now());
    let lineage = Lineage::of(source.describe().await?);
    let mut positions = match &settings.beginning {
        Beginning::Horizon => BTreeMap::new(),
        Beginning::Now => lineage.newest().into_iter().map(|shard| (shard, now.clone())).collect(),
        Beginning::At(checkpoint) => checkpoint.shards.clone(),
    };
    positions.retain(|shard, position| *position != Position::Ended || lineage.lists(shard));
    let permits = Permits::new();
    let mut readers = Vec::new();
    for (shard, position) in &positions {
        if *position == Position::Ended {
            continue;
        }
        let mut reader = ShardReader::new(&source, shard, position.clone(), &settings, &permits);
        if matches!(settings.beginning, Beginning::Now) {
            reader.begin_now().await?;
        }
        readers.push(reader);
    }
    Ok(Begun { source, decoder, lineage, positions, readers, permits })
}

impl<I: Item> Running<I> {
    fn new(begun: Begun<I>, settings: Settings, once: bool) -> Self {
        let Begun { source, decoder, lineage, positions, readers, permits } = begun;
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
            listing: None,
            next_listing: after(FIRST_LISTING),
            pause: FIRST_LISTING,
        };
        readers.into_iter().for_each(|reader| running.fetch(reader));
        running.begin_due();
        running
    }

    fn poll_change(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Change<I>>>> {
        loop {
            if let Some(change) = self.next_of_page() {
                return Poll::Ready(Some(change));
            }
            match self.poll_listing(context) {
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Ok(())) => continue,
                Poll::Pending => {}
            }
            match self.fetching.poll_next_unpin(context) {
                Poll::Ready(Some((reader, Ok(page)))) => self.pages.push_back(Delivery::new(reader, page)),
                Poll::Ready(Some((reader, Err(error)))) => {
                    self.fetch(reader);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) if self.has_ended() => return Poll::Ready(None),
                Poll::Ready(None) | Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// The next change of the pages that arrived.
    fn next_of_page(&mut self) -> Option<Result<Change<I>>> {
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
                Ok(Some(change)) => return Some(Ok(change)),
                Err(error) => return Some(Err(self.source.in_context(error, "GetRecords"))),
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
            self.pause = FIRST_LISTING;
            self.list();
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
            self.fetch(ShardReader::new(&self.source, &shard, Position::Horizon, &self.settings, &self.permits));
            self.positions.insert(shard, Position::Horizon);
        }
        let lineage = &self.lineage;
        self.positions.retain(|shard, position| *position != Position::Ended || lineage.lists(shard));
    }

    fn list(&mut self) {
        let source = self.source.clone();
        self.listing = Some(Box::pin(async move { source.describe().await.map(Lineage::of) }));
    }

    /// Lists the shards when it is time. Ready when there is something new.
    fn poll_listing(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        if self.listing.is_none() && !self.once && self.next_listing.as_mut().poll(context).is_ready() {
            self.list();
        }
        let Some(listing) = &mut self.listing else { return Poll::Pending };
        let Poll::Ready(listed) = listing.as_mut().poll(context) else { return Poll::Pending };
        self.listing = None;
        self.next_listing = after(self.pause);
        self.pause = (self.pause * 2).min(LONGEST_LISTING);
        self.lineage = listed?;
        self.begin_due();
        Poll::Ready(Ok(()))
    }

    /// Whether nothing will come any more: once, what is there was read; otherwise the stream is disabled, and all shards ended.
    fn has_ended(&self) -> bool {
        if self.listing.is_some() {
            return false;
        }
        let all = self.positions.values().all(|position| *position == Position::Ended);
        self.once || (all && !self.lineage.is_enabled)
    }
}

fn after(pause: Duration) -> Boxed<()> {
    let time = Instant::now() + pause;
    Box::pin(async move { sleep_until(time).await })
}
