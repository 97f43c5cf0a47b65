//! Tables: create, describe, delete, list.

use std::time::Duration;

use aws_sdk_dynamodb::types::TableStatus;
use faraday::admin::TableDescription;
use faraday::schema::Billing;
use faraday::testing::{Canned, Fault, Faults};
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Item, Table, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database, own_database_over, with_table};
use futures_util::TryStreamExt;

#[derive(Debug, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Debug, Item)]
#[faraday(table = "readings")]
struct Reading {
    #[faraday(partition_key, rename = "sensor id")]
    sensor: Vec<u8>,
    #[faraday(sort_key)]
    at: u64,
}

/// Names, types and roles of the key attributes.
fn keys(table: &TableDescription) -> Vec<(&str, AttributeType, bool)> {
    table.keys.iter().map(|key| (key.name.as_str(), key.attribute_type, key.is_sort_key)).collect()
}

#[tokio::test]
async fn a_table_is_created_described_and_deleted() {
    let db = own_database();
    assert!(Table::<Reading>::describe().on(&db).await.unwrap().is_none());
    Table::<Reading>::create().on(&db).await.unwrap();
    let table = Table::<Reading>::describe().on(&db).await.unwrap().unwrap();
    assert_eq!(table.name, format!("{}readings", db.table_prefix()));
    assert_eq!(table.raw.table_name(), Some(table.name.as_str()));
    assert_eq!((table.status.clone(), table.billing), (TableStatus::Active, Billing::OnDemand));
    assert_eq!(keys(&table), [("sensor id", AttributeType::B, false), ("at", AttributeType::N, true)]);
    assert_eq!((table.throughput.is_none(), table.indexes.is_empty(), table.stream), (true, true, None));
    assert_eq!((table.ttl.attribute.as_deref(), table.deletion_protection), (None, false));
    assert!(table.created_at.is_some() && table.arn.is_some());
    Table::<Reading>::delete_table().on(&db).await.unwrap();
    assert!(Table::<Reading>::describe().on(&db).await.unwrap().is_none());
}

#[tokio::test]
async fn throughput_may_be_provisioned() {
    let db = own_database();
    Table::<User>::create().provisioned(3, 2).on(&db).await.unwrap();
    let table = Table::<User>::describe().on(&db).await.unwrap().unwrap();
    let throughput = table.throughput.as_ref().unwrap();
    assert_eq!((throughput.read_units, throughput.write_units), (3, 2));
    assert_eq!((table.billing, keys(&table)), (Billing::Provisioned(3, 2), vec![("id", AttributeType::S, false)]));
    Table::<User>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn creating_a_table_that_is_there_and_deleting_one_that_is_not_are_errors() {
    with_table::<User>(async |db| {
        let error = Table::<User>::create().await.unwrap_err();
        assert!(error.is_table_in_use(), "{error}");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::ResourceInUse, Some("CreateTable")));
        assert_eq!(error.table(), Some(format!("{}users", db.table_prefix()).as_str()));
        let error = Table::<Reading>::delete_table().await.unwrap_err();
        assert!(error.is_table_not_found(), "{error}");
        assert_eq!(error.operation(), Some("DeleteTable"));
        Table::<Reading>::delete_table().if_exists().await.unwrap();
        Table::<User>::delete_table().if_exists().await.unwrap();
        assert!(Table::<User>::describe().await.unwrap().is_none());
    })
    .await;
}

const CREATING: &str = r#"{"Table":{"TableName":"users","TableStatus":"CREATING"}}"#;

/// An answer to DescribeTable by which the table is not ready.
fn describing(status: &str, index: Option<&str>) -> Fault {
    let indexes = index.map_or(String::new(), |status| {
        format!(r#","GlobalSecondaryIndexes":[{{"IndexName":"by_name","IndexStatus":"{status}"}}]"#)
    });
    let body = format!(r#"{{"Table":{{"TableName":"users","TableStatus":"{status}"{indexes}}}}}"#);
    Fault::Answer { status: 200, body }
}

#[tokio::test]
async fn a_creation_waits_until_the_table_is_active() {
    let (client, faults) = Faults::new().over(&environment::client());
    let db = own_database_over(client, Codec::Wire);
    let creating = CREATING.replace("Table\":{", "TableDescription\":{");
    faults.fail_next("CreateTable", Fault::Answer { status: 200, body: creating });
    faults.fail_next("DescribeTable", describing("CREATING", None));
    faults.fail_next("DescribeTable", describing("ACTIVE", Some("CREATING")));
    faults.fail_next("DescribeTable", describing("ACTIVE", Some("ACTIVE")));
    let created = Table::<User>::create().on(&db).metered().await.unwrap();
    assert_eq!((faults.recorded().count("DescribeTable"), faults.pending()), (3, 0));
    // The polls are counted.
    assert_eq!((created.requests, created.capacity), (4, None));
    // What the faults answered is there only now.
    faults.reset();
    let created = Table::<User>::create().on(&db).metered().await.unwrap();
    assert_eq!(created.requests, 1 + faults.recorded().count("DescribeTable") as u64);
    let described = Table::<User>::describe().on(&db).metered().await.unwrap();
    // Another request tells the time to live.
    assert_eq!((described.requests, described.request_id.is_some()), (2, true));
    let gone = Table::<User>::delete_table().on(&db).metered().await.unwrap();
    assert_eq!((gone.requests >= 2, faults.recorded().count("DeleteTable")), (true, 1));
    let none = Table::<User>::delete_table().if_exists().on(&db).metered().await.unwrap();
    assert_eq!(none.requests, 1);
    let none = Table::<User>::describe().on(&db).metered().await.unwrap();
    assert_eq!((none.requests, none.value.is_none()), (1, true));
}

/// What is shown is what the first request is.
#[tokio::test]
async fn a_list_is_explained_by_its_first_request() {
    let canned = Canned::answering(r#"{"TableNames":["users"]}"#);
    let db = Database::new(canned.client());
    let explained = db.tables().explain();
    assert_eq!(db.tables().try_next().await.unwrap().as_deref(), Some("users"));
    let sent = canned.last();
    assert_eq!((explained.operation(), sent.operation.as_str()), ("ListTables", "ListTables"));
    assert_eq!(serde_json::from_str::<serde_json::Value>(explained.body().unwrap()).unwrap(), sent.json());
    assert_eq!((explained.cost().read_units, explained.cost().write_units), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_when_the_time_out_is_over() {
    let (client, faults) = Faults::new().over(&environment::client());
    let db = own_database_over(client, Codec::Wire);
    let created = CREATING.replace("Table\":{", "TableDescription\":{");
    faults.fail_next("CreateTable", Fault::Answer { status: 200, body: created });
    faults.fail_next_times("DescribeTable", 100, describing("CREATING", None));
    let error = Table::<User>::create().timeout(Duration::from_millis(100)).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("CreateTable")), "{error}");
    assert!(error.to_string().contains("ACTIVE"), "{error}");

    faults.reset();
    let deleting = CREATING.replace("Table\":{", "TableDescription\":{").replace("CREATING", "DELETING");
    faults.fail_next_times("DeleteTable", 2, Fault::Answer { status: 200, body: deleting });
    faults.fail_next_times("DescribeTable", 100, describing("DELETING", None));
    let error = Table::<User>::delete_table().timeout(Duration::from_millis(100)).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("DeleteTable")), "{error}");

    faults.reset();
    let deleting = CREATING.replace("Table\":{", "TableDescription\":{").replace("CREATING", "DELETING");
    faults.fail_next("DeleteTable", Fault::Answer { status: 200, body: deleting });
    faults.fail_next_times("DescribeTable", 2, describing("DELETING", None));
    Table::<User>::delete_table().on(&db).await.unwrap();
    assert_eq!((faults.recorded().count("DescribeTable"), faults.pending()), (3, 0));
}

#[tokio::test]
async fn all_tables_are_listed_over_several_pages() {
    let db = own_database();
    let numbered = |number: usize| {
        let prefix = format!("{}{number:03}-", db.table_prefix());
        Database::builder(db.client().clone()).table_prefix(prefix).build()
    };
    for number in 0..102 {
        Table::<User>::create().on(&numbered(number)).await.unwrap();
    }
    let mut names: Vec<String> = db.tables().try_collect().await.unwrap();
    names.retain(|name| name.starts_with(db.table_prefix()));
    let mut stream = db.tables();
    let mut count = 0;
    while let Some(name) = stream.try_next().await.unwrap() {
        count += usize::from(name.starts_with(db.table_prefix()));
    }
    for number in 0..102 {
        Table::<User>::delete_table().on(&numbered(number)).await.unwrap();
    }
    names.sort();
    let expected: Vec<String> = (0..102).map(|number| format!("{}{number:03}-users", db.table_prefix())).collect();
    assert_eq!((names, count), (expected, 102));
}

#[tokio::test]
async fn a_list_that_fails_ends_after_the_error() {
    let (client, faults) = Faults::new().over(&environment::client());
    let db = own_database_over(client, Codec::Wire);
    faults.fail_next_times("ListTables", 3, Fault::Throttling);
    let mut tables = db.tables();
    let error = tables.try_next().await.unwrap_err();
    assert!(error.is_throttled(), "{error}");
    assert_eq!((error.operation(), error.table()), (Some("ListTables"), None));
    assert_eq!(tables.try_next().await.unwrap(), None);
}
