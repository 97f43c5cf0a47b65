//! Consumers of change streams, and workers.

use std::sync::{Arc, Mutex};

use faraday::changes::Leases;
use faraday::{Database, Error, Item, Table};
use faraday_tests::stream_service::StreamService;
use serde_json::json;
use tokio::runtime::Handle;

use super::polled;

#[derive(Debug, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
struct Order {
    #[faraday(partition_key)]
    id: String,
    total: u64,
}

const CHANGES: usize = 6;

/// A service with some changes in two shards, and one of these has ended.
fn service() -> (StreamService, Database) {
    let service = StreamService::new("orders", &["id"]).records_a_page(2);
    for id in 0..CHANGES {
        if id == CHANGES / 2 {
            service.roll_over(&service.open_shards()[0]);
        }
        service.put(json!({ "id": { "S": format!("{id}") } }), json!({ "total": { "N": "7" } }));
    }
    let clock = service.clone();
    let db = Database::builder(service.client()).clock(move || clock.time()).build();
    (service, db)
}

fn tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// The stream is dropped, and another goes on from its checkpoint: at least once, and nothing is missing.
#[tokio::test(start_paused = true)]
async fn a_consumer_that_is_dropped_goes_on_from_its_checkpoint() {
    let before = tasks();
    for polls in (0..).step_by(3) {
        assert!(polls < 10_000, "it never ends");
        let (_service, db) = service();
        let mut found = Vec::new();
        let mut stream = Table::<Order>::changes().once().on(&db).stream();
        let over = polled(
            async {
                while let Some(change) = stream.try_next().await.unwrap() {
                    found.push(change.sequence_number);
                }
            },
            polls,
        )
        .await;
        let checkpoint = stream.checkpoint();
        drop(stream);
        assert_eq!(tasks(), before, "after {polls} polls: a task is left");
        let rest = Table::<Order>::changes().from(checkpoint).once().on(&db).await.unwrap();
        found.extend(rest.into_iter().map(|change| change.sequence_number));
        found.sort();
        let count = found.len();
        found.dedup();
        assert_eq!((found.len(), count), (CHANGES, CHANGES), "after {polls} polls");
        if over.is_some() {
            return;
        }
    }
}

/// A worker is dropped, and another handles the rest when its leases have expired: at least once, and nothing is missing.
#[tokio::test(start_paused = true)]
async fn a_worker_that_is_dropped_leaves_its_leases_to_others() {
    let before = tasks();
    let longest = 400;
    for polls in (0..longest).step_by(7) {
        let (service, db) = service();
        let leases = Leases::new().on(&db);
        leases.create().await.unwrap();
        let handled: Arc<Mutex<Vec<String>>> = Arc::default();
        let run = |name: &str| {
            let (all, handled) = (handled.clone(), handled.clone());
            let worker = Table::<Order>::changes().on(&db).worker("projector", &leases).named(name);
            let done = async move {
                loop {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    let mut seen = all.lock().unwrap().clone();
                    seen.sort();
                    seen.dedup();
                    if seen.len() == CHANGES {
                        break;
                    }
                }
            };
            worker.stop_when(done).run(move |change| {
                let handled = handled.clone();
                async move {
                    handled.lock().unwrap().push(change.sequence_number.clone());
                    Ok::<_, Error>(())
                }
            })
        };
        let over = polled(run("first"), polls).await;
        assert_eq!(tasks(), before, "after {polls} polls: a task is left");
        if over.is_none() {
            run("second").await.unwrap();
        }
        let mut handled = handled.lock().unwrap().clone();
        handled.sort();
        handled.dedup();
        let written: Vec<String> = service.written().iter().map(|written| written.sequence_number.clone()).collect();
        assert_eq!(handled, written, "after {polls} polls");
    }
}
