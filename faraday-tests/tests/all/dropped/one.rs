//! Operations on one item, and transactions.

use faraday::{Result, Table, transaction, transaction_get};

use super::yielding::Watched;
use super::{Note, Run, drop_everywhere, note};

type Notes = Table<Note>;

/// An operation that makes of count 1 count 2, or deletes the item.
struct Write {
    name: &'static str,
    run: Run,
    /// The item that the table holds after it.
    after: Option<i64>,
}

fn on_own_table(db: &faraday::Database, text: &str) -> faraday::operation::Statement {
    db.statement(text.replace("dropped-notes", &format!("{}dropped-notes", db.table_prefix())))
}

fn writes() -> Vec<Write> {
    let write = |name, after, run| Write { name, after, run };
    vec![
        write("put", Some(2), |db| {
            Box::pin(async { Notes::put(&Note { version: 1, ..note("a", 2) }).returning_old().on(db).await.map(drop) })
        }),
        write("save", Some(2), |db| {
            Box::pin(async {
                let mut changed = Note { version: 1, ..note("a", 2) };
                let saved = Notes::save(&mut changed).on(db).await;
                assert_eq!(changed.version, if saved.is_ok() { 2 } else { 1 });
                saved
            })
        }),
        write("modify", Some(2), |db| {
            Box::pin(async { Notes::modify("a", |note| note.count = 2).on(db).await.map(drop) })
        }),
        write("update", Some(2), |db| {
            Box::pin(async { Notes::update("a").add(Note::COUNT, 1).returning_new().on(db).await.map(drop) })
        }),
        write("idempotent update", Some(2), |db| {
            Box::pin(Notes::update("a").add(Note::COUNT, 1).idempotent().on(db).into_future())
        }),
        write("statement", Some(2), |db| {
            let update = "UPDATE \"dropped-notes\" SET \"count\" = 2 WHERE id = 'a' RETURNING ALL NEW *";
            Box::pin(async { on_own_table(db, update).rows::<Note>().await.map(drop) })
        }),
        write("batch of statements", None, |db| {
            let delete = on_own_table(db, "DELETE FROM \"dropped-notes\" WHERE id = 'a'");
            Box::pin(async { db.statement_batch([delete]).await?.remove(0) })
        }),
        write("transaction of statements", Some(2), |db| {
            let update = "UPDATE \"dropped-notes\" SET \"count\" = 2 WHERE id = 'a'";
            Box::pin(db.statement_transaction([on_own_table(db, update)]).into_future())
        }),
        write("delete", None, |db| Box::pin(async { Notes::delete("a").returning_old().on(db).await.map(drop) })),
    ]
}

async fn with_notes(test: impl AsyncFn(&Watched)) {
    let engine = Watched::new();
    Notes::create().on(&engine.quiet()).await.unwrap();
    test(&engine).await;
    Notes::delete_table().on(&engine.quiet()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_dropped_is_done_or_not() {
    with_notes(async |engine| {
        let quiet = engine.quiet();
        let stored = async || Notes::get("a").consistent().on(&quiet).await.unwrap().map(|note| note.count);
        let before = async || {
            Notes::delete("a").on(&quiet).await.unwrap();
            Notes::put(&note("a", 1)).on(&quiet).await.unwrap();
        };
        for Write { name, run, after } in writes() {
            let check = async |over: bool| {
                let count = stored().await;
                assert!(count == after || (!over && count == Some(1)), "{name}: {count:?}");
            };
            let again = async |db: &faraday::Database| -> Result<()> {
                before().await;
                run(db).await?;
                check(true).await;
                Ok(())
            };
            drop_everywhere(name, engine, run, before, check, again).await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_dropped_is_done_as_a_whole_or_not_at_all() {
    with_notes(async |engine| {
        let quiet = engine.quiet();
        let counts = async || {
            let both = transaction_get((Notes::get("a"), Notes::get("b"))).on(&quiet).await.unwrap();
            (both.0.unwrap().count, both.1.unwrap().count)
        };
        let before = async || {
            Notes::delete_many(["a", "b"]).on(&quiet).await.unwrap();
            Notes::put_many([note("a", 5), note("b", 0)]).on(&quiet).await.unwrap();
        };
        let run: Run = |db| {
            let (from, to) = (Notes::update("a").add(Note::COUNT, -1), Notes::update("b").add(Note::COUNT, 1));
            Box::pin(transaction((from, to)).on(db).into_future())
        };
        let check = async |over: bool| {
            let counts = counts().await;
            assert!(counts == (4, 1) || (!over && counts == (5, 0)), "{counts:?}");
        };
        let again = async |db: &faraday::Database| {
            before().await;
            run(db).await
        };
        drop_everywhere("transaction", engine, run, before, check, again).await;
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_read_that_is_dropped_leaves_nothing() {
    with_notes(async |engine| {
        Notes::put(&note("a", 1)).on(&engine.quiet()).await.unwrap();
        let reads: [(&str, Run); 3] = [
            ("get", |db| Box::pin(async { Notes::get("a").on(db).metered().await.map(drop) })),
            ("hedged get", |db| {
                let hedged = db.with_hedged_reads(std::time::Duration::from_nanos(1));
                Box::pin(async move { Notes::get("a").on(&hedged).await.map(drop) })
            }),
            ("transaction get", |db| Box::pin(async { transaction_get((Notes::get("a"),)).on(db).await.map(drop) })),
        ];
        for (name, run) in reads {
            let nothing = async |_: bool| ();
            drop_everywhere(name, engine, run, async || (), nothing, async |db| run(db).await).await;
        }
    })
    .await;
}
