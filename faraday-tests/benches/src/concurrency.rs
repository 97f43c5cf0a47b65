//! Many tasks on one database, behind a connector that answers after a fixed delay.
//!
//! Until the CPU is full, twice the tasks are twice the requests; from there on, what a request costs decides.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use faraday::Database;

use crate::canned::client_of;
use crate::shapes::nested::Order;
use crate::shapes::{CUSTOMER, Shape};

const DELAY: Duration = Duration::from_millis(5);
const FOR: Duration = Duration::from_secs(3);

#[derive(Debug, Clone)]
struct Slow(Bytes);

impl HttpConnector for Slow {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let body = self.0.clone();
        HttpConnectorFuture::new(async move {
            tokio::time::sleep(DELAY).await;
            Ok(HttpResponse::new(200u16.try_into().expect("a status"), SdkBody::from(body)))
        })
    }
}

impl HttpClient for Slow {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

async fn raw(client: &Client) {
    let call = client.get_item().table_name("orders").key("customer", AttributeValue::S(CUSTOMER.into()));
    let output = call.key("id", AttributeValue::N("7".into())).send().await.expect("an answer");
    Order::read_by_hand(output.item.expect("an item")).expect("an order");
}

/// Requests in a second, of so many tasks.
async fn rate<T: Clone + Send + 'static>(of: &T, tasks: usize, get: impl AsyncGet<T>) -> f64 {
    let (count, end) = (Arc::new(AtomicU64::new(0)), Instant::now() + FOR);
    let running: Vec<_> = (0..tasks)
        .map(|_| {
            let (of, count, get) = (of.clone(), count.clone(), get.clone());
            tokio::spawn(async move {
                while Instant::now() < end {
                    get.get(of.clone()).await;
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in running {
        task.await.expect("a task");
    }
    count.load(Ordering::Relaxed) as f64 / FOR.as_secs_f64()
}

/// One read; a trait, so that its future is known to be `Send`.
trait AsyncGet<T>: Clone + Send + 'static {
    fn get(&self, of: T) -> impl Future<Output = ()> + Send;
}

#[derive(Clone)]
struct Raw;

impl AsyncGet<Client> for Raw {
    async fn get(&self, client: Client) {
        raw(&client).await;
    }
}

#[derive(Clone)]
struct Own;

impl AsyncGet<Database> for Own {
    async fn get(&self, database: Database) {
        let get = faraday::Table::<Order>::get((CUSTOMER, 7)).on(&database);
        get.await.expect("an answer").expect("an order");
    }
}

pub fn table() -> ExitCode {
    let answer = format!(r#"{{"Item":{}}}"#, faraday::document::to_json(&Order::new(7)).expect("an item"));
    let client = client_of(Slow(answer.into()));
    let database = Database::new(client.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    println!("| tasks | raw SDK, GetItem/s | faraday, GetItem/s | ratio |\n|---|---|---|---|");
    for tasks in [1, 8, 64, 512] {
        let raw = runtime.block_on(rate(&client, tasks, Raw));
        let own = runtime.block_on(rate(&database, tasks, Own));
        println!("| {tasks} | {raw:.0} | {own:.0} | {:.2} |", own / raw);
    }
    ExitCode::SUCCESS
}
