//! The memory that is held while a table of a million items is read and written: a page or two.
//!
//! A connector makes the pages on request, so the peak is the memory of faraday and the SDK, and one page of the connector. It fails if ten
//! times the items take half as much again.

use std::process::ExitCode;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use faraday::{Database, Item, Table};

use crate::canned::client_of;
use crate::count;

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
const COUNTS: [u64; 3] = [10_000, 100_000, 1_000_000];
/// The points of the plot.
const POINTS: u64 = 20;

/// A table with this number of items in each segment that is requested.
#[derive(Debug, Clone)]
struct Generated {
    items: u64,
}

impl Generated {
    fn answer(&self, request: &serde_json::Value) -> String {
        if request["RequestItems"].is_object() {
            return r#"{"UnprocessedItems":{}}"#.to_owned();
        }
        let number = |value: &serde_json::Value| value.as_str().map_or(0, |text| text.parse().expect("a number"));
        let items = self.items / request["TotalSegments"].as_u64().unwrap_or(1);
        let start = number(&request["ExclusiveStartKey"]["at"]["N"]);
        let end = items.min(start + PAGE);
        let body = "x".repeat(BODY);
        let mut answer = String::with_capacity(usize::try_from(PAGE).expect("a page") * (BODY + 80));
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
        let request = serde_json::from_slice(request.body().bytes().expect("a body")).expect("JSON");
        let status = 200u16.try_into().expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(self.answer(&request)))))
    }
}

/// The memory above that of the start, and its peak in each part of the run.
struct Held {
    before: u64,
    every: u64,
    points: Vec<u64>,
}

impl Held {
    fn new(items: u64) -> Self {
        count::peak();
        Self { before: count::held(), every: items / POINTS, points: Vec::new() }
    }

    fn passed(&mut self, items: u64) {
        if items.is_multiple_of(self.every) {
            self.points.push(count::peak().saturating_sub(self.before));
        }
    }

    fn peak(&self) -> u64 {
        self.points.iter().copied().max().unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Query,
    Scan,
    Parallel,
    PutStream,
    All,
}

impl Way {
    const ALL: [Self; 5] = [Self::Query, Self::Scan, Self::Parallel, Self::PutStream, Self::All];

    fn name(self) -> &'static str {
        match self {
            Self::Query => "query().stream()",
            Self::Scan => "scan().stream()",
            Self::Parallel => "scan().parallel(4)",
            Self::PutStream => "put_stream(stream)",
            Self::All => "all()",
        }
    }

    async fn go(self, items: u64) -> Held {
        let database = Database::new(client_of(Generated { items }));
        let held = Held::new(items);
        macro_rules! stream {
            ($of:expr) => {{
                let mut held = held;
                let mut stream = $of.on(&database).stream();
                let mut seen = 0;
                while let Some(event) = stream.try_next().await.expect("an answer") {
                    assert_eq!(event.body.len(), BODY);
                    seen += 1;
                    held.passed(seen);
                }
                assert_eq!(seen, items);
                held
            }};
        }
        match self {
            Self::Query => stream!(Table::<Event>::query("s")),
            Self::Scan => stream!(Table::<Event>::scan()),
            Self::Parallel => stream!(Table::<Event>::scan().parallel(4)),
            Self::PutStream => put_stream(&database, items, held).await,
            Self::All => {
                let mut held = held;
                let all = Table::<Event>::query("s").on(&database).all().await.expect("an answer");
                assert_eq!(all.len() as u64, items);
                held.passed(items);
                held
            }
        }
    }
}

async fn put_stream(database: &Database, items: u64, held: Held) -> Held {
    // The stream returns items on request, so the number of items so far says when to measure.
    let held = std::sync::Arc::new(std::sync::Mutex::new(held));
    let look = held.clone();
    let events = futures_util::stream::iter((1..=items).map(move |at| {
        look.lock().expect("one thread").passed(at);
        Event { stream: "s".into(), at, body: "x".repeat(BODY) }
    }));
    Table::<Event>::put_stream(events).on(database).await.expect("an answer");
    std::sync::Arc::into_inner(held).expect("the stream is gone").into_inner().expect("one thread")
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

pub fn table() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // Allocates first what is allocated only once, because it does not belong to a peak.
    runtime.block_on(Way::Query.go(COUNTS[0]));
    println!("Peak, in MB:\n\n| | 10,000 items | 100,000 items | 1,000,000 items |\n|---|---|---|---|");
    let (mut code, mut plots) = (ExitCode::SUCCESS, Vec::new());
    for way in Way::ALL {
        let held = COUNTS.map(|items| runtime.block_on(way.go(items)));
        let [few, many, million] = held.each_ref().map(Held::peak);
        println!("| `{}` | {:.1} | {:.1} | {:.1} |", way.name(), megabytes(few), megabytes(many), megabytes(million));
        if way != Way::All {
            if million > few * 3 / 2 {
                eprintln!("{} is not flat", way.name());
                code = ExitCode::FAILURE;
            }
            let [.., last] = held;
            plots.push((way, last.points));
        }
    }
    plot(&plots);
    code
}

/// Prints a plot that GitHub shows: the peak in each twentieth of the run.
fn plot(plots: &[(Way, Vec<u64>)]) {
    println!("\n```mermaid\nxychart-beta");
    let names: Vec<&str> = plots.iter().map(|(way, _)| way.name()).collect();
    println!("    title \"MB held, while a million items go by: {}\"", names.join(", "));
    println!("    x-axis \"thousand items\" 50 --> 1000");
    println!("    y-axis \"MB\" 0 --> 8");
    for (_, points) in plots {
        let points: Vec<String> = points.iter().map(|bytes| format!("{:.1}", megabytes(*bytes))).collect();
        println!("    line [{}]", points.join(", "));
    }
    println!("```");
}
