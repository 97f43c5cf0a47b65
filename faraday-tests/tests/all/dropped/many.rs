//! Operations on many items.

use std::collections::BTreeMap;

use faraday::{Database, Item, Result, Table, get_many};
use futures_util::{StreamExt, stream};

use super::yielding::Watched;
use super::{Note, Run, drop_everywhere, note};

type Notes = Table<Note>;

const COUNT: usize = 60;

fn notes(count: i64) -> impl Iterator<Item = Note> {
    (0..COUNT).map(move |id| note(&format!("{id}"), count))
}

fn ids() -> impl Iterator<Item = String> {
    (0..COUNT).map(|id| format!("{id}"))
}

async fn with_notes(test: impl AsyncFn(&Watched)) {
    let engine = Watched::new();
    Notes::create().on(&engine.quiet()).await.unwrap();
    test(&engine).await;
    Notes::delete_table().on(&engine.quiet()).await.unwrap();
}

/// What is stored, by id.
async fn stored(quiet: &Database) -> BTreeMap<String, i64> {
    let all = Notes::scan().all().consistent().on(quiet).await.unwrap();
    all.into_iter().map(|note| (note.id, note.count)).collect()
}

#[tokio::test(start_paused = true)]
async fn each_write_of_a_batch_that_is_dropped_is_done_or_not() {
    with_notes(async |engine| {
        let quiet = engine.quiet();
        let puts: [(&str, Run); 2] = [
            ("batch", |db| Box::pin(Notes::put_many(notes(2)).on(db).into_future())),
            ("put stream", |db| {
                // It yields between its items, as one over a network does.
                let slow = stream::iter(notes(2)).then(|note| async {
                    tokio::task::yield_now().await;
                    note
                });
                Box::pin(Notes::put_stream(slow).on(db).into_future())
            }),
        ];
        let import: Run = |db| {
            let lines =
                (0..COUNT).map(|id| format!(r#"{{"id":{{"S":"{id}"}},"count":{{"N":"2"}},"version":{{"N":"1"}}}}"#));
            let slow = stream::iter(lines).then(|line| async {
                tokio::task::yield_now().await;
                Ok::<_, std::io::Error>(line)
            });
            Box::pin(async { Notes::import(slow).on(db).await.map(drop) })
        };
        for (name, run) in puts.into_iter().chain([("import", import)]) {
            let before = async || Notes::put_many(notes(1)).on(&quiet).await.unwrap();
            let check = async |over: bool| {
                let stored = stored(&quiet).await;
                assert_eq!(stored.len(), COUNT);
                assert!(stored.values().all(|count| *count == 2 || (!over && *count == 1)), "{name}: {stored:?}");
            };
            let again = async |db: &Database| -> Result<()> {
                run(db).await?;
                check(true).await;
                Ok(())
            };
            drop_everywhere(name, engine, run, before, check, again).await;
        }
        let run: Run = |db| Box::pin(Notes::delete_many(ids()).on(db).into_future());
        let before = async || Notes::put_many(notes(1)).on(&quiet).await.unwrap();
        let check = async |over: bool| assert!(!over || stored(&quiet).await.is_empty());
        drop_everywhere("delete many", engine, run, before, check, async |db| run(db).await).await;
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn each_item_of_a_job_that_is_dropped_is_done_or_not() {
    with_notes(async |engine| {
        let quiet = engine.quiet();
        let jobs: [(&str, i64, Run); 3] = [
            ("update all", 2, |db| {
                let job = Notes::update_all(Notes::scan().page_size(25).parallel(2), |note| note.set(Note::COUNT, 2));
                Box::pin(async { job.on(db).await.map(drop) })
            }),
            ("modify all", 2, |db| {
                let job = Notes::modify_all(Notes::scan().page_size(25).parallel(2), |note| note.count = 2);
                Box::pin(async { job.on(db).await.map(drop) })
            }),
            ("count all", 1, |db| {
                let job = Notes::count_all(Notes::scan().page_size(25).parallel(2));
                Box::pin(async { job.on(db).await.map(|count| assert_eq!(count, COUNT as u64)) })
            }),
        ];
        for (name, after, run) in jobs {
            let before = async || Notes::put_many(notes(1)).on(&quiet).await.unwrap();
            let check = async |over: bool| {
                let stored = stored(&quiet).await;
                assert_eq!(stored.len(), COUNT);
                assert!(stored.values().all(|count| *count == after || (!over && *count == 1)), "{name}: {stored:?}");
            };
            let again = async |db: &Database| -> Result<()> {
                run(db).await?;
                check(true).await;
                Ok(())
            };
            drop_everywhere(name, engine, run, before, check, again).await;
        }
        let deletions: [(&str, Run); 2] = [
            ("delete all", |db| Box::pin(async { Notes::delete_all(Notes::scan()).on(db).await.map(drop) })),
            ("delete all with a condition", |db| {
                let job = Notes::delete_all(Notes::scan().page_size(25)).condition(Note::COUNT.eq(1));
                Box::pin(async { job.on(db).await.map(drop) })
            }),
        ];
        for (name, run) in deletions {
            let before = async || Notes::put_many(notes(1)).on(&quiet).await.unwrap();
            let check = async |over: bool| assert!(!over || stored(&quiet).await.is_empty());
            drop_everywhere(name, engine, run, before, check, async |db| run(db).await).await;
        }
    })
    .await;
}

#[derive(Table)]
#[faraday(name = "dropped-unique-notes", partition_key(id: String))]
struct UniqueNotes;

/// A note whose count no other has.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = UniqueNotes, kind = "note", unique(count))]
struct UniqueNote {
    #[faraday(partition_key)]
    id: String,
    count: u64,
}

#[tokio::test(start_paused = true)]
async fn a_removal_that_is_dropped_leaves_no_guard_behind() {
    type Unique = Table<UniqueNote>;
    faraday_tests::needs!(Transactions);
    let engine = Watched::new();
    let quiet = engine.quiet();
    Table::<UniqueNotes>::create().on(&quiet).await.unwrap();
    let run: Run = |db| Box::pin(async { Unique::remove_all(Unique::scan().page_size(7)).on(db).await.map(drop) });
    let before = async || {
        for count in 0..12 {
            Unique::insert(&UniqueNote { id: format!("{count}"), count }).on(&quiet).await.unwrap();
        }
    };
    let check = async |over: bool| {
        let left = Unique::scan().consistent().count().on(&quiet).await.unwrap();
        let raw = quiet.client().scan().table_name(quiet.table_name::<UniqueNote>()).send().await.unwrap();
        assert_eq!(raw.count(), 2 * i32::try_from(left).unwrap(), "each note has its guard");
        assert!(!over || left == 0);
    };
    drop_everywhere("remove all", &engine, run, before, check, async |db| run(db).await).await;
    Table::<UniqueNotes>::delete_table().on(&quiet).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_read_of_many_items_that_is_dropped_leaves_nothing() {
    with_notes(async |engine| {
        Notes::put_many(notes(1)).on(&engine.quiet()).await.unwrap();
        let reads: [(&str, Run); 9] = [
            ("export", |db| {
                Box::pin(async {
                    let lines = Notes::scan().page_size(25).parallel(3).export().on(db).await?;
                    assert_eq!(lines.lines().count(), COUNT);
                    Ok(())
                })
            }),
            ("export into a writer", |db| {
                Box::pin(async {
                    let done = Notes::query("7").export().decoded().write_to(Vec::new()).on(db).await?;
                    assert_eq!(done.items, 1);
                    Ok(())
                })
            }),
            ("query", |db| Box::pin(async { Notes::query("7").all().on(db).metered().await.map(drop) })),
            ("query stream", |db| {
                Box::pin(async {
                    let mut rows = Notes::query("7").read_ahead().on(db).stream();
                    while rows.try_next().await?.is_some() {}
                    Ok(())
                })
            }),
            ("scan", |db| {
                Box::pin(async {
                    let rows = Notes::scan().page_size(25).all().on(db).await?;
                    assert_eq!(rows.len(), COUNT);
                    Ok(())
                })
            }),
            ("scan stream", |db| {
                Box::pin(async {
                    let mut rows = Notes::scan().page_size(25).read_ahead().on(db).stream();
                    let mut count = 0;
                    while rows.try_next().await?.is_some() {
                        count += 1;
                    }
                    assert_eq!(count, COUNT);
                    Ok(())
                })
            }),
            ("parallel scan", |db| {
                Box::pin(async {
                    let mut rows = Notes::scan().page_size(25).parallel(3).on(db).stream();
                    let mut count = 0;
                    while rows.try_next().await?.is_some() {
                        count += 1;
                    }
                    assert_eq!(count, COUNT);
                    Ok(())
                })
            }),
            ("get many", |db| {
                Box::pin(async {
                    let found = Notes::get_many(ids()).on(db).await?;
                    assert!(found.iter().all(Option::is_some));
                    Ok(())
                })
            }),
            ("get many of several lists", |db| {
                Box::pin(async {
                    let lists = (Notes::get_many(ids()), Notes::get_many(ids()).select(Note::COUNT));
                    let (notes, counts) = get_many(lists).on(db).await?;
                    assert!(notes.iter().all(Option::is_some) && counts.iter().all(Option::is_some));
                    Ok(())
                })
            }),
        ];
        for (name, run) in reads {
            let nothing = async |_: bool| ();
            drop_everywhere(name, engine, run, async || (), nothing, async |db| run(db).await).await;
        }
    })
    .await;
}

/// The future of the next row is dropped, not the stream: no row is lost, and none comes twice.
#[tokio::test(start_paused = true)]
async fn a_stream_whose_next_row_is_not_waited_for_goes_on() {
    with_notes(async |engine| {
        Notes::put_many(notes(1)).on(&engine.quiet()).await.unwrap();
        for polls in 0..4 {
            let db = engine.database();
            let mut rows = Notes::scan().page_size(25).on(&db).stream();
            let mut parallel = Notes::scan().page_size(25).parallel(3).on(&db).stream();
            let (mut found, mut also_found) = (Vec::new(), Vec::new());
            loop {
                match super::polled(rows.try_next(), polls).await {
                    Some(row) => match row.unwrap() {
                        Some(row) => found.push(row.id),
                        None => break,
                    },
                    None => found.extend(rows.try_next().await.unwrap().map(|row| row.id)),
                }
                if let Some(row) = super::polled(parallel.try_next(), polls).await {
                    also_found.extend(row.unwrap().map(|row| row.id));
                }
                if found.len() > 2 * COUNT {
                    break;
                }
                if polls == 0 && found.len() == COUNT {
                    break;
                }
            }
            while let Some(row) = parallel.try_next().await.unwrap() {
                also_found.push(row.id);
            }
            for mut found in [found, also_found] {
                found.sort();
                let mut expected: Vec<String> = ids().collect();
                expected.sort();
                assert_eq!(found, expected, "{polls} polls");
            }
        }
    })
    .await;
}
