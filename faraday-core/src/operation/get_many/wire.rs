//! The requests of `get_many`, and their answers.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::write_string;
use crate::database::Consumed;
use crate::error::Result;
use crate::schema::{Identity, TableSchema, primary_keys};
use crate::value::DecodeError;

pub(super) type EncodedKeys = Vec<(Identity, Vec<u8>)>;

/// The part of a request for one table, except the keys. DynamoDB accepts one such part for each table.
pub(super) struct Frame {
    pub(super) table: String,
    pub(super) schema: TableSchema,
    pub(super) parameters: Vec<u8>,
}

impl Frame {
    /// Whether the keys of both frames can be in one request, and their identities tell them apart.
    fn is_same(&self, other: &Self) -> bool {
        let keys = |frame: &Self| primary_keys(&frame.schema).map(|(key, _)| key.name()).collect::<Vec<_>>();
        (&self.table, self.schema.table(), &self.parameters) == (&other.table, other.schema.table(), &other.parameters)
            && keys(self) == keys(other)
    }
}

/// A key to read.
#[derive(Clone)]
pub(super) struct RequestedKey {
    pub(super) position: usize,
    /// The number of its frame.
    pub(super) frame: usize,
    pub(super) identity: Identity,
    pub(super) json: Vec<u8>,
}

/// Where an item is returned: the list, and the position in it.
pub(super) type Places = Vec<(usize, usize)>;

/// The keys of all lists, each once.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) frames: Vec<Frame>,
    /// The places of each key of each frame.
    pub(super) wanted: HashMap<(usize, Identity), Places>,
    /// Rounds of keys. Two frames of one table cannot be in one request, so they are in different rounds.
    pub(super) rounds: Vec<Vec<RequestedKey>>,
}

impl Asked {
    /// Adds a list of keys.
    pub(super) fn add(&mut self, list: usize, frame: Frame, keys: EncodedKeys) {
        let known = self.frames.iter().position(|known| known.is_same(&frame));
        let number = known.unwrap_or(self.frames.len());
        let before = self.frames.iter().take(number);
        let round = before.filter(|before| before.table == frame.table).count();
        if known.is_none() {
            self.frames.push(frame);
        }
        if self.rounds.len() <= round {
            self.rounds.resize_with(round + 1, Vec::new);
        }
        let Some(round) = self.rounds.get_mut(round) else { return };
        for (position, (identity, json)) in keys.into_iter().enumerate() {
            let places = self.wanted.entry((number, identity.clone())).or_default();
            if places.is_empty() {
                round.push(RequestedKey { position: round.len(), frame: number, identity, json });
            }
            places.push((list, position));
        }
    }

    /// Returns how many keys are requested.
    pub(super) fn count(&self) -> usize {
        self.rounds.iter().map(Vec::len).sum()
    }
}

/// Returns the frames of these keys, in the order of the keys.
pub(super) fn frames_of(keys: &[RequestedKey]) -> Vec<usize> {
    let mut frames: Vec<usize> = Vec::new();
    for key in keys {
        if !frames.contains(&key.frame) {
            frames.push(key.frame);
        }
    }
    frames
}

pub(super) fn body(frames: &[Frame], keys: &[RequestedKey], metered: bool) -> Vec<u8> {
    let mut body = Vec::with_capacity(keys.iter().map(|key| key.json.len() + 1).sum::<usize>() + 256);
    body.extend_from_slice(br#"{"RequestItems":{"#);
    for (place, number) in frames_of(keys).into_iter().enumerate() {
        let Some(frame) = frames.get(number) else { continue };
        if place > 0 {
            body.push(b',');
        }
        write_string(&mut body, &frame.table);
        body.extend_from_slice(br#":{"Keys":["#);
        for (position, key) in keys.iter().filter(|key| key.frame == number).enumerate() {
            if position > 0 {
                body.push(b',');
            }
            body.extend_from_slice(&key.json);
        }
        body.push(b']');
        body.extend_from_slice(&frame.parameters);
        body.push(b'}');
    }
    body.push(b'}');
    if metered {
        body.extend_from_slice(br#","ReturnConsumedCapacity":"INDEXES""#);
    }
    body.push(b'}');
    body
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BatchGetItemAnswer<'a> {
    #[serde(borrow, default)]
    pub(super) responses: Option<HashMap<String, Vec<&'a RawValue>>>,
    #[serde(borrow, default)]
    pub(super) unprocessed_keys: Option<HashMap<String, PutOff<'a>>>,
    #[serde(default)]
    pub(super) consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PutOff<'a> {
    #[serde(borrow)]
    pub(super) keys: Vec<&'a RawValue>,
}

/// Returns the parts of an answer with their frames. An answer with another table is an error, because otherwise its keys would count as
/// missing.
pub(super) fn by_frame<T>(
    answer: Option<HashMap<String, T>>,
    asked: &[usize],
    frames: &[Frame],
) -> Result<Vec<(usize, T)>, DecodeError> {
    let frame_of = |table: &str| {
        let is_of = |number: &&usize| frames.get(**number).is_some_and(|frame| frame.table == table);
        asked.iter().find(is_of).copied()
    };
    let found = answer.unwrap_or_default().into_iter().map(|(table, part)| match frame_of(&table) {
        Some(frame) => Ok((frame, part)),
        None => Err(DecodeError::new("expected a table of the request, found another")),
    });
    found.collect()
}
