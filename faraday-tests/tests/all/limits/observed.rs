//! Observers: called for every request and every operation, once each.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::database::Scope;
use faraday::testing::Fault;
use faraday::{Database, ErrorKind, Table, transaction};
use futures_util::TryStreamExt;

use super::{Note, note, put, with_notes};

/// What an observer saw.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    scope: Scope,
    operation: &'static str,
    table: Option<String>,
    index: Option<&'static str>,
    duration: Duration,
    requests: u64,
    attempts: u64,
    units: Option<f64>,
    sent: u64,
    received: u64,
    has_id: bool,
    error: Option<ErrorKind>,
    is_dropped: bool,
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    fn of(database: &Database) -> (Self, Database) {
        let log = Self::default();
        let of_observer = log.clone();
        let database = database.with_observer(move |finished| {
            of_observer.0.lock().unwrap().push(Seen {
                scope: finished.scope,
                operation: finished.operation,
                table: finished.table.map(str::to_owned),
                index: finished.index,
                duration: finished.duration,
                requests: finished.requests,
                attempts: finished.attempts,
                units: finished.capacity.map(|capacity| capacity.total),
                sent: finished.sent_bytes,
                received: finished.received_bytes,
                has_id: finished.request_id.is_some(),
                error: finished.error,
                is_dropped: finished.is_dropped,
            });
        });
        (log, database)
    }

    /// What was seen since the last time.
    fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// The names of the operations that were seen, `*` for whole operations.
    fn names(&self) -> Vec<String> {
        let star = |seen: &Seen| if seen.scope == Scope::Operation { "*" } else { "" };
        self.take().iter().map(|seen| format!("{}{}", star(seen), seen.operation)).collect()
    }
}

#[tokio::test]
async fn a_request_and_its_operation_are_seen_once_each() {
    with_notes(async |database, _| {
        let (log, db) = Log::of(database);
        Table::<Note>::put(&note(1)).on(&db).await.unwrap();
        let seen = log.take();
        assert_eq!(seen.len(), 2);
        let [request, operation] = &seen[..] else { panic!("{seen:?}") };
        assert_eq!((request.scope, operation.scope), (Scope::Request, Scope::Operation));
        for seen in [request, operation] {
            assert_eq!((seen.operation, seen.index, seen.requests, seen.attempts), ("PutItem", None, 1, 1));
            assert_eq!(seen.table, Some(db.table_name::<Note>()));
            assert_eq!((seen.units, seen.has_id, seen.error, seen.is_dropped), (Some(2.0), true, None, false));
            assert!(seen.sent > 100 && seen.received > 50, "{seen:?}");
        }
        assert!(operation.duration >= request.duration);
    })
    .await;
}

#[tokio::test]
async fn every_operation_is_seen_with_its_requests() {
    with_notes(async |database, _| {
        put(0..6).await;
        let (log, db) = Log::of(database);
        type T = Table<Note>;
        T::query("a").page_size(2).on(&db).await.unwrap();
        assert_eq!(log.names(), ["Query", "Query", "Query", "Query", "*Query"]);
        T::query("a").page_size(3).count().on(&db).await.unwrap();
        assert_eq!(log.names(), ["Query", "Query", "Query", "*Query"]);
        T::scan().page_size(3).on(&db).stream().try_collect::<Vec<_>>().await.unwrap();
        assert_eq!(
            log.names(),
            ["Scan", "*Scan", "Scan", "*Scan", "Scan", "*Scan"],
            "a page of a stream is an operation"
        );
        T::scan().parallel(2).on(&db).await.unwrap();
        let names = log.names();
        assert_eq!(names.iter().filter(|name| *name == "*Scan").count(), 1, "{names:?}");
        T::get_many((0..150).map(|page| ("a", page))).on(&db).await.unwrap();
        assert_eq!(log.names(), ["BatchGetItem", "BatchGetItem", "*BatchGetItem"]);
        T::put_many((0..30).map(note)).on(&db).await.unwrap();
        assert_eq!(log.names(), ["BatchWriteItem", "BatchWriteItem", "*BatchWriteItem"]);
        transaction((T::put(&note(77)),)).on(&db).await.unwrap();
        assert_eq!(log.names(), ["TransactWriteItems", "*TransactWriteItems"]);
        T::modify(("a", 1), |note| note.size = 7).on(&db).await.unwrap();
        assert_eq!(log.names(), ["GetItem", "PutItem", "*GetItem"]);
        T::verify().on(&db).await.unwrap();
        let names = log.names();
        assert_eq!(names.iter().filter(|name| name.starts_with('*')).count(), 1, "{names:?}");
        db.tables().try_collect::<Vec<_>>().await.unwrap();
        assert_eq!(log.names(), ["ListTables", "*ListTables"]);
        T::put_many(Vec::<Note>::new()).on(&db).await.unwrap();
        assert_eq!(log.names(), Vec::<String>::new(), "nothing was to do");
    })
    .await;
}

#[tokio::test]
async fn the_index_the_counts_and_the_capacity_are_those_of_the_answers() {
    with_notes(async |database, _| {
        put(0..6).await;
        let (log, db) = Log::of(database);
        Table::<Note>::index(Note::BY_SIZE).query("a").page_size(2).on(&db).await.unwrap();
        let seen = log.take();
        assert!(seen.iter().all(|seen| seen.index == Some("by_size")), "{seen:?}");
        let units: f64 = seen[..4].iter().filter_map(|seen| seen.units).sum();
        let whole = seen.last().unwrap();
        assert_eq!((whole.requests, whole.attempts, whole.units), (4, 4, Some(units)));
        assert_eq!(whole.sent, seen[..4].iter().map(|seen| seen.sent).sum::<u64>());
        assert_eq!(whole.received, seen[..4].iter().map(|seen| seen.received).sum::<u64>());
    })
    .await;
}

#[tokio::test]
async fn failures_are_seen_with_their_attempts() {
    with_notes(async |database, faults| {
        let (log, db) = Log::of(database);
        faults.fail_next_times("GetItem", 3, Fault::Throttled);
        Table::<Note>::get(("a", 1)).on(&db).await.unwrap_err();
        let seen = log.take();
        assert_eq!(seen.len(), 2);
        for seen in seen {
            assert_eq!((seen.requests, seen.attempts), (1, 3));
            assert_eq!((seen.error, seen.has_id), (Some(ErrorKind::ProvisionedThroughputExceeded), true));
        }
        faults.fail_next_times("GetItem", 1, Fault::Throttled);
        Table::<Note>::get(("a", 1)).on(&db).await.unwrap();
        assert!(log.take().iter().all(|seen| seen.attempts == 2 && seen.error.is_none()));
        // Found before anything is sent.
        let error = Table::<Note>::query("a").page_size(0).on(&db).await.unwrap_err();
        let seen = log.take();
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!((seen[0].scope, seen[0].requests, seen[0].error), (Scope::Operation, 0, Some(error.kind())));
        // A batch of which a part is put off sends another request.
        faults.fail_next_times("BatchWriteItem", 1, Fault::Unprocessed(vec![0, 2]));
        Table::<Note>::put_many((0..4).map(note)).on(&db).await.unwrap();
        assert_eq!(log.names(), ["BatchWriteItem", "BatchWriteItem", "*BatchWriteItem"]);
    })
    .await;
}

/// DynamoDB has no such answer today.
#[tokio::test]
async fn a_refusal_that_tells_its_capacity_counts() {
    with_notes(async |database, faults| {
        let (log, db) = Log::of(database);
        let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","ConsumedCapacity":{"CapacityUnits":3}}"#;
        faults.fail_next_times("PutItem", 1, Fault::Answer { status: 400, body: body.into() });
        Table::<Note>::put(&note(1)).on(&db).await.unwrap_err();
        let seen = log.take();
        assert_eq!(seen.iter().map(|seen| seen.units).collect::<Vec<_>>(), [Some(3.0), Some(3.0)]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_dropped_operation_is_seen_as_dropped() {
    with_notes(async |database, faults| {
        let (log, db) = Log::of(database);
        faults.fail_next_times("GetItem", 1, Fault::Delayed(Duration::from_secs(60)));
        let get = Table::<Note>::get(("a", 1)).on(&db);
        tokio::time::timeout(Duration::from_secs(2), get.into_future()).await.unwrap_err();
        let seen = log.take();
        assert_eq!(seen.len(), 2);
        for seen in seen {
            assert_eq!((seen.error, seen.is_dropped, seen.attempts), (None, true, 1));
            assert_eq!(seen.duration.as_secs(), 2);
        }
        // One that was never polled did not begin.
        drop(Table::<Note>::get(("a", 1)).on(&db).into_future());
        assert!(log.take().is_empty());
    })
    .await;
}

#[tokio::test]
async fn all_observers_are_called_and_their_database_alone() {
    with_notes(async |database, _| {
        let (first, db) = Log::of(database);
        let (second, both) = Log::of(&db);
        Table::<Note>::get(("a", 1)).on(&both).await.unwrap();
        assert_eq!((first.names().len(), second.names().len()), (2, 2));
        Table::<Note>::get(("a", 1)).on(&db).await.unwrap();
        assert_eq!((first.names().len(), second.names().len()), (2, 0));
        Table::<Note>::get(("a", 1)).on(database).await.unwrap();
        assert_eq!((first.names().len(), second.names().len()), (0, 0));
    })
    .await;
}

/// The capacity is asked for, and what the operation returns stays as it was.
#[tokio::test]
async fn an_observed_database_asks_for_the_capacity() {
    with_notes(async |database, faults| {
        let (_, db) = Log::of(database);
        let reads = async |db: &Database| {
            faults.reset();
            Table::<Note>::get(("a", 1)).on(db).await.unwrap();
            Table::<Note>::query("a").on(db).await.unwrap();
            Table::<Note>::get_many([("a", 1)]).on(db).await.unwrap();
            Table::<Note>::delete_many([("a", 1)]).on(db).await.unwrap();
            transaction((Table::<Note>::delete(("a", 1)),)).on(db).await.unwrap();
            let asked = faults
                .recorded()
                .iter()
                .map(|request| request.json().get("ReturnConsumedCapacity").is_some())
                .collect();
            let asked: Vec<bool> = asked;
            asked
        };
        assert_eq!(reads(database).await, [false; 5]);
        assert_eq!(reads(&db).await, [true; 5]);
    })
    .await;
}
