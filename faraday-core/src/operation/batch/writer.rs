//! Sends writes until all are acknowledged, or it is time to give up.

use std::any::TypeId;
use std::collections::{HashSet, VecDeque};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::SystemTime;

use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemOutput;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::failure::{self, Again};
use super::wire::{self, Answered};
use super::{Settings, Tell};
use crate::database::Database;
use crate::encryption::Open;
use crate::error::{Error, ErrorKind, Result};
use crate::run::{Capacity, Identity, Metered, Pace, joined, send_body};
use crate::schema::{Sealing, Stamp, TableSchema};

/// DynamoDB takes so many writes in one request, of 16 MB together; the rest of it is for what stands around them.
pub(super) const MAX_WRITES: usize = 25;
const MAX_BYTES: usize = 15 * 1024 * 1024;
const CONCURRENCY: usize = 4;

/// What gives the writes.
pub(super) type Source = Pin<Box<dyn Stream<Item = Result<Pending>> + Send>>;

/// One write that is not acknowledged yet.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(super) position: usize,
    pub(super) schema: TableSchema,
    /// The type of the item: several may share a table.
    pub(super) item: TypeId,
    pub(super) identity: Identity,
    pub(super) write: Write,
    /// Of an item of which the library writes attributes by itself.
    pub(super) managed: Option<Managed>,
}

/// What the library writes by itself into an item that is put.
#[derive(Clone)]
pub(super) struct Managed {
    /// Adds it, when the time has come.
    pub(super) add: fn(Vec<u8>, Stamp, SystemTime) -> Result<Vec<u8>>,
    pub(super) stamp: Stamp,
    /// The length of the item without it.
    pub(super) length: usize,
    /// The same attributes as they are in the item that was given.
    pub(super) given: Bytes,
    pub(super) added: bool,
}

/// What is to be done, as DynamoDB JSON.
#[derive(Clone)]
pub(super) enum Write {
    /// With the frozen bytes of what is encrypted when it is sent.
    Put(Bytes, Vec<(&'static str, Open)>),
    Delete(Bytes),
}

type Given<'p> = (Vec<u8>, &'p [(&'static str, Open)]);

impl Pending {
    pub(super) fn size(&self) -> usize {
        match &self.write {
            Write::Put(json, encrypted) => {
                json.len() + encrypted.iter().map(|(_, open)| open.bytes().len().div_ceil(3) * 4 + 512).sum::<usize>()
            }
            Write::Delete(json) => json.len(),
        }
    }

    /// The write as it is sent at this time.
    pub(super) fn stamped(mut self, now: SystemTime) -> Result<Self> {
        if let (Some(managed), Write::Put(json, _)) = (&mut self.managed, &mut self.write)
            && !managed.added
        {
            *json = (managed.add)(json.to_vec(), managed.stamp, now)?.into();
            managed.added = true;
        }
        Ok(self)
    }

    /// The item that was to be put, as it was given: as JSON, and what is encrypted only when it is sent.
    pub(super) fn given(&self) -> Option<Given<'_>> {
        let Write::Put(json, encrypted) = &self.write else { return None };
        let Some(managed) = &self.managed else { return Some((json.to_vec(), encrypted)) };
        let mut item = json.get(..managed.length - 1)?.to_vec();
        item.push(b'}');
        Some((joined(item, &managed.given), encrypted))
    }
}

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Writes that were acknowledged.
    pub items: u64,
    /// Their bytes, as DynamoDB JSON.
    pub bytes: u64,
    /// Writes that had to be sent again.
    pub retries: u64,
    /// Capacity units, if it is metered.
    pub capacity: Option<Capacity>,
}

/// A chunk of a round with its answer.
type Settled = (Arc<Vec<Pending>>, u32, Result<Answered>);
type InFlight = FuturesUnordered<Pin<Box<dyn Future<Output = Settled> + Send>>>;

/// What the writer waits for.
enum Event {
    /// The source gives a write, or has no more.
    Given(Option<Result<Pending>>),
    Settled(Settled),
    PauseOver,
    /// Nothing was written for as long as was to be waited.
    TimeOver,
}

pub(super) struct Writer {
    database: Database,
    again: Again,
    pace: Pace,
    concurrency: usize,
    tell: Option<Tell>,
    metered: bool,
    skip_invalid: bool,
    progress: Progress,
    spent: Metered<()>,
    /// Accepted and not in flight, in the order given.
    queue: VecDeque<Pending>,
    /// The keys in flight: a second write of one waits.
    busy: HashSet<Identity>,
    in_flight: InFlight,
    /// What is in flight.
    under_way: Vec<Arc<Vec<Pending>>>,
    accepted: usize,
    /// Positions of writes that have no form in DynamoDB, and why the first of them has none.
    invalid: Vec<usize>,
    refused: Option<Error>,
    stop: Option<Error>,
}

impl Writer {
    pub(super) fn new(database: Database, settings: Settings, metered: bool) -> Self {
        Self {
            database,
            again: settings.how(),
            pace: Pace::new(settings.patience),
            concurrency: settings.concurrency.unwrap_or(CONCURRENCY).max(1),
            tell: settings.progress,
            skip_invalid: settings.skip_invalid,
            metered,
            progress: Progress::default(),
            spent: Metered::none(()),
            queue: VecDeque::new(),
            busy: HashSet::new(),
            in_flight: FuturesUnordered::new(),
            under_way: Vec::new(),
            accepted: 0,
            invalid: Vec::new(),
            refused: None,
            stop: None,
        }
    }

    pub(super) fn table_name(&self, table: &str) -> String {
        self.database.table_name(table)
    }

    /// Writes at these positions cannot be sent; the error is of the first.
    pub(super) fn refuse(&mut self, positions: Vec<usize>, error: Option<Error>) {
        self.accepted += positions.len();
        self.invalid = positions;
        self.refused = error;
    }

    /// Writes what the source gives. Of a `finite` source all that is left in the end counts as unwritten.
    pub(super) async fn run(mut self, source: Source, finite: bool) -> Result<Metered<()>> {
        let mut source = Some(source);
        loop {
            self.launch(source.is_none());
            let wanted = self.stop.is_none() && self.queue.len() < self.window();
            let wanted = source.as_mut().filter(|_| wanted);
            let nothing_left = self.stop.is_some() || self.queue.is_empty();
            if wanted.is_none() && self.in_flight.is_empty() && nothing_left {
                break;
            }
            match self.event(wanted).await {
                Event::Given(Some(Ok(write))) => {
                    self.accepted += 1;
                    self.queue.push_back(write);
                }
                Event::Given(Some(Err(error))) => {
                    self.invalid.push(self.accepted);
                    self.refused.get_or_insert_with(|| failure::at(self.accepted, error));
                    self.accepted += 1;
                    source = source.filter(|_| self.skip_invalid);
                }
                Event::Given(None) => source = None,
                Event::Settled((chunk, round, answer)) => self.settle(chunk, round, answer),
                Event::PauseOver => {}
                Event::TimeOver => self.time_over(),
            }
        }
        while let Some(source) = source.as_mut().filter(|_| finite) {
            let Some(Ok(write)) = source.next().await else { break };
            self.accepted += 1;
            self.queue.push_back(write);
        }
        match self.stop.or(self.refused) {
            None => Ok(self.spent),
            Some(error) => Err(failure::of(error, self.accepted, self.queue.into(), self.invalid, self.again)),
        }
    }

    /// So many writes are taken ahead.
    fn window(&self) -> usize {
        MAX_WRITES.saturating_mul(self.concurrency)
    }

    /// The source comes first, so that requests are full; the answers are waited for at the same time, so that a slow
    /// source does not hold them up.
    async fn event(&mut self, mut source: Option<&mut Source>) -> Event {
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

    /// Sends what may be sent now; while there may be more to come, only full requests.
    fn launch(&mut self, last: bool) {
        if self.stop.is_some() || self.pace.pause().is_some() {
            return;
        }
        while self.in_flight.len() < self.concurrency {
            let ready = last || self.queue.len() >= self.window();
            if !ready && self.queue.len() < MAX_WRITES {
                return;
            }
            let Some(chunk) = chunk(&mut self.queue, &self.busy, ready) else { return };
            self.busy.extend(chunk.iter().map(|write| write.identity.clone()));
            self.spent.requests += 1;
            if self.in_flight.is_empty() {
                self.pace.begin();
            }
            let chunk = Arc::new(chunk);
            self.under_way.push(Arc::clone(&chunk));
            self.in_flight.push(Box::pin(send(self.database.clone(), chunk, self.pace.round(), self.metered)));
        }
    }

    /// Gives up what is in flight: whether it is done is not known, so that it counts as unwritten.
    fn time_over(&mut self) {
        self.in_flight = FuturesUnordered::new();
        for chunk in std::mem::take(&mut self.under_way) {
            self.put_back(Arc::unwrap_or_clone(chunk));
        }
        let message = "nothing was written for as long as was to be waited";
        self.stop.get_or_insert_with(|| Error::new(ErrorKind::Timeout, message).during("BatchWriteItem", None));
    }

    /// Puts writes back in their places.
    fn put_back(&mut self, writes: Vec<Pending>) {
        for write in writes {
            let place = self.queue.partition_point(|other| other.position < write.position);
            self.queue.insert(place, write);
        }
    }

    fn settle(&mut self, chunk: Arc<Vec<Pending>>, round: u32, answer: Result<Answered>) {
        self.under_way.retain(|other| !Arc::ptr_eq(other, &chunk));
        let chunk = Arc::unwrap_or_clone(chunk);
        for write in &chunk {
            self.busy.remove(&write.identity);
        }
        let sent = chunk.len();
        let (put_off, error) = match answer {
            Ok((unprocessed, capacity, request_id)) => {
                self.spent.request_id = request_id;
                if let Some(capacity) = capacity {
                    self.progress.capacity.get_or_insert_default().add(&capacity);
                    self.spent.capacity.get_or_insert_default().add(&capacity);
                }
                let (put_off, done): (Vec<_>, Vec<_>) =
                    chunk.into_iter().partition(|write| unprocessed.contains(&write.identity));
                self.progress.items += done.len() as u64;
                self.progress.bytes += done.iter().map(|write| write.size() as u64).sum::<u64>();
                (put_off, None)
            }
            Err(error) => (chunk, Some(error)),
        };
        self.pace.answered(put_off.len(), sent);
        if !put_off.is_empty() {
            self.postpone(put_off, round, error);
        }
        if let Some(tell) = &mut self.tell {
            tell(&self.progress);
        }
    }

    /// Puts writes back, to be sent again after a pause, or not at all any more.
    fn postpone(&mut self, put_off: Vec<Pending>, round: u32, error: Option<Error>) {
        let again = error.as_ref().is_none_or(Error::may_succeed_later);
        if self.stop.is_none() && again && self.pace.put_off(round) {
            self.progress.retries += put_off.len() as u64;
        } else {
            let unprocessed =
                || Error::new(ErrorKind::Unprocessed, ErrorKind::Unprocessed.summary()).during("BatchWriteItem", None);
            self.stop.get_or_insert_with(|| error.unwrap_or_else(unprocessed));
        }
        self.put_back(put_off);
    }
}

/// The next writes for one request: in order, none of a key that is in flight or comes earlier. One that is not full waits
/// for those whose keys are in flight.
fn chunk(queue: &mut VecDeque<Pending>, busy: &HashSet<Identity>, of_any_length: bool) -> Option<Vec<Pending>> {
    let mut chosen = Vec::new();
    let (mut full, mut waiting) = (false, false);
    let mut bytes = 0;
    let mut seen: HashSet<&Identity> = HashSet::new();
    for (place, write) in queue.iter().enumerate() {
        full = chosen.len() == MAX_WRITES || (bytes + write.size() > MAX_BYTES && bytes > 0);
        if full {
            break;
        }
        if busy.contains(&write.identity) {
            waiting = true;
        } else if seen.insert(&write.identity) {
            bytes += write.size();
            chosen.push(place);
        }
    }
    if chosen.is_empty() || !(full || (of_any_length && !waiting) || chosen.len() == MAX_WRITES) {
        return None;
    }
    let mut chunk: Vec<Pending> = chosen.into_iter().rev().filter_map(|place| queue.remove(place)).collect();
    chunk.reverse();
    Some(chunk)
}

/// The requests that these writes take if all goes well.
pub(super) fn requests(writes: Vec<Pending>) -> Vec<Vec<Pending>> {
    let mut queue = VecDeque::from(writes);
    std::iter::from_fn(|| chunk(&mut queue, &HashSet::new(), true)).collect()
}

async fn send(database: Database, chunk: Arc<Vec<Pending>>, round: u32, metered: bool) -> Settled {
    let sealing = Sealing::With(database.keys().clone());
    let body = match wire::body(&chunk, |table| database.table_name(table), &sealing, metered) {
        Ok(body) => body,
        Err(error) => return (chunk, round, Err(error.during("BatchWriteItem", None))),
    };
    let reply = send_body!(database, body, batch_write_item, "BatchWriteItem", BatchWriteItemOutput);
    let answer = reply.and_then(|reply| {
        let read = wire::read(&reply, &chunk, &database);
        read.map_err(|error| Error::from(error).during("BatchWriteItem", None))
    });
    (chunk, round, answer)
}
