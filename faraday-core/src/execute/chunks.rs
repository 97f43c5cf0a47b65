//! Sends many parts in requests of limited size, several at once, until each part is done. `get_many` and the batch writer
//! share this scheduler.

use std::collections::{HashSet, VecDeque};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::retry::Pace;
use crate::database::RetrySettings;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Identity;

/// The number of requests under way at once, unless the user sets another.
const CONCURRENCY: usize = 4;

/// The stream that yields the parts.
pub(crate) type PartStream<P> = Pin<Box<dyn Stream<Item = Result<P>> + Send>>;

/// A request that is under way.
pub(crate) type Sending<A> = Pin<Box<dyn Future<Output = Result<A>> + Send>>;

/// An operation of many parts: keys to read, or writes.
pub(crate) trait Chunked: Send {
    type Part: Clone + Send + Sync + 'static;
    type Answer: Send + 'static;

    /// The most parts, and the most bytes, of one request.
    const MAX_PARTS: usize;
    const MAX_BYTES: usize;
    /// Whether the first error ends the operation at once. Otherwise it waits for the requests under way, to learn what
    /// they did.
    const FAILS_AT_ONCE: bool;

    /// The position of the part in the order given.
    fn position(part: &Self::Part) -> usize;

    /// The item of this part. One item is never twice in a request, and never in two requests under way.
    fn identity(part: &Self::Part) -> &Identity;

    /// About how many bytes the part takes in a request body.
    fn size(part: &Self::Part) -> usize;

    /// Sends one request.
    fn send(&mut self, chunk: Arc<Vec<Self::Part>>) -> Sending<Self::Answer>;

    /// Records that the part at this position cannot be sent, and why. Returns whether to go on with the next part.
    fn refuse(&mut self, position: usize, error: Error) -> bool;

    /// Takes an answer and returns the parts that DynamoDB did not process.
    fn answered(&mut self, chunk: Vec<Self::Part>, answer: Self::Answer) -> Result<Vec<Self::Part>>;

    /// Counts parts that will be sent again.
    fn retrying(&mut self, _: usize) {}

    /// Called after each answer was handled.
    fn progressed(&mut self) {}

    /// The error for giving up, of the kind `Timeout` or `Unprocessed`.
    fn given_up(&self, kind: ErrorKind) -> Error;
}

/// A chunk with the round in which it was sent, and its answer.
type Settled<W> = (Arc<Vec<<W as Chunked>::Part>>, u32, Result<<W as Chunked>::Answer>);
type InFlight<W> = FuturesUnordered<Pin<Box<dyn Future<Output = Settled<W>> + Send>>>;

enum Event<W: Chunked> {
    /// The source yielded a part, or ended.
    Given(Option<Result<W::Part>>),
    Settled(Settled<W>),
    PauseOver,
    /// No part was done within the time-out.
    TimeOver,
}

/// How a run ended.
pub(crate) struct Stopped<P> {
    /// Why it stopped before all parts were done.
    pub(crate) error: Option<Error>,
    /// The parts that were taken from the source and not acknowledged, in their order.
    pub(crate) left: VecDeque<P>,
    /// The source, if it may have more parts.
    pub(crate) source: Option<PartStream<P>>,
    /// The number of parts taken from the source.
    pub(crate) taken: usize,
}

/// Sends all parts of `source`; `concurrency` is the number of requests under way at once.
pub(crate) async fn run_chunks<W: Chunked>(
    work: &mut W,
    source: PartStream<W::Part>,
    settings: RetrySettings,
    concurrency: Option<usize>,
) -> Stopped<W::Part> {
    let concurrency = concurrency.unwrap_or(CONCURRENCY).max(1);
    let expected = source.size_hint().0.min(W::MAX_PARTS.saturating_mul(concurrency));
    let chunks = Chunks {
        work,
        pace: Pace::new(settings),
        concurrency,
        queue: VecDeque::with_capacity(expected),
        busy: HashSet::new(),
        in_flight: FuturesUnordered::new(),
        under_way: Vec::new(),
        stop: None,
        taken: 0,
    };
    chunks.run(source).await
}

struct Chunks<'w, W: Chunked> {
    work: &'w mut W,
    pace: Pace,
    concurrency: usize,
    /// Taken from the source and not in flight, in the order given.
    queue: VecDeque<W::Part>,
    /// The items in flight: a second part of one waits.
    busy: HashSet<Identity>,
    in_flight: InFlight<W>,
    /// The parts in flight.
    under_way: Vec<Arc<Vec<W::Part>>>,
    stop: Option<Error>,
    taken: usize,
}

impl<W: Chunked> Chunks<'_, W> {
    async fn run(mut self, source: PartStream<W::Part>) -> Stopped<W::Part> {
        let mut source = Some(source);
        loop {
            self.launch(source.is_none());
            let wanted = self.stop.is_none() && self.queue.len() < self.window();
            let wanted = source.as_mut().filter(|_| wanted);
            let nothing_left = self.stop.is_some() || self.queue.is_empty();
            let failed = W::FAILS_AT_ONCE && self.stop.is_some();
            if failed || (wanted.is_none() && self.in_flight.is_empty() && nothing_left) {
                break;
            }
            match self.event(wanted).await {
                Event::Given(Some(Ok(part))) => {
                    self.taken += 1;
                    self.queue.push_back(part);
                }
                Event::Given(Some(Err(error))) => {
                    let go_on = self.work.refuse(self.taken, error);
                    self.taken += 1;
                    source = source.filter(|_| go_on);
                }
                Event::Given(None) => source = None,
                Event::Settled((chunk, round, answer)) => self.settle(chunk, round, answer),
                Event::PauseOver => {}
                Event::TimeOver => self.time_over(),
            }
        }
        Stopped { error: self.stop, left: self.queue, source, taken: self.taken }
    }

    /// The number of parts to take ahead.
    fn window(&self) -> usize {
        W::MAX_PARTS.saturating_mul(self.concurrency)
    }

    /// Polls the source first, so that requests are full, and the answers as well, so that a slow source does not delay
    /// them.
    async fn event(&mut self, mut source: Option<&mut PartStream<W::Part>>) -> Event<W> {
        let pause = self.pace.pause().filter(|_| self.stop.is_none() && !self.queue.is_empty());
        let mut pause = pause.map(|time| Box::pin(tokio::time::sleep_until(time)));
        let end = self.pace.deadline().filter(|_| !self.in_flight.is_empty());
        let mut end = end.map(|time| Box::pin(tokio::time::sleep_until(time)));
        poll_fn(|context| {
            if let Some(Poll::Ready(given)) = source.as_mut().map(|source| source.as_mut().poll_next(context)) {
                return Poll::Ready(Event::Given(given));
            }
            if let Poll::Ready(Some(settled)) = self.in_flight.poll_next_unpin(context) {
                return Poll::Ready(Event::Settled(settled));
            }
            if let Some(Poll::Ready(())) = pause.as_mut().map(|pause| pause.as_mut().poll(context)) {
                return Poll::Ready(Event::PauseOver);
            }
            match end.as_mut().map(|end| end.as_mut().poll(context)) {
                Some(Poll::Ready(())) => Poll::Ready(Event::TimeOver),
                _ => Poll::Pending,
            }
        })
        .await
    }

    /// Sends all requests that may be sent now. While the source may yield more, it sends full requests only.
    fn launch(&mut self, last: bool) {
        if self.stop.is_some() || self.pace.pause().is_some() {
            return;
        }
        while self.in_flight.len() < self.concurrency {
            let ready = last || self.queue.len() >= self.window();
            if !ready && self.queue.len() < W::MAX_PARTS {
                return;
            }
            let Some(chunk) = take_chunk::<W>(&mut self.queue, &self.busy, ready) else { return };
            self.busy.extend(chunk.iter().map(|part| W::identity(part).clone()));
            if self.in_flight.is_empty() {
                self.pace.begin();
            }
            let chunk = Arc::new(chunk);
            self.under_way.push(Arc::clone(&chunk));
            let sending = self.work.send(Arc::clone(&chunk));
            let round = self.pace.round();
            self.in_flight.push(Box::pin(async move { (chunk, round, sending.await) }));
        }
    }

    /// Drops the requests in flight. Their outcome is unknown, so their parts count as not done.
    fn time_over(&mut self) {
        self.in_flight = FuturesUnordered::new();
        for chunk in std::mem::take(&mut self.under_way) {
            self.put_back(Arc::unwrap_or_clone(chunk));
        }
        self.stop.get_or_insert_with(|| self.work.given_up(ErrorKind::Timeout));
    }

    /// Puts parts back into the queue, in the order given.
    fn put_back(&mut self, parts: Vec<W::Part>) {
        for part in parts {
            let place = self.queue.partition_point(|other| W::position(other) < W::position(&part));
            self.queue.insert(place, part);
        }
    }

    fn settle(&mut self, chunk: Arc<Vec<W::Part>>, round: u32, answer: Result<W::Answer>) {
        self.under_way.retain(|other| !Arc::ptr_eq(other, &chunk));
        for part in chunk.iter() {
            self.busy.remove(W::identity(part));
        }
        let sent = chunk.len();
        let (put_off, error) = match answer {
            Ok(answer) => match self.work.answered(Arc::unwrap_or_clone(chunk), answer) {
                Ok(put_off) => (put_off, None),
                Err(error) => {
                    self.stop.get_or_insert(error);
                    return;
                }
            },
            Err(error) => (Arc::unwrap_or_clone(chunk), Some(error)),
        };
        self.pace.answered(put_off.len(), sent);
        if !put_off.is_empty() {
            self.postpone(put_off, round, error);
        }
        self.work.progressed();
    }

    /// Puts parts back, to be sent again after a pause; if it is time to give up, they stay unsent.
    fn postpone(&mut self, put_off: Vec<W::Part>, round: u32, error: Option<Error>) {
        let again = error.as_ref().is_none_or(Error::may_succeed_later);
        if self.stop.is_none() && again && self.pace.put_off(round) {
            self.work.retrying(put_off.len());
        } else {
            self.stop.get_or_insert_with(|| error.unwrap_or_else(|| self.work.given_up(ErrorKind::Unprocessed)));
        }
        self.put_back(put_off);
    }
}

/// The next parts for one request: in order, none of an item that is in flight or comes earlier. A request that is not
/// full waits for the parts whose items are in flight.
fn take_chunk<W: Chunked>(
    queue: &mut VecDeque<W::Part>,
    busy: &HashSet<Identity>,
    of_any_length: bool,
) -> Option<Vec<W::Part>> {
    let mut chosen = Vec::new();
    let (mut full, mut waiting) = (false, false);
    let mut bytes = 0;
    let mut seen: HashSet<&Identity> = HashSet::new();
    for (place, part) in queue.iter().enumerate() {
        full = chosen.len() == W::MAX_PARTS || (bytes + W::size(part) > W::MAX_BYTES && bytes > 0);
        if full {
            break;
        }
        if busy.contains(W::identity(part)) {
            waiting = true;
        } else if seen.insert(W::identity(part)) {
            bytes += W::size(part);
            chosen.push(place);
        }
    }
    if chosen.is_empty() || !(full || (of_any_length && !waiting) || chosen.len() == W::MAX_PARTS) {
        return None;
    }
    let mut chunk: Vec<W::Part> = chosen.into_iter().rev().filter_map(|place| queue.remove(place)).collect();
    chunk.reverse();
    Some(chunk)
}

/// The requests for these parts, if DynamoDB processes all of them.
pub(crate) fn chunks_of<W: Chunked>(parts: Vec<W::Part>) -> Vec<Vec<W::Part>> {
    let mut queue = VecDeque::from(parts);
    std::iter::from_fn(|| take_chunk::<W>(&mut queue, &HashSet::new(), true)).collect()
}
