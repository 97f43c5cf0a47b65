//! The control plane that tests stand on: each of its rules, through the SDK.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::operation::update_table::builders::UpdateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, ContinuousBackupsStatus, CreateGlobalSecondaryIndexAction,
    DeleteGlobalSecondaryIndexAction, GlobalSecondaryIndex, GlobalSecondaryIndexDescription,
    GlobalSecondaryIndexUpdate, IndexStatus, KeySchemaElement, KeyType, LocalSecondaryIndex, OnDemandThroughput,
    PointInTimeRecoverySpecification, PointInTimeRecoveryStatus, Projection, ProjectionType, ProvisionedThroughput,
    ScalarAttributeType, SseDescription, SseSpecification, SseStatus, SseType, StreamSpecification, StreamViewType,
    TableClass, TableDescription, TableStatus, Tag, TimeToLiveDescription, TimeToLiveSpecification, TimeToLiveStatus,
    UpdateGlobalSecondaryIndexAction, WarmThroughput,
};
use faraday::{Database, Item, Table};
use faraday_tests::control_plane::{ControlPlane, Refusal};
use serde_json::json;

const INVALID: &str = "ValidationException";
const IN_USE: &str = "ResourceInUseException";
const LIMIT: &str = "LimitExceededException";
const NOT_FOUND: &str = "ResourceNotFoundException";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn pass(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Ten seconds for each change, and a minute of backfilling.
fn plane() -> (ControlPlane, Client) {
    let ten = seconds(10);
    let plane = ControlPlane::new().creating_for(ten).updating_for(ten).deleting_for(ten).ttl_changing_for(ten);
    let plane = plane.backfilling_for(seconds(60)).dropping_index_for(seconds(30)).warming_for(seconds(40));
    let client = plane.client();
    (plane, client)
}

/// With an active table that the change describes.
async fn with(change: impl FnOnce(CreateTableFluentBuilder) -> CreateTableFluentBuilder) -> (ControlPlane, Client) {
    let (plane, client) = plane();
    change(create(&client)).send().await.unwrap();
    pass(seconds(11)).await;
    (plane, client)
}

/// The code of the error.
#[track_caller]
fn code<T: Debug, E: ProvideErrorMetadata + Debug>(result: Result<T, SdkError<E>>) -> String {
    result.expect_err("the service refuses it").code().expect("a code").to_owned()
}

fn attribute(name: &str, kind: ScalarAttributeType) -> AttributeDefinition {
    AttributeDefinition::builder().attribute_name(name).attribute_type(kind).build().unwrap()
}

fn text(name: &str) -> AttributeDefinition {
    attribute(name, ScalarAttributeType::S)
}

fn key(name: &str, role: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(role).build().unwrap()
}

fn hash(name: &str) -> KeySchemaElement {
    key(name, KeyType::Hash)
}

fn all() -> Projection {
    Projection::builder().projection_type(ProjectionType::All).build()
}

fn units(read: i64, write: i64) -> ProvisionedThroughput {
    ProvisionedThroughput::builder().read_capacity_units(read).write_capacity_units(write).build().unwrap()
}

fn warm(read: i64, write: i64) -> WarmThroughput {
    WarmThroughput::builder().read_units_per_second(read).write_units_per_second(write).build()
}

fn most(read: i64) -> OnDemandThroughput {
    OnDemandThroughput::builder().max_read_request_units(read).build()
}

fn tag(key: impl Into<String>) -> Tag {
    Tag::builder().key(key).value("value").build().unwrap()
}

fn stream(view: Option<StreamViewType>) -> StreamSpecification {
    StreamSpecification::builder().stream_enabled(view.is_some()).set_stream_view_type(view).build().unwrap()
}

fn global(name: &str, attribute: &str, units: Option<ProvisionedThroughput>) -> GlobalSecondaryIndex {
    let index = GlobalSecondaryIndex::builder().index_name(name).key_schema(hash(attribute)).projection(all());
    index.set_provisioned_throughput(units).build().unwrap()
}

/// An index that includes so many attributes.
fn including(name: &str, count: usize) -> GlobalSecondaryIndex {
    let names: Vec<String> = (0..count).map(|n| n.to_string()).collect();
    let names = Some(names).filter(|names| !names.is_empty());
    let include = Projection::builder().projection_type(ProjectionType::Include).set_non_key_attributes(names);
    let index = GlobalSecondaryIndex::builder().index_name(name).key_schema(hash("id"));
    index.projection(include.build()).build().unwrap()
}

fn local(name: &str, partition: &str, sort: &str) -> LocalSecondaryIndex {
    let index = LocalSecondaryIndex::builder().index_name(name).projection(all());
    index.key_schema(hash(partition)).key_schema(key(sort, KeyType::Range)).build().unwrap()
}

/// A table on demand with a partition key of text.
fn create(client: &Client) -> CreateTableFluentBuilder {
    let table = client.create_table().table_name("users").billing_mode(BillingMode::PayPerRequest);
    table.attribute_definitions(text("id")).key_schema(hash("id"))
}

/// Makes it provisioned.
fn provisioned(table: CreateTableFluentBuilder) -> CreateTableFluentBuilder {
    table.billing_mode(BillingMode::Provisioned).provisioned_throughput(units(10, 10))
}

/// Gives it an index.
fn indexed(table: CreateTableFluentBuilder) -> CreateTableFluentBuilder {
    table.attribute_definitions(text("mail")).global_secondary_indexes(global("by_mail", "mail", None))
}

fn update(client: &Client) -> UpdateTableFluentBuilder {
    client.update_table().table_name("users")
}

async fn describe(client: &Client) -> TableDescription {
    client.describe_table().table_name("users").send().await.unwrap().table.unwrap()
}

async fn index(client: &Client) -> GlobalSecondaryIndexDescription {
    describe(client).await.global_secondary_indexes().first().expect("an index").clone()
}

fn create_index(name: &str, attribute: &str, units: Option<ProvisionedThroughput>) -> GlobalSecondaryIndexUpdate {
    let index = CreateGlobalSecondaryIndexAction::builder().index_name(name).key_schema(hash(attribute));
    let index = index.projection(all()).set_provisioned_throughput(units).build().unwrap();
    GlobalSecondaryIndexUpdate::builder().create(index).build()
}

fn drop_index(name: &str) -> GlobalSecondaryIndexUpdate {
    let index = DeleteGlobalSecondaryIndexAction::builder().index_name(name).build().unwrap();
    GlobalSecondaryIndexUpdate::builder().delete(index).build()
}

fn index_units(name: &str, read: i64, write: i64) -> GlobalSecondaryIndexUpdate {
    let index = UpdateGlobalSecondaryIndexAction::builder().index_name(name);
    let index = index.provisioned_throughput(units(read, write)).build().unwrap();
    GlobalSecondaryIndexUpdate::builder().update(index).build()
}

fn index_most(name: &str, read: i64) -> GlobalSecondaryIndexUpdate {
    let index = UpdateGlobalSecondaryIndexAction::builder().index_name(name).on_demand_throughput(most(read));
    GlobalSecondaryIndexUpdate::builder().update(index.build().unwrap()).build()
}

fn with_index(client: &Client, name: &str, attribute: &str) -> UpdateTableFluentBuilder {
    let update = update(client).attribute_definitions(text(attribute));
    update.global_secondary_index_updates(create_index(name, attribute, None))
}

// ---- CreateTable

#[tokio::test(start_paused = true)]
async fn a_table_is_being_created_for_a_while() {
    let (plane, client) = plane();
    let answer = create(&client).send().await.unwrap().table_description.unwrap();
    assert_eq!(answer.table_status(), Some(&TableStatus::Creating));
    pass(seconds(9)).await;
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Creating));
    assert_eq!(code(create(&client).send().await), IN_USE);
    pass(seconds(2)).await;
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Active));
    assert_eq!(code(create(&client).send().await), IN_USE);
    assert_eq!(plane.count("CreateTable"), 3);
}

#[tokio::test(start_paused = true)]
async fn a_table_may_not_be_seen_at_once() {
    let (plane, client) = plane();
    let plane = plane.unseen_for(seconds(2));
    create(&client).send().await.unwrap();
    assert_eq!(code(client.describe_table().table_name("users").send().await), NOT_FOUND);
    assert_eq!(plane.status("users"), Some("CREATING"));
    pass(seconds(3)).await;
    describe(&client).await;
}

#[tokio::test(start_paused = true)]
async fn a_description_says_all_of_a_table() {
    let (_, client) = with(|table| {
        let table = indexed(table).key_schema(key("at", KeyType::Range)).attribute_definitions(text("at"));
        let table = table.attribute_definitions(attribute("size", ScalarAttributeType::N));
        let table = table.local_secondary_indexes(local("by_size", "id", "size"));
        let table =
            table.stream_specification(stream(Some(StreamViewType::NewImage))).table_class(TableClass::Standard);
        let table = table.sse_specification(SseSpecification::builder().enabled(true).build());
        table.deletion_protection_enabled(true).on_demand_throughput(most(100)).warm_throughput(warm(13_000, 5_000))
    })
    .await;
    let table = describe(&client).await;
    assert_eq!(table.key_schema().len(), 2);
    assert_eq!(table.attribute_definitions().len(), 4);
    let units = table.provisioned_throughput().unwrap();
    assert_eq!((units.read_capacity_units(), units.write_capacity_units()), (Some(0), Some(0)));
    assert_eq!(units.number_of_decreases_today(), Some(0));
    assert_eq!(table.billing_mode_summary().unwrap().billing_mode(), Some(&BillingMode::PayPerRequest));
    assert_eq!((table.table_size_bytes(), table.item_count()), (Some(0), Some(0)));
    assert!(table.creation_date_time().is_some() && table.table_id().is_some());
    assert!(table.table_arn().unwrap().ends_with(":table/users"));
    let stream = table.stream_specification().unwrap();
    assert_eq!(stream.stream_view_type(), Some(&StreamViewType::NewImage));
    assert!(table.latest_stream_arn().unwrap().ends_with(table.latest_stream_label().unwrap()));
    let sse = table.sse_description().unwrap();
    assert_eq!((sse.status(), sse.sse_type()), (Some(&SseStatus::Enabled), Some(&SseType::Kms)));
    assert_eq!(table.table_class_summary().unwrap().table_class(), Some(&TableClass::Standard));
    assert_eq!(table.deletion_protection_enabled(), Some(true));
    assert_eq!(table.on_demand_throughput().unwrap().max_read_request_units(), Some(100));
    let warm = table.warm_throughput().unwrap();
    assert_eq!((warm.read_units_per_second(), warm.write_units_per_second()), (Some(13_000), Some(5_000)));
    let global = &table.global_secondary_indexes()[0];
    assert_eq!((global.index_status(), global.backfilling()), (Some(&IndexStatus::Active), None));
    assert_eq!(global.warm_throughput().unwrap().read_units_per_second(), Some(12_000));
    assert!(global.index_arn().unwrap().ends_with(":table/users/index/by_mail"));
    assert_eq!((global.index_size_bytes(), global.item_count()), (Some(0), Some(0)));
    assert_eq!(table.local_secondary_indexes()[0].index_name(), Some("by_size"));
}

#[tokio::test(start_paused = true)]
async fn a_plain_table_says_nothing_of_what_it_has_not() {
    let (_, client) = with(provisioned).await;
    let table = describe(&client).await;
    assert!(table.billing_mode_summary().is_none() && table.table_class_summary().is_none());
    assert!(table.sse_description().is_none() && table.stream_specification().is_none());
    assert!(table.latest_stream_arn().is_none() && table.on_demand_throughput().is_none());
    assert!(table.global_secondary_indexes.is_none() && table.local_secondary_indexes.is_none());
    let warm = table.warm_throughput().unwrap();
    assert_eq!((warm.read_units_per_second(), warm.write_units_per_second()), (Some(10), Some(10)));
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_a_new_table_is_refused() {
    let (plane, client) = plane();
    let table = || create(&client);
    let many = |table: CreateTableFluentBuilder, count: usize| {
        (0..count).fold(table, |table, n| {
            let name = format!("attribute{n}");
            table.attribute_definitions(text(&name)).global_secondary_indexes(global(&format!("by_{n}"), &name, None))
        })
    };
    let sorted =
        |table: CreateTableFluentBuilder| table.key_schema(key("at", KeyType::Range)).attribute_definitions(text("at"));
    let locals = |count: usize| {
        (0..count).fold(sorted(table()), |table, n| {
            let name = format!("attribute{n}");
            table.attribute_definitions(text(&name)).local_secondary_indexes(local(&format!("by_{n}"), "id", &name))
        })
    };
    let included = |count: usize| table().global_secondary_indexes(including("by_id", count));
    let many_included = |count: usize| {
        (0..count).fold(table(), |table, n| table.global_secondary_indexes(including(&format!("by_{n}"), 20)))
    };
    let backwards = table().set_key_schema(Some(vec![key("at", KeyType::Range), hash("id")]));
    let backwards = backwards.attribute_definitions(text("at"));
    let mixed = [hash("id"), key("at", KeyType::Range), hash("in")];
    let mixed =
        GlobalSecondaryIndex::builder().index_name("mixed").set_key_schema(Some(mixed.into())).projection(all());
    let mixed = mixed.build().unwrap();
    let named = Projection::builder().projection_type(ProjectionType::All).non_key_attributes("name").build();
    let named_but_all = GlobalSecondaryIndex::builder().index_name("by_id").key_schema(hash("id")).projection(named);
    let named_but_all = named_but_all.build().unwrap();
    let no_stream = StreamSpecification::builder().stream_enabled(false).stream_view_type(StreamViewType::KeysOnly);
    let no_stream = no_stream.build().unwrap();
    let no_encryption = SseSpecification::builder().enabled(false).kms_master_key_id("mine").build();
    let sse = |kind| SseSpecification::builder().enabled(true).sse_type(kind).build();
    let wrong = [
        ("a definition too many", table().attribute_definitions(text("mail"))),
        ("a definition too few", table().key_schema(key("at", KeyType::Range))),
        ("an index without a definition", table().global_secondary_indexes(global("by_mail", "mail", None))),
        ("two definitions of a name", table().attribute_definitions(attribute("id", ScalarAttributeType::N))),
        ("units on demand", table().provisioned_throughput(units(1, 1))),
        (
            "units of an index on demand",
            indexed(table()).set_global_secondary_indexes(Some(vec![global("by_mail", "mail", Some(units(1, 1)))])),
        ),
        ("no units", table().billing_mode(BillingMode::Provisioned)),
        ("no units and no billing mode", table().set_billing_mode(None)),
        ("no units", table().billing_mode(BillingMode::Provisioned).provisioned_throughput(units(0, 1))),
        ("no units of an index", provisioned(indexed(table()))),
        ("21 global indexes", many(table(), 21)),
        ("6 local indexes", locals(6)),
        ("a short name", table().table_name("us")),
        ("a long name", table().table_name("u".repeat(256))),
        ("a wrong name", table().table_name("users!")),
        ("a wrong name of an index", table().global_secondary_indexes(global("by id", "id", None))),
        ("two indexes of one name", indexed(table()).global_secondary_indexes(global("by_mail", "id", None))),
        (
            "a local index of a table without a sort key",
            table().attribute_definitions(text("size")).local_secondary_indexes(local("by_size", "id", "size")),
        ),
        (
            "a local index of another partition",
            sorted(table()).attribute_definitions(text("size")).local_secondary_indexes(local("by_size", "size", "at")),
        ),
        (
            "a stream without a view",
            table().stream_specification(StreamSpecification::builder().stream_enabled(true).build().unwrap()),
        ),
        ("encryption that is not KMS", table().sse_specification(sse(SseType::Aes256))),
        ("an unknown class", table().table_class(TableClass::from("COLD"))),
        ("a maximum of a provisioned table", provisioned(table()).on_demand_throughput(most(5))),
        ("a maximum of nothing", table().on_demand_throughput(most(0))),
        ("a warm throughput below the first", table().warm_throughput(warm(11_000, 5_000))),
        ("51 tags", (0..51).fold(table(), |table, n| table.tags(tag(n.to_string())))),
        ("a tag of AWS", table().tags(tag("aws:mine"))),
        ("two tags of one key", table().tags(tag("one")).tags(tag("one"))),
        (
            "a sort key alone",
            client
                .create_table()
                .table_name("users")
                .billing_mode(BillingMode::PayPerRequest)
                .attribute_definitions(text("id"))
                .key_schema(key("id", KeyType::Range)),
        ),
        ("a sort key first", backwards),
        ("a key of one attribute twice", table().key_schema(key("id", KeyType::Range))),
        (
            "a partition key behind the sort key",
            table().attribute_definitions(text("at")).attribute_definitions(text("in")).global_secondary_indexes(mixed),
        ),
        (
            "an attribute without a name",
            table().set_key_schema(Some(vec![hash("")])).set_attribute_definitions(Some(vec![text("")])),
        ),
        ("a key that is no scalar", table().set_attribute_definitions(Some(vec![attribute("id", "M".into())]))),
        ("attributes of a projection of all", table().global_secondary_indexes(named_but_all)),
        ("120 included attributes", many_included(6)),
        ("a view of no stream", table().stream_specification(no_stream)),
        ("a key of no encryption", table().sse_specification(no_encryption)),
        ("a tag without a key", table().tags(tag(""))),
        ("a long key of a tag", table().tags(tag("k".repeat(129)))),
        ("a long value of a tag", table().tags(Tag::builder().key("key").value("v".repeat(257)).build().unwrap())),
        ("a projection that includes nothing", included(0)),
        ("a projection that includes 21", included(21)),
    ];
    for (what, request) in wrong {
        assert_eq!(code(request.send().await), INVALID, "{what}");
    }
    assert_eq!(plane.status("users"), None);
    for (name, request) in [("globals", many(table(), 20)), ("locals", locals(5)), ("included", many_included(5))] {
        request.table_name(name).send().await.unwrap();
    }
}

// ---- UpdateTable

#[tokio::test(start_paused = true)]
async fn a_table_is_being_updated_for_a_while() {
    let (_, client) = with(|table| table).await;
    let answer = update(&client).deletion_protection_enabled(true).send().await.unwrap();
    assert_eq!(answer.table_description().unwrap().table_status(), Some(&TableStatus::Updating));
    assert_eq!(code(update(&client).deletion_protection_enabled(false).send().await), IN_USE);
    assert_eq!(code(client.delete_table().table_name("users").send().await), IN_USE);
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert_eq!(table.deletion_protection_enabled(), Some(true));
    update(&client).deletion_protection_enabled(false).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_created_or_deleted_is_not_updated() {
    let (_, client) = plane();
    create(&client).send().await.unwrap();
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), IN_USE);
    pass(seconds(11)).await;
    client.delete_table().table_name("users").send().await.unwrap();
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), IN_USE);
    pass(seconds(11)).await;
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn an_update_changes_something() {
    let (_, client) = with(|table| table).await;
    assert_eq!(code(update(&client).send().await), INVALID);
    assert_eq!(code(update(&client).attribute_definitions(text("id")).send().await), INVALID);
    assert_eq!(code(update(&client).set_global_secondary_index_updates(Some(vec![])).send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn an_update_makes_one_kind_of_change() {
    let (_, client) = with(|table| {
        let table = provisioned(table).attribute_definitions(text("mail"));
        table.global_secondary_indexes(global("by_mail", "mail", Some(units(10, 10))))
    })
    .await;
    let throughput = || update(&client).provisioned_throughput(units(20, 20));
    let images = || stream(Some(StreamViewType::NewImage));
    let encrypted = SseSpecification::builder().enabled(true).build();
    let infrequent = || update(&client).table_class(TableClass::StandardInfrequentAccess);
    let wrong = [
        ("throughput and an index", throughput().global_secondary_index_updates(drop_index("by_mail"))),
        ("throughput and the stream", throughput().stream_specification(images())),
        ("throughput and encryption", throughput().sse_specification(encrypted)),
        (
            "the stream and an index",
            update(&client).stream_specification(images()).global_secondary_index_updates(drop_index("by_mail")),
        ),
        ("the class and throughput", infrequent().provisioned_throughput(units(20, 20))),
        ("the class and protection", infrequent().deletion_protection_enabled(true)),
    ];
    for (what, request) in wrong {
        assert_eq!(code(request.send().await), INVALID, "{what}");
    }
    let update = throughput().global_secondary_index_updates(index_units("by_mail", 20, 20));
    update.deletion_protection_enabled(true).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn provisioned_throughput_changes() {
    let (_, client) = with(provisioned).await;
    assert_eq!(code(update(&client).provisioned_throughput(units(10, 10)).send().await), INVALID);
    assert_eq!(code(update(&client).provisioned_throughput(units(0, 10)).send().await), INVALID);
    update(&client).provisioned_throughput(units(20, 5)).send().await.unwrap();
    let table = describe(&client).await;
    let now = table.provisioned_throughput().unwrap();
    assert_eq!((now.read_capacity_units(), now.write_capacity_units()), (Some(20), Some(5)));
    assert!(now.last_increase_date_time().is_some() && now.last_decrease_date_time().is_some());
    assert_eq!(now.number_of_decreases_today(), Some(1));
    assert_eq!(table.warm_throughput().unwrap().read_units_per_second(), Some(20));
}

#[tokio::test(start_paused = true)]
async fn four_decreases_a_day_are_possible() {
    let (_, client) = with(provisioned).await;
    for read in [9, 8, 7, 6] {
        update(&client).provisioned_throughput(units(read, 10)).send().await.unwrap();
        pass(seconds(11)).await;
    }
    assert_eq!(code(update(&client).provisioned_throughput(units(5, 10)).send().await), LIMIT);
    update(&client).provisioned_throughput(units(7, 10)).send().await.unwrap();
    pass(seconds(86_400)).await;
    update(&client).provisioned_throughput(units(5, 10)).send().await.unwrap();
    assert_eq!(describe(&client).await.provisioned_throughput().unwrap().number_of_decreases_today(), Some(1));
}

#[tokio::test(start_paused = true)]
async fn indexes_change_their_throughput_together_and_count_their_decreases_alone() {
    let (_, client) = with(|table| {
        let table = provisioned(table).attribute_definitions(text("mail"));
        let table = table.global_secondary_indexes(global("by_mail", "mail", Some(units(10, 10))));
        table.global_secondary_indexes(global("by_id", "id", Some(units(10, 10))))
    })
    .await;
    for read in [9, 8, 7, 6] {
        let both = update(&client).global_secondary_index_updates(index_units("by_mail", read, 10));
        both.global_secondary_index_updates(index_units("by_id", 30 + read, 10)).send().await.unwrap();
        assert_eq!(index(&client).await.index_status(), Some(&IndexStatus::Updating));
        pass(seconds(11)).await;
    }
    let one = |name, read| update(&client).global_secondary_index_updates(index_units(name, read, 10)).send();
    assert_eq!(code(one("by_mail", 5).await), LIMIT);
    assert_eq!(code(one("by_mail", 6).await), INVALID);
    assert_eq!(code(one("by_nothing", 6).await), INVALID);
    let nothing = UpdateGlobalSecondaryIndexAction::builder().index_name("by_id").build().unwrap();
    let nothing = GlobalSecondaryIndexUpdate::builder().update(nothing).build();
    assert_eq!(code(update(&client).global_secondary_index_updates(nothing).send().await), INVALID);
    one("by_id", 35).await.unwrap();
    pass(seconds(11)).await;
    update(&client).provisioned_throughput(units(9, 9)).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_on_demand_has_no_units() {
    let (_, client) = with(indexed).await;
    assert_eq!(code(update(&client).provisioned_throughput(units(1, 1)).send().await), INVALID);
    let index = update(&client).global_secondary_index_updates(index_units("by_mail", 1, 1));
    assert_eq!(code(index.send().await), INVALID);
    let index = update(&client).attribute_definitions(text("name"));
    let index = index.global_secondary_index_updates(create_index("by_name", "name", Some(units(1, 1))));
    assert_eq!(code(index.send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_table_becomes_provisioned_with_units_for_all() {
    let (_, client) = with(indexed).await;
    let to_provisioned = || update(&client).billing_mode(BillingMode::Provisioned);
    assert_eq!(code(to_provisioned().send().await), INVALID);
    assert_eq!(code(to_provisioned().provisioned_throughput(units(1, 1)).send().await), INVALID);
    let index_alone = to_provisioned().global_secondary_index_updates(index_units("by_mail", 1, 1));
    assert_eq!(code(index_alone.send().await), INVALID);
    let both = to_provisioned().provisioned_throughput(units(1, 2));
    both.global_secondary_index_updates(index_units("by_mail", 3, 4)).send().await.unwrap();
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert_eq!(table.billing_mode_summary().unwrap().billing_mode(), Some(&BillingMode::Provisioned));
    assert_eq!(index(&client).await.provisioned_throughput().unwrap().write_capacity_units(), Some(4));
    assert_eq!(code(with_index(&client, "by_name", "name").send().await), INVALID);
    // Units belong to the billing mode even if it does not change.
    assert_eq!(code(to_provisioned().send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn a_table_becomes_on_demand_four_times_a_day() {
    let (_, client) = with(provisioned).await;
    let on_demand = || update(&client).billing_mode(BillingMode::PayPerRequest).send();
    for _ in 0..4 {
        on_demand().await.unwrap();
        pass(seconds(11)).await;
        let back = update(&client).billing_mode(BillingMode::Provisioned).provisioned_throughput(units(10, 10));
        back.send().await.unwrap();
        pass(seconds(11)).await;
    }
    assert_eq!(code(on_demand().await), LIMIT);
    pass(seconds(86_400)).await;
    on_demand().await.unwrap();
    let table = describe(&client).await;
    assert!(table.billing_mode_summary().unwrap().last_update_to_pay_per_request_date_time().is_some());
    assert_eq!(table.provisioned_throughput().unwrap().read_capacity_units(), Some(0));
    assert_eq!(table.warm_throughput().unwrap().read_units_per_second(), Some(12_000));
}

#[tokio::test(start_paused = true)]
async fn the_maximum_of_a_table_on_demand_changes() {
    let (_, client) = with(indexed).await;
    update(&client).on_demand_throughput(most(50)).send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(update(&client).on_demand_throughput(most(0)).send().await), INVALID);
    update(&client).global_secondary_index_updates(index_most("by_mail", 7)).send().await.unwrap();
    assert_eq!(describe(&client).await.on_demand_throughput().unwrap().max_read_request_units(), Some(50));
    assert_eq!(index(&client).await.on_demand_throughput().unwrap().max_read_request_units(), Some(7));
    let (_, client) = with(provisioned).await;
    assert_eq!(code(update(&client).on_demand_throughput(most(50)).send().await), INVALID);
}

#[tokio::test(start_paused = true)]
async fn warm_throughput_is_raised_and_not_lowered() {
    let (_, client) = with(indexed).await;
    update(&client).warm_throughput(warm(20_000, 8_000)).send().await.unwrap();
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert_eq!(table.warm_throughput().unwrap().status(), Some(&TableStatus::Updating));
    pass(seconds(30)).await;
    assert_eq!(describe(&client).await.warm_throughput().unwrap().status(), Some(&TableStatus::Active));
    assert_eq!(code(update(&client).warm_throughput(warm(20_000, 7_000)).send().await), INVALID);
    let index_update = |read| {
        let action = UpdateGlobalSecondaryIndexAction::builder().index_name("by_mail");
        let action = action.warm_throughput(warm(read, 4_000)).build().unwrap();
        update(&client).global_secondary_index_updates(GlobalSecondaryIndexUpdate::builder().update(action).build())
    };
    assert_eq!(code(index_update(1_000).send().await), INVALID);
    index_update(13_000).send().await.unwrap();
    assert_eq!(index(&client).await.warm_throughput().unwrap().read_units_per_second(), Some(13_000));
}

#[tokio::test(start_paused = true)]
async fn the_class_changes_twice_in_thirty_days() {
    let (_, client) = with(|table| table).await;
    let class = |class| update(&client).table_class(class).send();
    assert_eq!(code(class(TableClass::Standard).await), INVALID);
    class(TableClass::StandardInfrequentAccess).await.unwrap();
    pass(seconds(11)).await;
    class(TableClass::Standard).await.unwrap();
    pass(seconds(29 * 86_400)).await;
    assert_eq!(code(class(TableClass::StandardInfrequentAccess).await), LIMIT);
    pass(seconds(86_400)).await;
    class(TableClass::StandardInfrequentAccess).await.unwrap();
    let summary = describe(&client).await.table_class_summary.unwrap();
    assert_eq!(summary.table_class(), Some(&TableClass::StandardInfrequentAccess));
    assert!(summary.last_update_date_time().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_disabled_before_its_view_changes() {
    let (_, client) = with(|table| table).await;
    let change = |view| update(&client).stream_specification(stream(view)).send();
    assert_eq!(code(change(None).await), INVALID);
    change(Some(StreamViewType::KeysOnly)).await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(change(Some(StreamViewType::KeysOnly)).await), INVALID);
    assert_eq!(code(change(Some(StreamViewType::NewImage)).await), INVALID);
    let first = describe(&client).await.latest_stream_arn.unwrap();
    change(None).await.unwrap();
    pass(seconds(11)).await;
    let table = describe(&client).await;
    assert!(table.stream_specification().is_none());
    assert_eq!(table.latest_stream_arn(), Some(first.as_str()));
    change(Some(StreamViewType::NewImage)).await.unwrap();
    assert_ne!(describe(&client).await.latest_stream_arn.unwrap(), first);
}

#[tokio::test(start_paused = true)]
async fn encryption_changes_for_a_while() {
    let (_, client) = with(|table| table).await;
    let change = |key: Option<&str>| {
        let sse = SseSpecification::builder().enabled(true).sse_type(SseType::Kms);
        update(&client).sse_specification(sse.set_kms_master_key_id(key.map(str::to_owned)).build()).send()
    };
    let owned = || update(&client).sse_specification(SseSpecification::builder().enabled(false).build()).send();
    let status = |sse: Option<SseDescription>| sse.and_then(|sse| sse.status);
    assert_eq!(code(owned().await), INVALID);
    change(None).await.unwrap();
    assert_eq!(status(describe(&client).await.sse_description), Some(SseStatus::Updating));
    pass(seconds(11)).await;
    assert_eq!(status(describe(&client).await.sse_description), Some(SseStatus::Enabled));
    assert_eq!(code(change(None).await), INVALID);
    change(Some("mine")).await.unwrap();
    pass(seconds(11)).await;
    owned().await.unwrap();
    pass(seconds(11)).await;
    assert!(describe(&client).await.sse_description().is_none());
}

// ---- Indexes

#[tokio::test(start_paused = true)]
async fn a_new_index_is_allocated_backfilled_and_active() {
    let (_, client) = with(|table| table).await;
    with_index(&client, "by_mail", "mail").send().await.unwrap();
    let state = |index: &GlobalSecondaryIndexDescription| (index.index_status.clone().unwrap(), index.backfilling);
    assert_eq!(state(&index(&client).await), (IndexStatus::Creating, Some(false)));
    pass(seconds(11)).await;
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Active));
    assert_eq!(state(&index(&client).await), (IndexStatus::Creating, Some(true)));
    pass(seconds(60)).await;
    assert_eq!(state(&index(&client).await), (IndexStatus::Active, None));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_index_is_being_deleted_and_its_definitions_go_with_it() {
    let (_, client) = with(indexed).await;
    assert_eq!(code(update(&client).global_secondary_index_updates(drop_index("by_name")).send().await), NOT_FOUND);
    update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(index(&client).await.index_status(), Some(&IndexStatus::Deleting));
    assert_eq!(describe(&client).await.attribute_definitions().len(), 2);
    let change = update(&client).global_secondary_index_updates(index_most("by_mail", 7));
    assert_eq!(code(change.send().await), IN_USE);
    pass(seconds(20)).await;
    let table = describe(&client).await;
    assert!(table.global_secondary_indexes.is_none());
    assert_eq!(table.attribute_definitions(), [text("id")]);
    with_index(&client, "by_mail", "mail").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn one_index_is_created_or_dropped_at_a_time() {
    let (_, client) = with(indexed).await;
    let two = with_index(&client, "by_name", "name").attribute_definitions(text("city"));
    assert_eq!(code(two.global_secondary_index_updates(create_index("by_city", "city", None)).send().await), LIMIT);
    let both = with_index(&client, "by_name", "name").global_secondary_index_updates(drop_index("by_mail"));
    assert_eq!(code(both.send().await), LIMIT);
    with_index(&client, "by_name", "name").send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(with_index(&client, "by_city", "city").send().await), LIMIT);
    assert_eq!(code(update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await), LIMIT);
    pass(seconds(60)).await;
    update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(with_index(&client, "by_city", "city").send().await), LIMIT);
    pass(seconds(20)).await;
    with_index(&client, "by_city", "city").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_index_that_is_backfilling_lets_the_table_change_and_go_itself() {
    let (_, client) = with(|table| table).await;
    with_index(&client, "by_mail", "mail").send().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(client.delete_table().table_name("users").send().await), IN_USE);
    let both = update(&client).on_demand_throughput(most(50));
    both.global_secondary_index_updates(index_most("by_mail", 7)).send().await.unwrap();
    let changing = index(&client).await;
    assert_eq!((changing.index_status(), changing.backfilling()), (Some(&IndexStatus::Updating), Some(true)));
    pass(seconds(11)).await;
    assert_eq!(index(&client).await.index_status(), Some(&IndexStatus::Creating));
    update(&client).global_secondary_index_updates(drop_index("by_mail")).send().await.unwrap();
    pass(seconds(31)).await;
    assert!(describe(&client).await.global_secondary_indexes.is_none());
    client.delete_table().table_name("users").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_a_new_index_is_refused() {
    let (_, client) = with(indexed).await;
    let new = |attribute| update(&client).global_secondary_index_updates(create_index("by_name", attribute, None));
    let number = attribute("mail", ScalarAttributeType::N);
    let empty = GlobalSecondaryIndexUpdate::builder().build();
    let wrong = [
        ("no definition", new("name")),
        ("no definition of what the table knows", new("mail")),
        ("another type", new("mail").attribute_definitions(number.clone())),
        (
            "another type of what it does not use",
            new("id").attribute_definitions(text("id")).attribute_definitions(number),
        ),
        ("a definition too many", new("id").attribute_definitions(text("id")).attribute_definitions(text("name"))),
        ("a name that is there", with_index(&client, "by_mail", "name")),
        ("nothing", update(&client).global_secondary_index_updates(empty)),
        (
            "two changes of one",
            with_index(&client, "by_mail", "name").global_secondary_index_updates(drop_index("by_mail")),
        ),
    ];
    for (what, request) in wrong {
        assert_eq!(code(request.send().await), INVALID, "{what}");
    }
    new("mail").attribute_definitions(text("mail")).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_has_twenty_indexes_at_most() {
    let (_, client) = with(|table| {
        (0..20).fold(table, |table, n| table.global_secondary_indexes(global(&format!("by_{n}"), "id", None)))
    })
    .await;
    assert_eq!(code(with_index(&client, "by_mail", "mail").send().await), INVALID);
}

// ---- DeleteTable, ListTables

#[tokio::test(start_paused = true)]
async fn a_table_is_being_deleted_for_a_while() {
    let (_, client) = with(|table| table).await;
    let delete = || client.delete_table().table_name("users").send();
    let answer = delete().await.unwrap();
    assert_eq!(answer.table_description().unwrap().table_status(), Some(&TableStatus::Deleting));
    let table = describe(&client).await;
    assert_eq!(table.table_status(), Some(&TableStatus::Deleting));
    assert!(table.key_schema.is_none());
    assert_eq!(code(create(&client).send().await), IN_USE);
    delete().await.unwrap();
    pass(seconds(11)).await;
    assert_eq!(code(client.describe_table().table_name("users").send().await), NOT_FOUND);
    assert_eq!(code(delete().await), NOT_FOUND);
    create(&client).send().await.unwrap();
    assert_eq!(code(delete().await), IN_USE);
}

#[tokio::test(start_paused = true)]
async fn a_protected_table_is_not_deleted() {
    let (_, client) = with(|table| table.deletion_protection_enabled(true)).await;
    assert_eq!(code(client.delete_table().table_name("users").send().await), INVALID);
    update(&client).deletion_protection_enabled(false).send().await.unwrap();
    pass(seconds(11)).await;
    client.delete_table().table_name("users").send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn tables_are_listed_in_pages() {
    let (_, client) = plane();
    for name in ["table-1", "table-2", "table-3"] {
        create(&client).table_name(name).send().await.unwrap();
    }
    let first = client.list_tables().limit(2).send().await.unwrap();
    assert_eq!(first.table_names(), ["table-1", "table-2"]);
    let last = first.last_evaluated_table_name().unwrap();
    let rest = client.list_tables().exclusive_start_table_name(last).send().await.unwrap();
    assert_eq!((rest.table_names(), rest.last_evaluated_table_name()), (&["table-3".to_owned()][..], None));
    assert_eq!(code(client.list_tables().limit(101).send().await), INVALID);
}

// ---- Time to live

async fn ttl(client: &Client, name: &str, enabled: bool) -> Result<(), String> {
    let specification = TimeToLiveSpecification::builder().attribute_name(name).enabled(enabled).build().unwrap();
    let request = client.update_time_to_live().table_name("users").time_to_live_specification(specification);
    request.send().await.map(drop).map_err(|error| error.code().unwrap().to_owned())
}

async fn ttl_status(client: &Client) -> (TimeToLiveStatus, Option<String>) {
    let answer = client.describe_time_to_live().table_name("users").send().await.unwrap();
    let TimeToLiveDescription { time_to_live_status, attribute_name, .. } = answer.time_to_live_description.unwrap();
    (time_to_live_status.unwrap(), attribute_name)
}

#[tokio::test(start_paused = true)]
async fn time_to_live_changes_once_an_hour() {
    let (_, client) = with(|table| table).await;
    let expires = Some("expires".to_owned());
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Disabled, None));
    assert_eq!(ttl(&client, "expires", false).await, Err(INVALID.to_owned()));
    assert_eq!(ttl(&client, "", true).await, Err(INVALID.to_owned()));
    ttl(&client, "expires", true).await.unwrap();
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Enabling, expires.clone()));
    pass(seconds(11)).await;
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Enabled, expires.clone()));
    for (name, enabled) in [("expires", true), ("ends", true), ("expires", false)] {
        assert_eq!(ttl(&client, name, enabled).await, Err(INVALID.to_owned()));
    }
    pass(seconds(3_600)).await;
    for (name, enabled) in [("expires", true), ("ends", true), ("ends", false)] {
        assert_eq!(ttl(&client, name, enabled).await, Err(INVALID.to_owned()));
    }
    ttl(&client, "expires", false).await.unwrap();
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Disabling, expires));
    pass(seconds(11)).await;
    assert_eq!(ttl_status(&client).await, (TimeToLiveStatus::Disabled, None));
    assert_eq!(ttl(&client, "ends", true).await, Err(INVALID.to_owned()));
    pass(seconds(3_600)).await;
    ttl(&client, "ends", true).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn time_to_live_is_of_an_active_table() {
    let (_, client) = plane();
    assert_eq!(ttl(&client, "expires", true).await, Err(NOT_FOUND.to_owned()));
    assert_eq!(code(client.describe_time_to_live().table_name("users").send().await), NOT_FOUND);
    create(&client).send().await.unwrap();
    assert_eq!(ttl(&client, "expires", true).await, Err(IN_USE.to_owned()));
    pass(seconds(11)).await;
    ttl(&client, "expires", true).await.unwrap();
}

// ---- Backups

async fn recovery(client: &Client, enabled: bool, days: Option<i32>) -> Result<(), String> {
    let specification = PointInTimeRecoverySpecification::builder().point_in_time_recovery_enabled(enabled);
    let specification = specification.set_recovery_period_in_days(days).build().unwrap();
    let request = client.update_continuous_backups().table_name("users");
    let answer = request.point_in_time_recovery_specification(specification).send().await;
    answer.map(drop).map_err(|error| error.code().unwrap().to_owned())
}

/// Whether there are backups, whether recovery is on, and for how many days.
async fn backups(client: &Client) -> (ContinuousBackupsStatus, PointInTimeRecoveryStatus, Option<i32>) {
    let answer = client.describe_continuous_backups().table_name("users").send().await.unwrap();
    let answer = answer.continuous_backups_description.unwrap();
    let recovery = answer.point_in_time_recovery_description.unwrap();
    let dates = recovery.earliest_restorable_date_time.is_some() && recovery.latest_restorable_date_time.is_some();
    let status = recovery.point_in_time_recovery_status.unwrap();
    assert_eq!(dates, status == PointInTimeRecoveryStatus::Enabled);
    (answer.continuous_backups_status, status, recovery.recovery_period_in_days)
}

#[tokio::test(start_paused = true)]
async fn backups_are_there_a_while_after_their_table() {
    let (plane, client) = plane();
    let _plane = plane.backups_unavailable_for(seconds(5));
    assert_eq!(recovery(&client, true, None).await, Err("TableNotFoundException".to_owned()));
    let answer = client.describe_continuous_backups().table_name("users").send().await;
    assert_eq!(code(answer), "TableNotFoundException");
    create(&client).send().await.unwrap();
    let off = PointInTimeRecoveryStatus::Disabled;
    for wait in [0, 11] {
        pass(seconds(wait)).await;
        assert_eq!(backups(&client).await, (ContinuousBackupsStatus::Disabled, off.clone(), None));
        let unavailable = "ContinuousBackupsUnavailableException";
        assert_eq!(recovery(&client, true, None).await, Err(unavailable.to_owned()));
    }
    pass(seconds(5)).await;
    assert_eq!(backups(&client).await, (ContinuousBackupsStatus::Enabled, off, None));
    recovery(&client, true, None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn recovery_reaches_back_up_to_35_days() {
    let (_, client) = with(|table| table).await;
    pass(seconds(10)).await;
    for days in [0, 36] {
        assert_eq!(recovery(&client, true, Some(days)).await, Err(INVALID.to_owned()));
    }
    let enabled = |days| (ContinuousBackupsStatus::Enabled, PointInTimeRecoveryStatus::Enabled, Some(days));
    recovery(&client, true, None).await.unwrap();
    assert_eq!(backups(&client).await, enabled(35));
    recovery(&client, true, Some(1)).await.unwrap();
    assert_eq!(backups(&client).await, enabled(1));
    recovery(&client, false, None).await.unwrap();
    assert_eq!(backups(&client).await.1, PointInTimeRecoveryStatus::Disabled);
}

// ---- Tags

async fn arn(client: &Client) -> String {
    describe(client).await.table_arn.unwrap()
}

/// The keys of all tags, and how many pages they came in.
async fn tags(client: &Client) -> (Vec<String>, usize) {
    let (arn, mut keys, mut pages, mut token) = (arn(client).await, Vec::new(), 0, None);
    loop {
        let page = client.list_tags_of_resource().resource_arn(&arn).set_next_token(token).send().await.unwrap();
        keys.extend(page.tags().iter().map(|tag| tag.key().to_owned()));
        pages += 1;
        token = page.next_token;
        if token.is_none() {
            return (keys, pages);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_has_fifty_tags_at_most_in_pages_of_ten() {
    let (_, client) = with(|table| (0..45).fold(table, |table, n| table.tags(tag(format!("tag{n:02}"))))).await;
    let arn = arn(&client).await;
    assert_eq!((tags(&client).await.0.len(), tags(&client).await.1), (45, 5));
    let add = |names: &[&str]| {
        let tags = names.iter().map(|name| tag(*name)).collect();
        client.tag_resource().resource_arn(&arn).set_tags(Some(tags)).send()
    };
    assert_eq!(code(add(&["a", "b", "c", "d", "e", "f"]).await), INVALID);
    assert_eq!(code(add(&[]).await), INVALID);
    add(&["a", "b", "c", "d", "tag00"]).await.unwrap();
    assert_eq!(tags(&client).await.0.len(), 49);
    assert_eq!(code(client.untag_resource().resource_arn(&arn).set_tag_keys(Some(vec![])).send().await), INVALID);
    client.untag_resource().resource_arn(&arn).tag_keys("a").tag_keys("unknown").send().await.unwrap();
    assert_eq!(tags(&client).await.0.len(), 48);
    assert_eq!(code(client.list_tags_of_resource().resource_arn("users").send().await), INVALID);
    let other = arn.replace("users", "others");
    assert_eq!(code(client.list_tags_of_resource().resource_arn(&other).send().await), NOT_FOUND);
    assert_eq!(code(client.tag_resource().resource_arn(other).tags(tag("a")).send().await), NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn tags_change_of_an_active_table_and_may_be_seen_late() {
    let (plane, client) = with(|table| table).await;
    let _plane = plane.tags_unseen_for(seconds(3));
    let arn = arn(&client).await;
    let add = || client.tag_resource().resource_arn(&arn).tags(tag("team")).send();
    add().await.unwrap();
    assert_eq!(tags(&client).await.0.len(), 0);
    pass(seconds(4)).await;
    assert_eq!(tags(&client).await.0, ["team"]);
    update(&client).deletion_protection_enabled(true).send().await.unwrap();
    assert_eq!(code(add().await), IN_USE);
    assert_eq!(code(client.untag_resource().resource_arn(&arn).tag_keys("team").send().await), IN_USE);
}

// ---- The account, faults, and what tests see

#[tokio::test(start_paused = true)]
async fn so_many_tables_change_at_once_at_most() {
    let (plane, client) = plane();
    let _plane = plane.at_most_at_once(2);
    let new = |name| create(&client).table_name(name).send();
    new("one").await.unwrap();
    new("two").await.unwrap();
    assert_eq!(code(new("three").await), LIMIT);
    pass(seconds(11)).await;
    new("three").await.unwrap();
    client.delete_table().table_name("one").send().await.unwrap();
    let protect = || client.update_table().table_name("two").deletion_protection_enabled(true).send();
    assert_eq!(code(protect().await), LIMIT);
    assert_eq!(code(client.delete_table().table_name("two").send().await), LIMIT);
    pass(seconds(11)).await;
    protect().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn refusals_come_as_they_were_scripted() {
    let (plane, client) = with(|table| table).await;
    plane.clear();
    let protect = || update(&client).deletion_protection_enabled(true).send();
    for (refusal, expected) in [
        (Refusal::Throttling, "ThrottlingException"),
        (Refusal::LimitExceeded, LIMIT),
        (Refusal::InternalServerError, "InternalServerError"),
    ] {
        plane.fail_next("UpdateTable", 3, refusal);
        assert_eq!(code(protect().await), expected);
        assert_eq!((plane.count("UpdateTable"), plane.pending()), (3, 0));
        assert_eq!(plane.status("users"), Some("ACTIVE"));
        plane.clear();
    }
    for (refusal, expected) in [
        (Refusal::ResourceInUse, IN_USE),
        (Refusal::ResourceNotFound, NOT_FOUND),
        (Refusal::AccessDenied, "AccessDeniedException"),
    ] {
        plane.fail_next("UpdateTable", 1, refusal);
        assert_eq!(code(protect().await), expected);
    }
    plane.fail_next("UpdateTable", 1, Refusal::Disconnect);
    protect().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_of_a_change_that_was_made() {
    for refusal in [Refusal::LostAnswer, Refusal::InternalServerErrorAfter] {
        let (plane, client) = plane();
        plane.fail_next("CreateTable", 1, refusal);
        // The SDK's second attempt finds the table of its first.
        assert_eq!(code(create(&client).send().await), IN_USE);
        assert_eq!(plane.count("CreateTable"), 2);
        assert_eq!(plane.status("users"), Some("CREATING"));
    }
}

#[tokio::test(start_paused = true)]
async fn tables_change_behind_the_client() {
    let (plane, client) = with(|table| table).await;
    let other = plane.request("UpdateTable", &json!({ "TableName": "users", "DeletionProtectionEnabled": true }));
    assert_eq!(other.unwrap()["TableDescription"]["TableStatus"], "UPDATING");
    assert_eq!(plane.request("DeleteTable", &json!({ "TableName": "users" })), Err(IN_USE.to_owned()));
    pass(seconds(11)).await;
    plane.busy_now("users", "UPDATING", seconds(5));
    assert_eq!(describe(&client).await.table_status(), Some(&TableStatus::Updating));
    pass(seconds(6)).await;
    assert_eq!(plane.status("users"), Some("ACTIVE"));
    assert!(plane.delete_table_now("users"));
    assert!(!plane.delete_table_now("users"));
    assert_eq!(code(client.describe_table().table_name("users").send().await), NOT_FOUND);
    assert_eq!(plane.count("UpdateTable"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_hook_runs_before_each_request() {
    let (plane, client) = with(|table| table).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (of_hook, seen_by_hook) = (plane.clone(), seen.clone());
    plane.on_call(move |operation, body| {
        seen_by_hook.lock().unwrap().push(format!("{operation} {}", body["TableName"]));
        match operation {
            "UpdateTable" => drop(of_hook.delete_table_now("users")),
            "ListTables" => return Some(Refusal::AccessDenied),
            _ => {}
        }
        None
    });
    describe(&client).await;
    assert_eq!(code(update(&client).deletion_protection_enabled(true).send().await), NOT_FOUND);
    assert_eq!(code(client.list_tables().send().await), "AccessDeniedException");
    assert_eq!(seen.lock().unwrap()[..2], [r#"DescribeTable "users""#, r#"UpdateTable "users""#]);
}

#[tokio::test(start_paused = true)]
async fn requests_are_recorded_with_their_time() {
    let (plane, client) = with(|table| table).await;
    describe(&client).await;
    let requests = plane.requests();
    assert_eq!(requests[0].operation, "CreateTable");
    assert_eq!(requests[0].body["KeySchema"][0]["AttributeName"], "id");
    assert!(requests[0].at < seconds(1) && requests[1].at >= seconds(11) && requests[1].at < seconds(12));
    assert_eq!(plane.bodies("DescribeTable"), [json!({ "TableName": "users" })]);
    plane.clear();
    assert!(plane.requests().is_empty());
}

#[derive(Debug, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
}

#[tokio::test(start_paused = true)]
async fn a_database_stands_on_it() {
    let (plane, client) = plane();
    let db = Database::new(client);
    Table::<User>::create().on(&db).await.unwrap();
    assert_eq!(plane.status("users"), Some("ACTIVE"));
    let table = Table::<User>::describe().on(&db).await.unwrap().unwrap();
    assert_eq!(table.raw.table_name(), Some("users"));
    Table::<User>::delete_table().on(&db).await.unwrap();
    assert_eq!(plane.status("users"), None);
}
