//! A parallel scan of the same pages in few segments and in many: the cost of an item must not grow with the number of lanes that wait.

use std::process::ExitCode;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use faraday::{Database, Item, Table};

use crate::canned::{Answer, client_of};
use crate::cpu;

/// A small item, so that the work around it counts.
#[derive(Debug, Item)]
#[faraday(table = "events")]
struct Event {
    #[faraday(partition_key)]
    stream: String,
    #[faraday(sort_key)]
    at: u64,
    body: String,
}

/// The pages of the whole table, for any number of segments.
const PAGES: u32 = 2_048;
const PAGE: u32 = 20;
/// Short, but long enough that lanes wait.
const DELAY: Duration = Duration::from_millis(2);
const RUNS: u32 = 3;
const SEGMENTS: [u32; 3] = [4, 64, 512];

/// A table whose pages are spread over its segments evenly.
#[derive(Debug, Clone)]
struct Pages {
    /// The answer to each page of a segment; the last one has no `LastEvaluatedKey`.
    answers: Vec<Answer>,
}

impl Pages {
    fn of(segments: u32) -> Self {
        let pages = PAGES / segments;
        Self { answers: (1..=pages).map(|page| Self::answer(page, page == pages)).collect() }
    }

    fn answer(page: u32, is_last: bool) -> Answer {
        let item =
            |at| format!(r#"{{"stream":{{"S":"s"}},"at":{{"N":"{at}"}},"body":{{"S":"twenty characters ok"}}}}"#);
        let items: Vec<String> = (0..PAGE).map(item).collect();
        // The `LastEvaluatedKey` holds the number of the page.
        let next = format!(r#","LastEvaluatedKey":{{"stream":{{"S":"s"}},"at":{{"N":"{page}"}}}}"#);
        let next = if is_last { "" } else { &next };
        Answer::new(format!(r#"{{"Items":[{}],"Count":{PAGE},"ScannedCount":{PAGE}{next}}}"#, items.join(",")))
    }

    /// Returns the requested page: the one after the start key.
    fn asked(request: &HttpRequest) -> usize {
        let body = std::str::from_utf8(request.body().bytes().expect("a body")).expect("UTF-8");
        let number =
            || body.split_once("ExclusiveStartKey")?.1.split_once(r#""N":""#)?.1.split_once('"')?.0.parse().ok();
        number().unwrap_or(0)
    }
}

impl HttpConnector for Pages {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.answers[Self::asked(&request)].late(DELAY)
    }
}

impl HttpClient for Pages {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

async fn scan(client: &Client, segments: u32) {
    let database = Database::new(client.clone());
    let mut items = Table::<Event>::scan().parallel(segments).on(&database).stream();
    let mut seen = 0;
    while let Some(event) = items.try_next().await.expect("an answer") {
        std::hint::black_box(event);
        seen += 1;
    }
    assert_eq!(seen, PAGES * PAGE);
}

pub fn table() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("A parallel scan of {PAGES} pages of {PAGE} small items, each after {DELAY:?}:\n");
    println!("| segments | CPU of one item | ratio |\n|---|---|---|");
    let mut of_few = None;
    for segments in SEGMENTS {
        let client = client_of(Pages::of(segments));
        let took = cpu::least(RUNS, || runtime.block_on(scan(&client, segments)));
        let one = cpu::micros(took) / f64::from(PAGES * PAGE);
        let few = *of_few.get_or_insert(one);
        println!("| {segments} | {one:.2} µs | {:.2} |", one / few);
    }
    ExitCode::SUCCESS
}
