use aws_sdk_dynamodb::types::StreamViewType;
use aws_sdk_dynamodbstreams::primitives::DateTime;
use aws_sdk_dynamodbstreams::types::{AttributeValue, OperationType};

use super::*;

const MIDNIGHT: i64 = 1_767_225_600;

#[tokio::test(start_paused = true)]
async fn a_record_says_what_changed_and_when() {
    let (service, _) = service();
    pass(90).await;
    service.put(key("ann"), json!({ "total": { "N": "7" } }));
    service.put(key("ann"), json!({ "total": { "N": "8" } }));
    service.remove(key("ann"));
    let (records, _) = read(&service, &only_shard(&service)).await;
    let names: Vec<_> = records.iter().map(|record| record.event_name().unwrap().clone()).collect();
    assert_eq!(names, [OperationType::Insert, OperationType::Modify, OperationType::Remove]);
    let change = records[1].dynamodb().unwrap();
    assert_eq!(change.keys().unwrap()["id"], AttributeValue::S("ann".into()));
    assert_eq!(change.old_image().unwrap()["total"], AttributeValue::N("7".into()));
    assert_eq!(change.new_image().unwrap()["total"], AttributeValue::N("8".into()));
    assert_eq!(change.new_image().unwrap()["id"], AttributeValue::S("ann".into()));
    assert_eq!(change.approximate_creation_date_time(), Some(&DateTime::from_secs(MIDNIGHT + 90)));
    assert!(records.iter().all(|record| record.user_identity().is_none()));
    assert!(records[0].dynamodb().unwrap().old_image().is_none());
    assert!(records[2].dynamodb().unwrap().new_image().is_none());
    assert_ne!(records[0].event_id(), records[1].event_id());
}

#[tokio::test(start_paused = true)]
async fn an_expired_item_was_removed_by_the_service() {
    let (service, _) = service();
    put(&service, "ann");
    service.expire(key("ann"));
    let (records, _) = read(&service, &only_shard(&service)).await;
    let identity = records[1].user_identity().unwrap();
    assert_eq!((identity.r#type(), identity.principal_id()), (Some("Service"), Some("dynamodb.amazonaws.com")));
    assert_eq!(records[1].event_name(), Some(&OperationType::Remove));
    assert!(records[1].dynamodb().unwrap().old_image().is_some());
}

#[tokio::test(start_paused = true)]
async fn records_hold_the_images_of_the_view_type() {
    for (view, new, old) in [
        (StreamViewType::KeysOnly, false, false),
        (StreamViewType::NewImage, true, false),
        (StreamViewType::OldImage, false, true),
        (StreamViewType::NewAndOldImages, true, true),
    ] {
        let service = StreamService::new("orders", &["id"]).view_type(view);
        service.write(key("ann"), Some(json!({})), Some(json!({})));
        let (records, _) = read(&service, &only_shard(&service)).await;
        let change = records[0].dynamodb().unwrap();
        assert_eq!((change.new_image().is_some(), change.old_image().is_some()), (new, old), "{change:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_type_of_iterator_has_its_place() {
    let (service, client) = service();
    let shard = only_shard(&service);
    let written = ["ann", "bob", "eve"].map(|id| put(&service, id));
    for (kind, number, from) in [
        (ShardIteratorType::TrimHorizon, None, 0),
        (ShardIteratorType::AtSequenceNumber, Some(&written[1]), 1),
        (ShardIteratorType::AfterSequenceNumber, Some(&written[1]), 2),
        (ShardIteratorType::AfterSequenceNumber, Some(&written[2]), 3),
        (ShardIteratorType::Latest, None, 3),
    ] {
        let iterator = iterator(&service, &shard, kind.clone(), number.map(String::as_str)).await.unwrap();
        let (records, next) = page(&client, &iterator).await.unwrap();
        assert_eq!(numbers(&records), written[from..], "{kind}");
        assert!(next.is_some(), "the shard is open");
    }
    let latest = iterator(&service, &shard, ShardIteratorType::Latest, None).await.unwrap();
    let after = put(&service, "zoe");
    assert_eq!(numbers(&page(&client, &latest).await.unwrap().0), [after.as_str()]);
}

#[tokio::test(start_paused = true)]
async fn an_iterator_begins_at_a_time() {
    let (service, client) = service();
    let shard = only_shard(&service);
    put(&service, "ann");
    pass(10).await;
    let second = put(&service, "bob");
    let at = |seconds| {
        let request = client.get_shard_iterator().stream_arn(service.stream_arn()).shard_id(&shard);
        let request = request.shard_iterator_type(ShardIteratorType::AtTimestamp);
        request.timestamp(DateTime::from_secs(MIDNIGHT + seconds)).send()
    };
    let iterator = at(5).await.unwrap().shard_iterator.unwrap();
    assert_eq!(numbers(&page(&client, &iterator).await.unwrap().0), [second.as_str()]);
    assert_eq!(coded(at(99).await).unwrap_err(), INVALID);
}

#[tokio::test(start_paused = true)]
async fn an_iterator_needs_a_number_of_its_shard() {
    let (service, client) = service();
    let shard = only_shard(&service);
    put(&service, "ann");
    let child = service.roll_over(&shard);
    let in_child = put(&service, "ann");
    let after = ShardIteratorType::AfterSequenceNumber;
    assert_eq!(iterator(&service, &shard, after.clone(), None).await.unwrap_err(), INVALID);
    assert_eq!(iterator(&service, &shard, after.clone(), Some(&in_child)).await.unwrap_err(), INVALID);
    assert_eq!(iterator(&service, &shard, ShardIteratorType::Latest, Some(&in_child)).await.unwrap_err(), INVALID);
    assert!(iterator(&service, &child, after, Some(&in_child)).await.is_ok());
    assert_eq!(horizon(&service, "shardId-1").await.unwrap_err(), NOT_FOUND);
    assert_eq!(page(&client, "no iterator").await.unwrap_err(), INVALID);
}

#[tokio::test(start_paused = true)]
async fn records_come_in_pages() {
    let service = StreamService::new("orders", &["id"]).records_a_page(3);
    let (client, shard) = (service.streams_client(), only_shard(&service));
    let written: Vec<_> = (0..7).map(|number| put(&service, &number.to_string())).collect();
    let first = horizon(&service, &shard).await.unwrap();
    assert_eq!(page(&client, &first).await.unwrap().0.len(), 3);
    let two = client.get_records().shard_iterator(&first).limit(2).send().await.unwrap();
    assert_eq!(two.records().len(), 2);
    let (records, ended) = read(&service, &shard).await;
    assert_eq!((numbers(&records), ended), (written.iter().map(String::as_str).collect(), false));
    let too_many = client.get_records().shard_iterator(first).limit(1_001).send().await;
    assert_eq!(coded(too_many).unwrap_err(), LIMIT);
}

#[tokio::test(start_paused = true)]
async fn a_page_has_a_megabyte_at_most() {
    let (service, client) = service();
    for _ in 0..3 {
        service.write(key("ann"), Some(json!({ "text": { "S": "x".repeat(400_000) } })), None);
    }
    let first = horizon(&service, &only_shard(&service)).await.unwrap();
    let (records, next) = page(&client, &first).await.unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(page(&client, &next.unwrap()).await.unwrap().0.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn pages_may_come_empty_before_the_records() {
    let service = StreamService::new("orders", &["id"]).empty_pages(0.7).pauses(7, 2);
    let client = service.streams_client();
    let number = put(&service, "ann");
    let mut iterator = horizon(&service, &only_shard(&service)).await.unwrap();
    service.close();
    let mut pages = 0;
    loop {
        let (records, next) = page(&client, &iterator).await.unwrap();
        pages += 1;
        match next {
            Some(next) => iterator = next,
            None => break assert_eq!(numbers(&records), [number.as_str()]),
        }
    }
    assert!(pages > 1);
}

#[tokio::test(start_paused = true)]
async fn an_iterator_expires_after_15_minutes_and_the_next_one_begins_anew() {
    let (service, client) = service();
    let first = horizon(&service, &only_shard(&service)).await.unwrap();
    pass(890).await;
    let (_, next) = page(&client, &first).await.unwrap();
    pass(20).await;
    assert_eq!(page(&client, &first).await.unwrap_err(), EXPIRED);
    assert!(page(&client, &next.unwrap()).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn records_are_trimmed_after_a_day() {
    let (service, client) = service();
    let shard = only_shard(&service);
    let old = put(&service, "ann");
    pass(3_600).await;
    let young = put(&service, "bob");
    pass(86_400 - 3_600 - 60).await;
    let before = horizon(&service, &shard).await.unwrap();
    pass(60).await;
    assert_eq!(page(&client, &before).await.unwrap_err(), TRIMMED, "its record is gone since");
    for kind in [ShardIteratorType::AtSequenceNumber, ShardIteratorType::AfterSequenceNumber] {
        assert_eq!(iterator(&service, &shard, kind, Some(&old)).await.unwrap_err(), TRIMMED);
    }
    let (records, _) = read(&service, &shard).await;
    assert_eq!(numbers(&records), [young.as_str()]);
    assert_eq!(service.written().len(), 2, "a test sees them all");
}

#[tokio::test(start_paused = true)]
async fn records_are_trimmed_before_a_number() {
    let (service, _) = service();
    let shard = only_shard(&service);
    let [ann, bob, eve] = ["ann", "bob", "eve"].map(|id| put(&service, id));
    service.trim_before(&eve);
    let after = ShardIteratorType::AfterSequenceNumber;
    assert_eq!(iterator(&service, &shard, after.clone(), Some(&ann)).await.unwrap_err(), TRIMMED);
    assert_eq!(iterator(&service, &shard, after.clone(), Some(&bob)).await.unwrap_err(), TRIMMED);
    assert!(iterator(&service, &shard, after, Some(&eve)).await.is_ok());
    let (records, _) = read(&service, &shard).await;
    assert_eq!(numbers(&records), [eve.as_str()]);
}
