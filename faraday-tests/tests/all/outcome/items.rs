//! Operations that write one item.

use faraday::database::Codec;
use faraday::{Database, Result, Table, transaction};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

use super::{Note, Page, Run, assert_true, disturbed, inject, note, page, said, scripts};

struct Write {
    name: &'static str,
    api: &'static str,
    /// Whether there is an item with this key before.
    is_there: bool,
    run: Run,
}

/// Another value than the table holds.
fn new(id: &str) -> Note {
    note(id, "new")
}

fn write(name: &'static str, api: &'static str, run: Run) -> Write {
    Write { name, api, is_there: true, run }
}

/// A statement on the table of the notes.
fn statement(db: &Database, text: &str) -> faraday::operation::Statement {
    db.statement(text.replace("{}", &format!("\"{}outcome-notes\"", db.table_prefix())))
}

fn notes() -> Vec<Write> {
    type Notes = Table<Note>;
    vec![
        write("put", "PutItem", |db, id| Box::pin(Notes::put(&new(id)).on(db).into_future())),
        write("put returning old", "PutItem", |db, id| {
            Box::pin(async move { Notes::put(&new(id)).returning_old().on(db).await.map(drop) })
        }),
        Write {
            is_there: false,
            ..write("put if absent", "PutItem", |db, id| {
                Box::pin(Notes::put(&new(id)).if_absent().on(db).into_future())
            })
        },
        write("put with a condition", "PutItem", |db, id| {
            Box::pin(Notes::put(&new(id)).condition(Note::TEXT.eq("old")).on(db).into_future())
        }),
        write("update", "UpdateItem", |db, id| Box::pin(Notes::update(id).set(Note::TEXT, "new").on(db).into_future())),
        write("add", "UpdateItem", |db, id| Box::pin(Notes::update(id).add(Note::COUNT, 1).on(db).into_future())),
        write("update with a condition", "UpdateItem", |db, id| {
            let update = Notes::update(id).add(Note::COUNT, 1).condition(Note::COUNT.eq(1)).returning_current();
            Box::pin(update.on(db).into_future())
        }),
        write("update returning new", "UpdateItem", |db, id| {
            Box::pin(async move { Notes::update(id).add(Note::COUNT, 1).returning_new().on(db).await.map(drop) })
        }),
        write("update returning updated new", "UpdateItem", |db, id| {
            Box::pin(
                async move { Notes::update(id).add(Note::COUNT, 1).returning_updated_new().on(db).await.map(drop) },
            )
        }),
        write("delete", "DeleteItem", |db, id| Box::pin(Notes::delete(id).on(db).into_future())),
        write("delete returning old", "DeleteItem", |db, id| {
            Box::pin(async move { Notes::delete(id).returning_old().on(db).await.map(drop) })
        }),
        write("delete with a condition", "DeleteItem", |db, id| {
            Box::pin(Notes::delete(id).condition(Note::TEXT.eq("old")).on(db).into_future())
        }),
        Write {
            is_there: false,
            ..write("insert by a statement", "ExecuteStatement", |db, id| {
                let insert = "INSERT INTO {} VALUE {'id': ?, 'text': 'new', 'count': 1, 'tags': ['a']}";
                Box::pin(statement(db, insert).bind(id).into_future())
            })
        },
        write("update by a statement", "ExecuteStatement", |db, id| {
            let update = "UPDATE {} SET \"text\" = 'new' WHERE id = ? RETURNING ALL NEW *";
            let update = statement(db, update).bind(id).rows::<Note>();
            Box::pin(async move { update.await.map(drop) })
        }),
        write("transaction of statements", "ExecuteTransaction", |db, id| {
            let update = "UPDATE {} SET \"text\" = 'new' WHERE id = ?";
            Box::pin(db.statement_transaction([statement(db, update).bind(id)]).into_future())
        }),
        write("transaction of statements whose condition fails", "ExecuteTransaction", |db, id| {
            let update = "UPDATE {} SET \"count\" = 5 WHERE id = ? AND \"count\" < 0";
            Box::pin(db.statement_transaction([statement(db, update).bind(id)]).into_future())
        }),
        write("idempotent add", "TransactWriteItems", |db, id| {
            Box::pin(Notes::update(id).add(Note::COUNT, 1).idempotent().on(db).into_future())
        }),
        write("transaction", "TransactWriteItems", |db, id| {
            let update = Notes::update(id).add(Note::COUNT, 1);
            Box::pin(transaction((update, Table::<Page>::put(&page(id, 0)))).on(db).into_future())
        }),
        write("transaction whose condition fails", "TransactWriteItems", |db, id| {
            let update = Notes::update(id).add(Note::COUNT, 1).condition(Note::COUNT.lt(0));
            Box::pin(async move {
                let error = transaction((update,)).on(db).await.unwrap_err();
                Err(error)
            })
        }),
    ]
}

fn pages() -> Vec<Write> {
    type Pages = Table<Page>;
    vec![
        write("put with a version", "PutItem", |db, id| {
            Box::pin(Pages::put(&Page { text: "new".into(), ..page(id, 1) }).on(db).into_future())
        }),
        write("save", "PutItem", |db, id| {
            Box::pin(async move { Pages::save(&mut Page { text: "new".into(), ..page(id, 1) }).on(db).await })
        }),
        write("modify", "PutItem", |db, id| {
            Box::pin(async move { Pages::modify(id, |page| page.text = "new".into()).on(db).await.map(drop) })
        }),
        write("update with a version", "UpdateItem", |db, id| {
            Box::pin(Pages::update(id).set(Page::TEXT, "new").if_unchanged(&page(id, 1)).on(db).into_future())
        }),
        write("delete with a version", "DeleteItem", |db, id| {
            Box::pin(Pages::delete(id).if_unchanged(&page(id, 1)).on(db).into_future())
        }),
    ]
}

/// Every script befalls this write, of an item of its own.
async fn check(
    write: &Write,
    quiet: &Database,
    path: Codec,
    before: impl AsyncFn(&str),
    changed: impl AsyncFn(&str) -> bool,
) {
    for (number, script) in scripts().into_iter().enumerate() {
        let id = format!("{} {path:?} {number}", write.name);
        if write.is_there {
            before(&id).await;
        }
        let (db, faults) = disturbed(quiet, path);
        inject(&faults, write.api, &script);
        let result: Result<()> = (write.run)(&db, &id).await;
        let said = said(&script, faults.recorded().count(write.api));
        // DynamoDB recognizes a transaction, so that its refusal says what became of all attempts.
        let settles = ["TransactWriteItems", "ExecuteTransaction"].contains(&write.api)
            && result.as_ref().is_err_and(|error| error.is_condition_failed());
        assert_true(&result, &said, changed(&id).await, settles, &id);
        assert_eq!(faults.in_flight(), 0, "{id}");
    }
}

async fn check_all(path: Codec) {
    with_table_of::<Note>(own_database_over(environment::client(), Codec::Wire), async |quiet: &Database| {
        Table::<Page>::create().on(quiet).await.unwrap();
        for write in notes() {
            let stored = async |id: &str| Table::<Note>::get(id).consistent().on(quiet).await.unwrap();
            let before = async |id: &str| Table::<Note>::put(&note(id, "old")).on(quiet).await.unwrap();
            let there = write.is_there;
            check(&write, quiet, path, before, async |id| stored(id).await != there.then(|| note(id, "old"))).await;
        }
        for write in pages() {
            let stored = async |id: &str| Table::<Page>::get(id).consistent().on(quiet).await.unwrap();
            let before = async |id: &str| Table::<Page>::put(&page(id, 0)).on(quiet).await.unwrap();
            check(&write, quiet, path, before, async |id| stored(id).await != Some(page(id, 1))).await;
        }
        Table::<Page>::delete_table().on(quiet).await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn no_write_of_an_item_is_said_to_be_what_it_is_not() {
    check_all(Codec::Wire).await;
}

#[tokio::test(start_paused = true)]
async fn nor_through_the_types_of_the_sdk() {
    check_all(Codec::Map).await;
}
