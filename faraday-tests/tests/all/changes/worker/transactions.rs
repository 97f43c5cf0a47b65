//! Handlers whose writes are in one transaction with the position, when an outcome stays unknown for long.

use faraday::changes::Change;
use faraday::operation::Update;
use faraday::{ErrorKind, Item};
use faraday_tests::stream_service::Fault;
use serde_json::json;

use super::*;

#[derive(Debug, Item)]
#[faraday(table = "counters")]
struct Counter {
    #[faraday(partition_key)]
    id: String,
    count: u64,
}

async fn count(change: Change<Order>) -> Result<Vec<Update<Counter>>, Error> {
    let key = change.key_attributes()?;
    Ok(vec![Table::<Counter>::update(key["id"].as_s().unwrap().as_str()).add(Counter::COUNT, 1)])
}

async fn begin(service: &StreamService, name: &str) -> Worker<Order> {
    let worker = worker(service, name).await;
    Table::<Counter>::create().if_absent().on(&engine(service)).await.unwrap();
    worker
}

fn count_with(worker: Worker<Order>) -> Running {
    Running::start(worker, |worker| tokio::spawn(worker.run_in_transactions(count)))
}

async fn counted(service: &StreamService, id: &str) -> u64 {
    let counter = Table::<Counter>::get(id).on(&engine(service)).await.unwrap();
    counter.map_or(0, |counter| counter.count)
}

async fn wait(service: &StreamService, id: &str, count: u64) {
    let waited = timeout(Duration::from_secs(600), async {
        while counted(service, id).await < count {
            sleep(Duration::from_millis(50)).await;
        }
    });
    waited.await.expect("it is counted");
}

/// The answers of a transaction are lost for longer than DynamoDB knows its token, so that the worker ends without knowing whether
/// it was done.
#[tokio::test(start_paused = true)]
async fn a_transaction_of_which_nobody_knows_whether_it_was_done_is_not_done_twice() {
    let service = service();
    put_all(&service, ["ann", "ann"]);
    let first = count_with(begin(&service, "first").await);
    wait(&service, "ann", 2).await;
    pass(2).await;
    let mut transactions = 0;
    service.on_call(move |request, _| {
        transactions += usize::from(request == "TransactWriteItems");
        let fault = if transactions == 1 { Fault::LostAnswer } else { Fault::InternalError };
        (request == "TransactWriteItems").then_some(fault)
    });
    put(&service, "ann");
    let error = first.end().await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!(counted(&service, "ann").await, 3, "it was done");
    service.clear();
    put(&service, "bob");
    let second = count_with(begin(&service, "second").await);
    wait(&service, "bob", 1).await;
    second.stop().await.unwrap();
    assert_eq!(counted(&service, "ann").await, 3);
}

/// The position after a change that is passed over is kept without the worker knowing it.
#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_refused_is_not_passed_over() {
    let service = service();
    let worker = begin(&service, "worker").await.checkpoint_every(Duration::ZERO).on_error(|_| Ok(()));
    let worker = count_with(worker);
    put(&service, "ann");
    wait(&service, "ann", 1).await;
    pass(2).await;
    let mut saves = 0;
    service.on_call(move |request, body| {
        let is_position = request == "UpdateItem" && body.to_string().contains("after");
        saves += usize::from(is_position);
        (is_position && saves <= 2).then_some(Fault::LostAnswer)
    });
    service.put(key("bob"), json!({ "total": { "S": "many" } }));
    put_all(&service, ["eve", "zoe"]);
    wait(&service, "zoe", 1).await;
    worker.stop().await.unwrap();
    assert_eq!([counted(&service, "eve").await, counted(&service, "zoe").await], [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_throttled_for_a_minute_is_sent_again() {
    let service = service();
    let worker = count_with(begin(&service, "worker").await);
    service.on_call(|request, _| (request == "TransactWriteItems").then_some(Fault::Throttled));
    put(&service, "ann");
    pass(60).await;
    service.clear();
    wait(&service, "ann", 1).await;
    worker.stop().await.unwrap();
    assert_eq!(counted(&service, "ann").await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_never_answered_is_sent_again() {
    let service = service();
    let worker = count_with(begin(&service, "worker").await);
    service.fail_next("TransactWriteItems", 1, Fault::NoAnswer);
    put(&service, "ann");
    wait(&service, "ann", 1).await;
    worker.stop().await.unwrap();
    assert_eq!(counted(&service, "ann").await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_condition_of_the_handler_that_does_not_hold_ends_the_worker_before_the_change() {
    let service = service();
    let worker = begin(&service, "worker").await;
    let first = put(&service, "ann");
    put(&service, "ann");
    let worker = Running::start(worker, |worker| {
        tokio::spawn(worker.run_in_transactions(async |change: Change<Order>| {
            let update = count(change).await?.remove(0);
            Ok::<_, Error>(vec![update.condition(Counter::COUNT.not_exists())])
        }))
    });
    let error = worker.end().await.unwrap_err();
    assert_eq!((error.kind(), error.is_condition_failed()), (ErrorKind::TransactionCanceled, true));
    let lease = open_lease(&service).await;
    assert_eq!((lease.after, lease.owner), (Some(first), None));
    assert_eq!(counted(&service, "ann").await, 1);
}

/// A worker whose handler took so long that another one has its lease.
#[tokio::test(start_paused = true)]
async fn a_transaction_of_a_worker_that_lost_its_lease_is_refused() {
    let service = service();
    let slow = begin(&service, "slow").await;
    let slow = Running::start(slow, |worker| {
        tokio::spawn(worker.run_in_transactions(async |change| {
            sleep(Duration::from_secs(90)).await;
            count(change).await
        }))
    });
    pass(6).await;
    put_all(&service, ["ann", "bob"]);
    pass(6).await;
    let other = count_with(begin(&service, "other").await);
    service.on_call(|request, body| {
        let is_renewal = request == "UpdateItem" && body.to_string().contains("slow");
        is_renewal.then_some(Fault::InternalError)
    });
    wait(&service, "bob", 1).await;
    let kept = open_lease(&service).await;
    service.clear();
    pass(120).await;
    assert_eq!([counted(&service, "ann").await, counted(&service, "bob").await], [1, 1]);
    assert_eq!(open_lease(&service).await.after, kept.after);
    slow.stop().await.unwrap();
    other.stop().await.unwrap();
}
