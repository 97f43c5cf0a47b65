use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use aws_sdk_dynamodbstreams::config::retry::RetryConfig;
use faraday_tests::stream_service::Fault;

use super::*;

#[tokio::test(start_paused = true)]
async fn faults_of_the_script_are_the_services_errors() {
    let (service, client) = service();
    let iterator = horizon(&service, &only_shard(&service)).await.unwrap();
    for (fault, code, attempts) in [
        (Fault::Throttled, "ThrottlingException", 2),
        (Fault::LimitExceeded, LIMIT, 2),
        (Fault::InternalError, "InternalServerError", 2),
        (Fault::LostAnswer, "no answer", 2),
        (Fault::ExpiredIterator, EXPIRED, 1),
        (Fault::Trimmed, TRIMMED, 1),
        (Fault::AccessDenied, "AccessDeniedException", 1),
        (Fault::NotFound, NOT_FOUND, 1),
        (Fault::Conflict, "TransactionConflictException", 1),
    ] {
        service.clear();
        service.fail_next("GetRecords", attempts, fault);
        assert_eq!(page(&client, &iterator).await.unwrap_err(), code);
        assert_eq!((service.count("GetRecords"), service.pending()), (attempts, 0), "{fault:?}");
        assert!(page(&client, &iterator).await.is_ok(), "after {fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_without_an_answer_waits_as_long_as_the_client_does() {
    let (service, client) = service();
    service.fail_next("ListStreams", 1, Fault::NoAnswer);
    let list = tokio::time::timeout(Duration::from_secs(3_600), client.list_streams().send()).await;
    assert!(list.is_err());
    assert!(client.list_streams().send().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn typed_errors_are_read_from_the_answer() {
    let (service, client) = service();
    service.fail_next("GetRecords", 1, Fault::ExpiredIterator);
    let error = client.get_records().shard_iterator("any").send().await.unwrap_err().into_service_error();
    assert!(error.is_expired_iterator_exception(), "{error:?}");
    let error = client.describe_stream().stream_arn("any").send().await.unwrap_err().into_service_error();
    assert!(error.is_resource_not_found_exception(), "{error:?}");
}

/// A table of the engine with one counter, and a request that adds to it.
async fn counter(
    service: &StreamService,
) -> aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder {
    let id = AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S);
    let hash = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash);
    let create = service.engine().create_table().table_name("leases").billing_mode(BillingMode::PayPerRequest);
    let create = create.attribute_definitions(id.build().unwrap()).key_schema(hash.build().unwrap());
    create.send().await.unwrap();
    let update = service.client().update_item().table_name("leases").key("id", AttributeValue::S("a".into()));
    update.update_expression("ADD times :one").expression_attribute_values(":one", AttributeValue::N("1".into()))
}

async fn times(service: &StreamService) -> String {
    let get = service.engine().get_item().table_name("leases").key("id", AttributeValue::S("a".into()));
    let item = get.send().await.unwrap().item;
    item.map_or("none".into(), |item| item["times"].as_n().unwrap().clone())
}

#[tokio::test(start_paused = true)]
async fn a_write_of_the_engine_whose_answer_is_lost_was_applied() {
    let (service, _) = service();
    let update = counter(&service).await;
    service.fail_next("UpdateItem", 1, Fault::Throttled).fail_next("UpdateItem", 1, Fault::LostAnswer);
    assert_eq!(coded(update.send().await).unwrap_err(), "no answer");
    assert_eq!(times(&service).await, "1");
}

#[tokio::test(start_paused = true)]
async fn faults_at_random_befall_the_stream_and_the_engine_alike() {
    let outcomes = async |seed| {
        let (service, client) = service();
        let update = counter(&service).await;
        let iterator = horizon(&service, &only_shard(&service)).await.unwrap();
        service.fail_at_random(seed, 0.6);
        let mut outcomes = Vec::new();
        for _ in 0..30 {
            outcomes.push(page(&client, &iterator).await.err());
            outcomes.push(coded(update.clone().send().await).err());
        }
        service.fail_at_random(0, 0.0);
        assert!(page(&client, &iterator).await.is_ok());
        outcomes
    };
    let first = outcomes(1).await;
    assert_eq!(first, outcomes(1).await, "the seed decides");
    assert_ne!(first, outcomes(2).await);
    let has = |code: &str, place| first.iter().skip(place).step_by(2).flatten().any(|found| found == code);
    for code in ["ThrottlingException", "InternalServerError", "no answer", LIMIT, EXPIRED] {
        assert!(has(code, 0), "{code} of the stream in {first:?}");
    }
    assert!(["ThrottlingException", "InternalServerError", "no answer"].iter().all(|code| has(code, 1)), "{first:?}");
    assert!(!has(EXPIRED, 1));
}

#[tokio::test(start_paused = true)]
async fn a_strict_service_limits_the_reads_of_each_shard() {
    let service = StreamService::new("orders", &["id"]).with_shards(2).strict().pauses(0, 0);
    let config = service.streams_client().config().to_builder().retry_config(RetryConfig::disabled());
    let client = Client::from_conf(config.build());
    let mut first = Vec::new();
    for shard in service.open_shards() {
        first.push(horizon(&service, &shard).await.unwrap());
    }
    for _ in 0..5 {
        page(&client, &first[0]).await.unwrap();
    }
    assert_eq!(page(&client, &first[0]).await.unwrap_err(), LIMIT);
    assert!(page(&client, &first[1]).await.is_ok());
    pass(1).await;
    assert!(page(&client, &first[0]).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_hook_changes_the_stream_before_a_request() {
    let (service, client) = service();
    let shard = only_shard(&service);
    let iterator = horizon(&service, &shard).await.unwrap();
    let (splitter, mut is_first) = (service.clone(), true);
    service.on_call(move |operation, _| {
        if operation == "GetRecords" && std::mem::take(&mut is_first) {
            splitter.split(&shard);
            return Some(Fault::ExpiredIterator);
        }
        None
    });
    assert_eq!(page(&client, &iterator).await.unwrap_err(), EXPIRED);
    assert_eq!(page(&client, &iterator).await, Ok((Vec::new(), None)));
    assert_eq!(service.open_shards().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn calls_are_recorded_with_their_times() {
    let (service, client) = service();
    pass(60).await;
    coded(client.get_records().shard_iterator("any").send().await).unwrap_err();
    let [call] = &service.calls()[..] else { panic!("one call") };
    assert_eq!((call.operation.as_str(), &call.body["ShardIterator"]), ("GetRecords", &json!("any")));
    assert_eq!(call.at.as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_request_can_be_dropped_before_and_after_it_is_applied() {
    let service = StreamService::new("orders", &["id"]).pauses(3, 20);
    let update = counter(&service).await;
    let (mut before, mut seen) = (times(&service).await, BTreeSet::new());
    for limit in 1..=40 {
        let ended = tokio::time::timeout(Duration::from_millis(limit), update.clone().send()).await.is_ok();
        let after = times(&service).await;
        seen.insert((before != after, ended));
        before = after;
    }
    // It was dropped before it was applied, and after, and it ended.
    assert_eq!(seen, BTreeSet::from([(false, false), (true, false), (true, true)]));
}

#[tokio::test(start_paused = true)]
async fn requests_at_once_interleave_as_the_seed_decides() {
    let order = async |seed| {
        let service = StreamService::new("orders", &["id"]).pauses(seed, 9);
        let order = Arc::new(Mutex::new(Vec::new()));
        let request = |number: usize| {
            let (client, order) = (service.streams_client(), order.clone());
            async move {
                client.list_streams().send().await.unwrap();
                order.lock().unwrap().push(number);
            }
        };
        futures_util::future::join_all((0..8).map(request)).await;
        order.lock().unwrap().clone()
    };
    let first = order(1).await;
    assert!(!first.is_sorted(), "{first:?}");
    assert_eq!(first, order(1).await);
    assert_ne!(first, order(2).await);
}
