//! Hedged reads: what is sent a second time, when, and whose reply counts. The clock is paused, so that times are exact.

use std::future::Future;
use std::time::Duration;

use faraday::encryption::KeyRing;
use faraday::{Database, ErrorKind, Item, Table, database::Codec, transaction, transaction_get};
use futures_util::TryStreamExt;
use tokio::time::timeout;

use super::scripted::{Answer, Scripted, Seen};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

const SECOND: Duration = Duration::from_secs(1);
const DELAY: Duration = Duration::from_millis(20);
/// Longer than the delay, so that the second request is sent; and longer still.
const LATE: Duration = Duration::from_millis(30);
const LATER: Duration = Duration::from_millis(70);

const ANN: Answer = Answer::Body(
    r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"1"}},"ConsumedCapacity":{"TableName":"users","CapacityUnits":1.5}}"#,
);
const OTHER_ANN: Answer = Answer::Body(
    r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"2"}},"ConsumedCapacity":{"TableName":"users","CapacityUnits":0.5}}"#,
);
const INVALID: Answer = Answer::Status(400, "ValidationException");
const MISSING: Answer = Answer::Status(400, "ResourceNotFoundException");
const THROTTLED: Answer = Answer::Status(400, "ProvisionedThroughputExceededException");

fn ann(visits: u64) -> User {
    User { id: "ann".into(), visits }
}

/// Runs the same on both paths, with reads that are hedged.
async fn on_both<F: Future<Output = ()>>(test: impl Fn(Scripted, Database) -> F) {
    for codec in [Codec::Wire, Codec::Map] {
        let scripted = Scripted::default();
        let client = scripted.client(&|config: aws_sdk_dynamodb::config::Builder| config);
        let db = Database::builder(client).codec(codec).hedge_reads_after(DELAY).build();
        test(scripted, db).await;
    }
}

/// What a get makes of these answers, and what was sent for it.
async fn get(scripted: &Scripted, db: &Database, answers: &[Answer]) -> (Result<u64, ErrorKind>, Vec<Seen>) {
    scripted.forget();
    scripted.script(answers);
    let found = Table::<User>::get("ann").on(db).await;
    assert_eq!(scripted.under_way(), 0, "nothing goes on after the answer");
    (found.map(|user| user.unwrap().visits).map_err(|error| error.kind()), scripted.seen())
}

#[tokio::test(start_paused = true)]
async fn the_second_request_is_sent_after_the_delay_and_is_the_same() {
    on_both(async |scripted, db| {
        let (found, seen) = get(&scripted, &db, &[Answer::After(Duration::from_millis(19), &ANN)]).await;
        assert_eq!((found, seen.len()), (Ok(1), 1));
        let (found, seen) = get(&scripted, &db, &[Answer::Never, OTHER_ANN]).await;
        assert_eq!((found, seen.len()), (Ok(2), 2));
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[1].at - seen[0].at, DELAY);
        assert_ne!(seen[0].id, seen[1].id, "an attempt of its own");
        // However long both take, there is no third.
        let start = tokio::time::Instant::now();
        let (found, seen) = get(&scripted, &db, &[Answer::After(10 * SECOND, &ANN), Answer::Never]).await;
        assert_eq!((found, seen.len(), start.elapsed()), (Ok(1), 2, 10 * SECOND));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_first_success_counts_and_its_capacity() {
    on_both(async |scripted, db| {
        for (answers, visits, units) in [
            ([Answer::After(LATER, &ANN), Answer::Fine], None, None),
            ([Answer::After(LATER, &ANN), OTHER_ANN], Some(2), Some(0.5)),
            ([Answer::After(LATE, &ANN), Answer::After(LATE, &OTHER_ANN)], Some(1), Some(1.5)),
        ] {
            scripted.script(&answers);
            let found = Table::<User>::get("ann").on(&db).metered().await.unwrap();
            assert_eq!(found.value, visits.map(ann), "nothing is an answer too");
            assert_eq!(found.capacity.map(|capacity| capacity.total), units);
            assert_eq!((found.requests, scripted.under_way()), (1, 0));
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_failure_waits_for_the_other_request() {
    on_both(async |scripted, db| {
        let get = async |first, second| {
            let (found, seen) = get(&scripted, &db, &[first, second]).await;
            assert_eq!(seen.len(), 2);
            found
        };
        assert_eq!(get(Answer::After(LATE, &INVALID), Answer::After(LATER, &OTHER_ANN)).await, Ok(2));
        assert_eq!(get(Answer::After(LATER, &ANN), INVALID).await, Ok(1));
        // Both fail, in either order: the first request's error.
        let invalid = Err(ErrorKind::Validation);
        assert_eq!(get(Answer::After(LATE, &INVALID), Answer::After(LATER, &MISSING)).await, invalid);
        assert_eq!(get(Answer::After(LATER, &INVALID), MISSING).await, invalid);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_failure_before_the_delay_is_the_answer() {
    on_both(async |scripted, db| {
        let (found, seen) = get(&scripted, &db, &[INVALID, ANN]).await;
        assert_eq!((found, seen.len()), (Err(ErrorKind::Validation), 1));
    })
    .await;
}

/// It is the SDK's to send again, after a pause. A hedge would add to the load that it was refused for.
#[tokio::test(start_paused = true)]
async fn what_was_throttled_before_the_delay_is_not_hedged() {
    on_both(async |scripted, db| {
        for refusal in [THROTTLED, Answer::Status(500, "InternalServerError")] {
            let (found, seen) = get(&scripted, &db, &[refusal, Answer::After(LATER, &ANN), OTHER_ANN]).await;
            assert_eq!((found, seen.len()), (Ok(1), 2));
            assert_eq!(seen[0].id, seen[1].id, "two attempts of one request");
        }
        // A connection that broke is no refusal: the first request's second attempt hangs.
        let hangs = [Answer::Reset, Answer::Never, OTHER_ANN, OTHER_ANN];
        let (found, seen) = get(&scripted, &db, &hangs).await;
        assert_eq!(found, Ok(2));
        assert!(seen.iter().any(|request| request.id != seen[0].id));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn writes_are_never_hedged() {
    on_both(async |scripted, db| {
        scripted.script(&[Answer::After(LATER, &Answer::Fine); 9]);
        let user = ann(1);
        Table::<User>::put(&user).on(&db).await.unwrap();
        Table::<User>::update("ann").add(User::VISITS, 1).on(&db).await.unwrap();
        Table::<User>::delete("ann").on(&db).await.unwrap();
        Table::<User>::put_many([&user]).on(&db).await.unwrap();
        transaction((Table::<User>::put(&user),)).token("t").on(&db).await.unwrap();
        let sent: Vec<_> = scripted.seen().into_iter().map(|request| request.operation).collect();
        assert_eq!(sent, ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);
    })
    .await;
}

const ITEMS: Answer = Answer::Body(r#"{"Items":[{"id":{"S":"ann"},"visits":{"N":"2"}}],"Count":1,"ScannedCount":1}"#);

#[tokio::test(start_paused = true)]
async fn every_read_is_hedged() {
    on_both(async |scripted, db| {
        let both = |answer| scripted.script(&[Answer::Never, answer]);
        both(OTHER_ANN);
        assert_eq!(Table::<User>::get("ann").consistent().on(&db).await.unwrap(), Some(ann(2)));
        both(ITEMS);
        assert_eq!(Table::<User>::query("ann").on(&db).await.unwrap(), [ann(2)]);
        both(ITEMS);
        assert_eq!(Table::<User>::scan().on(&db).await.unwrap(), [ann(2)]);
        both(Answer::Body(r#"{"Responses":{"users":[{"id":{"S":"ann"},"visits":{"N":"2"}}]},"UnprocessedKeys":{}}"#));
        assert_eq!(Table::<User>::get_many(["ann"]).on(&db).await.unwrap(), [Some(ann(2))]);
        both(Answer::Body(r#"{"Responses":[{"Item":{"id":{"S":"ann"},"visits":{"N":"2"}}}]}"#));
        assert_eq!(transaction_get((Table::<User>::get("ann"),)).on(&db).await.unwrap(), (Some(ann(2)),));
        let sent: Vec<_> = scripted.seen().into_iter().map(|request| request.operation).collect();
        let each = ["GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"];
        assert_eq!(sent, each.iter().flat_map(|name| [*name, *name]).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn each_page_of_a_stream_is_hedged() {
    const FIRST: Answer = Answer::Body(
        r#"{"Items":[{"id":{"S":"ann"},"visits":{"N":"1"}}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"id":{"S":"ann"}}}"#,
    );
    on_both(async |scripted, db| {
        for read_ahead in [false, true] {
            scripted.forget();
            scripted.script(&[Answer::Never, FIRST, Answer::Never, ITEMS]);
            let scan = Table::<User>::scan().on(&db);
            let scan = if read_ahead { scan.read_ahead() } else { scan };
            let users: Vec<User> = scan.stream().try_collect().await.unwrap();
            assert_eq!(users, [ann(1), ann(2)]);
            let starts: Vec<_> =
                scripted.seen().iter().map(|request| request.body["ExclusiveStartKey"].is_object()).collect();
            assert_eq!(starts, [false, false, true, true]);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn both_requests_end_with_the_future() {
    on_both(async |scripted, db| {
        scripted.script(&[Answer::Never; 2]);
        let mut request = Box::pin(Table::<User>::get("ann").on(&db).into_future());
        timeout(LATER, &mut request).await.unwrap_err();
        assert_eq!((scripted.seen().len(), scripted.under_way()), (2, 2));
        drop(request);
        assert_eq!(scripted.under_way(), 0);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_database_of_an_operation_decides() {
    on_both(async |scripted, hedged| {
        let slow = [Answer::After(LATER, &ANN), OTHER_ANN];
        let plain = hedged.with_hedged_reads(None);
        assert_eq!(get(&scripted, &plain, &slow).await.0, Ok(1));
        assert_eq!(scripted.seen().len(), 1);
        let again = plain.with_hedged_reads(DELAY).with_keys(KeyRing::new("2026", &[7; 32]).unwrap());
        assert_eq!(get(&scripted, &again, &slow).await.0, Ok(2));
        let at_once = plain.with_hedged_reads(Duration::ZERO);
        assert_eq!(get(&scripted, &at_once, &slow).await.0, Ok(2));
        let never = plain.with_hedged_reads(Duration::MAX);
        assert_eq!(get(&scripted, &never, &slow).await.0, Ok(1));
    })
    .await;
}
