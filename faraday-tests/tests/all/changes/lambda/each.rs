//! Handlers: the forms in which they can be written, and their arguments.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use faraday::changes::{BatchResponse, Change, ChangeBatch};
use faraday::{Database, Table};
use faraday_tests::tables::with_table;

use super::fixture::{Order, batch, batch_of, inserted, order};

/// A handler as a program has it: it writes to a database.
async fn copy(db: &Database, change: Change<Order>) -> faraday::Result<()> {
    match change.new() {
        Some(order) => Table::<Order>::put(order).on(db).await,
        None => Table::<Order>::delete(&change.key).on(db).await,
    }
}

async fn copy_to_installed(change: Change<Order>) -> faraday::Result<()> {
    match change.new() {
        Some(order) => Table::<Order>::put(order).await,
        None => Table::<Order>::delete(change.key).await,
    }
}

fn orders() -> ChangeBatch<Order> {
    batch_of((0..20).map(|n| inserted(n, &order("ann", n, n))))
}

/// All forms of a handler, in tasks of their own: their futures must be `Send`.
#[tokio::test]
async fn handlers_of_every_form_run_in_a_task() {
    with_table::<Order>(async |db: &Database| {
        let (db, shared) = (db.clone(), Arc::new(db.clone()));
        let tasks = [
            tokio::spawn(in_order_by_reference(db.clone())),
            tokio::spawn(concurrently_by_reference(db.clone())),
            tokio::spawn(by_a_lent_database(db.clone())),
            tokio::spawn(in_order_by_a_shared_one(shared.clone())),
            tokio::spawn(concurrently_by_a_shared_one(shared)),
            tokio::spawn(by_functions(db.clone())),
        ];
        for task in tasks {
            assert!(task.await.unwrap().is_success());
        }
        assert_eq!(Table::<Order>::query("ann").on(&db).await.unwrap().len(), 20);
    })
    .await;
}

async fn in_order_by_reference(db: Database) -> BatchResponse {
    orders().each_in_order(async |change| copy(&db, change).await).await
}

async fn concurrently_by_reference(db: Database) -> BatchResponse {
    orders().each_concurrently(8, async |change| copy(&db, change).await).await
}

async fn by_a_lent_database(db: Database) -> BatchResponse {
    lent(&db).await
}

async fn lent(db: &Database) -> BatchResponse {
    assert!(orders().each_concurrently(8, async |change| copy(db, change).await).await.is_success());
    orders().each_in_order(|change| copy(db, change)).await
}

async fn in_order_by_a_shared_one(db: Arc<Database>) -> BatchResponse {
    let handler = |change| {
        let db = db.clone();
        async move { copy(&db, change).await }
    };
    orders().each_in_order(handler).await
}

async fn concurrently_by_a_shared_one(db: Arc<Database>) -> BatchResponse {
    let handler = move |change| {
        let db = db.clone();
        async move { copy(&db, change).await }
    };
    orders().each_concurrently(8, handler).await
}

async fn by_functions(db: Database) -> BatchResponse {
    db.scope(async {
        assert!(orders().each_in_order(copy_to_installed).await.is_success());
        assert!(orders().each_concurrently(8, copy_to_installed).await.is_success());
        orders().each_in_order(|change| async move { copy_to_installed(change).await }).await
    })
    .await
}

/// Errors of any type that a box takes.
#[tokio::test]
async fn errors_of_every_type_are_kept() {
    let error_of = |response: BatchResponse| response.failures()[0].error().unwrap().to_string();
    let one = || batch::<Order>("insert");
    assert_eq!(error_of(one().each_in_order(async |_| Err("a text")).await), "a text");
    assert_eq!(error_of(one().each_in_order(async |_| Err("a string".to_owned())).await), "a string");
    let boxed = || Box::<dyn std::error::Error + Send + Sync>::from("in a box");
    assert_eq!(error_of(one().each_concurrently(1, async |_| Err(boxed())).await), "in a box");
    let response = one().each_in_order(async |_| Err(std::fmt::Error)).await;
    assert!(response.failures()[0].error().unwrap().is::<std::fmt::Error>());
}

#[tokio::test]
async fn a_handler_may_change_what_it_captures() {
    let mut totals: HashMap<String, u64> = HashMap::new();
    let response = batch::<Order>("batch")
        .each_in_order(|change| {
            if let Some(order) = change.new() {
                totals.insert(order.customer.clone(), order.total);
            }
            async { Ok::<_, faraday::Error>(()) }
        })
        .await;
    assert_eq!(totals, HashMap::from([("ann".to_owned(), 25), ("bob".to_owned(), 20)]));
    assert_eq!(response.failures().len(), 2);
}

/// The image of eve's first change does not fit; her second change follows it, and must not be handled.
#[tokio::test]
async fn an_item_stops_at_a_change_that_does_not_decode() {
    let seen = Mutex::new(Vec::new());
    let handler = async |change: Change<Order>| {
        seen.lock().unwrap().push(change.sequence_number);
        Ok::<_, faraday::Error>(())
    };
    for in_order in [true, false] {
        let response = match in_order {
            true => batch("batch").each_in_order(handler).await,
            false => batch("batch").each_concurrently(3, handler).await,
        };
        let numbers: Vec<_> = response.failures().iter().map(|failure| &failure.identifier()[24..]).collect();
        assert_eq!(numbers, ["4303", "4577"]);
        let error = response.failures()[0].error().unwrap().downcast_ref::<faraday::Error>().unwrap();
        assert!(error.is_decode() && error.item_key().is_some());
        assert!(response.failures()[1].error().is_none() && response.failures()[1].is_left_out());
        assert!(response.failures()[1].to_string().ends_with("an earlier change of the same item failed"));
        let mut seen = std::mem::take(&mut *seen.lock().unwrap());
        seen.sort();
        assert_eq!(
            seen.iter().map(|number| &number[24..]).collect::<Vec<_>>(),
            ["3892", "4029", "4166", "4440", "4714"]
        );
    }
}

#[tokio::test]
async fn a_record_without_a_key_stops_no_item() {
    let garbled = serde_json::json!({ "eventID": "x", "kinesis": { "data": "?", "sequenceNumber": "1" } });
    let records = [inserted(0, &order("ann", 1, 1)), garbled, inserted(2, &order("ann", 1, 2))];
    let response = batch_of::<Order>(records).each_concurrently(1, async |_| Ok::<_, String>(())).await;
    assert_eq!(response.failures().iter().map(|failure| failure.identifier()).collect::<Vec<_>>(), ["1"]);
}

/// The most calls at the same time, and whether two were of one item.
#[derive(Default)]
struct Load {
    now: Mutex<HashMap<u64, usize>>,
    most: AtomicUsize,
    most_of_one: AtomicUsize,
}

impl Load {
    async fn bear(&self, change: Change<Order>) -> faraday::Result<()> {
        let number = change.new().unwrap().number;
        {
            let mut now = self.now.lock().unwrap();
            *now.entry(number).or_default() += 1;
            self.most.fetch_max(now.values().sum(), Ordering::Relaxed);
            self.most_of_one.fetch_max(now[&number], Ordering::Relaxed);
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        *self.now.lock().unwrap().get_mut(&number).unwrap() -= 1;
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn items_go_side_by_side_and_the_changes_of_one_do_not() {
    for (most, expected) in [(0, 1), (1, 1), (3, 3), (100, 5)] {
        let load = Load::default();
        let records = (0..25).map(|n| inserted(n, &order("ann", n % 5, n)));
        let response = batch_of(records).each_concurrently(most, |change| load.bear(change)).await;
        assert!(response.is_success());
        assert_eq!(load.most.into_inner(), expected, "{most} at most");
        assert_eq!(load.most_of_one.into_inner(), 1);
    }
    let load = Load::default();
    let records = (0..25).map(|n| inserted(n, &order("ann", n % 5, n)));
    assert!(batch_of(records).each_in_order(|change| load.bear(change)).await.is_success());
    assert_eq!(load.most.into_inner(), 1);
}
