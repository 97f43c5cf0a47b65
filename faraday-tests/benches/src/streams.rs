//! A service of DynamoDB Streams that makes its records on request, so that only the reader is measured. Every other request goes to an
//! embedded engine, which holds the leases.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use faraday::Database;
use serde_json::json;

const ARN: &str = "arn:aws:dynamodb:local:0:table/events/stream/1";
const SHARDS: u64 = 16;
/// The highest number of records that the service returns.
const PAGE: u64 = 1_000;
const FIRST: u64 = 1_000_000_000_000;

/// A stream with this number of changes in each shard.
#[derive(Debug, Clone)]
pub struct Streams {
    in_shard: u64,
    engine: SharedHttpClient,
}

impl Streams {
    /// Returns a stream with this number of changes in all shards together.
    pub fn new(changes: u64) -> Self {
        let engine = Database::embedded().expect("an engine");
        let engine = engine.client().config().http_client().expect("the engine's client");
        Self { in_shard: changes / SHARDS, engine }
    }

    fn answer(&self, operation: &str, request: &serde_json::Value) -> String {
        let text = |name: &str| request[name].as_str().unwrap_or_default();
        match operation {
            "DescribeTable" => json!({"Table": {
                "TableName": "events", "TableStatus": "ACTIVE", "LatestStreamArn": ARN,
                "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
            }})
            .to_string(),
            "DescribeStream" => {
                let shards: Vec<_> = (0..SHARDS).map(|shard| json!({"ShardId": format!("shard-{shard}")})).collect();
                json!({"StreamDescription": {
                    "StreamArn": ARN, "TableName": "events", "StreamStatus": "ENABLED", "Shards": shards,
                }})
                .to_string()
            }
            "GetShardIterator" => {
                let after = text("SequenceNumber").parse().map_or(0, |number: u64| number - FIRST + 1);
                json!({"ShardIterator": format!("{}:{after}", text("ShardId"))}).to_string()
            }
            _ => self.records(text("ShardIterator")),
        }
    }

    fn records(&self, iterator: &str) -> String {
        let (shard, start) = iterator.split_once(':').expect("an iterator");
        let number: u64 = shard.trim_start_matches("shard-").parse().expect("a shard");
        let start: u64 = start.parse().expect("a position");
        let end = self.in_shard.min(start + PAGE);
        let mut answer = String::with_capacity(800 * 1_000);
        answer.push_str(r#"{"Records":["#);
        for position in start..end {
            let (at, sequence) = (position * SHARDS + number, FIRST + position);
            let amount = if at.is_multiple_of(2) { r#","amount":{"N":"21.5"}"# } else { "" };
            let source = at % 100;
            let body = "x".repeat(200);
            answer.push_str(&format!(
                r#"{{"eventID":"{sequence}","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"local","dynamodb":{{"ApproximateCreationDateTime":1795936454.0,"Keys":{{"source":{{"S":"source-{source}"}},"at":{{"N":"{at}"}}}},"NewImage":{{"source":{{"S":"source-{source}"}},"at":{{"N":"{at}"}},"kind":{{"S":"measured"}},"body":{{"S":"{body}"}},"tags":{{"L":[{{"S":"north"}},{{"S":"outdoor"}},{{"S":"checked"}}]}}{amount}}},"SequenceNumber":"{sequence}","SizeBytes":400,"StreamViewType":"NEW_IMAGE"}}}}"#
            ));
            if position + 1 < end {
                answer.push(',');
            }
        }
        answer.push_str(&format!(r#"],"NextShardIterator":"{shard}:{end}"}}"#));
        answer
    }
}

impl HttpClient for Streams {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let engine = self.engine.http_connector(settings, components);
        SharedHttpConnector::new(Connector { streams: self.clone(), engine })
    }
}

#[derive(Debug)]
struct Connector {
    streams: Streams,
    engine: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body: serde_json::Value = serde_json::from_slice(request.body().bytes().expect("a body")).expect("JSON");
        let is_leases = body["TableName"].as_str().is_some_and(|table| table != "events");
        if is_leases {
            return self.engine.call(request);
        }
        let status = 200u16.try_into().expect("a status");
        let body = SdkBody::from(self.streams.answer(&operation, &body));
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, body)))
    }
}
