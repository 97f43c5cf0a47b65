//! A batch that gives up reports what was written.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use faraday::testing::{Canned, Fault, RecordedRequest};
use faraday::{Batch, Database, ErrorKind, Item, Table, error::BatchFailure};

use super::support::{Number, Word, failure, number, numbers, put_numbers, stored_numbers, with_both, word};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "missing")]
struct Missing {
    #[faraday(partition_key)]
    id: u32,
}

/// The table holds what counts as written, and nothing else.
async fn assert_agrees(db: &Database, failure: &BatchFailure, of: u32) {
    let stored: Vec<u32> = stored_numbers(db).await.into_keys().collect();
    let written: Vec<u32> = (0..of).filter(|place| failure.is_written(*place as usize)).collect();
    assert_eq!(stored, written);
    assert_eq!(failure.written(), written.len());
    let unwritten: Vec<usize> = (0..of as usize).filter(|place| !failure.is_written(*place)).collect();
    assert_eq!(failure.unwritten(), unwritten);
    assert!(!failure.is_written(of as usize));
}

#[tokio::test]
async fn an_error_that_will_not_pass_is_given_at_once() {
    with_both(async |db, faults| {
        // The second request is refused, the others take their time.
        faults.rule(|sent: &RecordedRequest| {
            (!sent.text().contains("missing\"")).then_some(Fault::Delayed(Duration::from_millis(50)))
        });
        let mut batch = numbers(0..500).iter().enumerate().fold(Batch::new(), |batch, (place, number)| {
            if place == 30 { batch.put(&Missing { id: 30 }) } else { batch.put(number) }
        });
        batch = batch.concurrency(4);
        let error = batch.await.unwrap_err();
        assert!(error.is_table_not_found(), "{error}");
        assert_eq!(error.operation(), Some("BatchWriteItem"));
        assert_eq!((faults.recorded().count("BatchWriteItem"), faults.in_flight()), (4, 0));
        let failure = failure(&error);
        assert_eq!(failure.unwritten(), (25..50).chain(100..500).collect::<Vec<_>>());
        faults.reset();
        let stored: Vec<u32> = stored_numbers(db).await.into_keys().collect();
        assert_eq!(stored, (0..25).chain(50..100).collect::<Vec<_>>());
        assert_eq!(failure.unwritten_items::<Missing>().unwrap(), [Missing { id: 30 }]);
        assert_eq!(failure.unwritten_items::<Number>().unwrap().len(), 424);
        assert!(failure.unwritten_items::<Word>().unwrap().is_empty());
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "numbers")]
struct Kept {
    #[faraday(partition_key)]
    id: u32,
    value: u32,
    #[faraday(version)]
    version: u64,
    #[faraday(created_at)]
    created: Option<SystemTime>,
    #[faraday(updated_at)]
    updated: Option<SystemTime>,
}

fn kept(id: u32) -> Kept {
    let time = (!id.is_multiple_of(2)).then(|| UNIX_EPOCH + Duration::from_secs(u64::from(id)));
    Kept { id, value: id, version: u64::from(id % 2 * 7), created: time, updated: time }
}

/// What comes back is what was given, without what the library would have written.
#[tokio::test(start_paused = true)]
async fn items_with_versions_come_back_as_they_were() {
    with_both(async |db, faults| {
        let items: Vec<Kept> = (0..60).map(kept).collect();
        faults.rule(|_| Some(Fault::Throttled));
        let error = Table::<Kept>::put_many(&items).await.unwrap_err();
        assert_eq!(failure(&error).unwritten_items::<Kept>().unwrap(), items);
        let stream = futures_util::stream::iter(items.clone());
        let error = Table::<Kept>::put_stream(stream).concurrency(1).await.unwrap_err();
        let unwritten = failure(&error).unwritten_items::<Kept>().unwrap();
        assert!(!unwritten.is_empty() && items.starts_with(&unwritten));
        faults.reset();
        failure(&error).retry().await.unwrap();
        let stored = Table::<Kept>::get(1).on(db).consistent().await.unwrap().unwrap();
        assert_eq!((stored.version, stored.created), (8, items[1].created));
        // Nothing is sent of a batch of which one has no form.
        let error = Batch::new().put(&items[2]).put(&word("", 1, 1)).await.unwrap_err();
        assert_eq!(failure(&error).unwritten_items::<Kept>().unwrap(), [items[2].clone()]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_never_answers_is_given_up() {
    with_both(async |_, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(3_600))));
        let within = Duration::from_secs(1);
        let started = tokio::time::Instant::now();
        let error = Table::<Number>::put_many(numbers(0..60)).timeout(within).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("BatchWriteItem")));
        assert_eq!((failure(&error).written(), failure(&error).unwritten().len()), (0, 60));
        let error = Table::<Number>::get_many(0..60).timeout(within).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("BatchGetItem")));
        let took = started.elapsed();
        assert!((2..4).contains(&took.as_secs()), "{took:?}");
        assert_eq!(faults.in_flight(), 0);
    })
    .await;
}

/// A connection that breaks in the body of an answer is one that is lost: it is sent again.
#[tokio::test(start_paused = true)]
async fn a_batch_whose_answer_breaks_off_is_sent_again() {
    with_both(async |db, faults| {
        faults.fail_next_times("BatchWriteItem", 2, Fault::AnswerCut);
        Table::<Number>::put_many(numbers(0..60)).await.unwrap();
        faults.fail_next_times("BatchGetItem", 2, Fault::AnswerCut);
        assert_eq!(Table::<Number>::get_many(0..60).await.unwrap().iter().flatten().count(), 60);
        assert_eq!((faults.pending(), stored_numbers(db).await.len()), (0, 60));
        faults.fail_next("GetItem", Fault::AnswerCut);
        assert!(Table::<Number>::get(1).await.unwrap_err().is_unreachable());
    })
    .await;
}

#[tokio::test]
async fn dropped_half_way_each_write_is_done_or_not() {
    with_both(async |db, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_millis(20))));
        let put = Table::<Number>::put_many(numbers(0..1_000)).concurrency(2);
        assert!(tokio::time::timeout(Duration::from_millis(70), put).await.is_err());
        let sent: usize = faults.recorded().iter().map(RecordedRequest::batch_size).sum();
        faults.reset();
        let stored = stored_numbers(db).await;
        assert!(stored.len() <= sent && sent < 1_000, "{} of {sent}", stored.len());
        assert!(stored.into_iter().all(|(id, value)| value == id * 2));
        assert_eq!(faults.in_flight(), 0, "nothing goes on by itself");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn throttling_beyond_the_timeout_is_an_error_with_what_was_written() {
    with_both(async |db, faults| {
        for fault in [Fault::Throttled, Fault::Throttling] {
            faults.reset();
            faults.rule(move |_| Some(fault.clone()));
            let error = Table::<Number>::put_many(numbers(0..60)).max_attempts(2).await.unwrap_err();
            assert!(error.is_throttled(), "{error}");
            assert!(error.sdk_error().is_some());
            let failure = failure(&error);
            assert_eq!((failure.written(), failure.unwritten().len()), (0, 60));
            assert_eq!(failure.unwritten_items::<Number>().unwrap(), numbers(0..60));
            let error = Table::<Number>::get_many(0..60).max_attempts(2).await.unwrap_err();
            assert!(error.is_throttled(), "{error}");
            assert_eq!((error.operation(), error.table().is_some()), (Some("BatchGetItem"), true));
        }
        faults.reset();
        assert!(stored_numbers(db).await.is_empty());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn other_faults_beyond_patience_are_errors_of_their_kind() {
    with_both(async |_, faults| {
        let kinds = [
            (Fault::InternalServerError, ErrorKind::InternalServerError),
            (Fault::Disconnected, ErrorKind::Unreachable),
            (Fault::AnswerLost, ErrorKind::Unreachable),
            (Fault::Unprocessed((0..100).collect()), ErrorKind::Unprocessed),
        ];
        for (fault, kind) in kinds {
            faults.reset();
            faults.rule(move |_| Some(fault.clone()));
            let write = Table::<Number>::put_many(numbers(0..30)).max_attempts(3).await.unwrap_err();
            assert_eq!(write.kind(), kind, "{write}");
            assert_eq!((failure(&write).written(), failure(&write).unwritten().len()), (0, 30));
            // Shorter than any pause; while a request is under way, the paused clock stands still.
            let short = Duration::from_millis(1);
            let read = Table::<Number>::get_many(0..30).timeout(short).await.unwrap_err();
            assert_eq!(read.kind(), kind, "{read}");
            assert!(read.batch_failure().is_none());
            // The first attempt is the last.
            let before = faults.recorded().count("BatchWriteItem");
            Table::<Number>::put_many(numbers(0..10)).timeout(short).await.unwrap_err();
            assert_eq!(faults.recorded().count("BatchWriteItem"), before + 1);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_tried_again() {
    with_both(async |db, faults| {
        // Odd ones are put off for ever.
        faults.rule(|sent| {
            let body = sent.json();
            let mut tables = body["RequestItems"].as_object()?.values();
            let writes = tables.next()?.as_array()?.iter().enumerate();
            let odd = |write: &serde_json::Value| {
                write["PutRequest"]["Item"]["id"]["N"].as_str().unwrap().parse::<u32>().unwrap() % 2 == 1
            };
            Some(Fault::Unprocessed(writes.filter(|(_, write)| odd(write)).map(|(place, _)| place).collect()))
        });
        let error = Table::<Number>::put_many(numbers(0..100)).max_attempts(3).concurrency(2).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unprocessed);
        let failure = failure(&error).clone();
        faults.reset();
        assert!(failure.written() > 0);
        assert_agrees(db, &failure, 100).await;
        let items = failure.unwritten_items::<Number>().unwrap();
        let places: Vec<u32> = failure.unwritten().into_iter().map(|place| place as u32).collect();
        assert_eq!(items, numbers(places));
        // On the database that it was sent to, in whatever scope.
        let retry = failure.retry();
        assert_eq!(retry.len(), items.len());
        let elsewhere = Database::new(Canned::answering("{}").client());
        elsewhere.scope(async { retry.await.unwrap() }).await;
        assert_eq!(stored_numbers(db).await, (0..100).map(|id| (id, id * 2)).collect());
    })
    .await;
}

/// A write that counts as unwritten may have been done: to write it again does no harm.
#[tokio::test]
async fn a_lost_answer_counts_as_unwritten() {
    with_both(async |db, faults| {
        faults.fail_next("BatchWriteItem", Fault::AnswerLost);
        let error = Batch::new().put(&number(1, 1)).put(&number(1, 2)).max_attempts(1).await.unwrap_err();
        assert!(error.is_unreachable(), "{error}");
        assert_eq!(failure(&error).unwritten(), [0, 1]);
        assert_eq!(stored_numbers(db).await[&1], 1);
        failure(&error).retry().await.unwrap();
        assert_eq!(stored_numbers(db).await[&1], 2);
    })
    .await;
}

#[tokio::test]
async fn deletions_are_tried_again_as_well() {
    with_both(async |db, faults| {
        put_numbers(0..40).await;
        faults.fail_next("BatchWriteItem", Fault::Unprocessed(vec![3]));
        let error = Table::<Number>::delete_many(0..20).max_attempts(1).await.unwrap_err();
        assert_eq!(failure(&error).unwritten(), [3]);
        assert!(failure(&error).unwritten_items::<Number>().unwrap().is_empty());
        failure(&error).retry().await.unwrap();
        assert_eq!(stored_numbers(db).await.into_keys().collect::<Vec<_>>(), (20..40).collect::<Vec<_>>());
    })
    .await;
}

/// What cannot be understood is not taken for done.
#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error_and_nothing_counts_as_written() {
    let put_off = |table: &str, write: &str| format!(r#"{{"UnprocessedItems":{{"{table}":[{write}]}}}}"#);
    let of_another = r#"{"PutRequest":{"Item":{"id":{"N":"99"}}}}"#;
    for body in ["", "null", "[]", "<html>"] {
        let db = Database::new(Canned::answering(body).client());
        let error = Table::<Number>::put_many(numbers(0..3)).max_attempts(1).on(&db).await.unwrap_err();
        assert!(error.is_unreachable() && error.is_outcome_unknown(), "{body}: {error}");
        assert_eq!(failure(&error).written(), 0, "{body}");
    }
    let bodies = [
        r#"{"UnprocessedItems":5}"#.into(),
        put_off("numbers", "{}"),
        put_off("numbers", "7"),
        put_off("numbers", r#"{"PutRequest":{"Item":{}}}"#),
        put_off("numbers", of_another),
        put_off("others", r#"{"PutRequest":{"Item":{"id":{"N":"1"}}}}"#),
    ];
    for body in bodies {
        let db = Database::new(Canned::answering(body.clone()).client());
        let error = Table::<Number>::put_many(numbers(0..3)).on(&db).await.unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
        assert_eq!(failure(&error).written(), 0, "{body}");
    }
    for body in
        ["{}", r#"{"UnprocessedItems":null}"#, r#"{"UnprocessedItems":{}}"#, r#"{"UnprocessedItems":{"numbers":[]}}"#]
    {
        let db = Database::new(Canned::answering(body).client());
        Batch::new().put(&number(1, 1)).put(&word("a", 1, 1)).on(&db).await.unwrap();
    }
}
