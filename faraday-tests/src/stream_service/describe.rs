//! `DescribeTable`, `ListStreams`, `DescribeStream`.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::shard::Shard;
use super::state::State;
use super::stream::since_1970;
use crate::control_plane::failure::{Failure, Outcome, invalid, require};

/// The highest number of shards and streams of a page.
const MOST: u64 = 100;

impl State {
    /// Whether a request of DynamoDB names the stream's table, by name or ARN.
    pub(super) fn is_table(&self, body: &Value) -> bool {
        body["TableName"] == self.stream.table || body["TableName"] == self.stream.table_arn()
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html>
    pub(super) fn describe_table(&self) -> Value {
        let stream = &self.stream;
        let definitions = stream.key.iter().zip(&stream.key_types);
        let definitions = definitions.map(|(name, kind)| json!({ "AttributeName": name, "AttributeType": kind }));
        let mut table = json!({
            "AttributeDefinitions": definitions.collect::<Vec<_>>(),
            "BillingModeSummary": { "BillingMode": "PAY_PER_REQUEST" },
            "CreationDateTime": self.began_at(),
            "DeletionProtectionEnabled": false,
            "ItemCount": stream.items.len(),
            "KeySchema": self.key_schema(),
            "LatestStreamArn": stream.arn(),
            "LatestStreamLabel": stream.label(),
            "ProvisionedThroughput": { "NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0 },
            "TableArn": stream.table_arn(),
            "TableId": "00000000-0000-0000-0000-000000000001",
            "TableName": stream.table,
            "TableSizeBytes": 0,
            "TableStatus": "ACTIVE",
        });
        // A disabled stream keeps its ARN, but not its specification.
        if stream.is_enabled {
            table["StreamSpecification"] = json!({ "StreamEnabled": true, "StreamViewType": stream.view.as_str() });
        }
        json!({ "Table": table })
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html>
    pub(super) fn list_streams(&mut self, body: &Value) -> Outcome {
        limit(body, MOST)?;
        let stream = &self.stream;
        let is_listed = body["TableName"].is_null() || self.is_table(body);
        let is_past = body["ExclusiveStartStreamArn"] == stream.arn();
        let entry = json!({ "StreamArn": stream.arn(), "StreamLabel": stream.label(), "TableName": stream.table });
        Ok(json!({ "Streams": if is_listed && !is_past { vec![entry] } else { Vec::new() } }))
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html>
    pub(super) fn describe_stream(&mut self, body: &Value) -> Outcome {
        self.check_arn(&body["StreamArn"])?;
        let most = limit(body, MOST)?.min(self.settings.shards_a_page);
        let filter = child_filter(&body["ShardFilter"])?;
        if self.settings.strict && !admit(&mut self.descriptions, 10) {
            return Err(Failure::new("ThrottlingException", "Rate exceeded"));
        }
        let (now, after) = (Instant::now(), body["ExclusiveStartShardId"].as_str().unwrap_or_default());
        self.listings += usize::from(after.is_empty());
        let is_listed = |shard: &&Shard| {
            let is_shown = !shard.is_forgotten && shard.listed <= now && shard.id.as_str() > after;
            is_shown && (filter.is_none() || shard.parent.as_deref() == filter)
        };
        let mut shards: Vec<&Shard> = self.stream.shards.iter().filter(is_listed).collect();
        let is_cut = shards.len() > most;
        shards.truncate(most);
        let stream = &self.stream;
        let mut description = json!({
            "CreationRequestDateTime": self.began_at(),
            "KeySchema": self.key_schema(),
            "Shards": shards.iter().map(|shard| shard.describe()).collect::<Vec<_>>(),
            "StreamArn": stream.arn(),
            "StreamLabel": stream.label(),
            "StreamStatus": if stream.is_enabled { "ENABLED" } else { "DISABLED" },
            "StreamViewType": stream.view.as_str(),
            "TableName": stream.table,
        });
        if let Some(last) = shards.last().filter(|_| is_cut) {
            description["LastEvaluatedShardId"] = json!(last.id);
        }
        Ok(json!({ "StreamDescription": description }))
    }

    fn key_schema(&self) -> Vec<Value> {
        let roles = ["HASH", "RANGE"].into_iter();
        let elements = self.stream.key.iter().zip(roles);
        elements.map(|(name, role)| json!({ "AttributeName": name, "KeyType": role })).collect()
    }

    fn began_at(&self) -> f64 {
        since_1970(self.stream.clock.began_at).as_secs_f64()
    }
}

/// Returns the `Limit` of a request, or `most`.
fn limit(body: &Value, most: u64) -> Outcome<usize> {
    let limit = if body["Limit"].is_null() { Some(most) } else { body["Limit"].as_u64() };
    let limit = limit.filter(|limit| (1..=most).contains(limit)).and_then(|limit| limit.try_into().ok());
    limit.ok_or_else(|| invalid("Limit"))
}

/// Returns the parent of the requested shards.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ShardFilter.html>
fn child_filter(filter: &Value) -> Outcome<Option<&str>> {
    if filter.is_null() {
        return Ok(None);
    }
    require(filter["Type"] == "CHILD_SHARDS" && filter["ShardId"].is_string(), "ShardFilter")?;
    Ok(filter["ShardId"].as_str())
}

/// Whether one more request is allowed in this second; if so, it counts.
pub(super) fn admit(times: &mut Vec<Instant>, most: usize) -> bool {
    let now = Instant::now();
    times.retain(|time| now.duration_since(*time) < Duration::from_secs(1));
    let fits = times.len() < most;
    if fits {
        times.push(now);
    }
    fits
}
