//! Sends writes until all are acknowledged, or it is time to give up.

use std::collections::{HashMap, HashSet, VecDeque};
use std::future::Future;
use std::pin::Pin;

use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemOutput;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::failure;
use crate::codec::wire::write_string;
use crate::database::{Database, Reply};
use crate::error::{DecodeError, Error, ErrorKind, Result};
use crate::run::{Backoff, Capacity, Consumed, Identity, Metered, Patience, send_body};
use crate::schema::TableSchema;

/// DynamoDB takes so many writes in one request, of 16 MB together; the rest of it is for what stands around them.
const MAX_WRITES: usize = 25;
const MAX_BYTES: usize = 15 * 1024 * 1024;
const CONCURRENCY: usize = 4;

/// What gives the writes.
pub(super) type Source = Pin<Box<dyn Stream<Item = Result<Pending>> + Send>>;

/// One write that is not acknowledged yet.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(super) position: usize,
    pub(super) schema: TableSchema,
    pub(super) identity: Identity,
    pub(super) write: Write,
}

/// What is to be done, as DynamoDB JSON.
#[derive(Debug, Clone)]
pub(super) enum Write {
    Put(Bytes),
    Delete(Bytes),
}

impl Pending {
    pub(super) fn size(&self) -> usize {
        match &self.write {
            Write::Put(json) | Write::Delete(json) => json.len(),
        }
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

/// A chunk with its answer: which of its writes DynamoDB put off.
type Answered = (Vec<Pending>, Result<(HashSet<Identity>, Option<Capacity>, Option<String>)>);
type InFlight = FuturesUnordered<Pin<Box<dyn Future<Output = Answered> + Send>>>;

pub(super) struct Writer {
    database: Database,
    backoff: Backoff,
    concurrency: usize,
    tell: Option<Box<dyn FnMut(&Progress) + Send>>,
    metered: bool,
    progress: Progress,
    spent: Metered<()>,
    /// Accepted and not in flight, in the order given.
    queue: VecDeque<Pending>,
    /// The keys in flight: a second write of one waits.
    busy: HashSet<Identity>,
    in_flight: InFlight,
    accepted: usize,
    not_before: Option<Instant>,
    stop: Option<Error>,
}

impl Writer {
    pub(super) fn new(
        database: Database,
        patience: Patience,
        concurrency: Option<usize>,
        tell: Option<Box<dyn FnMut(&Progress) + Send>>,
        metered: bool,
    ) -> Self {
        Self {
            database,
            backoff: Backoff::new(patience),
            concurrency: concurrency.unwrap_or(CONCURRENCY).max(1),
            tell,
            metered,
            progress: Progress::default(),
            spent: Metered::none(()),
            queue: VecDeque::new(),
            busy: HashSet::new(),
            in_flight: FuturesUnordered::new(),
            accepted: 0,
            not_before: None,
            stop: None,
        }
    }

    pub(super) async fn run(mut self, mut source: Source) -> Result<Metered<()>> {
        let mut open = true;
        loop {
            while open && self.stop.is_none() && self.queue.len() < MAX_WRITES * self.concurrency {
                open = self.accept(&mut source).await;
            }
            self.launch();
            if self.in_flight.is_empty() {
                if self.stop.is_some() || self.queue.is_empty() {
                    break;
                }
                // Everything that is left waits for the end of a pause.
                self.rest().await;
                continue;
            }
            self.next_answer().await;
        }
        match self.stop.take() {
            None => Ok(self.spent),
            Some(error) => Err(failure::gave_up(error, self.accepted, self.queue.into())),
        }
    }

    /// Takes the next write; whether there may be more.
    async fn accept(&mut self, source: &mut Source) -> bool {
        match source.next().await {
            None => false,
            Some(Ok(write)) => {
                self.accepted += 1;
                self.queue.push_back(write);
                true
            }
            Some(Err(error)) => {
                let position = self.accepted;
                self.stop = Some(failure::at(position, error));
                false
            }
        }
    }

    fn launch(&mut self) {
        if self.stop.is_some() || self.not_before.is_some_and(|time| time > Instant::now()) {
            return;
        }
        self.not_before = None;
        while self.in_flight.len() < self.concurrency {
            let chunk = self.chunk();
            if chunk.is_empty() {
                return;
            }
            self.busy.extend(chunk.iter().map(|write| write.identity.clone()));
            self.spent.requests += 1;
            self.in_flight.push(Box::pin(send(self.database.clone(), chunk, self.metered)));
        }
    }

    /// The next writes for one request: in order, none of a key that is in flight or comes earlier.
    fn chunk(&mut self) -> Vec<Pending> {
        let mut chunk: Vec<Pending> = Vec::new();
        let mut bytes = 0;
        let mut seen: HashSet<Identity> = HashSet::new();
        let mut later = VecDeque::new();
        while let Some(write) = self.queue.pop_front() {
            if chunk.len() == MAX_WRITES || bytes + write.size() > MAX_BYTES {
                self.queue.push_front(write);
                break;
            }
            if self.busy.contains(&write.identity) || !seen.insert(write.identity.clone()) {
                later.push_back(write);
                continue;
            }
            bytes += write.size();
            chunk.push(write);
        }
        while let Some(write) = later.pop_back() {
            self.queue.push_front(write);
        }
        chunk
    }

    /// Waits for an answer, or for the end of a pause if there is more to send then.
    async fn next_answer(&mut self) {
        let answered = match self.not_before.filter(|_| self.in_flight.len() < self.concurrency) {
            None => self.in_flight.next().await,
            Some(time) => {
                let pause = std::pin::pin!(tokio::time::sleep_until(time));
                match select(self.in_flight.next(), pause).await {
                    Either::Left((answered, _)) => answered,
                    Either::Right(_) => {
                        self.not_before = None;
                        return;
                    }
                }
            }
        };
        if let Some((chunk, answer)) = answered {
            self.settle(chunk, answer);
        }
    }

    async fn rest(&mut self) {
        if let Some(time) = self.not_before.take() {
            tokio::time::sleep_until(time).await;
        }
    }

    fn settle(&mut self, chunk: Vec<Pending>, answer: Result<(HashSet<Identity>, Option<Capacity>, Option<String>)>) {
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
        if put_off.len() < sent {
            self.backoff.progress();
        }
        if !put_off.is_empty() {
            self.postpone(put_off, error);
        }
        if let Some(tell) = &mut self.tell {
            tell(&self.progress);
        }
    }

    /// Puts writes back in their places, to be sent again after a pause, or not at all any more.
    fn postpone(&mut self, put_off: Vec<Pending>, error: Option<Error>) {
        self.progress.retries += put_off.len() as u64;
        for write in put_off {
            let place = self.queue.partition_point(|other| other.position < write.position);
            self.queue.insert(place, write);
        }
        let again = error.as_ref().is_none_or(Error::may_succeed_later);
        let pause = self.backoff.pause().filter(|_| again && self.stop.is_none());
        match pause {
            Some(pause) => self.not_before = Some(Instant::now() + pause),
            None => {
                let unprocessed = || {
                    Error::new(ErrorKind::Unprocessed, ErrorKind::Unprocessed.summary()).during("BatchWriteItem", None)
                };
                self.stop.get_or_insert_with(|| error.unwrap_or_else(unprocessed));
            }
        }
    }
}

/// The body of a request.
pub(super) fn body(chunk: &[Pending], name: impl Fn(&str) -> String, metered: bool) -> Vec<u8> {
    let mut body = br#"{"RequestItems":"#.to_vec();
    body.extend(items(chunk, name));
    if metered {
        body.extend_from_slice(br#","ReturnConsumedCapacity":"INDEXES""#);
    }
    body.push(b'}');
    body
}

async fn send(database: Database, chunk: Vec<Pending>, metered: bool) -> Answered {
    let body = body(&chunk, |table| database.table_name(table), metered);
    let reply = send_body!(database, body, batch_write_item, "BatchWriteItem", BatchWriteItemOutput);
    let answer = reply.and_then(|reply| {
        let read = read(&reply, &chunk, &database);
        read.map_err(|error| Error::from(error).during("BatchWriteItem", None))
    });
    (chunk, answer)
}

/// The writes as `RequestItems`, those of each table together.
fn items(chunk: &[Pending], name: impl Fn(&str) -> String) -> Vec<u8> {
    let mut tables: Vec<(&'static str, Vec<&Pending>)> = Vec::new();
    for write in chunk {
        let table = write.schema.table();
        match tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, writes)) => writes.push(write),
            None => tables.push((table, vec![write])),
        }
    }
    let mut out = Vec::with_capacity(chunk.iter().map(|write| write.size() + 32).sum::<usize>() + 64);
    for (position, (table, writes)) in tables.iter().enumerate() {
        out.push(if position == 0 { b'{' } else { b',' });
        write_string(&mut out, &name(table));
        for (position, write) in writes.iter().enumerate() {
            out.extend_from_slice(if position == 0 { b":[" } else { b"," });
            let (open, json) = match &write.write {
                Write::Put(json) => (&br#"{"PutRequest":{"Item":"#[..], json),
                Write::Delete(json) => (&br#"{"DeleteRequest":{"Key":"#[..], json),
            };
            out.extend_from_slice(open);
            out.extend_from_slice(json);
            out.extend_from_slice(b"}}");
        }
        out.push(b']');
    }
    out.push(b'}');
    out
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow, default)]
    unprocessed_items: Option<HashMap<String, Vec<Unprocessed<'a>>>>,
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
enum Unprocessed<'a> {
    PutRequest {
        #[serde(borrow, rename = "Item")]
        item: &'a RawValue,
    },
    DeleteRequest {
        #[serde(borrow, rename = "Key")]
        key: &'a RawValue,
    },
}

fn read(
    reply: &Reply,
    chunk: &[Pending],
    database: &Database,
) -> Result<(HashSet<Identity>, Option<Capacity>, Option<String>), DecodeError> {
    let answer: Answer<'_> = serde_json::from_slice(reply.bytes())
        .map_err(|_| DecodeError::new("expected the answer to a batch, found something else"))?;
    let mut unprocessed = HashSet::new();
    for (table, writes) in answer.unprocessed_items.unwrap_or_default() {
        let schema = chunk.iter().map(|write| write.schema).find(|schema| database.table_name(schema.table()) == table);
        let schema = schema.ok_or_else(|| DecodeError::new("expected tables of the batch, found another"))?;
        for write in writes {
            let (Unprocessed::PutRequest { item: json } | Unprocessed::DeleteRequest { key: json }) = write;
            unprocessed.insert(Identity::of(&schema, json.get().as_bytes())?);
        }
    }
    Ok((unprocessed, Capacity::sum(answer.consumed_capacity), reply.request_id.clone()))
}
