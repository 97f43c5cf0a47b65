//! A change stream of 16 shards, read to its end by a loop on the SDK, by faraday's stream, and by four workers. A connector makes the
//! records, at the same cost for all; the leases are on the embedded engine.
//!
//! `--changes-embedded` reads 100,000 changes that were written into embedded engines: 10,000 in each of ten, because an engine searches
//! all its records for each write and each page. Its streams have one shard, so one of the four workers reads, and three wait for its
//! lease.
//!
//! It fails if a change is missing, or if ten times the changes hold half as much memory again.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodbstreams::types::{AttributeValue, ShardIteratorType};
use faraday::changes::{Change, Leases};
use faraday::{Database, Item, Table};

use crate::canned::client_of;
use crate::streams::Streams;
use crate::{count, cpu};

const COUNTS: [u64; 2] = [100_000, 1_000_000];
const EMBEDDED: [u64; 1] = [100_000];
const ENGINES: u64 = 10;
const WORKERS: usize = 4;

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "events", stream = new_image)]
struct Event {
    #[faraday(partition_key)]
    source: String,
    #[faraday(sort_key)]
    at: u64,
    kind: String,
    body: String,
    tags: Vec<String>,
    amount: Option<f64>,
}

fn event(at: u64) -> Event {
    Event {
        source: format!("source-{}", at % 100),
        at,
        kind: "measured".into(),
        body: "x".repeat(200),
        tags: vec!["north".into(), "outdoor".into(), "checked".into()],
        amount: at.is_multiple_of(2).then_some(21.5),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Sdk,
    Stream,
    Workers,
}

/// The cost of one way.
struct Cost {
    changes: u64,
    sum: u64,
    cpu: Duration,
    time: Duration,
    held: u64,
}

/// Measures the three ways, and prints a table.
pub fn table() -> ExitCode {
    measure_all(&COUNTS, async |changes| {
        let client = client_of(Streams::new(changes));
        vec![Database::new(client)]
    })
}

/// Measures on the embedded engine.
pub fn table_of_embedded() -> ExitCode {
    measure_all(&EMBEDDED, filled)
}

fn measure_all(counts: &[u64], databases: impl AsyncFn(u64) -> Vec<Database>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    println!("| | changes | CPU of one | of the SDK's | time | held, KB |\n|---|---|---|---|---|---|");
    let mut held: HashMap<&str, u64> = HashMap::new();
    let mut failed = false;
    for changes in counts.iter().copied() {
        let databases = runtime.block_on(databases(changes));
        for db in &databases {
            runtime.block_on(Leases::new().on(db).create()).expect("a table of leases");
        }
        let mut sdk = None;
        for (way, name) in [
            (Way::Sdk, "a loop on the SDK"),
            (Way::Stream, "`changes().stream()`"),
            (Way::Workers, "`worker(…)`, four of them"),
        ] {
            let cost = runtime.block_on(measure(&databases, way, changes));
            failed |= cost.changes != changes || cost.sum != changes * (changes - 1) / 2;
            let one = cpu::micros(cost.cpu) / changes as f64;
            let of_sdk = one / *sdk.get_or_insert(one);
            let seconds = cost.time.as_secs_f64();
            println!("| {name} | {changes} | {one:.1} µs | {of_sdk:.2} | {seconds:.1} s | {} |", cost.held / 1000);
            let before = held.insert(name, cost.held);
            failed |= before.is_some_and(|before| cost.held > before + before / 2);
        }
    }
    if failed {
        eprintln!("a change is missing, or memory grows with the changes");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn filled(changes: u64) -> Vec<Database> {
    let of_each = changes / ENGINES;
    let mut databases = Vec::new();
    for number in 0..ENGINES {
        let db = Database::embedded().expect("an engine");
        Table::<Event>::create().on(&db).await.expect("a table");
        let events: Vec<Event> = (number * of_each..(number + 1) * of_each).map(event).collect();
        Table::<Event>::put_many(&events).on(&db).await.expect("events are written");
        databases.push(db);
    }
    databases
}

async fn measure(databases: &[Database], way: Way, changes: u64) -> Cost {
    count::peak();
    let (held, cpu, start) = (count::held(), cpu::of_thread(), Instant::now());
    let (mut seen, mut sum) = (0, 0);
    let of_each = changes / databases.len() as u64;
    for db in databases {
        let (of_seen, of_sum) = match way {
            Way::Sdk => by_sdk(db, of_each).await,
            Way::Stream => by_stream(db).await,
            Way::Workers => by_workers(db, of_each).await,
        };
        (seen, sum) = (seen + of_seen, sum + of_sum);
    }
    let (cpu, time) = (cpu::of_thread() - cpu, start.elapsed());
    Cost { changes: seen, sum, cpu, time, held: count::peak().saturating_sub(held) }
}

/// A program without faraday, which ignores faults, shards and positions.
async fn by_sdk(db: &Database, changes: u64) -> (u64, u64) {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday"))
        .endpoint_url("http://embedded")
        .http_client(db.client().config().http_client().expect("the engine's client"))
        .build();
    let client = Client::from_conf(config);
    let table = db.client().describe_table().table_name("events").send().await.expect("a table").table;
    let arn = table.and_then(|table| table.latest_stream_arn).expect("a stream");
    let stream = client.describe_stream().stream_arn(&arn).send().await.expect("a stream").stream_description;
    let (mut seen, mut sum) = (0, 0);
    for shard in stream.expect("a stream").shards() {
        let iterator = client.get_shard_iterator().stream_arn(&arn).set_shard_id(shard.shard_id.clone());
        let iterator = iterator.shard_iterator_type(ShardIteratorType::TrimHorizon).send().await.expect("an iterator");
        let mut iterator = iterator.shard_iterator;
        while let Some(next) = iterator.take().filter(|_| seen < changes) {
            let page = client.get_records().shard_iterator(next).send().await.expect("records");
            let records = page.records.unwrap_or_default();
            iterator = page.next_shard_iterator.filter(|_| !records.is_empty());
            for record in records {
                let image = record.dynamodb.and_then(|change| change.new_image).expect("an image");
                sum += by_hand(image).expect("an event").at;
                seen += 1;
            }
        }
    }
    (seen, sum)
}

fn by_hand(mut image: HashMap<String, AttributeValue>) -> Option<Event> {
    let mut text = |name: &str| match image.remove(name)? {
        AttributeValue::S(text) | AttributeValue::N(text) => Some(text),
        _ => None,
    };
    let (source, kind, body) = (text("source")?, text("kind")?, text("body")?);
    let (at, amount) = (text("at")?.parse().ok()?, text("amount").and_then(|text| text.parse().ok()));
    let Some(AttributeValue::L(tags)) = image.remove("tags") else { return None };
    let tag = |tag| if let AttributeValue::S(tag) = tag { Some(tag) } else { None };
    Some(Event { source, at, kind, body, tags: tags.into_iter().filter_map(tag).collect(), amount })
}

async fn by_stream(db: &Database) -> (u64, u64) {
    let mut changes = Table::<Event>::changes().once().on(db).stream();
    let (mut seen, mut sum) = (0, 0);
    while let Some(change) = changes.try_next().await.expect("a change") {
        sum += change.new().expect("an image").at;
        seen += 1;
    }
    (seen, sum)
}

async fn by_workers(db: &Database, changes: u64) -> (u64, u64) {
    let (seen, sum) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let leases = Leases::new();
    let handle = |change: Change<Event>| {
        sum.fetch_add(change.new().expect("an image").at, Ordering::Relaxed);
        seen.fetch_add(1, Ordering::Relaxed);
        std::future::ready(Ok::<_, faraday::Error>(()))
    };
    let workers = (0..WORKERS).map(|_| {
        let seen = Arc::clone(&seen);
        let stop = async move {
            while seen.load(Ordering::Relaxed) < changes {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        Table::<Event>::changes().on(db).worker("bench", &leases).stop_when(stop).run(&handle)
    });
    for outcome in futures_util::future::join_all(workers).await {
        outcome.expect("a worker");
    }
    (seen.load(Ordering::Relaxed), sum.load(Ordering::Relaxed))
}
