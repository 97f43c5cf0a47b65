use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use super::faults::{Dice, Hook};
use super::settings::Settings;
use super::stream::Stream;
use super::{Call, Fault};
use crate::control_plane::failure::{Failure, Outcome, not_found};

/// The state of a service.
#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) stream: Stream,
    pub(super) script: HashMap<String, VecDeque<Fault>>,
    pub(super) hook: Option<Hook>,
    pub(super) dice: Option<Dice>,
    pub(super) calls: Vec<Call>,
    /// When `DescribeStream` was answered, for the strict limit.
    pub(super) descriptions: Vec<tokio::time::Instant>,
    /// How many first pages of shards were answered.
    pub(super) listings: usize,
}

type Operation = fn(&mut State, &Value) -> Outcome;

/// The operations of DynamoDB Streams.
const OPERATIONS: &[(&str, Operation)] = &[
    ("ListStreams", State::list_streams),
    ("DescribeStream", State::describe_stream),
    ("GetShardIterator", State::get_shard_iterator),
    ("GetRecords", State::get_records),
];

impl State {
    pub(super) fn new(table: &str, key: &[&str]) -> Self {
        Self {
            settings: Settings::default(),
            stream: Stream::new(table, key),
            script: HashMap::new(),
            hook: None,
            dice: None,
            calls: Vec::new(),
            descriptions: Vec::new(),
            listings: 0,
        }
    }

    /// Returns the reply of DynamoDB Streams.
    pub(super) fn answer(&mut self, operation: &str, body: &Value) -> Outcome {
        self.stream.settle();
        match OPERATIONS.iter().find(|(name, _)| *name == operation) {
            Some((_, apply)) => apply(self, body),
            None => Err(Failure::new("UnknownOperationException", format!("DynamoDB Streams has no {operation}"))),
        }
    }

    /// Fails unless the request names the stream.
    pub(super) fn check_arn(&self, arn: &Value) -> Outcome<()> {
        if *arn == self.stream.arn() { Ok(()) } else { Err(not_found(&format!("Stream: {arn} not found"))) }
    }
}
