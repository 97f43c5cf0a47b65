//! `modify`: reads, changes and writes an item, and repeats that if somebody else was faster.

use std::time::Duration;

use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, ErrorKind, Item, Table, database::Codec};

use super::page::{Page, page, stored, watched};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "counters")]
struct Counter {
    #[faraday(partition_key)]
    name: String,
    value: u64,
    #[faraday(version)]
    version: u64,
}

fn counter() -> Counter {
    Counter { name: "visits".into(), value: 0, version: 0 }
}

async fn with_page(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Page>(codec, async |db: &Database, faults: &Faults| {
            Table::<Page>::put(&page("/", "one")).await.unwrap();
            faults.reset();
            test(db, faults).await;
        })
        .await;
    }
}

/// The answer to a write that lost the race against this item.
fn lost_race(text: &str, version: u64) -> Fault {
    let item = format!(r#"{{"path":{{"S":"/"}},"text":{{"S":"{text}"}},"version":{{"N":"{version}"}}}}"#);
    let name = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
    Fault::Answer { status: 400, body: format!(r#"{{"__type":"{name}","message":"no","Item":{item}}}"#) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_tasks_that_count_to_a_hundred_count_to_1600() {
    faraday_tests::needs!(Volume);
    watched::<Counter>(Codec::Wire, async |db: &Database, faults: &Faults| {
        Table::<Counter>::put(&counter()).await.unwrap();
        let mut tasks = Vec::new();
        for _ in 0..16 {
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                for _ in 0..100 {
                    Table::<Counter>::modify("visits", |counter| counter.value += 1).on(&db).await.unwrap().unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let end = stored::<Counter>("visits").await.unwrap();
        assert_eq!((end.value, end.version), (1_600, 1_601));
        assert!(faults.recorded().count("PutItem") > 1_601, "there were races");
    })
    .await;
}

/// A transaction that holds the item is over at some time.
#[tokio::test]
async fn an_item_that_a_transaction_holds_is_written_later() {
    with_page(async |_: &Database, faults: &Faults| {
        let name = "com.amazonaws.dynamodb.v20120810#TransactionConflictException";
        let held = Fault::Answer { status: 400, body: format!(r#"{{"__type":"{name}","message":"held"}}"#) };
        faults.fail_next_times("PutItem", 2, held.clone());
        let written = Table::<Page>::modify("/", |page| page.text.push('!')).metered().await.unwrap();
        assert_eq!(written.requests, 6, "read and written three times");
        assert_eq!(written.value.map(|page| (page.text, page.version)), Some(("one!".to_owned(), 2)));
        faults.fail_next_times("PutItem", 2, held);
        let error = Table::<Page>::modify("/", |page| page.text.push('!')).max_attempts(2).await.unwrap_err();
        assert!(error.is_conflict() && !error.is_version_conflict());
    })
    .await;
}

#[tokio::test]
async fn without_a_race_it_reads_once_and_writes_once() {
    with_page(async |_: &Database, faults: &Faults| {
        let mut calls = 0;
        let change = |page: &mut Page| {
            calls += 1;
            page.text.push('!');
        };
        let written = Table::<Page>::modify("/", change).await.unwrap().unwrap();
        assert_eq!((written.text.as_str(), written.version, calls), ("one!", 2, 1));
        assert_eq!(stored::<Page>("/").await, Some(written));
        let sent: Vec<String> = faults.recorded().into_iter().map(|request| request.operation).collect();
        assert_eq!(sent, ["GetItem", "PutItem", "GetItem"]);
        assert_eq!(faults.recorded()[0].json()["ConsistentRead"], true);
    })
    .await;
}

#[tokio::test]
async fn without_an_item_nothing_is_called_or_written() {
    with_page(async |_: &Database, faults: &Faults| {
        let none = Table::<Page>::modify("/none", |_| panic!("called without an item")).await.unwrap();
        assert_eq!((none, faults.recorded().count("GetItem"), faults.recorded().count("PutItem")), (None, 1, 0));
        assert_eq!(stored::<Page>("/none").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_lost_race_goes_on_with_what_is_there() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_page(async |_: &Database, faults: &Faults| {
        // Two others come between the read and the write, so to say.
        Table::<Page>::update("/").set(Page::TEXT, "other").await.unwrap();
        faults.reset();
        let read = r#"{"Item":{"path":{"S":"/"},"text":{"S":"one"},"version":{"N":"1"}}}"#;
        faults.fail_next("GetItem", Fault::Answer { status: 200, body: read.into() });
        let mut seen = Vec::new();
        let change = |page: &mut Page| {
            seen.push((page.text.clone(), page.version));
            page.text.push('!');
        };
        let written = Table::<Page>::modify("/", change).await.unwrap().unwrap();
        assert_eq!((written.text.as_str(), written.version), ("other!", 3));
        assert_eq!(seen, [("one".to_owned(), 1), ("other".to_owned(), 2)]);
        assert_eq!((faults.recorded().count("GetItem"), faults.recorded().count("PutItem")), (1, 2));
        assert_eq!(stored::<Page>("/").await, Some(written));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_after_so_many_races() {
    with_page(async |_: &Database, faults: &Faults| {
        for attempts in [0, 1, 4] {
            faults.reset();
            for version in 2..12 {
                faults.fail_next("PutItem", lost_race("theirs", version));
            }
            let mut calls = 0;
            let modify = Table::<Page>::modify("/", |_| calls += 1).max_attempts(attempts);
            let error = modify.await.unwrap_err();
            assert_eq!((error.kind(), error.operation()), (ErrorKind::VersionConflict, Some("PutItem")));
            let tried = attempts.max(1) as usize;
            let theirs = Page { version: 1 + tried as u64, ..page("/", "theirs") };
            assert_eq!(error.current::<Page>().unwrap(), Some(theirs));
            assert_eq!(
                (calls, faults.recorded().count("GetItem"), faults.recorded().count("PutItem")),
                (tried, 1, tried)
            );
        }
        faults.reset();
        for version in 2..200 {
            faults.fail_next("PutItem", lost_race("theirs", version));
        }
        let start = tokio::time::Instant::now();
        let modify = Table::<Page>::modify("/", |_| ()).timeout(Duration::from_millis(100));
        assert!(modify.await.unwrap_err().is_version_conflict());
        assert!(start.elapsed() <= Duration::from_millis(100), "{:?}", start.elapsed());
        faults.reset();
        assert_eq!(stored::<Page>("/").await, Some(Page { version: 1, ..page("/", "one") }));
    })
    .await;
}

#[tokio::test]
async fn an_item_deleted_meanwhile_is_none() {
    with_page(async |_: &Database, faults: &Faults| {
        let name = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
        let body = format!(r#"{{"__type":"{name}","message":"no"}}"#);
        faults.fail_next("PutItem", Fault::Answer { status: 400, body });
        faults.fail_next("GetItem", Fault::Delayed(Duration::ZERO));
        faults.fail_next("GetItem", Fault::Answer { status: 200, body: "{}".into() });
        let mut calls = 0;
        let none = Table::<Page>::modify("/", |_| calls += 1).await.unwrap();
        assert_eq!((none, calls), (None, 1));
        // A refusal without an item may come from an engine that returns none, so it is read again.
        assert_eq!((faults.recorded().count("GetItem"), faults.recorded().count("PutItem")), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn other_failures_are_told_at_once() {
    with_page(async |_: &Database, faults: &Faults| {
        let answer =
            |name: &str| Fault::Answer { status: 400, body: format!(r#"{{"__type":"x#{name}","message":"no"}}"#) };
        faults.fail_next("PutItem", answer("ValidationException"));
        let error = Table::<Page>::modify("/", |_| ()).await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count("PutItem")), (ErrorKind::Validation, 1));
        faults.fail_next("GetItem", answer("ResourceNotFoundException"));
        let error = Table::<Page>::modify("/", |_| ()).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::ResourceNotFound, Some("GetItem")));
        let error = Table::<Page>::modify("", |_| ()).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Encode, Some("GetItem")));
        let error = Table::<Page>::modify("/", |page| page.text = "x".repeat(410_000)).await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count("PutItem")), (ErrorKind::ItemTooLarge, 1));
    })
    .await;
    let error = Table::<Page>::modify("/", |_| ()).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NoDatabase, Some("GetItem")));
}

#[tokio::test]
async fn a_change_of_the_key_is_refused() {
    with_page(async |_: &Database, faults: &Faults| {
        let error = Table::<Page>::modify("/", |page| page.path = "/other".into()).await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count("PutItem")), (ErrorKind::InvalidArgument, 0));
        let error = Table::<Page>::modify("/", |page| page.path.clear()).await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count("PutItem")), (ErrorKind::Encode, 0));
    })
    .await;
}

#[tokio::test]
async fn an_item_that_no_longer_fits_is_a_decode_error() {
    let canned = Canned::answering(r#"{"Item":{"path":{"S":"/"},"text":{"N":"1"},"version":{"N":"1"}}}"#);
    let db = Database::new(canned.client());
    let error = Table::<Page>::modify("/", |_| panic!("called without an item")).on(&db).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(canned.recorded().len(), 1);
}

/// It can be spawned, and borrow what is around it where it is not.
#[tokio::test]
async fn its_future_is_send() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    let db = Database::new(Canned::answering("{}").client());
    let mut seen = 0;
    let none = send(Table::<Page>::modify("/", |_| seen += 1).on(&db).into_future()).await.unwrap();
    assert_eq!((none, seen), (None, 0));
    let mut item = page("/", "one");
    send(Table::<Page>::save(&mut item).on(&db).into_future()).await.unwrap();
    assert_eq!(item.version, 1);
}
