//! Throughput of 1 to 512 tasks on one `Database`, beside the raw SDK's client on the same connector.
//!
//! ```text
//! cargo bench -p faraday-tests --bench concurrency
//! ```
//!
//! The connector answers after a fixed delay, so that one task can do one request a delay and no more: what more tasks do
//! more is what nothing shared holds up. It grows with the tasks until the processors are full, which the last column shows.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use faraday::{Database, Item, Table};

const DELAY: Duration = Duration::from_millis(5);
const RUN: Duration = Duration::from_secs(2);

#[derive(Debug, Item)]
#[faraday(table = "visits")]
struct Visit {
    #[faraday(partition_key)]
    page: String,
    count: u64,
}

#[derive(Debug, Clone)]
struct Delayed;

impl HttpClient for Delayed {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Delayed {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(async {
            tokio::time::sleep(DELAY).await;
            let body = r#"{"Item":{"page":{"S":"/"},"count":{"N":"7"}}}"#;
            Ok(HttpResponse::new(200.try_into().unwrap(), SdkBody::from(body)))
        })
    }
}

fn client() -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday-tests"))
        .endpoint_url("http://delayed")
        .http_client(Delayed)
        .build();
    Client::from_conf(config)
}

async fn raw(client: Client) -> u64 {
    let call = client.get_item().table_name("visits").key("page", AttributeValue::S("/".into()));
    let item = call.send().await.unwrap().item.unwrap();
    item["count"].as_n().unwrap().parse().unwrap()
}

async fn typed(database: Database) -> u64 {
    Table::<Visit>::get("/").on(&database).await.unwrap().unwrap().count
}

/// Requests a second of so many tasks, and how many processors they kept busy.
async fn throughput<F>(tasks: usize, request: impl Fn() -> F + Clone + Send + 'static) -> (f64, f64)
where
    F: Future<Output = u64> + Send,
{
    let (start, before) = (Instant::now(), processor_time());
    let one = || {
        let request = request.clone();
        tokio::spawn(async move {
            let mut done = 0_u64;
            while start.elapsed() < RUN {
                assert_eq!(request().await, 7);
                done += 1;
            }
            done
        })
    };
    let running: Vec<_> = (0..tasks).map(|_| one()).collect();
    let mut done = 0;
    for task in running {
        done += task.await.unwrap();
    }
    let elapsed = start.elapsed().as_secs_f64();
    (done as f64 / elapsed, (processor_time() - before) / elapsed)
}

/// Seconds of processor time that this process took so far; none where there is no `/proc`.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // The 14th and 15th field of the line, in hundredths of a second.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

#[tokio::main]
async fn main() {
    let client = client();
    let database = Database::new(client.clone());
    println!(
        "{:>6} {:>22} {:>22} {:>7}   processors busy",
        "tasks", "raw SDK requests/s", "faraday requests/s", "ratio"
    );
    for tasks in [1, 8, 64, 512] {
        let (client, database) = (client.clone(), database.clone());
        let (raw, _) = throughput(tasks, move || raw(client.clone())).await;
        let (typed, busy) = throughput(tasks, move || typed(database.clone())).await;
        println!("{tasks:>6} {raw:>22.0} {typed:>22.0} {:>7.2}   {busy:.2}", typed / raw);
    }
}
