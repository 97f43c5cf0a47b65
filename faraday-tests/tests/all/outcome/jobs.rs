//! Jobs: the outcome of all items, compared with the engine's state.

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::{Database, Error, Item, Result, Table};
use faraday_tests::tables::{own_database, with_table_of};
use futures_util::future::BoxFuture;

use super::{Note, Says, assert_said, disturbed, inject, note, said, scripts};

type Notes = Table<Note>;

/// A job on the notes of a table that holds three, and what it writes with.
struct Job {
    name: &'static str,
    api: &'static str,
    run: for<'a> fn(&'a Database) -> BoxFuture<'a, Result<()>>,
}

fn jobs() -> [Job; 5] {
    [
        Job {
            name: "import",
            api: "BatchWriteItem",
            run: |db| {
                let lines = ["a", "b", "c"]
                    .map(|id| Ok::<_, std::io::Error>(format!(r#"{{"id":"{id}","text":"new","count":0,"tags":[]}}"#)));
                let job = Notes::import(futures_util::stream::iter(lines)).plain_json();
                Box::pin(async { job.max_attempts(2).on(db).await.map(drop) })
            },
        },
        Job {
            name: "delete all",
            api: "BatchWriteItem",
            run: |db| Box::pin(async { Notes::delete_all(Notes::scan()).max_attempts(2).on(db).await.map(drop) }),
        },
        Job {
            name: "delete all with a condition",
            api: "DeleteItem",
            run: |db| {
                let job = Notes::delete_all(Notes::scan()).condition(Note::TEXT.eq("old")).concurrency(1);
                Box::pin(async { job.max_attempts(2).on(db).await.map(drop) })
            },
        },
        Job {
            name: "update all",
            api: "UpdateItem",
            run: |db| {
                let job = Notes::update_all(Notes::scan(), |note| note.set(Note::TEXT, "new")).concurrency(1);
                Box::pin(async { job.max_attempts(2).on(db).await.map(drop) })
            },
        },
        Job {
            name: "modify all",
            api: "UpdateItem",
            run: |db| {
                let job = Notes::modify_all(Notes::scan(), |note| note.text = "new".into()).concurrency(1);
                Box::pin(async { job.max_attempts(2).on(db).await.map(drop) })
            },
        },
    ]
}

/// How many of the three notes were written or deleted.
async fn changed(quiet: &Database) -> usize {
    let old = Notes::scan().consistent().filter(Note::TEXT.eq("old")).count().on(quiet).await.unwrap();
    3 - usize::try_from(old).unwrap()
}

fn assert_true(error: &Error, said: &[Says], changed: usize, what: &str) {
    let what = format!("{what}, {said:?}, {changed} changed: {error}");
    let written = error.job_failure().unwrap_or_else(|| panic!("{what}")).progress().written;
    assert!(written as usize <= changed, "{what}");
    match error.outcome() {
        Outcome::NotDone => assert_eq!(changed, 0, "{what}"),
        Outcome::PartlyDone => assert!(changed > 0, "{what}"),
        Outcome::Unknown => assert!(said.contains(&Says::Open) || said.contains(&Says::Done), "{what}"),
        other => panic!("{other:?} of {what}"),
    }
    assert_said(error, &what);
}

#[derive(Table)]
#[faraday(name = "outcome-unique-notes", partition_key(id: String))]
struct UniqueNotes;

/// A note whose text no other has.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = UniqueNotes, kind = "note", unique(text))]
struct UniqueNote {
    #[faraday(partition_key)]
    id: String,
    text: String,
}

/// Each removal is a transaction: the note and its guard are both there or both gone, and the outcome is that of all.
#[tokio::test(start_paused = true)]
async fn no_removal_says_what_is_not_so() {
    type Unique = Table<UniqueNote>;
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_table_of::<UniqueNotes>(own_database(), async |quiet: &Database| {
        for (number, script) in scripts().into_iter().enumerate() {
            for id in ["a", "b", "c"] {
                Unique::insert(&UniqueNote { id: id.into(), text: format!("of {id}") }).on(quiet).await.unwrap();
            }
            let (db, faults) = disturbed(quiet, Codec::Wire);
            inject(&faults, "TransactWriteItems", &script);
            let result = Unique::remove_all(Unique::scan()).concurrency(1).max_attempts(2).on(&db).await;
            let said = said(&script, faults.recorded().count("TransactWriteItems"));
            let left = Unique::scan().consistent().count().on(quiet).await.unwrap();
            let raw = quiet.client().scan().table_name(quiet.table_name::<UniqueNote>()).send().await.unwrap();
            assert_eq!(raw.count(), 2 * i32::try_from(left).unwrap(), "remove all {number}: each note has its guard");
            match result {
                Ok(_) => assert_eq!(left, 0, "remove all {number}"),
                Err(error) => {
                    let changed = 3 - usize::try_from(left).unwrap();
                    assert_true(&error, &said, changed, &format!("remove all {number}"));
                }
            }
            // Run again without faults, all is done.
            Unique::remove_all(Unique::scan()).on(quiet).await.unwrap();
            assert_eq!(Unique::scan().consistent().count().on(quiet).await.unwrap(), 0);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn no_job_says_what_is_not_so() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        for job in jobs() {
            for (number, script) in scripts().into_iter().enumerate() {
                Notes::put_many(["a", "b", "c"].map(|id| note(id, "old"))).on(quiet).await.unwrap();
                let (db, faults) = disturbed(quiet, Codec::Wire);
                inject(&faults, job.api, &script);
                let result = (job.run)(&db).await;
                let (said, changed) = (said(&script, faults.recorded().count(job.api)), changed(quiet).await);
                let what = format!("{} {number}", job.name);
                match result {
                    Ok(()) => assert_eq!(changed, 3, "{what}"),
                    Err(error) => assert_true(&error, &said, changed, &what),
                }
                // Run again without faults, all is done.
                (job.run)(quiet).await.unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(self::changed(quiet).await, 3, "{what}");
            }
        }
    })
    .await;
}
