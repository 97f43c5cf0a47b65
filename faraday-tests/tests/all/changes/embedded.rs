//! A consumer on the embedded engine: the changes, the beginning, and how it goes on.

use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::changes::{Change, ChangeKind, ChangesCheckpoint, Leases};
use faraday::schema::StreamView;
use faraday::{Database, ErrorKind, Item, Key, Result, Table};
use futures_util::StreamExt;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
}

fn order(id: u64, total: u64) -> Order {
    Order { customer: "ann".into(), id, total }
}

async fn database() -> Database {
    let db = Database::embedded().unwrap();
    Table::<Order>::create().on(&db).await.unwrap();
    db
}

async fn put(db: &Database, order: &Order) {
    Table::<Order>::put(order).on(db).await.unwrap();
}

async fn next<I: Item>(changes: &mut faraday::changes::ChangeStream<I>) -> Result<Change<I>> {
    let next = tokio::time::timeout(Duration::from_secs(10), changes.try_next()).await;
    Ok(next.expect("a change comes")?.expect("the stream goes on"))
}

#[tokio::test]
async fn inserts_updates_and_deletes_come_with_the_item_before_and_after() {
    let db = database().await;
    put(&db, &order(1, 5)).await;
    Table::<Order>::update(("ann", 1)).set(Order::TOTAL, 6).on(&db).await.unwrap();
    Table::<Order>::delete(("ann", 1)).on(&db).await.unwrap();
    let changes = Table::<Order>::changes().once().on(&db).await.unwrap();
    let kinds: Vec<_> = changes.iter().map(|change| change.kind.clone()).collect();
    assert!(kinds[0] == ChangeKind::Inserted(Some(order(1, 5))));
    assert!(kinds[1] == ChangeKind::Modified { old: Some(order(1, 5)), new: Some(order(1, 6)) });
    assert!(kinds[2] == ChangeKind::Removed { old: Some(order(1, 6)), expired: false });
    for change in &changes {
        assert!(change.key == Key::of(&order(1, 0)).unwrap());
        assert!(change.time.is_some());
        assert_eq!(change.key_attributes().unwrap().len(), 2);
    }
    assert!(changes.is_sorted_by_key(|change| change.sequence_number.clone()));
    assert_eq!(changes[1].new(), Some(&order(1, 6)));
    assert_eq!(changes[1].old(), Some(&order(1, 5)));
    assert!(!changes[2].is_expiry());
}

/// An order without its total.
#[derive(Debug, Item)]
#[faraday(table = "orders")]
struct Damaged {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
}

#[tokio::test]
async fn a_lenient_batch_has_an_error_in_place_of_a_change_that_cannot_be_read() {
    let db = database().await;
    put(&db, &order(1, 5)).await;
    Table::<Damaged>::put(&Damaged { customer: "ann".into(), id: 2 }).on(&db).await.unwrap();
    put(&db, &order(3, 5)).await;
    let once = || Table::<Order>::changes().once();
    assert!(once().on(&db).await.unwrap_err().is_decode());
    for changes in [once().lenient().on(&db).await.unwrap(), once().on(&db).lenient().await.unwrap()] {
        let [one, two, three] = &changes[..] else { panic!("three changes") };
        assert_eq!(one.as_ref().unwrap().new(), Some(&order(1, 5)));
        let error = two.as_ref().unwrap_err();
        assert!(error.is_decode() && error.operation() == Some("GetRecords"), "{error}");
        assert_eq!(error.item_key().map(|key| key["id"].clone()), Some(AttributeValue::N("2".into())));
        assert_eq!(three.as_ref().unwrap().new(), Some(&order(3, 5)));
    }
    // The error of a request is that of the whole read.
    let error =
        Table::<Order>::changes().page_size(Some(0)).page_size(None).once().lenient().on(&db).await.unwrap_err();
    assert!(!error.is_decode(), "{error}");
}

#[tokio::test]
async fn a_consumer_waits_for_the_next_change() {
    let db = database().await;
    let mut changes = Table::<Order>::changes().from_now().on(&db).stream();
    put(&db, &order(1, 5)).await;
    changes.begin().await.unwrap();
    put(&db, &order(2, 5)).await;
    assert_eq!(next(&mut changes).await.unwrap().new(), Some(&order(2, 5)));
    let (change, ()) = tokio::join!(next(&mut changes), async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        put(&db, &order(3, 5)).await;
    });
    assert_eq!(change.unwrap().new(), Some(&order(3, 5)));
}

#[tokio::test]
async fn a_consumer_is_a_stream() {
    let db = database().await;
    put(&db, &order(1, 5)).await;
    put(&db, &order(2, 5)).await;
    let changes = Table::<Order>::changes().page_size(1).on(&db).stream();
    let first: Vec<_> = changes.take(2).map(|change| change.unwrap().new().map(|order| order.id)).collect().await;
    assert_eq!(first, [Some(1), Some(2)]);
}

#[tokio::test]
async fn a_consumer_goes_on_after_its_checkpoint() {
    let db = database().await;
    for id in 1..=4 {
        put(&db, &order(id, 5)).await;
    }
    let mut changes = Table::<Order>::changes().on(&db).stream();
    assert!(changes.checkpoint().is_none());
    next(&mut changes).await.unwrap();
    next(&mut changes).await.unwrap();
    let saved = serde_json::to_string(&changes.checkpoint()).unwrap();
    drop(changes);
    let checkpoint: Option<ChangesCheckpoint> = serde_json::from_str(&saved).unwrap();
    let rest = Table::<Order>::changes().from(checkpoint.clone()).once().on(&db).await.unwrap();
    assert_eq!(rest.iter().map(|change| change.new().unwrap().id).collect::<Vec<_>>(), [3, 4]);
    // Before it has begun, a consumer is where it was told to begin.
    let changes = Table::<Order>::changes().from(checkpoint.clone()).on(&db).stream();
    assert_eq!(changes.checkpoint(), checkpoint);
    let all = Table::<Order>::changes().from(None).once().on(&db).await.unwrap();
    assert_eq!(all.len(), 4);
}

#[tokio::test]
async fn a_checkpoint_from_now_keeps_what_comes_after_it() {
    let db = database().await;
    put(&db, &order(1, 5)).await;
    let mut changes = Table::<Order>::changes().from_now().on(&db).stream();
    changes.begin().await.unwrap();
    let checkpoint = changes.checkpoint();
    drop(changes);
    put(&db, &order(2, 5)).await;
    let rest = Table::<Order>::changes().from(checkpoint).once().on(&db).await.unwrap();
    assert_eq!(rest.last().and_then(Change::new), Some(&order(2, 5)));
}

#[tokio::test]
async fn a_table_without_a_stream_says_how_it_gets_one() {
    let db = Database::embedded().unwrap();
    #[derive(Item)]
    #[faraday(table = "plain")]
    struct Plain {
        #[faraday(partition_key)]
        id: u64,
    }
    let no_table = Table::<Plain>::changes().once().on(&db).await.unwrap_err();
    assert_eq!(no_table.kind(), ErrorKind::ResourceNotFound);
    Table::<Plain>::create().on(&db).await.unwrap();
    let mut changes = Table::<Plain>::changes().on(&db).stream();
    let error = changes.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("stream = new_and_old_images"), "{error}");
    assert_eq!(error.table(), Some("plain"));
    // The same consumer goes on when the table has one.
    Table::<Plain>::update_table().stream(StreamView::NewImage).on(&db).await.unwrap();
    Table::<Plain>::put(&Plain { id: 1 }).on(&db).await.unwrap();
    assert_eq!(next(&mut changes).await.unwrap().new().map(|plain| plain.id), Some(1));
}

#[tokio::test]
async fn a_checkpoint_of_another_stream_is_refused() {
    let (db, other) = (database().await, database().await);
    put(&db, &order(1, 5)).await;
    let mut changes = Table::<Order>::changes().on(&db).stream();
    next(&mut changes).await.unwrap();
    let checkpoint = changes.checkpoint().unwrap();
    assert!(checkpoint.stream().contains("orders"));
    let error = Table::<Order>::changes().from(checkpoint).once().on(&other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCursor);
}

#[tokio::test]
async fn a_worker_on_a_table_of_another_kind_is_refused() {
    let db = database().await;
    let leases = Leases::new().on(&db).on_table("orders");
    let run = Table::<Order>::changes().on(&db).worker("projector", &leases);
    let error = run.run(async |_| Ok::<_, faraday::Error>(())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TableMismatch);
    let missing = Leases::new();
    let run = Table::<Order>::changes().on(&db).worker("projector", &missing);
    let error = run.run(async |_| Ok::<_, faraday::Error>(())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceNotFound);
    assert!(error.to_string().contains("Leases::create"), "{error}");
}

#[tokio::test]
async fn a_table_of_another_kind_is_no_table_of_leases() {
    let db = database().await;
    let leases = Leases::new().on(&db).on_table("orders");
    assert_eq!(leases.create().await.unwrap_err().kind(), ErrorKind::TableMismatch);
    assert_eq!(leases.list("projector").await.unwrap_err().kind(), ErrorKind::TableMismatch);
    assert_eq!(leases.forget("projector").await.unwrap_err().kind(), ErrorKind::TableMismatch);
    let missing = Leases::new().on(&db).list("projector").await.unwrap_err();
    assert!(missing.is_table_not_found() && missing.to_string().contains("Leases::create"), "{missing}");
}

#[tokio::test]
async fn what_no_request_takes_is_refused_before_anything_is_read() {
    let db = database().await;
    put(&db, &order(1, 5)).await;
    let leases = Leases::new().on(&db);
    leases.create().await.unwrap();
    for records in [0, 1_001] {
        let error = Table::<Order>::changes().page_size(records).once().on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        let error = Table::<Order>::records("iterator").limit(records).on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    for duration in [Duration::ZERO, Duration::from_millis(99), Duration::MAX] {
        let worker = Table::<Order>::changes().on(&db).worker("projector", &leases).lease_duration(duration);
        let error = worker.run(async |_| Ok::<_, faraday::Error>(())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    assert!(leases.list("projector").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_worker_stops_when_the_first_of_several_futures_is_ready() {
    let db = database().await;
    let leases = Leases::new().on(&db);
    leases.create().await.unwrap();
    for first in [true, false] {
        let worker = Table::<Order>::changes().on(&db).worker("projector", &leases);
        let worker = match first {
            true => worker.stop_when(async {}).stop_when(std::future::pending()),
            false => worker.stop_when(std::future::pending()).stop_when(async {}),
        };
        let run = worker.run(async |_| Ok::<_, faraday::Error>(()));
        tokio::time::timeout(Duration::from_secs(10), run).await.expect("it stops").unwrap();
    }
}

#[tokio::test]
async fn a_consumer_follows_a_name_that_is_given_at_run_time() {
    let db = Database::embedded().unwrap();
    Table::<Order>::create().on_table("archive").on(&db).await.unwrap();
    Table::<Order>::put(&order(1, 5)).on_table("archive").on(&db).await.unwrap();
    let changes = Table::<Order>::changes().on_table("archive").on(&db).once().await.unwrap();
    assert_eq!(changes.len(), 1);
    db.scope(async {
        assert_eq!(Table::<Order>::changes().on_table("archive").once().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_consumers_of_other_names_see_every_change_each() {
    let db = database().await;
    put(&db, &order(1, 5)).await;
    let leases = Leases::new().on(&db);
    leases.create().await.unwrap();
    leases.create().await.unwrap();
    for consumer in ["one", "other", "one"] {
        let (sender, mut seen) = tokio::sync::mpsc::unbounded_channel();
        let worker = Table::<Order>::changes().on(&db).worker(consumer, &leases).named("worker");
        let stop = async move {
            // One change for each consumer's first worker, and none for the second.
            let _ = tokio::time::timeout(Duration::from_millis(300), seen.recv()).await;
        };
        let handle = async |change: Change<Order>| {
            sender.send(change.sequence_number).unwrap();
            Ok::<_, faraday::Error>(())
        };
        worker.stop_when(stop).run(handle).await.unwrap();
    }
    let one = leases.list("one").await.unwrap();
    assert!(one[0].after.is_some() && one[0].owner.is_none());
    leases.forget("one").await.unwrap();
    assert!(leases.list("one").await.unwrap().is_empty());
    assert_eq!(leases.list("other").await.unwrap().len(), 1);
}
