//! Plans: what they show and refuse, and how they are applied.

use std::sync::{Arc, Mutex};

use faraday::admin::{Plan, StepState};
use faraday::schema::{IndexSchema, KeyElement, StreamView, TableSchema, TableSettings};
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Table};

use super::any_table::{Any, declare, leak, slow};

const PK: &[KeyElement] = &[KeyElement::of("pk", AttributeType::S)];
const STATE: &[KeyElement] = &[KeyElement::of("state", AttributeType::S)];
const TOTAL: &[KeyElement] = &[KeyElement::of("total", AttributeType::N)];
const INDEXES: &[IndexSchema] =
    &[IndexSchema::global("by_state", STATE, TOTAL), IndexSchema::global("by_total", TOTAL, &[])];
const STREAM: TableSettings = TableSettings::new().with_stream(StreamView::NewImage).with_ttl("expires");
const OTHER_STREAM: TableSettings = TableSettings::new().with_stream(StreamView::KeysOnly).with_ttl("until");

fn plain() -> TableSchema {
    TableSchema::new("any-table", PK[0])
}

#[tokio::test]
async fn a_plan_prints_like_a_diff() {
    let db = Database::embedded().unwrap();
    declare(plain().with_indexes(INDEXES).with_settings(&STREAM));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "any-table: 2 steps\n\
         + create the table (partition key pk (S) | on demand \
         | index `by_state` by partition key state (S), sort key total (N), all attributes \
         | index `by_total` by partition key total (N), all attributes | stream of NEW_IMAGE)\n\
         + switch on the time to live in `expires`; DynamoDB then deletes items that have expired"
    );
    plan.apply().await.unwrap();
    assert_eq!(Table::<Any>::plan().on(&db).await.unwrap().to_string(), "any-table: is as declared");
    let changed = leak([INDEXES[0].with_projection(faraday::schema::Projected::KeysOnly)]);
    declare(plain().with_indexes(changed).with_settings(&OTHER_STREAM));
    let plan = Table::<Any>::plan().provisioned(3, 2).on(&db).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "any-table: 8 steps\n\
         - drop the index `by_state`, which is created again with another key or projection (destructive)\n\
         - drop the index `by_total` (destructive)\n\
         ~ set the throughput of the table to provisioned, 3 read and 2 write units a second\n\
         + create the index `by_state` (partition key state (S), sort key total (N), the keys only)\n\
         - end the stream; what is in it can be read for 24 hours (destructive)\n\
         + begin a stream of KEYS_ONLY\n\
         - switch off the time to live in `expires`\n\
         + switch on the time to live in `until`; DynamoDB accepts this up to an hour after the step before, and then \
         deletes items that have expired"
    );
    assert!(plan.is_destructive());
    declare(TableSchema::new("any-table", TOTAL[0]).with_settings(&STREAM).with_indexes(INDEXES));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "any-table: 0 steps\n\
         ! the primary key\n    - partition key pk (S)\n    + partition key total (N)\n\
         What is marked with ! cannot be changed in a live table: create another and copy the items."
    );
    let error = plan.apply().allow_destructive().await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::InvalidArgument, Some("any-table")));
}

#[tokio::test(start_paused = true)]
async fn destructive_steps_are_done_only_when_they_are_allowed() {
    let (db, plane) = slow();
    declare(plain().with_indexes(INDEXES).with_settings(&STREAM));
    Table::<Any>::create().on(&db).await.unwrap();
    declare(plain());
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let destructive: Vec<_> = plan.steps().iter().map(|step| (step.operation(), step.is_destructive())).collect();
    let update = ("UpdateTable", true);
    assert_eq!(destructive, [update, update, update, ("UpdateTimeToLive", false)]);
    plane.clear();
    let error = plan.apply().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("by_state") && error.to_string().contains("allow_destructive"), "{error}");
    assert!(plane.requests().is_empty());
    assert_eq!(plan.apply().allow_destructive().await.unwrap().len(), 4);
}

/// It is made by one program, kept as text, and applied by another.
#[tokio::test(start_paused = true)]
async fn a_plan_is_serialised_and_applied_elsewhere() {
    let (db, _) = slow();
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    declare(plain().with_indexes(INDEXES).with_settings(&STREAM));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let text = serde_json::to_string_pretty(&plan).unwrap();
    assert!(text.contains("create the index `by_state`") && text.contains("\"KeySchema\""), "{text}");
    // Whatever is declared here: the plan has its own declaration.
    declare(plain());
    let read: Plan = serde_json::from_str(&text).unwrap();
    assert_eq!((read.table(), read.steps()), ("any-table", plan.steps()));
    assert_eq!(read.apply().await.unwrap_err().kind(), ErrorKind::NoDatabase);
    assert_eq!(read.apply().on(&db).await.unwrap(), plan.steps());
    declare(plain().with_indexes(INDEXES).with_settings(&STREAM));
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn progress_is_told_for_every_step() {
    let (db, _) = slow();
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    declare(plain().with_indexes(INDEXES));
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = Arc::clone(&told);
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    plan.apply()
        .progress(move |step| tells.lock().unwrap().push((step.number, step.of, step.state.clone(), step.to_string())))
        .await
        .unwrap();
    let mut told = std::mem::take(&mut *told.lock().unwrap());
    let texts: Vec<_> = told.iter().map(|(.., text)| text.clone()).collect();
    assert!(
        texts
            .iter()
            .any(|text| text.starts_with("step 1 of 2: create the index `by_state`") && text.contains("backfilling")),
        "{texts:?}"
    );
    // Each thing that it waits for is told again and again.
    told.dedup_by(|(one, _, a, _), (other, _, b, _)| {
        one == other && matches!((a, b), (StepState::Waiting(_), StepState::Waiting(_)))
    });
    let states: Vec<_> = told
        .iter()
        .map(|(number, of, state, _)| {
            let state = match state {
                StepState::Started => "started",
                StepState::Waiting(_) => "waiting",
                StepState::Done => "done",
                _ => "other",
            };
            (*number, *of, state)
        })
        .collect();
    let expected = [(1, "started"), (1, "waiting"), (1, "done"), (2, "started"), (2, "waiting"), (2, "done")];
    assert_eq!(states, expected.map(|(number, state)| (number, 2, state)));
}

/// The first request of a plan is what `explain` shows.
#[tokio::test(start_paused = true)]
async fn what_is_explained_is_sent() {
    let (db, plane) = slow();
    declare(plain().with_indexes(INDEXES).with_settings(&STREAM));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let body = |explain: faraday::execute::Explain| -> serde_json::Value {
        serde_json::from_str(explain.body().unwrap()).unwrap()
    };
    let shown = body(plan.apply().explain());
    plan.apply().await.unwrap();
    assert_eq!(plane.bodies("CreateTable"), [shown]);
    for (one, other) in [(INDEXES, &INDEXES[..1]), (&INDEXES[..1], INDEXES)] {
        declare(plain().with_indexes(other).with_settings(&STREAM));
        let plan = Table::<Any>::plan().on(&db).await.unwrap();
        let shown = body(plan.apply().explain());
        plan.apply().allow_destructive().await.unwrap();
        assert_eq!(plane.bodies("UpdateTable").last(), Some(&shown), "{one:?}");
    }
    declare(plain().with_indexes(INDEXES).with_settings(leak(TableSettings::new().with_stream(StreamView::NewImage))));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let shown = body(plan.apply().explain());
    plan.apply().await.unwrap();
    assert_eq!(plane.bodies("UpdateTimeToLive").last(), Some(&shown));
    let recovery = leak(
        TableSettings::new()
            .with_stream(StreamView::NewImage)
            .with_point_in_time_recovery(faraday::schema::PointInTimeRecovery::Days(3)),
    );
    declare(plain().with_indexes(INDEXES).with_settings(recovery));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    let shown = body(plan.apply().explain());
    plan.apply().await.unwrap();
    assert_eq!(plane.bodies("UpdateContinuousBackups").last(), Some(&shown));
}

/// Whatever the text says: a step is what its request does.
#[tokio::test(start_paused = true)]
async fn a_plan_that_was_edited_does_nothing_that_it_hides() {
    let (db, plane) = slow();
    declare(plain().with_indexes(INDEXES));
    Table::<Any>::create().on(&db).await.unwrap();
    declare(plain());
    let plan = serde_json::to_string(&Table::<Any>::plan().on(&db).await.unwrap()).unwrap();
    let edited: Plan =
        serde_json::from_str(&plan.replace("\"is_destructive\":true", "\"is_destructive\":false")).unwrap();
    assert!(edited.is_destructive());
    plane.clear();
    assert_eq!(edited.apply().on(&db).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    // The steps are of another plan than the declaration in it.
    let mut edited: serde_json::Value = serde_json::from_str(&plan).unwrap();
    edited["steps"][0]["request"] = serde_json::json!({ "UpdateTable": { "DeletionProtectionEnabled": true } });
    edited["steps"].as_array_mut().unwrap().truncate(1);
    let edited: Plan = serde_json::from_value(edited).unwrap();
    assert_eq!(edited.apply().on(&db).await.unwrap_err().kind(), ErrorKind::TableMismatch);
    assert_eq!(plane.count("UpdateTable"), 0);
}

/// Somebody else changes the table between the plan and its steps.
#[tokio::test(start_paused = true)]
async fn a_table_that_changed_since_the_plan_is_planned_again() {
    let tagged = leak(TableSettings::new().with_tags(&[("one", "1"), ("other", "2")]));
    // A part of a step is done already: the rest is done here.
    let (db, _) = slow();
    declare(plain());
    Table::<Any>::create().on(&db).await.unwrap();
    declare(plain().with_settings(tagged));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    Table::<Any>::update_table().tag("one", "1").on(&db).await.unwrap();
    assert_eq!(plan.apply().await.unwrap().len(), 1);
    Table::<Any>::verify().on(&db).await.unwrap();
    // More is to be done than the plan shows.
    let plan = Table::<Any>::plan().tag("third", "3").on(&db).await.unwrap();
    Table::<Any>::update_table().without_tag("one").on(&db).await.unwrap();
    assert_eq!(plan.apply().await.unwrap_err().kind(), ErrorKind::TableMismatch);
    // It is another table, with another key: nothing is done to it.
    let (db, plane) = slow();
    declare(plain().with_settings(&STREAM));
    let plan = Table::<Any>::plan().on(&db).await.unwrap();
    declare(TableSchema::new("any-table", TOTAL[0]));
    Table::<Any>::create().on(&db).await.unwrap();
    assert_eq!(plan.apply().await.unwrap_err().kind(), ErrorKind::TableMismatch);
    assert_eq!(plane.count("UpdateTimeToLive"), 0);
}
