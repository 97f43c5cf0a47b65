use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, StreamViewType,
    TableStatus,
};
use aws_sdk_dynamodbstreams::types::{ShardFilter, ShardFilterType, StreamStatus};

use super::*;

#[tokio::test(start_paused = true)]
async fn the_table_names_its_stream() {
    let service = StreamService::new("orders", &["id", "at"]).key_types(&["S", "N"]);
    let table = service.client().describe_table().table_name("orders").send().await.unwrap().table.unwrap();
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert_eq!(table.latest_stream_arn(), Some(service.stream_arn().as_str()));
    let specification = table.stream_specification().unwrap();
    assert!(specification.stream_enabled());
    assert_eq!(specification.stream_view_type(), Some(&StreamViewType::NewAndOldImages));
    let schema: Vec<_> = table.key_schema().iter().map(|part| (part.attribute_name(), part.key_type())).collect();
    assert_eq!(schema, [("id", &KeyType::Hash), ("at", &KeyType::Range)]);
    assert_eq!(table.attribute_definitions()[1].attribute_type(), &ScalarAttributeType::N);
}

#[tokio::test(start_paused = true)]
async fn other_tables_are_in_the_engine() {
    let (service, _) = service();
    let client = service.client();
    let id = AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S);
    let hash = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash);
    let create = client.create_table().table_name("leases").billing_mode(BillingMode::PayPerRequest);
    let create = create.attribute_definitions(id.build().unwrap()).key_schema(hash.build().unwrap());
    create.send().await.unwrap();
    let ann = AttributeValue::S("ann".into());
    client.put_item().table_name("leases").item("id", ann.clone()).send().await.unwrap();
    let table = client.describe_table().table_name("leases").send().await.unwrap().table.unwrap();
    assert_eq!(table.latest_stream_arn(), None);
    let found = service.engine().get_item().table_name("leases").key("id", ann).send().await.unwrap();
    assert!(found.item.is_some());
    assert_eq!(service.count("PutItem"), 1);
    assert_eq!(service.count("GetItem"), 0, "the engine's own client passes by the service");
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_listed_under_its_table() {
    let (service, client) = service();
    for (table, count) in [(Some("orders"), 1), (Some("users"), 0), (None, 1)] {
        let list = client.list_streams().set_table_name(table.map(str::to_owned)).send().await.unwrap();
        assert_eq!(list.streams().len(), count, "{table:?}");
    }
    let after = client.list_streams().exclusive_start_stream_arn(service.stream_arn()).send().await.unwrap();
    assert!(after.streams().is_empty());
    assert_eq!(after.last_evaluated_stream_arn(), None);
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_another_arn_is_not_found() {
    let (_, client) = service();
    assert_eq!(coded(client.describe_stream().stream_arn("arn").send().await).unwrap_err(), NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_stream_describes_itself_and_its_shards() {
    let (service, client) = service();
    let parent = only_shard(&service);
    let number = put(&service, "ann");
    let child = service.roll_over(&parent);
    let describe = client.describe_stream().stream_arn(service.stream_arn());
    let stream = describe.send().await.unwrap().stream_description.unwrap();
    assert_eq!(stream.stream_status(), Some(&StreamStatus::Enabled));
    assert_eq!(stream.stream_label(), Some("2026-01-01T00:00:00.000"));
    assert_eq!(stream.key_schema()[0].attribute_name(), "id");
    let [first, second] = stream.shards() else { panic!("two shards: {stream:?}") };
    let range = first.sequence_number_range().unwrap();
    assert_eq!((first.shard_id(), first.parent_shard_id()), (Some(parent.as_str()), None));
    assert_eq!(range.ending_sequence_number(), Some(number.as_str()));
    assert_eq!((second.shard_id(), second.parent_shard_id()), (Some(child.as_str()), Some(parent.as_str())));
    assert_eq!(second.sequence_number_range().unwrap().ending_sequence_number(), None, "it is open");
}

/// The ids of all shards by pages, and how many pages there were.
async fn listed(service: &StreamService) -> (Vec<String>, usize) {
    let (client, mut shards, mut pages, mut after) = (service.streams_client(), Vec::new(), 0, None);
    loop {
        let request = client.describe_stream().stream_arn(service.stream_arn()).set_exclusive_start_shard_id(after);
        let stream = request.send().await.unwrap().stream_description.unwrap();
        shards.extend(stream.shards().iter().map(|shard| shard.shard_id().unwrap().to_owned()));
        pages += 1;
        after = stream.last_evaluated_shard_id;
        if after.is_none() {
            return (shards, pages);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn shards_are_listed_in_pages() {
    let service = StreamService::new("orders", &["id"]).with_shards(5).shards_a_page(2);
    let (shards, pages) = listed(&service).await;
    assert_eq!(shards, service.open_shards());
    assert_eq!(pages, 3);
    let first = service.streams_client().describe_stream().stream_arn(service.stream_arn()).limit(1).send().await;
    assert_eq!(first.unwrap().stream_description.unwrap().shards().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn children_are_found_by_their_parent() {
    let service = StreamService::new("orders", &["id"]).with_shards(2);
    let parent = service.open_shards()[1].clone();
    let mut children = service.split(&parent);
    children.sort();
    let filter = ShardFilter::builder().r#type(ShardFilterType::ChildShards).shard_id(parent).build();
    let request = service.streams_client().describe_stream().stream_arn(service.stream_arn()).shard_filter(filter);
    let stream = request.send().await.unwrap().stream_description.unwrap();
    let found: Vec<_> = stream.shards().iter().map(|shard| shard.shard_id().unwrap()).collect();
    assert_eq!(found, children);
}

#[tokio::test(start_paused = true)]
async fn new_shards_are_listed_late_and_the_children_of_a_split_one_by_one() {
    let service = StreamService::new("orders", &["id"]).delay_listing(Duration::from_secs(10));
    let parent = only_shard(&service);
    service.split(&parent);
    assert_eq!(listed(&service).await.0, [parent.as_str()]);
    pass(10).await;
    assert_eq!(listed(&service).await.0.len(), 2);
    pass(10).await;
    assert_eq!(listed(&service).await.0.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_disabled_stream_has_only_closed_shards() {
    let (service, client) = service();
    let shard = only_shard(&service);
    let number = put(&service, "ann");
    service.close();
    assert!(service.open_shards().is_empty());
    assert_eq!(service.shard_of(&key("ann")), None);
    let describe = client.describe_stream().stream_arn(service.stream_arn());
    let stream = describe.send().await.unwrap().stream_description.unwrap();
    assert_eq!(stream.stream_status(), Some(&StreamStatus::Disabled));
    assert!(stream.shards()[0].sequence_number_range().unwrap().ending_sequence_number().is_some());
    let (records, ended) = read(&service, &shard).await;
    assert_eq!((numbers(&records), ended), (vec![number.as_str()], true));
    let table = service.client().describe_table().table_name("orders").send().await.unwrap().table.unwrap();
    assert_eq!(table.stream_specification(), None);
    assert!(table.latest_stream_arn().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_parent_is_not_listed_and_its_child_names_it() {
    let (service, client) = service();
    let parent = only_shard(&service);
    let child = service.roll_over(&parent);
    service.forget(&parent);
    let describe = client.describe_stream().stream_arn(service.stream_arn());
    let stream = describe.send().await.unwrap().stream_description.unwrap();
    let [shard] = stream.shards() else { panic!("one shard: {stream:?}") };
    assert_eq!((shard.shard_id(), shard.parent_shard_id()), (Some(child.as_str()), Some(parent.as_str())));
    assert_eq!(horizon(&service, &parent).await.unwrap_err(), NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_shard_is_gone_a_day_after_it_was_closed() {
    let (service, _) = service();
    let parent = only_shard(&service);
    pass(86_400).await;
    let child = service.roll_over(&parent);
    pass(86_000).await;
    assert_eq!(listed(&service).await.0, [parent.as_str(), child.as_str()]);
    pass(400).await;
    assert_eq!(listed(&service).await.0, [child.as_str()]);
}
