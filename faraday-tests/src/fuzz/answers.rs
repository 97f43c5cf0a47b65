//! Bytes from services: replies, refusals, events.

use std::collections::BTreeSet;

use faraday::changes::{BatchResponse, Change, ChangeBatch};
use faraday::{Database, Error, Item, Table, transaction, transaction_get};
use futures_util::FutureExt;

use super::service::with_database;
use super::shown;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    number: u64,
    total: u64,
    note: Option<String>,
}

fn order() -> Order {
    Order { customer: "ann".into(), number: 7, total: 120, note: None }
}

/// The body of a success: each operation returns a value or an error.
pub fn answer(bytes: &[u8]) {
    with_database(200, bytes, async |db| errors(db).await.iter().for_each(check));
}

/// The body of a refusal, after a byte that chooses the status: each operation returns an error.
pub fn error_body(bytes: &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return };
    let status = [400, 500, 503, 413][usize::from(*choice) % 4];
    with_database(status, body, async |db| {
        let errors = errors(db).await;
        assert_eq!(errors.len(), OPERATIONS, "an operation took a refusal for a success");
        errors.iter().for_each(check);
    });
}

/// The number of operations that [`errors`] runs.
const OPERATIONS: usize = 9;

async fn errors(db: &Database) -> Vec<Error> {
    let key = || ("ann", 7);
    let errors = [
        Table::<Order>::get(key()).on(db).await.err(),
        Table::<Order>::put(&order()).if_absent().returning_current().on(db).await.err(),
        Table::<Order>::update(key()).set(Order::TOTAL, 1).returning_new().on(db).await.err(),
        Table::<Order>::query("ann").limit(3).on(db).await.err(),
        Table::<Order>::get_many([key()]).max_attempts(1).on(db).await.err(),
        Table::<Order>::put_many([order()]).max_attempts(1).on(db).await.err(),
        transaction((Table::<Order>::put(&order()),)).max_attempts(1).on(db).await.err(),
        transaction_get((Table::<Order>::get(key()),)).max_attempts(1).on(db).await.err(),
        Table::<Order>::describe().on(db).await.err(),
    ];
    errors.into_iter().flatten().collect()
}

fn check(error: &Error) {
    // Batches and transactions may have several tables.
    assert!(error.operation().is_some() && error.table().is_none_or(|table| table == "orders"), "{error}");
    assert!(!shown(error).is_empty());
    let _ = (error.kind(), error.is_throttled(), error.is_condition_failed(), error.is_outcome_unknown());
    let _ = (error.current::<Order>(), error.cancellation_reasons().len(), error.service_message());
}

/// The event of a Lambda function: the response names exactly the changes that were not done.
pub fn event(bytes: &[u8]) {
    let read = || serde_json::from_slice::<ChangeBatch<Order>>(bytes);
    let batch = match read() {
        Ok(batch) => batch,
        Err(error) => return assert!(!shown(&error).is_empty()),
    };
    let mut broken = BTreeSet::new();
    for (identifier, change) in batch.with_identifiers() {
        if let Err(error) = change {
            assert!(!shown(&error).is_empty());
            broken.insert(identifier);
        }
    }
    let done = async |_: Change<Order>| Ok::<(), String>(());
    let handled = |batch: ChangeBatch<Order>| batch.each_in_order(done).now_or_never().expect("no handler waits");
    let response: BatchResponse = handled(read().unwrap());
    assert_eq!(response.is_success(), broken.is_empty(), "{response:?}");
    let named: BTreeSet<String> = response.failures().iter().map(|failure| failure.identifier().to_owned()).collect();
    assert!(broken.is_subset(&named), "{broken:?} is not in {response:?}");
    assert!(serde_json::to_value(&response).unwrap().is_object());
}
