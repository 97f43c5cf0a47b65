//! The typed path: every operation on many items goes through the SDK's typed inputs and outputs, with the same results as on the wire
//! path.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextMut, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemInput;
use aws_sdk_dynamodb::operation::put_item::PutItemInput;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItemsOutput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::testing::{Fault, Faults};
use faraday::{Batch, Database, Item, Table, database::Codec, transaction, transaction_get};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, unique_prefix, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

fn user(id: &str, visits: u64) -> User {
    User { id: id.into(), visits }
}

/// Every operation of many items, with every option; gives what came back.
async fn scenario(faults: &Faults) -> Vec<String> {
    let mut log = Vec::new();
    let users = [user("ann", 1), user("bob", 2), user("cleo", 3)];
    faults.fail_next("BatchWriteItem", Fault::Unprocessed(vec![1]));
    log.push(format!("{:?}", Table::<User>::put_many(&users).metered().await));
    log.push(format!("{:?}", Batch::new().put(&user("dan", 4)).delete::<User>("cleo").await));
    faults.fail_next("BatchGetItem", Fault::Unprocessed(vec![0]));
    log.push(format!("{:?}", Table::<User>::get_many(["ann", "bob", "cleo"]).consistent().metered().await));
    log.push(format!("{:?}", Table::<User>::get_many(["ann", "dan"]).select(User::VISITS).await));
    let writes = || {
        (
            Table::<User>::put(&user("eve", 5)).if_absent(),
            Table::<User>::update("ann").add(User::VISITS, 1).condition(User::VISITS.lt(5)),
            Table::<User>::delete("bob").if_exists(),
            Table::<User>::check("dan", User::VISITS.eq(4)),
        )
    };
    log.push(format!("{:?}", transaction(writes()).token("first").metered().await));
    let error = transaction(writes()).token("second").await.unwrap_err();
    let reasons = error.cancellation_reasons();
    log.push(format!("{reasons:?} {:?}", reasons.iter().map(|reason| reason.current::<User>()).collect::<Vec<_>>()));
    let reads = (Table::<User>::get("ann"), Table::<User>::get("bob"), Table::<User>::get("dan").select(User::VISITS));
    log.push(format!("{:?}", transaction_get(reads).metered().await));
    log
}

/// Request ids differ from run to run, and so do the names of tables.
fn without_names(text: &str, database: &Database) -> String {
    let text = text.replace(database.table_prefix(), "");
    let parts: Vec<&str> = text.split("request_id: ").collect();
    let parts = parts.iter().enumerate().map(|(place, part)| match part.split_once('"') {
        Some((_, rest)) if place > 0 => rest.split_once('"').map_or("", |(_, rest)| rest),
        _ => part,
    });
    parts.collect()
}

async fn run(codec: Codec) -> (Vec<String>, Vec<serde_json::Value>) {
    let (client, faults) = Faults::new().over(&environment::client());
    let (mut log, mut requests) = (Vec::new(), Vec::new());
    with_table_of::<User>(own_database_over(client, codec), async |db: &Database| {
        faults.reset();
        log = scenario(&faults).await.iter().map(|line| without_names(line, db)).collect();
        assert_eq!(faults.pending(), 0);
        let bodies = faults.recorded();
        let bodies = bodies.iter().map(|request| request.text().replace(db.table_prefix(), ""));
        requests = bodies.map(|body| serde_json::from_str(&body).unwrap()).collect();
    })
    .await;
    (log, requests)
}

#[tokio::test]
async fn batches_and_transactions_give_and_send_the_same_on_both_paths() {
    let (wire, wire_requests) = run(Codec::Wire).await;
    let (typed, typed_requests) = run(Codec::Map).await;
    assert_eq!(wire, typed);
    assert_eq!(wire_requests, typed_requests);
    assert!(wire.iter().any(|line| line.contains("User")), "{wire:?}");
}

/// Raises every `visits` that is written by 100, and counts the items that are read.
#[derive(Debug, Clone, Default)]
struct Rewriting {
    read: Arc<Mutex<usize>>,
}

fn raise(visits: Option<&mut AttributeValue>) {
    if let Some(AttributeValue::N(visits)) = visits {
        *visits = (visits.parse::<u64>().unwrap() + 100).to_string();
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Rewriting {
    fn name(&self) -> &'static str {
        "rewriting"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        if let Some(put) = input.downcast_mut::<PutItemInput>() {
            raise(put.item.as_mut().and_then(|item| item.get_mut("visits")));
        }
        if let Some(batch) = input.downcast_mut::<BatchWriteItemInput>() {
            let writes = batch.request_items.iter_mut().flat_map(|tables| tables.values_mut()).flatten();
            for put in writes.filter_map(|write| write.put_request.as_mut()) {
                raise(put.item.get_mut("visits"));
            }
        }
        if let Some(transaction) = input.downcast_mut::<TransactWriteItemsInput>() {
            for put in transaction.transact_items.iter_mut().flatten().filter_map(|write| write.put.as_mut()) {
                raise(put.item.get_mut("visits"));
            }
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(Ok(output)) = context.output_or_error() {
            let many = output.downcast_ref::<BatchGetItemOutput>().and_then(|output| output.responses());
            let many = many.into_iter().flat_map(|tables| tables.values()).flatten().count();
            let parts = output.downcast_ref::<TransactGetItemsOutput>().map(|output| output.responses());
            let parts = parts.into_iter().flatten().filter(|part| part.item().is_some()).count();
            *self.read.lock().unwrap() += many + parts;
        }
        Ok(())
    }
}

#[tokio::test]
async fn what_an_interceptor_changes_in_a_typed_input_is_what_is_stored() {
    faraday_tests::needs!(Transactions);
    let rewriting = Rewriting::default();
    let client = environment::client();
    let client = Client::from_conf(client.config().to_builder().interceptor(rewriting.clone()).build());
    // Without a choice of the codec: the client has an interceptor.
    let database = Database::builder(client).table_prefix(unique_prefix()).build();
    with_table_of::<User>(database, async |_: &Database| {
        Table::<User>::put(&user("ann", 1)).await.unwrap();
        Table::<User>::put_many([user("bob", 2)]).await.unwrap();
        transaction((Table::<User>::put(&user("cleo", 3)),)).await.unwrap();
        let found = Table::<User>::get_many(["ann", "bob", "cleo"]).consistent().await.unwrap();
        assert_eq!(found, [Some(user("ann", 101)), Some(user("bob", 102)), Some(user("cleo", 103))]);
        let (ann, dan) = transaction_get((Table::<User>::get("ann"), Table::<User>::get("dan"))).await.unwrap();
        assert_eq!((ann, dan), (Some(user("ann", 101)), None));
    })
    .await;
    assert_eq!(*rewriting.read.lock().unwrap(), 4);
}

/// `Codec::Wire` needs a client without interceptors: one that encrypts items would encrypt nothing.
#[tokio::test]
async fn with_the_codec_of_the_wire_an_interceptor_sees_every_item_too() {
    let rewriting = Rewriting::default();
    let client = environment::client();
    let client = Client::from_conf(client.config().to_builder().interceptor(rewriting.clone()).build());
    with_table_of::<User>(own_database_over(client, Codec::Wire), async |_: &Database| {
        Table::<User>::put(&user("ann", 1)).await.unwrap();
        assert_eq!(Table::<User>::get_many(["ann"]).consistent().await.unwrap(), [Some(user("ann", 101))]);
    })
    .await;
    assert_eq!(*rewriting.read.lock().unwrap(), 1);
}
