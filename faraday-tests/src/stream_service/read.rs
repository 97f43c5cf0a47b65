//! `GetShardIterator`, `GetRecords`.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::describe::admit;
use super::iterator::Position;
use super::record::Record;
use super::shard::Shard;
use super::state::State;
use super::stream::since_1970;
use crate::control_plane::failure::{Failure, Outcome, beyond_limit, invalid, not_found, require};

/// The highest number of records and bytes of a page, and of reads of a shard in a second.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html>
const MOST_RECORDS: u64 = 1_000;
const MOST_BYTES: usize = 1_048_576;
const READS_A_SECOND: usize = 5;

impl State {
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html>
    pub(super) fn get_shard_iterator(&mut self, body: &Value) -> Outcome {
        self.check_arn(&body["StreamArn"])?;
        let (arn, clock) = (self.stream.arn(), self.stream.clock);
        let shard = self.shard(body["ShardId"].as_str().unwrap_or_default())?;
        let kind = body["ShardIteratorType"].as_str().unwrap_or_default();
        let is_numbered = matches!(kind, "AT_SEQUENCE_NUMBER" | "AFTER_SEQUENCE_NUMBER");
        require(is_numbered != body["SequenceNumber"].is_null(), "SequenceNumber does not go with ShardIteratorType")?;
        let from = match kind {
            "TRIM_HORIZON" => horizon(shard),
            "LATEST" => shard.end(),
            "AT_SEQUENCE_NUMBER" => number(shard, body)?,
            "AFTER_SEQUENCE_NUMBER" => number(shard, body)? + 1,
            "AT_TIMESTAMP" => at_time(shard, &body["Timestamp"], clock.time())?,
            _ => return Err(invalid("ShardIteratorType")),
        };
        let position = Position { arn, shard: shard.id.clone(), from };
        Ok(json!({ "ShardIterator": position.to_iterator(clock.elapsed()) }))
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html>
    pub(super) fn get_records(&mut self, body: &Value) -> Outcome {
        let now = self.stream.clock.elapsed();
        let mut position = Position::of_iterator(body["ShardIterator"].as_str().unwrap_or_default(), now)?;
        self.check_arn(&position.arn.as_str().into())?;
        let most = most_records(&body["Limit"])?.min(self.settings.records_a_page);
        let (strict, is_empty_page) = (self.settings.strict, self.settings.is_empty_page());
        let shard = self.shard(&position.shard)?;
        if strict && !admit(&mut shard.reads, READS_A_SECOND) {
            return Err(beyond_limit("GetRecords is limited to 5 a second for each shard"));
        }
        if shard.trimmed_up_to().is_some_and(|trimmed| trimmed >= position.from) {
            return Err(trimmed_data());
        }
        let records = page(shard, position.from, if is_empty_page { 0 } else { most });
        if let Some(last) = records.last() {
            position.from = last.number + 1;
        }
        let mut answer = json!({ "Records": records.iter().map(|record| &record.body).collect::<Vec<_>>() });
        // The last page of a closed shard has no next iterator.
        if shard.is_open() || position.from < shard.end() {
            answer["NextShardIterator"] = json!(position.to_iterator(now));
        }
        Ok(answer)
    }

    fn shard(&mut self, id: &str) -> Outcome<&mut Shard> {
        self.stream.shard(id).ok_or_else(|| not_found(&format!("Shard: {id} not found")))
    }
}

/// Returns the number of the oldest record, or that of the next record if there is none.
fn horizon(shard: &Shard) -> u128 {
    shard.kept().first().map_or(shard.end(), |record| record.number)
}

/// Returns the sequence number of the request. It must be in the shard's range and not trimmed.
fn number(shard: &Shard, body: &Value) -> Outcome<u128> {
    let number = body["SequenceNumber"].as_str().and_then(|number| number.parse().ok());
    let in_range = number.filter(|number| (shard.starting..=shard.ending()).contains(number));
    let number = in_range.ok_or_else(|| invalid("Invalid SequenceNumber"))?;
    // A reader after the last trimmed record misses nothing. AWS refuses its number anyway, because it is older than the trim point.
    if shard.trimmed_up_to().is_some_and(|trimmed| number <= trimmed) { Err(trimmed_data()) } else { Ok(number) }
}

/// Returns the number of the first record at or after this time that is not trimmed.
fn at_time(shard: &Shard, time: &Value, now: SystemTime) -> Outcome<u128> {
    let seconds = time.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let seconds = seconds.filter(|time| *time <= since_1970(now)).ok_or_else(|| invalid("Timestamp"))?;
    let created = |record: &Record| record.body["dynamodb"]["ApproximateCreationDateTime"].as_f64().unwrap_or_default();
    let mut records = shard.kept().iter();
    let first = records.find(|record| created(record) >= seconds.as_secs_f64());
    Ok(first.map_or(shard.end(), |record| record.number))
}

/// A page has up to 1000 records. A request for more gets the error for an exceeded limit, as AWS's page of errors says.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors>
fn most_records(limit: &Value) -> Outcome<usize> {
    let limit = if limit.is_null() { Some(MOST_RECORDS) } else { limit.as_u64() };
    match limit {
        Some(limit @ 1..=MOST_RECORDS) => limit.try_into().map_err(|_| invalid("Limit")),
        None | Some(0) => Err(invalid("Limit")),
        Some(_) => Err(beyond_limit("Limit is more than 1000")),
    }
}

/// Returns the records from a number on, as many as fit into a page: at least one, unless the limit of the page is 0.
fn page(shard: &Shard, from: u128, most: usize) -> &[Record] {
    let kept = shard.kept();
    let start = kept.partition_point(|record| record.number < from);
    let rest = kept.get(start..).unwrap_or_default();
    let mut bytes = 0;
    let is_full = |record: &Record| {
        bytes += record.size;
        bytes > MOST_BYTES
    };
    let fitting = rest.iter().position(is_full).unwrap_or(rest.len()).max(1);
    rest.get(..fitting.min(most).min(rest.len())).unwrap_or_default()
}

fn trimmed_data() -> Failure {
    Failure::new("TrimmedDataAccessException", "The data you are trying to access has been trimmed.")
}
