//! The requests of `get_many`, and their answers.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::write_string;
use crate::database::Consumed;
use crate::schema::Identity;
use crate::value::DecodeError;

pub(super) type EncodedKeys = Vec<(Identity, Vec<u8>)>;

/// What all requests of one operation have in common.
pub(super) struct Frame {
    pub(super) table: String,
    pub(super) parameters: Vec<u8>,
    pub(super) metered: bool,
}

impl Frame {
    pub(super) fn body(&self, keys: &[RequestedKey]) -> Vec<u8> {
        let mut body =
            Vec::with_capacity(keys.iter().map(|key| key.json.len() + 1).sum::<usize>() + self.parameters.len() + 64);
        body.extend_from_slice(br#"{"RequestItems":{"#);
        write_string(&mut body, &self.table);
        body.extend_from_slice(br#":{"Keys":["#);
        for (position, key) in keys.iter().enumerate() {
            if position > 0 {
                body.push(b',');
            }
            body.extend_from_slice(&key.json);
        }
        body.push(b']');
        body.extend_from_slice(&self.parameters);
        body.extend_from_slice(b"}}");
        if self.metered {
            body.extend_from_slice(br#","ReturnConsumedCapacity":"INDEXES""#);
        }
        body.push(b'}');
        body
    }
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

/// A key to read.
#[derive(Clone)]
pub(super) struct RequestedKey {
    pub(super) position: usize,
    pub(super) identity: Identity,
    pub(super) json: Vec<u8>,
}

/// The positions of each key, and the keys to read, each once.
pub(super) fn each_once(keys: EncodedKeys) -> (HashMap<Identity, Vec<usize>>, Vec<RequestedKey>) {
    let mut wanted: HashMap<Identity, Vec<usize>> = HashMap::new();
    let mut asked = Vec::new();
    for (position, (identity, json)) in keys.into_iter().enumerate() {
        let positions = wanted.entry(identity.clone()).or_default();
        if positions.is_empty() {
            asked.push(RequestedKey { position, identity, json });
        }
        positions.push(position);
    }
    (wanted, asked)
}

/// The part of an answer for the requested table. An answer with another table is an error; otherwise keys would count as
/// missing.
pub(super) fn of_table<T>(answer: Option<HashMap<String, T>>, table: &str) -> Result<Option<T>, DecodeError> {
    let mut answer = answer.unwrap_or_default();
    let found = answer.remove(table);
    if answer.is_empty() {
        Ok(found)
    } else {
        Err(DecodeError::new("expected the table that was asked, found another"))
    }
}
