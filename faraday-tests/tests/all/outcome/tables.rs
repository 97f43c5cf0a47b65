//! Operations that change tables.

use std::time::Duration;

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, Item, Result, Table};
use faraday_tests::tables::own_database;
use futures_util::future::BoxFuture;

use super::{assert_said, assert_true, disturbed, inject, refusal, said, scripts};

#[derive(Debug, Item)]
#[faraday(table = "outcome-sessions")]
struct Session {
    #[faraday(partition_key)]
    token: String,
    #[faraday(ttl)]
    expires: Option<u64>,
}

#[derive(Debug, Item)]
#[faraday(table = "outcome-plain")]
struct Plain {
    #[faraday(partition_key)]
    id: String,
}

type Plains = Table<Plain>;
type Run = for<'a> fn(&'a Database) -> BoxFuture<'a, Result<()>>;

struct Change {
    name: &'static str,
    api: &'static str,
    /// Whether there is a table before.
    is_there: bool,
    run: Run,
}

const SHORT: Duration = Duration::from_secs(1);

fn changes() -> Vec<Change> {
    let change = |name, api, is_there, run| Change { name, api, is_there, run };
    vec![
        change("create", "CreateTable", false, |db| Box::pin(Plains::create().timeout(SHORT).on(db).into_future())),
        change("create without waiting", "CreateTable", false, |db| {
            Box::pin(Plains::create().without_waiting().on(db).into_future())
        }),
        change("create if absent", "CreateTable", false, |db| {
            Box::pin(Plains::create().if_absent().timeout(SHORT).on(db).into_future())
        }),
        change("ensure", "CreateTable", false, |db| {
            Box::pin(async move { Plains::ensure().timeout(SHORT).on(db).await.map(drop) })
        }),
        change("delete", "DeleteTable", true, |db| {
            Box::pin(Plains::delete_table().timeout(SHORT).on(db).into_future())
        }),
        change("delete if there", "DeleteTable", true, |db| {
            Box::pin(Plains::delete_table().if_exists().timeout(SHORT).on(db).into_future())
        }),
        change("update", "UpdateTable", true, |db| {
            Box::pin(
                async move { Plains::update_table().deletion_protection(true).timeout(SHORT).on(db).await.map(drop) },
            )
        }),
        change("drop all", "DeleteTable", true, |db| {
            Box::pin(async move { db.drop_all(&format!("{}outcome-plain", db.table_prefix())).await.map(drop) })
        }),
    ]
}

/// Whether the table is what the change makes of it.
async fn is_changed(change: &Change, quiet: &Database) -> bool {
    let table = Plains::describe().on(quiet).await.unwrap();
    match change.api {
        "CreateTable" => table.is_some(),
        "DeleteTable" => table.is_none(),
        _ => table.is_some_and(|table| table.raw.deletion_protection_enabled() == Some(true)),
    }
}

async fn begin(change: &Change, quiet: &Database) {
    if Plains::describe().on(quiet).await.unwrap().is_some() {
        let _ = Plains::update_table().deletion_protection(false).on(quiet).await;
        Plains::delete_table().on(quiet).await.unwrap();
    }
    if change.is_there {
        Plains::create().on(quiet).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn no_change_of_a_table_is_said_to_be_what_it_is_not() {
    let quiet = own_database();
    for change in changes() {
        for (number, script) in scripts().into_iter().enumerate() {
            begin(&change, &quiet).await;
            let (db, faults) = disturbed(&quiet, Codec::Wire);
            inject(&faults, change.api, &script);
            let what = format!("{} {number} {script:?}", change.name);
            let result = (change.run)(&db).await;
            let said = said(&script, faults.recorded().count(change.api));
            let changed = is_changed(&change, &quiet).await;
            // An update reads the table after its request, which shows whether it was done.
            assert_true(&result, &said, changed, change.name == "update", &what);
        }
    }
    begin(&Change { is_there: false, ..changes().swap_remove(0) }, &quiet).await;
}

async fn with_sessions(test: impl AsyncFn(&Database, &Faults)) {
    let quiet = own_database();
    let (db, faults) = disturbed(&quiet, Codec::Wire);
    test(&db, &faults).await;
    Table::<Session>::delete_table().if_exists().on(&quiet).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_created_without_its_time_to_live_is_done_in_part() {
    for lost in [false, true] {
        with_sessions(async |db, faults| {
            let fault = if lost { Fault::Disconnected } else { refusal("AccessDeniedException") };
            faults.fail_next_times("UpdateTimeToLive", 1_000, fault);
            let error = Table::<Session>::create().timeout(SHORT).on(db).await.unwrap_err();
            let expected = if lost { Outcome::Unknown } else { Outcome::PartlyDone };
            assert_eq!((error.operation(), error.outcome()), (Some("UpdateTimeToLive"), expected), "{error}");
            assert_said(&error, "create");
            faults.reset();
            Table::<Session>::plan().on(db).await.unwrap().apply().await.unwrap();
            Table::<Session>::verify().on(db).await.unwrap();
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_accepted_and_not_ready_in_time_is_done() {
    let creating = r#"{"Table":{"TableName":"t","TableStatus":"CREATING"}}"#;
    let waiting = |faults: &Faults| {
        // The first answer says that the table is being made.
        faults.fail_next_times(
            "CreateTable",
            1,
            Fault::AnswerReplaced { body: |_| br#"{"TableDescription":{}}"#.to_vec(), checksum: false },
        );
        faults.fail_next_times("DescribeTable", 100_000, Fault::Answer { status: 200, body: creating.into() });
    };
    let quiet = own_database();
    let (db, faults) = disturbed(&quiet, Codec::Wire);
    waiting(&faults);
    let error = Plains::create().timeout(SHORT).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Done), "{error}");
    assert_said(&error, "create");
    // The time to live of the other is not set yet.
    faults.reset();
    waiting(&faults);
    let error = Table::<Session>::create().timeout(SHORT).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::PartlyDone), "{error}");
    faults.reset();
    let deleting = creating.replace("CREATING", "DELETING");
    faults.fail_next_times("DescribeTable", 100_000, Fault::Answer { status: 200, body: deleting });
    let error = Plains::delete_table().timeout(SHORT).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Done), "{error}");
    Table::<Session>::delete_table().on(&quiet).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn of_many_tables_those_that_are_dropped_count() {
    let quiet = own_database();
    Plains::create().on(&quiet).await.unwrap();
    Table::<Session>::create().on(&quiet).await.unwrap();
    let (db, faults) = disturbed(&quiet, Codec::Wire);
    let mut deletions = 0;
    faults.rule(move |request| {
        deletions += usize::from(request.operation == "DeleteTable");
        (request.operation == "DeleteTable" && deletions == 2).then(|| refusal("AccessDeniedException"))
    });
    let error = db.drop_all(db.table_prefix()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::AccessDenied, Outcome::PartlyDone), "{error}");
    faults.reset();
    assert_eq!(db.drop_all(db.table_prefix()).await.unwrap().len(), 1);
}
