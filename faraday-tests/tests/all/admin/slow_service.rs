//! The service is slower and stricter than the engines: what a user sees then.

use std::time::Duration;

use faraday::schema::{Billing, IndexSchema, KeyElement, PointInTimeRecovery, TableSchema, TableSettings};
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Table};
use faraday_tests::control_plane::{ControlPlane, Refusal};
use serde_json::json;

use super::any_table::{Any, database_on, declare, leak, slow};

const PK: &[KeyElement] = &[KeyElement::of("pk", AttributeType::S)];
const STATE: &[KeyElement] = &[KeyElement::of("state", AttributeType::S)];
const TOTAL: &[KeyElement] = &[KeyElement::of("total", AttributeType::N)];
const INDEXES: &[IndexSchema] =
    &[IndexSchema::global("by_state", STATE, TOTAL), IndexSchema::global("by_total", TOTAL, &[])];

fn plain() -> TableSchema {
    TableSchema::new("any-table", PK[0])
}

async fn created(schema: TableSchema) -> (Database, ControlPlane) {
    let (db, plane) = slow();
    declare(schema);
    Table::<Any>::create().on(&db).await.unwrap();
    plane.clear();
    (db, plane)
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

#[tokio::test(start_paused = true)]
async fn one_index_is_created_at_a_time() {
    let (db, plane) = created(plain()).await;
    declare(plain().with_indexes(INDEXES));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    plan.apply().await.unwrap();
    let updates = plane.bodies("UpdateTable");
    let names: Vec<_> =
        updates.iter().map(|body| &body["GlobalSecondaryIndexUpdates"][0]["Create"]["IndexName"]).collect();
    assert_eq!(names, ["by_state", "by_total"]);
    assert!(updates.iter().all(|body| body["GlobalSecondaryIndexUpdates"].as_array().unwrap().len() == 1));
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    assert!(
        table.indexes.iter().all(|index| !index.is_backfilling && index.status.as_ref().unwrap().as_str() == "ACTIVE")
    );
}

#[tokio::test(start_paused = true)]
async fn an_index_that_is_filled_is_seen_in_the_description() {
    let (db, plane) = created(plain()).await;
    let create = json!({ "IndexName": "by_total", "KeySchema": [{ "AttributeName": "total", "KeyType": "HASH" }],
        "Projection": { "ProjectionType": "ALL" } });
    let body = json!({ "TableName": "any-table", "AttributeDefinitions": [{ "AttributeName": "total", "AttributeType": "N" }],
        "GlobalSecondaryIndexUpdates": [{ "Create": create }] });
    plane.request("UpdateTable", &body).unwrap();
    tokio::time::sleep(Duration::from_secs(20)).await;
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    let index = table.index("by_total").unwrap();
    assert_eq!((index.status.as_ref().unwrap().as_str(), index.is_backfilling), ("CREATING", true));
    // A plan waits for what somebody else has begun.
    declare(plain().with_indexes(&INDEXES[1..]));
    assert!(Table::<Any>::plan().on(&db).await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn too_much_at_once_is_waited_out() {
    let plane = ControlPlane::new().at_most_at_once(1);
    let db = database_on(&plane);
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    let other = json!({ "TableName": "other", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }] });
    plane.request("CreateTable", &other).unwrap();
    declare(plain().with_indexes(INDEXES));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(plan.apply().await.unwrap().len(), 2);
    // It may also be refused for longer than the SDK waits.
    declare(plain().with_indexes(&INDEXES[..1]));
    plane.fail_next("UpdateTable", 12, Refusal::LimitExceeded).fail_next("DescribeTimeToLive", 1, Refusal::Throttling);
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(plan.apply().allow_destructive().await.unwrap().len(), 1);
    assert_eq!(plane.pending(), 0);
    plane.fail_next("UpdateTable", 1000, Refusal::LimitExceeded);
    declare(plain());
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let error = plan.apply().allow_destructive().timeout(minutes(5)).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::LimitExceeded, Some("UpdateTable")));
    assert!(error.to_string().contains("step 1 of 1, drop the index `by_state`"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_a_step_that_is_done() {
    for refusal in [Refusal::LostAnswer, Refusal::InternalServerErrorAfter] {
        let (db, plane) = created(plain()).await;
        declare(plain().with_indexes(INDEXES));
        plane.fail_next("UpdateTable", 1, refusal);
        let plan = Table::<Any>::plan().on(&db).await.unwrap();
        plan.apply().await.unwrap();
        assert!(Table::<Any>::plan().on(&db).await.unwrap().is_empty());
        let created = |name: &str| {
            let updates = plane.bodies("UpdateTable").into_iter();
            updates.filter(|body| body["GlobalSecondaryIndexUpdates"][0]["Create"]["IndexName"] == name).count()
        };
        // The SDK sends the first again, which finds the table busy.
        assert_eq!((created("by_state") >= 2, created("by_total")), (true, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn units_are_decreased_four_times_a_day() {
    let (db, plane) =
        created(plain().with_settings(leak(TableSettings::new().with_billing(Billing::Provisioned(9, 9))))).await;
    for units in [8, 7, 6, 5] {
        let done = Table::<Any>::update_table().provisioned(units, 9).on(&db).await.unwrap();
        assert_eq!(done.len(), 1);
    }
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    let throughput = table.throughput.unwrap();
    assert_eq!((throughput.decreases_today, throughput.read_units), (4, 5));
    assert!(throughput.last_decrease.is_some() && throughput.last_increase.is_none());
    let error = Table::<Any>::update_table().provisioned(4, 9).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{error}");
    assert!(error.service_message().is_some() && error.to_string().contains("4 read and 9 write"), "{error}");
    // More is no decrease.
    assert_eq!(Table::<Any>::update_table().provisioned(10, 9).on(&db).await.unwrap().len(), 1);
    assert!(plane.count("UpdateTable") > 5);
}

#[tokio::test(start_paused = true)]
async fn the_time_to_live_is_changed_once_an_hour() {
    let expires = leak(TableSettings::new().with_ttl("expires"));
    let (db, _) = created(plain().with_settings(expires)).await;
    declare(plain().with_settings(leak(TableSettings::new().with_ttl("until"))));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    // With little patience it is refused; what was done before stays done.
    let error = plan.apply().timeout(minutes(2)).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Validation, Some("UpdateTimeToLive")), "{error}");
    assert!(error.to_string().contains("step 1 of 2, switch off the time to live in `expires`"), "{error}");
    let begin = tokio::time::Instant::now();
    assert_eq!(plan.apply().await.unwrap().len(), 2);
    assert!(begin.elapsed() > minutes(100) && begin.elapsed() < minutes(130), "{:?}", begin.elapsed());
    // A change to what it is already does nothing, and waits for nothing.
    let begin = tokio::time::Instant::now();
    assert!(Table::<Any>::update_table().ttl("until").on(&db).await.unwrap().is_empty());
    assert!(begin.elapsed() < minutes(1));
    let ttl = Table::<Any>::describe().on(&db).await.unwrap().unwrap().ttl;
    assert_eq!(ttl.attribute.as_deref(), Some("until"));
}

/// By default a single change waits for it too, so that the time to live is not left switched off.
#[tokio::test(start_paused = true)]
async fn a_time_to_live_moves_to_another_attribute_by_one_update() {
    let (db, _) = created(plain().with_settings(leak(TableSettings::new().with_ttl("expires")))).await;
    assert_eq!(Table::<Any>::update_table().ttl("until").on(&db).await.unwrap().len(), 2);
    let ttl = Table::<Any>::describe().on(&db).await.unwrap().unwrap().ttl;
    assert_eq!(ttl.attribute.as_deref(), Some("until"));
}

#[tokio::test(start_paused = true)]
async fn a_plan_may_be_stopped_and_run_again() {
    let settings = leak(TableSettings::new().with_point_in_time_recovery(PointInTimeRecovery::On).with_ttl("expires"));
    let target = plain().with_indexes(INDEXES).with_settings(settings);
    // Stopped after ever more time, in the middle of every step.
    for seconds in (1..200).step_by(9) {
        let (db, plane) = created(plain()).await;
        declare(target);
        let plan = Table::<Any>::plan().on(&db).await.unwrap();
        let _stopped = tokio::time::timeout(Duration::from_secs(seconds), plan.apply()).await;
        // The same plan, or a new one.
        if seconds % 2 == 0 {
            plan.apply().await.unwrap();
        } else {
            Table::<Any>::plan().on(&db).await.unwrap().apply().await.unwrap();
        }
        assert!(Table::<Any>::plan().on(&db).await.unwrap().is_empty());
        let creations = plane.bodies("UpdateTable").len();
        assert_eq!(creations, 2, "no index is created twice");
    }
}

/// Two programs apply the same plan at the same time.
#[tokio::test(start_paused = true)]
async fn two_may_apply_one_plan() {
    let (db, _) = created(plain()).await;
    declare(
        plain()
            .with_indexes(INDEXES)
            .with_settings(leak(TableSettings::new().with_ttl("expires").with_deletion_protection(true))),
    );
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let (one, other) = tokio::join!(plan.apply().into_future(), plan.apply().into_future());
    one.unwrap();
    other.unwrap();
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_deleted_meanwhile_is_an_error() {
    let (db, plane) = created(plain()).await;
    declare(plain().with_indexes(INDEXES));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let watched = plane.clone();
    plane.on_call(move |operation, _| {
        if operation == "DescribeTable" && watched.count("UpdateTable") == 1 && watched.count("DescribeTable") > 8 {
            watched.delete_table_now("any-table");
        }
        None
    });
    let error = plan.apply().await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
    let error = Table::<Any>::update_table().deletion_protection(true).on(&db).await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
    // Or before the plan is applied.
    let error = plan.apply().await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
}

/// Reads fail as requests do, for longer than the SDK waits.
#[tokio::test(start_paused = true)]
async fn reads_that_fail_meanwhile_are_repeated() {
    let (db, plane) = created(plain()).await;
    declare(plain().with_indexes(INDEXES));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    plane.fail_next("DescribeTable", 7, Refusal::Throttling).fail_next("DescribeTimeToLive", 4, Refusal::Disconnect);
    plan.apply().await.unwrap();
    assert_eq!(plane.pending(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_table_in_a_state_that_does_not_pass_is_an_error_at_once() {
    let (db, plane) = created(plain()).await;
    plane.busy_now("any-table", "ARCHIVED", minutes(1000));
    let begin = tokio::time::Instant::now();
    for error in [
        Table::<Any>::ensure().on(&db).await.unwrap_err(),
        Table::<Any>::verify().on(&db).await.unwrap_err(),
        Table::<Any>::plan().on(&db).await.unwrap_err(),
    ] {
        assert!(error.to_string().contains("ARCHIVED"), "{error}");
    }
    assert!(begin.elapsed() < minutes(1));
}

#[tokio::test(start_paused = true)]
async fn tags_and_descriptions_may_follow_with_a_delay() {
    let plane = ControlPlane::new().tags_unseen_for(Duration::from_secs(20));
    let db = database_on(&plane);
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    let done = Table::<Any>::update_table().tag("team", "shop").tag("tier", "1").on(&db).await.unwrap();
    assert_eq!((done.len(), plane.count("TagResource")), (1, 1));
    assert!(Table::<Any>::update_table().tag("team", "shop").on(&db).await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_done_is_refused_at_once() {
    let (db, plane) = created(plain()).await;
    plane.fail_next("UpdateTable", 1, Refusal::AccessDenied);
    let begin = tokio::time::Instant::now();
    let error = Table::<Any>::update_table().deletion_protection(true).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::AccessDenied, Some("UpdateTable")), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(2));
}
