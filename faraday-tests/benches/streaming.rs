//! The memory that a stream of a large table takes: it is that of a page, however many there are.
//!
//! ```text
//! cargo bench -p faraday-tests --bench streaming
//! ```
//!
//! The pages come from a connector that makes them as they are asked for, so that the peak is of what faraday and the SDK
//! hold and of nothing else. It is an error if a table ten times larger takes half as much again.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use faraday::{Database, Item, Table};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

#[derive(Debug, Item)]
#[faraday(table = "events")]
struct Event {
    #[faraday(partition_key)]
    stream: String,
    #[faraday(sort_key)]
    at: u64,
    body: String,
}

/// As many as fit into DynamoDB's 1 MB.
const PAGE: u64 = 1600;
const BODY: usize = 560;

/// A table of so many items, in each segment that is asked for.
#[derive(Debug, Clone)]
struct Generated {
    items: u64,
}

impl Generated {
    fn database(items: u64) -> Database {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday-tests"))
            .endpoint_url("http://generated")
            .http_client(Self { items })
            .build();
        Database::new(Client::from_conf(config))
    }

    fn answer(&self, request: &serde_json::Value) -> String {
        let number = |value: &serde_json::Value| value.as_str().map_or(0, |text| text.parse().unwrap());
        let items = self.items / request["TotalSegments"].as_u64().unwrap_or(1);
        let start = number(&request["ExclusiveStartKey"]["at"]["N"]);
        let end = items.min(start + PAGE);
        let body = "x".repeat(BODY);
        let mut answer = String::with_capacity(usize::try_from(PAGE).unwrap() * (BODY + 80));
        answer.push_str(r#"{"Items":["#);
        for at in start + 1..=end {
            let separator = if at == end { "" } else { "," };
            answer.push_str(&format!(
                r#"{{"stream":{{"S":"s"}},"at":{{"N":"{at}"}},"body":{{"S":"{body}"}}}}{separator}"#
            ));
        }
        answer.push_str(&format!(r#"],"Count":{0},"ScannedCount":{0}"#, end - start));
        if end < items {
            answer.push_str(&format!(r#","LastEvaluatedKey":{{"stream":{{"S":"s"}},"at":{{"N":"{end}"}}}}"#));
        }
        answer.push('}');
        answer
    }
}

impl HttpClient for Generated {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Generated {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let mut response = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(self.answer(&request)));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        HttpConnectorFuture::ready(Ok(response))
    }
}

/// The peak of bytes over what was there before, while this reads so many items.
async fn peak(items: u64, read: impl AsyncFnOnce(&Database) -> u64) -> usize {
    let database = Generated::database(items);
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let seen = read(&database).await;
    assert_eq!(seen, items);
    ALLOCATOR.peak_usage() - before
}

macro_rules! count {
    ($stream:expr) => {
        async |database: &Database| {
            let mut stream = $stream.on(database).stream();
            let mut seen = 0;
            while let Some(event) = stream.try_next().await.unwrap() {
                assert_eq!(event.body.len(), BODY);
                seen += 1;
            }
            seen
        }
    };
}

async fn all(database: &Database) -> u64 {
    Table::<Event>::query("s").on(database).all().await.unwrap().len() as u64
}

fn report(name: &str, few: usize, many: usize) {
    println!("{name:<22} {few:>12} {many:>12}   {:.2}", many as f64 / few as f64);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (few, many) = (10_000, 100_000);
    // What is allocated once for all is no part of a peak.
    peak(few, count!(Table::<Event>::query("s"))).await;
    println!("peak bytes of          {few:>12} {many:>12}   ratio");
    let streams = [
        (
            "query().stream()",
            peak(few, count!(Table::<Event>::query("s"))).await,
            peak(many, count!(Table::<Event>::query("s"))).await,
        ),
        (
            "scan().stream()",
            peak(few, count!(Table::<Event>::scan())).await,
            peak(many, count!(Table::<Event>::scan())).await,
        ),
        (
            "scan().parallel(4)",
            peak(few, count!(Table::<Event>::scan().parallel(4))).await,
            peak(many, count!(Table::<Event>::scan().parallel(4))).await,
        ),
    ];
    for (name, few, many) in streams {
        report(name, few, many);
        assert!(many < few * 3 / 2, "{name} is not flat");
    }
    report("for comparison: all()", peak(few, all).await, peak(many, all).await);
}
