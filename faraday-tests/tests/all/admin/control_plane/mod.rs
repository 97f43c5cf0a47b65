//! The control plane of the tests: each of its rules, through the SDK.

mod account_and_faults;
mod backups;
mod create;
mod delete_and_list;
mod indexes;
mod tags;
mod time_to_live;
mod update;

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
