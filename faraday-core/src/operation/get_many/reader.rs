//! Sends the keys of one or several lists, and puts the items at the positions of their keys: [`read_lists`].

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::stream;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::list::KeyedList;
use super::wire::{Asked, BatchGetItemAnswer, Frame, Places, RequestedKey, body, by_frame, frames_of};
use crate::database::{Capacity, RetrySettings};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Chunked, Execution, Metered, Sender, Sending, Target, parse, run_chunks};
use crate::schema::Identity;
use crate::transport::{Api, Reply};

/// DynamoDB's limit of keys in one request.
pub(super) const MAX_KEYS: usize = 100;

/// Returns the name of a key in errors. With a single list, the name has no number of the list.
pub(super) type KeyName = fn(list: usize, position: usize) -> String;

/// Reads the items of all lists.
pub(super) async fn read_lists(
    mut lists: Vec<&mut dyn KeyedList>,
    concurrency: Option<usize>,
    name: KeyName,
    execution: &mut Execution,
) -> Result<()> {
    let asked = ask(&mut lists, execution)?;
    let mut reader = Reader {
        lists,
        name,
        frames: asked.frames.into(),
        wanted: asked.wanted,
        metered: execution.target.metered,
        sender: execution.sender.clone(),
        consumed: Metered::none(()),
    };
    let settings = reader.sender.count_attempts(RetrySettings::BATCH);
    let mut error = None;
    for keys in asked.rounds {
        let source = Box::pin(stream::iter(keys.into_iter().map(Ok)));
        error = run_chunks(&mut reader, source, settings, concurrency).await.error;
        if error.is_some() {
            break;
        }
    }
    execution.consumed.add(&reader.consumed);
    error.map_or(Ok(()), Err)
}

/// Returns the keys of all lists, with the names of their tables in this database.
fn ask(lists: &mut [&mut dyn KeyedList], execution: &Execution) -> Result<Asked> {
    let mut asked = Asked::default();
    for (number, list) in lists.iter_mut().enumerate() {
        let request = list.request();
        let table = request.destination.table().cloned();
        let target = Target::of_part(&request.schema, table.as_deref(), execution.database());
        let about = |error: Error| error.with_operation(Api::BatchGetItem.name(), Some(&target.table));
        target.needs_keys(request.encrypted).map_err(about)?;
        let (frame, keys) = request.take(target.table.clone()).map_err(about)?;
        list.begin(keys.len());
        asked.add(number, frame, keys);
    }
    Ok(asked)
}

struct Reader<'l> {
    lists: Vec<&'l mut dyn KeyedList>,
    name: KeyName,
    frames: Arc<[Frame]>,
    wanted: HashMap<(usize, Identity), Places>,
    metered: bool,
    sender: Sender,
    consumed: Metered<()>,
}

impl Reader<'_> {
    /// Puts an item of an answer at all positions of its key.
    fn place(&mut self, number: usize, frame: &Frame, item: &[u8]) -> Result<()> {
        let identity = Identity::of(&frame.schema, item)?;
        for (list, position) in self.wanted.get(&(number, identity)).into_iter().flatten().copied() {
            let Some(places) = self.lists.get_mut(list) else { continue };
            let placed = places.place(position, item, self.sender.database());
            placed.map_err(|error| {
                error
                    .with_part((self.name)(list, position))
                    .with_operation(Api::BatchGetItem.name(), Some(&frame.table))
            })?;
        }
        Ok(())
    }

    /// Returns a key that was not processed, to be sent again.
    fn again(&self, number: usize, frame: &Frame, key: &RawValue) -> Result<RequestedKey> {
        let json = key.get().as_bytes();
        let identity = Identity::of(&frame.schema, json)?;
        Ok(RequestedKey { position: usize::MAX, frame: number, identity, json: json.to_vec() })
    }
}

impl Chunked for Reader<'_> {
    type Part = RequestedKey;
    type Answer = Reply;

    const MAX_PARTS: usize = MAX_KEYS;
    const MAX_BYTES: usize = usize::MAX;
    const FAILS_AT_ONCE: bool = true;

    fn position(key: &RequestedKey) -> usize {
        key.position
    }

    fn identity(key: &RequestedKey) -> &Identity {
        &key.identity
    }

    fn size(_: &RequestedKey) -> usize {
        0
    }

    fn send(&mut self, chunk: Arc<Vec<RequestedKey>>) -> Sending<Reply> {
        self.consumed.requests += 1;
        let (sender, frames, metered) = (self.sender.clone(), Arc::clone(&self.frames), self.metered);
        Box::pin(async move {
            let (body, exchange) = (body(&frames, &chunk, metered).into(), sender.exchange());
            sender.send_recorded(Api::BatchGetItem, None, body, chunk.len(), &exchange).await
        })
    }

    fn waits_until(&self) -> Option<Instant> {
        self.sender.waits_until()
    }

    fn refuse(&mut self, _: usize, _: Error) -> bool {
        false
    }

    fn answered(&mut self, chunk: Vec<RequestedKey>, reply: Reply) -> Result<Vec<RequestedKey>> {
        let mut answer: BatchGetItemAnswer<'_> = parse(reply.bytes())?;
        if let Some(capacity) = Capacity::sum(answer.consumed_capacity.take()) {
            self.consumed.capacity.get_or_insert_default().add(&capacity);
        }
        self.consumed.request_id.clone_from(&reply.request_id);
        let (frames, asked) = (Arc::clone(&self.frames), frames_of(&chunk));
        for (number, items) in by_frame(answer.responses, &asked, &frames)? {
            let Some(frame) = frames.get(number) else { continue };
            for item in &items {
                self.place(number, frame, item.get().as_bytes())?;
            }
            self.consumed.count += items.len() as u64;
        }
        let positions: HashMap<(usize, &Identity), usize> =
            chunk.iter().map(|key| ((key.frame, &key.identity), key.position)).collect();
        let mut put_off = Vec::new();
        for (number, keys) in by_frame(answer.unprocessed_keys, &asked, &frames)? {
            let Some(frame) = frames.get(number) else { continue };
            for key in keys.keys {
                let key = self.again(number, frame, key)?;
                let position = positions.get(&(number, &key.identity)).copied();
                put_off.push(RequestedKey { position: position.unwrap_or(key.position), ..key });
            }
        }
        Ok(put_off)
    }

    fn given_up(&self, kind: ErrorKind) -> Error {
        Error::new(kind, "no more keys were read until it was time to give up")
    }
}
