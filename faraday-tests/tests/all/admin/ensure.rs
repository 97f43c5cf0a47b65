//! `ensure` and `verify`: the live table matches the declared one.

use std::time::Duration;

use faraday::admin::{Ensured, IndexProjection};
use faraday::schema::{
    Billing, IndexSchema, KeyElement, PointInTimeRecovery, Projected, ServerSideEncryption, StreamView, TableClass,
    TableSchema, TableSettings,
};
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Table};
use faraday_tests::control_plane::{ControlPlane, Refusal};

use super::any_table::{Any, database_on, declare, leak, slow};

const SETTINGS: TableSettings = TableSettings::new()
    .with_billing(Billing::Provisioned(5, 4))
    .with_stream(StreamView::NewImage)
    .with_ttl("expires")
    .with_table_class(TableClass::StandardInfrequentAccess)
    .with_deletion_protection(true)
    .with_encryption(ServerSideEncryption::CustomerManaged("arn:aws:kms:eu-west-1:1:key/abc"))
    .with_point_in_time_recovery(PointInTimeRecovery::Days(7))
    .with_tags(&[("team", "shop")]);

const fn key(name: &'static str, kind: AttributeType) -> KeyElement {
    KeyElement::of(name, kind)
}

const STATE: &[KeyElement] = &[key("state", AttributeType::S)];
const TOTAL: &[KeyElement] = &[key("total", AttributeType::N)];
const PK: &[KeyElement] = &[key("pk", AttributeType::S)];

fn plain() -> TableSchema {
    TableSchema::new("any-table", PK[0]).with_sort_key(key("sk", AttributeType::S))
}

fn whole() -> TableSchema {
    let indexes = leak([
        IndexSchema::global("by_state", STATE, TOTAL).with_throughput(2, 1),
        IndexSchema::global("by_total", TOTAL, &[]).with_projection(Projected::Include(&["note"])),
        IndexSchema::local("by_date", PK, leak([key("date", AttributeType::S)])),
    ]);
    plain().with_indexes(indexes).with_settings(&SETTINGS)
}

async fn ensured_on(db: &Database) {
    declare(whole());
    assert_eq!(Table::<Any>::ensure().on(db).await.unwrap(), Ensured::Created);
    assert_eq!(Table::<Any>::ensure().on(db).await.unwrap(), Ensured::Found);
    Table::<Any>::verify().on(db).await.unwrap();
    let table = Table::<Any>::describe().on(db).await.unwrap().unwrap();
    assert_eq!((table.billing, table.stream), (Billing::Provisioned(5, 4), Some(StreamView::NewImage)));
    assert_eq!(
        (table.ttl.attribute.as_deref(), table.table_class),
        (Some("expires"), TableClass::StandardInfrequentAccess)
    );
    assert!(table.deletion_protection && table.stream_arn.is_some() && table.stream_label.is_some());
    assert_eq!(table.keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(), ["pk", "sk"]);
    let units =
        |name| table.index(name).unwrap().throughput.as_ref().map(|units| (units.read_units, units.write_units));
    assert_eq!(table.index("by_total").unwrap().projection, IndexProjection::Include(vec!["note".into()]));
    assert_eq!((units("by_state"), units("by_total"), units("by_date")), (Some((2, 1)), Some((5, 4)), None));
}

#[tokio::test]
async fn everything_that_is_declared_is_created_on_the_embedded_engine() {
    ensured_on(&Database::embedded().unwrap()).await;
}

#[tokio::test(start_paused = true)]
async fn everything_that_is_declared_is_created_on_a_slow_service() {
    let (db, plane) = slow();
    ensured_on(&db).await;
    // The backups of a new table are not ready at once, and the time to live comes last.
    let order: Vec<_> = plane.requests().into_iter().map(|request| request.operation).collect();
    let last = |operation: &str| order.iter().rposition(|other| other == operation).unwrap();
    assert!(plane.count("UpdateContinuousBackups") > 1);
    assert!(last("CreateTable") < last("UpdateContinuousBackups"));
    assert!(last("UpdateContinuousBackups") < last("UpdateTimeToLive"));
}

#[tokio::test]
async fn a_difference_is_shown_as_a_diff() {
    let db = Database::embedded().unwrap();
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    declare(whole());
    let error = Table::<Any>::verify().on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TableMismatch);
    assert_eq!(
        error.to_string(),
        "DescribeTable any-table: the live table (-) is not the declared one (+):\n\
         the local index `by_date`\n  + partition key pk (S), sort key date (S), all attributes\n\
         the global index `by_state`\n  + partition key state (S), sort key total (N), all attributes\n\
         the global index `by_total`\n  + partition key total (N), the keys and note\n\
         the billing\n  - on demand\n  + provisioned, 5 read and 4 write units a second\n\
         the stream\n  + NEW_IMAGE\n\
         the time to live\n  + expires\n\
         the table class\n  - STANDARD\n  + STANDARD_INFREQUENT_ACCESS\n\
         the deletion protection\n  - off\n  + on\n\
         the encryption\n  - a key of DynamoDB's own\n  + the key arn:aws:kms:eu-west-1:1:key/abc\n\
         the point-in-time recovery\n  - off\n  + on, for 7 days\n\
         the tag `team`\n  + shop"
    );
    assert_eq!(Table::<Any>::ensure().on(&db).await.unwrap_err().kind(), ErrorKind::TableMismatch);
    // Nothing was changed.
    declare(plain());
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test]
async fn another_key_or_projection_or_type_is_a_difference() {
    let db = Database::embedded().unwrap();
    declare(whole());
    Table::<Any>::create().on(&db).await.unwrap();
    let subjects = async |schema: TableSchema| {
        declare(schema.with_settings(&SETTINGS));
        let error = Table::<Any>::verify().on(&db).await.unwrap_err();
        error.table_differences().iter().map(|difference| difference.subject().to_owned()).collect::<Vec<_>>()
    };
    let whole = whole();
    let number = TableSchema::new("any-table", PK[0]).with_sort_key(key("sk", AttributeType::N));
    assert_eq!(subjects(number.with_indexes(whole.indexes())).await, ["the primary key"]);
    let [by_state, by_total, by_date] = whole.indexes() else { panic!("three indexes") };
    let by_text = IndexSchema::global("by_total", leak([key("total", AttributeType::S)]), &[]);
    let changed = leak([by_text.with_projection(by_total.projection()), *by_date]);
    assert_eq!(
        subjects(whole.with_indexes(changed)).await,
        ["the key of the global index `by_total`", "the global index `by_state`"]
    );
    let changed =
        leak([by_state.with_projection(Projected::KeysOnly), *by_total, by_date.with_projection(Projected::KeysOnly)]);
    assert_eq!(
        subjects(whole.with_indexes(changed)).await,
        ["the projection of the local index `by_date`", "the projection of the global index `by_state`"]
    );
    let changed = leak([by_state.with_throughput(9, 9), *by_total, *by_date]);
    assert_eq!(subjects(whole.with_indexes(changed)).await, ["the throughput of the global index `by_state`"]);
    declare(whole.with_indexes(changed).with_settings(&SETTINGS));
    Table::<Any>::verify().units_change_elsewhere().on(&db).await.unwrap();
    Table::<Any>::ensure().units_change_elsewhere().on(&db).await.unwrap();
}

#[tokio::test]
async fn a_table_that_is_not_there_is_not_verified() {
    declare(plain());
    let error = Table::<Any>::verify().on(&Database::embedded().unwrap()).await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
    assert_eq!((error.operation(), error.table()), (Some("DescribeTable"), Some("any-table")));
}

/// Many programs start at once: one creates the table, the others wait for it, also for what its creator sets last.
#[tokio::test(start_paused = true)]
async fn one_of_many_creates_the_table() {
    let (db, _) = slow();
    declare(whole());
    let all =
        futures_util::future::join_all((0..5).map(|_| async { Table::<Any>::ensure().on(&db).await.unwrap() })).await;
    assert_eq!(all.iter().filter(|ensured| **ensured == Ensured::Created).count(), 1);
}

/// A creator that stopped before it had set the time to live.
#[tokio::test(start_paused = true)]
async fn what_a_creator_left_out_is_a_difference_after_some_seconds() {
    let (db, _) = slow();
    declare(whole());
    Table::<Any>::create().without_waiting().on(&db).await.unwrap();
    let error = Table::<Any>::ensure().on(&db).await.unwrap_err();
    let subjects: Vec<_> = error.table_differences().iter().map(|difference| difference.subject()).collect();
    assert_eq!(subjects, ["the time to live", "the point-in-time recovery"]);
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(plan.apply().await.unwrap().len(), 2);
    assert_eq!(Table::<Any>::ensure().on(&db).await.unwrap(), Ensured::Found);
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_when_the_table_is_deleted_or_takes_too_long() {
    let plane = ControlPlane::new().creating_for(Duration::from_secs(40));
    let db = database_on(&plane);
    declare(plain());
    let watched = plane.clone();
    plane.on_call(move |operation, _| {
        if operation == "DescribeTable" && watched.count("DescribeTable") > 5 {
            watched.delete_table_now("any-table");
        }
        None
    });
    let error = Table::<Any>::create().on(&db).await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
    plane.clear();
    let error = Table::<Any>::create().timeout(Duration::from_secs(10)).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("CREATING"), "{error}");
    let error = Table::<Any>::ensure().timeout(Duration::from_secs(3)).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_eq!(Table::<Any>::ensure().on(&db).await.unwrap(), Ensured::Found);
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_being_deleted_is_created_anew() {
    let (db, plane) = slow();
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    db.client().delete_table().table_name("any-table").send().await.unwrap();
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(plan.steps()[0].operation(), "CreateTable");
    plan.apply().await.unwrap();
    db.client().delete_table().table_name("any-table").send().await.unwrap();
    assert_eq!(plane.status("any-table"), Some("DELETING"));
    assert_eq!(Table::<Any>::ensure().on(&db).await.unwrap(), Ensured::Created);
    Table::<Any>::verify().on(&db).await.unwrap();
}

/// `DescribeTable` may not see a table for some seconds after it was created.
#[tokio::test(start_paused = true)]
async fn a_new_table_that_is_not_seen_yet_is_waited_for() {
    let plane = ControlPlane::new().unseen_for(Duration::from_secs(3));
    let db = database_on(&plane);
    declare(whole());
    Table::<Any>::create().on(&db).await.unwrap();
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn faults_of_the_service_are_no_faults_of_the_table() {
    for refusal in [Refusal::InternalServerErrorAfter, Refusal::LostAnswer, Refusal::Throttling] {
        let (db, plane) = slow();
        declare(whole());
        plane.fail_next("CreateTable", 1, refusal).fail_next("DescribeTable", 2, Refusal::Disconnect);
        Table::<Any>::ensure().on(&db).await.unwrap();
        Table::<Any>::verify().on(&db).await.unwrap();
        assert_eq!(plane.pending(), 0);
    }
    let (db, plane) = slow();
    plane.fail_next("DescribeTable", 1, Refusal::AccessDenied);
    assert_eq!(Table::<Any>::ensure().on(&db).await.unwrap_err().kind(), ErrorKind::AccessDenied);
}
