//! `timeout` and `deadline` hold for every operation.

use std::time::Duration;

use faraday::testing::Fault;
use faraday::{Batch, ErrorKind, Item, Table, transaction, transaction_get};
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::time::Instant;

use super::{Note, note, put, with_notes};

const SECOND: Duration = Duration::from_secs(1);

/// Asserts that the operation ends after a second with a time-out, and whether it may have written.
macro_rules! expires {
    ($faults:expr, $may_write:expr, $operation:expr) => {{
        let start = Instant::now();
        let error = $operation.await.err().expect(stringify!($operation));
        assert_eq!(error.kind(), ErrorKind::Timeout, "{}: {error}", stringify!($operation));
        assert_eq!(error.is_outcome_unknown(), $may_write, "{}: {error}", stringify!($operation));
        let took = start.elapsed();
        assert!((SECOND..SECOND + Duration::from_millis(50)).contains(&took), "{}: {took:?}", stringify!($operation));
        assert_eq!($faults.in_flight(), 0, "{}", stringify!($operation));
    }};
}

/// The same notes with a schema version.
#[derive(Debug, Item)]
#[faraday(table = "notes", schema_version = 1)]
#[allow(dead_code, reason = "none is read in time")]
struct VersionedNote {
    #[faraday(partition_key)]
    book: String,
    #[faraday(sort_key)]
    page: u32,
}

#[derive(Table)]
#[faraday(name = "notes", partition_key(book: String), sort_key(page: u32))]
struct DeclaredNotes;

/// The same notes with a unique text.
#[derive(Debug, Item)]
#[faraday(table = DeclaredNotes, kind = "note", unique(text))]
#[allow(dead_code, reason = "none is read in time")]
struct UniqueNote {
    #[faraday(partition_key)]
    book: String,
    #[faraday(sort_key)]
    page: u32,
    text: String,
}

/// Runs the macro for every operation, which `limited` limits to a second.
macro_rules! every_operation {
    ($faults:expr, $limited:ident) => {{
        let faults = $faults;
        type T = Table<Note>;
        let of = || ("a", 1);
        expires!(faults, true, $limited!(T::put(&note(1))));
        expires!(faults, true, $limited!(T::put(&note(1)).returning_old()));
        expires!(faults, true, $limited!(T::delete(of())));
        expires!(faults, true, $limited!(T::update(of()).set(Note::TEXT, "b")));
        expires!(faults, true, $limited!(T::save(&mut note(1))));
        expires!(faults, false, $limited!(T::modify(of(), |note| note.size += 1)));
        expires!(faults, false, $limited!(T::get(of())));
        expires!(faults, false, $limited!(T::get(of()).select(Note::TEXT)));
        expires!(faults, false, $limited!(T::query("a")));
        expires!(faults, false, $limited!(T::query("a").count()));
        expires!(faults, false, $limited!(T::query("a").first()));
        expires!(faults, false, $limited!(T::query("a").one()));
        expires!(faults, false, $limited!(T::query("a").page()));
        expires!(faults, false, $limited!(T::index(Note::BY_SIZE).query("a")));
        expires!(faults, false, $limited!(T::scan()));
        expires!(faults, false, async { $limited!(T::scan()).stream().try_next().await });
        expires!(faults, false, $limited!(T::get_many([of()])));
        expires!(faults, true, $limited!(T::put_many([note(1), note(2)])));
        expires!(faults, true, $limited!(T::delete_many([of()])));
        expires!(faults, true, $limited!(Batch::new().put(&note(1))));
        expires!(faults, true, $limited!(T::put_stream(stream::iter((0..90).map(note)))));
        expires!(faults, true, $limited!(T::import_from(&br#"{"book":{"S":"a"},"page":{"N":"1"}}"#[..])));
        expires!(faults, false, $limited!(T::export()));
        expires!(faults, false, $limited!(T::query("a").export().write_to(Vec::new())));
        expires!(faults, false, $limited!(T::delete_all(T::query("a"))));
        expires!(faults, false, $limited!(Table::<UniqueNote>::remove_all(Table::<UniqueNote>::query("a"))));
        expires!(faults, false, $limited!(T::update_all(T::scan(), |note| note.set(Note::TEXT, "b"))));
        expires!(faults, false, $limited!(T::modify_all(T::scan().parallel(2), |note| note.size += 1)));
        expires!(faults, false, $limited!(Table::<VersionedNote>::upgrade_all(Table::<VersionedNote>::query("a"))));
        expires!(faults, false, $limited!(T::count_all(T::query("a"))));
        expires!(faults, true, $limited!(transaction((T::put(&note(1)),))));
        expires!(faults, false, $limited!(transaction_get((T::get(of()),))));
        expires!(faults, true, $limited!(T::create()));
        expires!(faults, false, $limited!(T::ensure()));
        expires!(faults, false, $limited!(T::verify()));
        expires!(faults, false, $limited!(T::update_table().deletion_protection(true)));
        expires!(faults, true, $limited!(T::delete_table()));
        expires!(faults, false, $limited!(T::describe()));
        expires!(faults, false, $limited!(T::plan()));
    }};
}

#[tokio::test(start_paused = true)]
async fn every_operation_ends_at_its_time_out() {
    with_notes(async |_, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(7_200))));
        macro_rules! limited {
            ($operation:expr) => {
                $operation.timeout(SECOND)
            };
        }
        every_operation!(faults, limited);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn every_operation_ends_at_its_deadline() {
    with_notes(async |_, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(7_200))));
        macro_rules! limited {
            ($operation:expr) => {
                $operation.timeout(SECOND * 9).deadline(Instant::now() + SECOND)
            };
        }
        every_operation!(faults, limited);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_time_out_of_a_database_holds_for_operations_without_one() {
    with_notes(async |database, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(60))));
        let database = database.with_timeout(SECOND);
        let start = Instant::now();
        let error = Table::<Note>::get(("a", 1)).on(&database).await.unwrap_err();
        assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 1));
        let longer = Table::<Note>::get(("a", 1)).timeout(SECOND * 5).on(&database).await.unwrap_err();
        assert_eq!((longer.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 6));
        faults.reset();
        let found = Table::<Note>::get(("a", 1)).on(&database.with_timeout(None)).await.unwrap();
        assert!(found.is_none());
    })
    .await;
}

/// The time is that of all requests together, with the pauses between them.
#[tokio::test(start_paused = true)]
async fn retries_and_pauses_count() {
    with_notes(async |_, faults| {
        faults.rule(|_| Some(Fault::Throttled));
        let start = Instant::now();
        let put = Table::<Note>::put_many([note(1)]).max_attempts(1_000).timeout(SECOND * 7).await.unwrap_err();
        assert!(put.is_throttled(), "{put}");
        assert!(start.elapsed() <= SECOND * 7, "{:?}", start.elapsed());
        let start = Instant::now();
        transaction((Table::<Note>::put(&note(1)),)).max_attempts(1_000).timeout(SECOND * 7).await.unwrap_err();
        assert!(start.elapsed() <= SECOND * 7, "{:?}", start.elapsed());
        faults.reset();
        assert!(Table::<Note>::get(("a", 1)).await.unwrap().is_none());
    })
    .await;
}

/// A stream is read as fast as its reader likes: each page has the time, and the deadline is that of all.
#[tokio::test(start_paused = true)]
async fn each_page_of_a_stream_has_the_time() {
    with_notes(async |_, faults| {
        put(0..6).await;
        faults.rule(|_| Some(Fault::Delayed(Duration::from_millis(600))));
        let query = || Table::<Note>::query("a").page_size(2);
        let found: Vec<Note> = query().timeout(SECOND).stream().try_collect().await.unwrap();
        assert_eq!(found.len(), 6, "four requests of 0.6 seconds");
        let error = query().timeout(SECOND).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "one operation has a second for all its pages");
        let mut items = query().deadline(Instant::now() + SECOND).stream();
        let mut read = 0;
        let error = loop {
            match items.try_next().await {
                Ok(item) => read += usize::from(item.is_some()),
                Err(error) => break error,
            }
        };
        assert_eq!((error.kind(), read), (ErrorKind::Timeout, 2));
    })
    .await;
}

/// No request is under way, and nothing comes from the source.
#[tokio::test(start_paused = true)]
async fn a_batch_from_a_slow_source_ends() {
    with_notes(async |_, faults| {
        let start = Instant::now();
        let source = stream::iter([note(1)]).chain(stream::pending());
        let error = Table::<Note>::put_stream(source).timeout(SECOND).await.unwrap_err();
        assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 1));
        let failure = error.batch_failure().unwrap();
        assert_eq!((failure.written(), failure.unwritten()), (0, vec![0]), "a request is sent when it is full");
        assert_eq!((faults.recorded().count("BatchWriteItem"), error.is_outcome_unknown()), (0, false));
    })
    .await;
}

/// What is left of a batch that ran out of time has its time again.
#[tokio::test(start_paused = true)]
async fn the_rest_of_a_batch_has_the_time_again() {
    with_notes(async |_, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(60))));
        let deadline = Instant::now() + SECOND * 2;
        let batch = Table::<Note>::put_many([note(1)]).timeout(SECOND).deadline(deadline);
        let error = batch.await.unwrap_err();
        let start = Instant::now();
        tokio::time::sleep(SECOND * 5).await;
        let again = error.batch_failure().unwrap().retry().await.unwrap_err();
        assert_eq!((again.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 6));
        faults.reset();
        again.batch_failure().unwrap().retry().await.unwrap();
        assert!(Table::<Note>::get(("a", 1)).await.unwrap().is_some());
    })
    .await;
}
