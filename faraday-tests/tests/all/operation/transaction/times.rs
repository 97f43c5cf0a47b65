//! The times that the library writes, with a clock of the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::{Batch, Database, Item, Table, database::Codec, document::to_map, transaction};
use faraday_tests::environment;
use faraday_tests::tables::{unique_prefix, with_table, with_table_of};

use super::stored;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "posts")]
struct Post {
    #[faraday(partition_key)]
    id: u64,
    text: String,
    #[faraday(version)]
    version: u64,
    #[faraday(created_at, rename = "created")]
    created_at: SystemTime,
    #[faraday(updated_at)]
    updated_at: Option<SystemTime>,
}

/// Without a version, and the other way round.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "notes")]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    text: String,
    #[faraday(created_at)]
    made: Option<SystemTime>,
    #[faraday(updated_at)]
    changed: SystemTime,
}

fn post(id: u64) -> Post {
    Post { id, text: "one".into(), version: 0, created_at: UNIX_EPOCH, updated_at: None }
}

fn note(id: u64) -> Note {
    Note { id, text: "one".into(), made: None, changed: UNIX_EPOCH }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Runs it with each codec, with the hands of the database's clock, which are not on a whole second.
async fn with_clock<I: Item>(test: impl AsyncFn(&Database, &AtomicU64)) {
    for codec in [Codec::Wire, Codec::Map] {
        let seconds = Arc::new(AtomicU64::new(100));
        let clock = Arc::clone(&seconds);
        let db = Database::builder(environment::client())
            .table_prefix(unique_prefix())
            .codec(codec)
            .clock(move || at(clock.load(Ordering::SeqCst)) + Duration::from_millis(700))
            .build();
        with_table_of::<I>(db, async |db: &Database| test(db, &seconds).await).await;
    }
}

#[tokio::test]
async fn a_saved_item_has_the_times_that_are_stored() {
    with_clock::<Post>(async |_: &Database, clock: &AtomicU64| {
        let mut item = post(1);
        Table::<Post>::save(&mut item).await.unwrap();
        assert_eq!(item, Post { version: 1, created_at: at(100), updated_at: Some(at(100)), ..post(1) });
        assert_eq!(stored::<Post>(1).await, Some(item.clone()));
        clock.store(200, Ordering::SeqCst);
        item.text = "two".into();
        Table::<Post>::save(&mut item).await.unwrap();
        assert_eq!((item.version, item.created_at, item.updated_at), (2, at(100), Some(at(200))));
        assert_eq!(stored::<Post>(1).await, Some(item.clone()));
        clock.store(300, Ordering::SeqCst);
        let mut stale = Post { version: 1, ..item.clone() };
        Table::<Post>::save(&mut stale).await.unwrap_err();
        assert_eq!((stale.version, stale.updated_at), (1, Some(at(200))), "unchanged on failure");
        assert_eq!(stored::<Post>(1).await, Some(item));
    })
    .await;
}

#[tokio::test]
async fn an_update_keeps_when_it_was_created() {
    with_clock::<Post>(async |_: &Database, clock: &AtomicU64| {
        let made = Table::<Post>::update(1).set(Post::TEXT, "one").returning_new().await.unwrap();
        assert_eq!(made, Post { version: 1, created_at: at(100), updated_at: Some(at(100)), ..post(1) });
        clock.store(200, Ordering::SeqCst);
        let new = Table::<Post>::update(1).set(Post::TEXT, "two").returning_new().await.unwrap();
        assert_eq!((new.version, new.created_at, new.updated_at), (2, at(100), Some(at(200))));
        clock.store(300, Ordering::SeqCst);
        let new = Table::<Post>::update(1).if_unchanged(&new).returning_new().await.unwrap();
        assert_eq!((new.version, new.created_at, new.updated_at), (3, at(100), Some(at(300))));
        let modified = Table::<Post>::modify(1, |post| post.text.push('!')).await.unwrap().unwrap();
        assert_eq!((modified.version, modified.created_at, modified.text.as_str()), (4, at(100), "two!"));
        assert_eq!(stored::<Post>(1).await, Some(modified));
    })
    .await;
}

#[tokio::test]
async fn a_put_writes_the_times_and_leaves_the_item() {
    with_clock::<Note>(async |_: &Database, clock: &AtomicU64| {
        Table::<Note>::put(&note(1)).await.unwrap();
        let first = stored::<Note>(1).await.unwrap();
        assert_eq!(first, Note { made: Some(at(100)), changed: at(100), ..note(1) });
        clock.store(200, Ordering::SeqCst);
        // What was read keeps its time; without a version nothing is checked.
        Table::<Note>::put(&first).await.unwrap();
        assert_eq!(stored::<Note>(1).await, Some(Note { changed: at(200), ..first.clone() }));
        Table::<Note>::put(&first).if_exists().await.unwrap();
        // A new one in its place is made now.
        Table::<Note>::put(&note(1)).await.unwrap();
        assert_eq!(stored::<Note>(1).await, Some(Note { made: Some(at(200)), changed: at(200), ..note(1) }));
        clock.store(300, Ordering::SeqCst);
        let new = Table::<Note>::update(1).set(Note::TEXT, "two").returning_new().await.unwrap();
        assert_eq!((new.made, new.changed), (Some(at(200)), at(300)));
    })
    .await;
}

#[tokio::test]
async fn a_whole_transaction_writes_one_time() {
    faraday_tests::needs!(Transactions);
    with_clock::<Post>(async |_: &Database, clock: &AtomicU64| {
        let writes = (Table::<Post>::put(&post(1)), Table::<Post>::update(2).set(Post::TEXT, "one"));
        transaction(writes).await.unwrap();
        for id in [1, 2] {
            let item = stored::<Post>(id).await.unwrap();
            assert_eq!(item, Post { version: 1, created_at: at(100), updated_at: Some(at(100)), ..post(id) });
        }
        clock.store(200, Ordering::SeqCst);
        let read = stored::<Post>(1).await.unwrap();
        transaction((Table::<Post>::put(&read), Table::<Post>::delete(2))).await.unwrap();
        let item = stored::<Post>(1).await.unwrap();
        assert_eq!((item.version, item.created_at, item.updated_at), (2, at(100), Some(at(200))));
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_goes_on_is_read_once_for_a_transaction() {
    faraday_tests::needs!(Transactions);
    let ticks = Arc::new(AtomicU64::new(100));
    let clock = Arc::clone(&ticks);
    let db = Database::builder(environment::client()).table_prefix(unique_prefix());
    let db = db.clock(move || at(clock.fetch_add(1, Ordering::SeqCst))).build();
    with_table_of::<Post>(db, async |_: &Database| {
        let puts: Vec<_> = (0..3).map(|id| Table::<Post>::put(&post(id))).collect();
        transaction(puts).await.unwrap();
        let mut times = Vec::new();
        for id in 0..3 {
            times.push(stored::<Post>(id).await.unwrap().created_at);
        }
        assert!(times.iter().all(|time| *time == times[0]), "{times:?}");
    })
    .await;
}

#[tokio::test]
async fn batches_write_the_times_of_their_databases_clock() {
    with_clock::<Post>(async |db: &Database, clock: &AtomicU64| {
        Table::<Post>::put_many([post(1), post(2)]).await.unwrap();
        clock.store(200, Ordering::SeqCst);
        Table::<Post>::put_stream(futures_util::stream::iter([post(3)])).await.unwrap();
        Batch::new().put(&stored::<Post>(2).await.unwrap()).on(db).await.unwrap();
        for (id, version, created, updated) in [(1, 1, 100, 100), (2, 2, 100, 200), (3, 1, 200, 200)] {
            let item = stored::<Post>(id).await.unwrap();
            assert_eq!((item.version, item.created_at, item.updated_at), (version, at(created), Some(at(updated))));
        }
        // Built before, sent later: the time is when it is sent.
        let late = Table::<Post>::put_many([post(4)]);
        clock.store(300, Ordering::SeqCst);
        late.await.unwrap();
        assert_eq!(stored::<Post>(4).await.unwrap().created_at, at(300));
    })
    .await;
}

#[tokio::test]
async fn without_a_clock_the_times_are_the_systems() {
    let before = SystemTime::now() - Duration::from_secs(1);
    let db = faraday_tests::tables::own_database();
    with_table_of::<Post>(db, async |_: &Database| {
        let mut item = post(1);
        Table::<Post>::save(&mut item).await.unwrap();
        assert!((before..=SystemTime::now()).contains(&item.created_at));
        assert_eq!((Some(item.created_at), stored::<Post>(1).await), (item.updated_at, Some(item.clone())));
        Table::<Post>::put_many([&post(2), &item]).await.unwrap();
        let new = stored::<Post>(2).await.unwrap();
        assert_eq!((new.version, Some(new.created_at)), (1, new.updated_at));
        assert!((before..=SystemTime::now()).contains(&new.created_at));
        let again = stored::<Post>(1).await.unwrap();
        assert_eq!((again.version, again.created_at), (2, item.created_at));
    })
    .await;
}

#[tokio::test]
async fn the_same_token_and_time_are_the_same_transaction() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_table::<Post>(async |_| {
        let item = post(1);
        let placed = || faraday::transaction((Table::<Post>::put(&item),)).token("placed");
        placed().at(at(100)).await.unwrap();
        let stored_first = stored::<Post>(1).await.unwrap();
        assert_eq!((stored_first.created_at, stored_first.updated_at), (at(100), Some(at(100))));
        // Sent again later it does nothing; with another time it is another transaction.
        placed().at(at(100)).await.unwrap();
        assert_eq!(stored::<Post>(1).await.unwrap(), stored_first);
        let error = placed().at(at(101)).await.unwrap_err();
        assert_eq!(error.kind(), faraday::ErrorKind::IdempotentParameterMismatch);
    })
    .await;
}

#[tokio::test]
async fn a_clock_before_the_epoch_does_no_harm() {
    let db = Database::builder(environment::client()).table_prefix(unique_prefix());
    let db = db.clock(|| UNIX_EPOCH - Duration::from_secs(5)).build();
    with_table_of::<Post>(db, async |_: &Database| {
        let mut item = post(1);
        Table::<Post>::save(&mut item).await.unwrap();
        assert_eq!(stored::<Post>(1).await, Some(item));
    })
    .await;
}

#[test]
fn a_map_of_the_sdk_keeps_the_times() {
    let item = Post { version: 3, created_at: at(100), updated_at: Some(at(200)), ..post(1) };
    let map = to_map(&item).unwrap();
    assert_eq!(map["created"].as_n().unwrap(), "100");
    assert_eq!(faraday::document::from_map::<Post>(map).unwrap(), item);
}
