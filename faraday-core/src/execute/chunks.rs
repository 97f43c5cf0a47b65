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
use tokio::time::Instant;

use super::chunked::Chunked;
use super::queue::Queue;
use super::retry::Pace;
use super::span::put_off as put_off_event;
use crate::database::RetrySettings;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Identity;

/// The number of requests under way at once, unless the user sets it.
const CONCURRENCY: usize = 4;

/// The stream that yields the parts.
pub(crate) type PartStream<P> = Pin<Box<dyn Stream<Item = Result<P>> + Send>>;

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
    /// The parts that were taken from the source and not acknowledged, in order.
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
        queue: Queue::with_capacity(expected),
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
    /// Taken from the source and not in flight.
    queue: Queue<W>,
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
                    self.queue.push(part);
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
        Stopped { error: self.stop, left: self.queue.into_parts(), source, taken: self.taken }
    }

    /// Returns how many parts to take ahead of the requests.
    fn window(&self) -> usize {
        W::MAX_PARTS.saturating_mul(self.concurrency)
    }

    /// Waits for the next event. It polls the source first, so that requests are full, and then the answers, so that a slow source does
    /// not delay them.
    async fn event(&mut self, mut source: Option<&mut PartStream<W::Part>>) -> Event<W> {
        let pause = self.pace.pause().filter(|_| self.stop.is_none() && !self.queue.is_empty());
        let mut pause = pause.map(|time| Box::pin(tokio::time::sleep_until(time)));
        let mut end = self.end().map(|time| Box::pin(tokio::time::sleep_until(time)));
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

    /// Sends all requests that may be sent now. While the source may yield more, it sends only full requests.
    fn launch(&mut self, last: bool) {
        if self.stop.is_some() || self.pace.pause().is_some() {
            return;
        }
        while self.in_flight.len() < self.concurrency {
            let ready = last || self.queue.len() >= self.window();
            if !ready && self.queue.len() < W::MAX_PARTS {
                return;
            }
            let Some(chunk) = self.queue.take(ready) else { return };
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

    /// Returns when to give up: if there is no progress until then, or because the operation must end.
    fn end(&self) -> Option<Instant> {
        if self.in_flight.is_empty() {
            return self.pace.end().filter(|_| self.stop.is_none());
        }
        let waited = self.work.waits_until().and_then(|time| self.pace.deadline_from(time));
        // Without any time limit there is no end.
        self.pace.deadline().map(|end| waited.map_or(end, |waited| end.max(waited)))
    }

    /// Drops the requests in flight. Their outcome is unknown, so their parts count as not done.
    fn time_over(&mut self) {
        if self.end().is_some_and(|end| end > Instant::now()) {
            // A request has begun to wait for a rate limit, which moved the end.
            return;
        }
        self.in_flight = FuturesUnordered::new();
        for chunk in std::mem::take(&mut self.under_way) {
            self.put_back(Arc::unwrap_or_clone(chunk));
        }
        self.stop.get_or_insert_with(|| self.work.given_up(ErrorKind::Timeout));
    }

    fn put_back(&mut self, parts: Vec<W::Part>) {
        for part in parts {
            self.queue.put_back(part);
        }
    }

    fn settle(&mut self, chunk: Arc<Vec<W::Part>>, round: u32, answer: Result<W::Answer>) {
        self.under_way.retain(|other| !Arc::ptr_eq(other, &chunk));
        let sent: Vec<Identity> = chunk.iter().map(|part| W::identity(part).clone()).collect();
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
        self.pace.answered(put_off.len(), sent.len());
        let again: HashSet<Identity> = put_off.iter().map(|part| W::identity(part).clone()).collect();
        if !put_off.is_empty() {
            self.postpone(put_off, round, error);
        }
        for item in sent.iter().filter(|item| !again.contains(*item)) {
            self.queue.done(item);
        }
        self.work.progressed();
    }

    /// Puts parts back, to be sent again after a pause. If it is time to give up, they stay unsent.
    fn postpone(&mut self, put_off: Vec<W::Part>, round: u32, error: Option<Error>) {
        let again = error.as_ref().is_none_or(Error::may_succeed_later);
        if self.stop.is_none() && again && self.pace.put_off(round) {
            put_off_event(put_off.len());
            self.work.retrying(put_off.len());
        } else {
            self.stop.get_or_insert_with(|| error.unwrap_or_else(|| self.work.given_up(ErrorKind::Unprocessed)));
        }
        self.put_back(put_off);
    }
}

/// Returns the requests for these parts, as they are if DynamoDB processes all of them.
pub(crate) fn chunks_of<W: Chunked>(parts: Vec<W::Part>) -> Vec<Vec<W::Part>> {
    let mut queue = Queue::<W>::with_capacity(parts.len());
    parts.into_iter().for_each(|part| queue.push(part));
    let next = || {
        let chunk = queue.take(true)?;
        chunk.iter().for_each(|part| queue.done(W::identity(part)));
        Some(chunk)
    };
    std::iter::from_fn(next).collect()
}
