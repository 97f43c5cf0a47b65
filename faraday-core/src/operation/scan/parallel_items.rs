//! The items of a parallel scan, from all its segments: [`ParallelItems`].

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::{FuturesUnordered, StreamFuture};

use super::checkpoint::Checkpoint;
use crate::error::{Error, Result};
use crate::execute::Metered;
use crate::paging::{Consumption, CursorScope, Mark, PageSource, Paged};

/// How many segments are read at once. A scan may have a million segments, and that many requests at once would be too many.
const MAX_ACTIVE: usize = 128;

/// The rows of one segment.
trait SegmentStream<R>: Send {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>>;
    fn mark(&self) -> Mark;

    /// Whether a request failed.
    fn has_failed(&self) -> bool;
}

impl<S: PageSource<Mark = Mark>> SegmentStream<S::Row> for Paged<S> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<S::Row>>> {
        self.poll_row(context)
    }

    fn mark(&self) -> Mark {
        Paged::mark(self)
    }

    fn has_failed(&self) -> bool {
        Paged::has_failed(self)
    }
}

/// One segment, with its number.
struct Lane<R> {
    segment: usize,
    rows: Box<dyn SegmentStream<R>>,
}

impl<R> Stream for Lane<R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        self.rows.poll_item(context)
    }
}

/// The items of a parallel scan: a [`Stream`], and [`try_next`](ParallelItems::try_next).
#[must_use = "a stream does nothing until it is polled"]
pub struct ParallelItems<R> {
    /// Lanes that have rows of a page.
    ready: VecDeque<Lane<R>>,
    /// Lanes that wait for a page. Only those that woke are polled.
    waiting: FuturesUnordered<StreamFuture<Lane<R>>>,
    /// Lanes that begin when another one ends.
    later: VecDeque<Lane<R>>,
    /// Where each segment was when its lane ended.
    ended: Vec<Mark>,
    pub(super) remaining: Option<u64>,
    pub(super) failed: Option<Error>,
    pub(super) scope: u64,
    /// The checkpoint of a scan that was refused.
    pub(super) refused: Option<Checkpoint>,
    consumed: Vec<Consumption>,
}

impl<R> ParallelItems<R> {
    /// Creates a scan without segments.
    pub(super) fn new(scope: u64, remaining: Option<u64>, failed: Option<Error>) -> Self {
        let (ready, waiting) = (VecDeque::new(), FuturesUnordered::new());
        let (later, ended, consumed) = (VecDeque::new(), Vec::new(), Vec::new());
        Self { ready, waiting, later, ended, remaining, failed, scope, refused: None, consumed }
    }

    /// Creates a scan with one source, which is not a segment.
    pub(crate) fn of_one<S: PageSource<Row = R, Mark = Mark>>(
        scope: CursorScope,
        source: S,
        consumed: Consumption,
    ) -> Self {
        let mut items = Self::new(scope.value(), None, None);
        items.push(Paged::new(source), consumed);
        items
    }

    /// Makes the first poll fail with this error; `checkpoint` returns the given one.
    pub(crate) fn refuse(&mut self, error: Error, given: Option<Checkpoint>) {
        self.failed.get_or_insert(error);
        self.refused = given.or(self.refused.take());
    }

    /// Takes the error with which the scan was refused before anything was sent.
    pub(crate) fn take_refusal(&mut self) -> Option<Error> {
        self.failed.take()
    }

    /// Adds the next segment.
    pub(super) fn push<S: PageSource<Row = R, Mark = Mark>>(&mut self, rows: Paged<S>, consumed: Consumption) {
        let lane = Lane { segment: self.ended.len(), rows: Box::new(rows) };
        self.ended.push(Mark::Start);
        self.consumed.push(consumed);
        if self.ready.len() < MAX_ACTIVE { self.ready.push_back(lane) } else { self.later.push_back(lane) }
    }

    /// Returns the next item; `None` after the last.
    ///
    /// # Errors
    ///
    /// The errors of the scan. If a request failed, the stream ends, and [`checkpoint`](ParallelItems::checkpoint) still returns the
    /// position. After an item that cannot be read, it continues with another item.
    pub async fn try_next(&mut self) -> Result<Option<R>> {
        std::future::poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Returns the current position. If the scan was refused, it returns the checkpoint that the scan was given.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        if let Some(given) = &self.refused {
            return given.clone();
        }
        let mut segments = self.ended.clone();
        let waiting = self.waiting.iter().filter_map(StreamFuture::get_ref);
        for lane in self.ready.iter().chain(waiting).chain(&self.later) {
            if let Some(mark) = segments.get_mut(lane.segment) {
                *mark = lane.rows.mark();
            }
        }
        Checkpoint { scope: self.scope, segments }
    }

    /// Returns the consumption so far: requests, items, and the capacity of a `metered()` scan.
    #[must_use]
    pub fn consumed(&self) -> Metered<()> {
        let mut all = Metered::none(());
        for consumed in &self.consumed {
            all.add(&consumed.lock().unwrap_or_else(PoisonError::into_inner));
        }
        all
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        if let Some(error) = self.failed.take() {
            self.remaining = Some(0);
            return Poll::Ready(Some(Err(error)));
        }
        if self.remaining == Some(0) {
            return Poll::Ready(None);
        }
        loop {
            // Polled first, so that requests continue while other lanes have rows.
            let woken = match self.waiting.poll_next_unpin(context) {
                Poll::Ready(Some((item, lane))) => Some((lane, Poll::Ready(item))),
                Poll::Ready(None) | Poll::Pending => self.ready.pop_front().map(|mut lane| {
                    let item = lane.rows.poll_item(context);
                    (lane, item)
                }),
            };
            let Some((lane, item)) = woken else {
                return if self.waiting.is_empty() { Poll::Ready(None) } else { Poll::Pending };
            };
            match item {
                Poll::Pending => self.waiting.push(lane.into_future()),
                Poll::Ready(None) => self.end(&lane),
                Poll::Ready(Some(item)) => {
                    self.count(lane.rows.has_failed());
                    self.ready.push_back(lane);
                    return Poll::Ready(Some(item));
                }
            }
        }
    }

    /// Counts a row, or an item that cannot be read. If a request failed, the scan ends.
    fn count(&mut self, has_failed: bool) {
        match &mut self.remaining {
            remaining if has_failed => *remaining = Some(0),
            Some(remaining) => *remaining -= 1,
            None => {}
        }
    }

    /// Keeps the position of a lane that ended, and starts the next one.
    fn end(&mut self, lane: &Lane<R>) {
        if let Some(mark) = self.ended.get_mut(lane.segment) {
            *mark = lane.rows.mark();
        }
        self.ready.extend(self.later.pop_front());
    }
}

impl<R> Stream for ParallelItems<R> {
    type Item = Result<R>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<R> fmt::Debug for ParallelItems<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParallelItems({} segments)", self.ended.len())
    }
}
