//! `explain` shows what an operation would send, without sending it.

use faraday::{Table, execute::Explain, operation::TableQuery, transaction, transaction_get};
use serde_json::Value;

use crate::paging::fixture::{Task, task};

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

fn body(explain: &Explain) -> Value {
    serde_json::from_str(explain.body().unwrap()).unwrap()
}

#[test]
fn every_operation_is_explained() {
    let get = || Table::<Task>::get(("faraday", 1));
    let explained = [
        ("GetItem", get().explain()),
        ("GetItem", get().select(Task::NAME).explain()),
        ("PutItem", Table::<Task>::put(&task("faraday", 1)).explain()),
        ("UpdateItem", Table::<Task>::update(("faraday", 1)).add(Task::SIZE, 1).explain()),
        ("DeleteItem", Table::<Task>::delete(("faraday", 1)).explain()),
        ("Query", query().explain()),
        ("Query", query().count().explain()),
        ("Query", query().first().explain()),
        ("Query", query().one().explain()),
        ("Query", query().page().explain()),
        ("Query", Table::<Task>::index(Task::BY_OWNER).query("ann").explain()),
        ("Scan", Table::<Task>::scan().explain()),
        ("Scan", Table::<Task>::scan().parallel(4).explain()),
        ("Scan", Table::<Task>::index(Task::BY_OWNER).scan().explain()),
    ];
    for (operation, explain) in explained {
        assert_eq!(explain.operation(), operation);
        assert_eq!(body(&explain)["TableName"], "reads_tasks");
        let cost = explain.cost();
        assert!(cost.read_units.or(cost.write_units).unwrap() > 0.0 && !cost.reason.is_empty());
        let text = explain.to_string();
        assert!(text.contains(operation) && text.contains("reads_tasks") && text.contains(&cost.reason), "{text}");
    }
}

#[test]
fn operations_on_tables_are_explained() {
    let explained = [
        ("CreateTable", Table::<Task>::create().explain()),
        ("DescribeTable", Table::<Task>::describe().explain()),
        // Of several requests, the first.
        ("DescribeTable", Table::<Task>::ensure().explain()),
        ("DescribeTable", Table::<Task>::verify().explain()),
        ("DescribeTable", Table::<Task>::plan().explain()),
        ("DescribeTable", Table::<Task>::update_table().deletion_protection(true).explain()),
        ("DeleteTable", Table::<Task>::delete_table().explain()),
    ];
    for (operation, explain) in explained {
        assert_eq!(explain.operation(), operation);
        assert_eq!(body(&explain)["TableName"], "reads_tasks");
        assert_eq!((explain.cost().read_units, explain.cost().write_units), (None, None));
    }
}

#[test]
fn operations_on_many_items_are_explained() {
    let tasks = [task("faraday", 1), task("faraday", 2)];
    let keys = [("faraday", 1), ("faraday", 2)];
    let explained = [
        ("BatchGetItem", Table::<Task>::get_many(keys).explain()),
        ("BatchGetItem", Table::<Task>::get_many(keys).select(Task::NAME).explain()),
        ("BatchWriteItem", Table::<Task>::put_many(&tasks).explain()),
        ("BatchWriteItem", Table::<Task>::delete_many(keys).explain()),
        ("TransactWriteItems", transaction((Table::<Task>::put(&tasks[0]),)).explain()),
        ("TransactGetItems", transaction_get((Table::<Task>::get(keys[0]), Table::<Task>::get(keys[1]))).explain()),
    ];
    for (operation, explain) in explained {
        assert_eq!(explain.operation(), operation);
        assert!(body(&explain).to_string().contains("reads_tasks"));
        let cost = explain.cost();
        assert!(cost.read_units.or(cost.write_units).unwrap() > 0.0 && explain.to_string().contains(&cost.reason));
    }
}

#[test]
fn an_explanation_is_what_would_be_sent() {
    let explain = query().sort_key_range(1..).filter(Task::STATUS.eq("open")).descending().consistent().explain();
    let sent = body(&explain);
    assert_eq!((&sent["ScanIndexForward"], &sent["ConsistentRead"]), (&Value::from(false), &Value::from(true)));
    assert!(sent["KeyConditionExpression"].is_string() && sent["FilterExpression"].is_string());
    assert_eq!(body(&query().count().explain())["Select"], "COUNT");
    assert!(body(&query().select(Task::NAME).count().explain()).get("ProjectionExpression").is_none());
    assert_eq!(body(&query().first().explain())["Limit"], 1);
    assert_eq!(body(&query().one().explain())["Limit"], 2);
    assert_eq!(body(&query().limit(7).explain())["Limit"], 7);
    assert!(body(&query().limit(7).filter(Task::SIZE.gt(1)).explain()).get("Limit").is_none());
    assert!(body(&query().limit(7).filter(Task::SIZE.gt(1)).page().explain()).get("Limit").is_none());
    let paged = query().limit(7).page_size(20).filter(Task::SIZE.gt(1)).select(Task::NAME).page().explain();
    assert_eq!(body(&paged)["Limit"], 20);
    assert_eq!(body(&paged)["ProjectionExpression"], "#n2, #n0, #n3");
    let cursor = query().cursor(&task("faraday", 3)).unwrap();
    let sent = body(&query().after(cursor).page_size(5).explain());
    assert_eq!(sent["ExclusiveStartKey"]["number"]["N"], "3");
    assert_eq!(sent["Limit"], 5);
    let sent = body(&Table::<Task>::scan().parallel(4).explain());
    assert_eq!((&sent["Segment"], &sent["TotalSegments"]), (&Value::from(0), &Value::from(4)));
    assert_eq!(body(&Table::<Task>::index(Task::BY_DUE).query("a").explain())["IndexName"], "by_due");
}

#[test]
fn an_explanation_is_for_the_database_that_it_was_told() {
    let client = faraday_tests::environment::client();
    let db = faraday::Database::builder(client).table_prefix("mine-").build();
    assert_eq!(body(&query().on(&db).explain())["TableName"], "mine-reads_tasks");
    assert_eq!(body(&query().count().on(&db).explain())["TableName"], "mine-reads_tasks");
    assert_eq!(body(&Table::<Task>::scan().on(&db).parallel(2).explain())["TableName"], "mine-reads_tasks");
}

#[test]
fn an_explanation_tells_what_it_would_cost() {
    let read = |explain: Explain| explain.cost().read_units.unwrap();
    // A consistent read costs twice one that is not.
    assert!((read(query().consistent().explain()) / read(query().explain()) - 2.0).abs() < 1e-9);
    let scan = Table::<Task>::scan();
    assert!((read(scan.consistent().count().explain()) - 1.0).abs() < 1e-9);
    assert!(Table::<Task>::scan().explain().cost().reason.contains("a scan reads all of it"));
    let written = |bytes: usize| {
        let long = labelled_by(bytes);
        Table::<Task>::put(&long).explain().cost().write_units.unwrap()
    };
    assert!((written(0) - 1.0).abs() < 1e-9);
    let cost = query().explain().cost().clone();
    assert!(cost.reason.starts_with("at least 0.5 read units for each 4 KB"), "{}", cost.reason);
    assert!(Table::<Task>::put(&task("faraday", 1)).explain().cost().reason.contains("index"));
    // Of what has no form nothing is claimed.
    let cost = Table::<Task>::put(&task("", 1)).explain().cost().clone();
    assert_eq!((cost.write_units, cost.reason.contains("0 bytes")), (None, false), "{}", cost.reason);
    // By size in whole kilobytes.
    assert!((written(10_240) - 11.0).abs() < 1e-9);
    assert!((written(300_000) - 294.0).abs() < 1.5);
    // Of an update as much as is known: what is removed, or compared, is not in the item afterwards.
    let update = || Table::<Task>::update(("faraday", 1));
    let updated = |update: faraday::operation::Update<Task>| update.explain().cost().write_units.unwrap();
    assert!((updated(update().add(Task::SIZE, 1)) - 1.0).abs() < 1e-9);
    let long = update().set(Task::NAME, "x".repeat(10_240)).add(Task::SIZE, 1);
    assert!((updated(long) - 11.0).abs() < 1e-9);
    assert!((updated(update().remove(Task::OWNER).condition(Task::NAME.ne("x".repeat(10_240)))) - 1.0).abs() < 1e-9);
}

fn labelled_by(bytes: usize) -> Task {
    let mut long = task("faraday", 1);
    long.details.labels = vec!["x".repeat(bytes)];
    long
}

#[test]
fn an_explanation_of_what_cannot_be_sent_says_why() {
    let scan = Table::<Task>::scan;
    let cursor = query().cursor(&task("faraday", 3)).unwrap();
    let explained = [
        query().page_size(0).explain(),
        query().page_size(0).count().explain(),
        Table::<Task>::query("").explain(),
        Table::<Task>::get(("", 1)).explain(),
        Table::<Task>::put(&task("", 1)).explain(),
        scan().after(cursor).first().explain(),
        scan().segment(3, 2).explain(),
        scan().parallel(0).explain(),
        query().filter(Task::SIZE.is_in([0; 0])).explain(),
    ];
    for (position, explain) in explained.into_iter().enumerate() {
        let Err(why) = explain.body() else { continue };
        assert!(!why.is_empty(), "{position}");
        assert!(explain.to_string().contains(why), "{position}");
    }
    assert!(query().page_size(0).explain().body().is_err());
    assert!(Table::<Task>::query("").explain().body().is_err());
    assert!(scan().parallel(0).explain().body().is_err());
    assert!(scan().segment(3, 2).count().explain().body().is_err());
}
