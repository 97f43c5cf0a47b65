//! Locks that several programs share.

mod faults;
mod model;

use std::time::Duration;

use faraday::locks::{Lock, LockItem};
use faraday::testing::Canned;
use faraday::{Database, ErrorKind, Item, Table, transaction};
use faraday_tests::tables::{own_database, with_table, with_table_of};
use tokio::time::{Instant, sleep};

type Locks = Table<LockItem>;

/// What locks protect.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "locks-ledgers")]
struct Ledger {
    #[faraday(partition_key)]
    id: String,
    /// The fences of those who wrote it.
    fences: Vec<u64>,
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn stored(name: &str) -> LockItem {
    Locks::get(name).consistent().await.unwrap().unwrap()
}

#[tokio::test]
async fn a_lock_is_one_holders_at_a_time_and_its_fence_grows() {
    with_table::<LockItem>(async |_| {
        let first = Lock::acquire("report").owner("host-1").lease(seconds(60)).await.unwrap();
        assert_eq!((first.name(), first.fence(), first.is_lost()), ("report", 1, false));
        let item = stored("report").await;
        assert!(item.owner.as_deref().is_some_and(|owner| owner.starts_with("host-1#")), "{item:?}");
        assert_eq!((item.fence, item.heartbeat, item.lease), (1, 0, 60_000));

        assert!(Lock::acquire("report").if_free().await.unwrap().is_none());
        let other = Lock::acquire("other").if_free().await.unwrap().unwrap();
        assert_eq!(other.fence(), 1);

        first.renew().await.unwrap();
        assert_eq!(stored("report").await.heartbeat, 1);
        first.release().await.unwrap();
        assert_eq!(stored("report").await.owner, None);
        let second = Lock::acquire("report").await.unwrap();
        assert_eq!(second.fence(), 2);
        let item = stored("report").await;
        assert_eq!((item.heartbeat, item.lease), (0, 20_000), "the lease that is given to nothing");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_is_not_renewed_is_taken_after_its_lease() {
    with_table::<LockItem>(async |_| {
        let start = Instant::now();
        let idle = Lock::acquire("report").lease(seconds(10)).await.unwrap();
        // The owner's lease counts, not that of who waits.
        let next = Lock::acquire("report").lease(seconds(1)).await.unwrap();
        let waited = start.elapsed();
        assert!(waited >= seconds(10) && waited < Duration::from_millis(11_500), "{waited:?}");
        assert!(idle.is_lost() && !next.is_lost());
        assert_eq!(next.fence(), 2);

        let error = idle.renew().await.unwrap_err();
        assert_eq!((error.kind(), error.is_lock_lost()), (ErrorKind::LockLost, true), "{error}");
        let error = idle.release().await.unwrap_err();
        assert!(error.is_lock_lost(), "{error}");
        assert_eq!(stored("report").await.fence, 2, "the release did nothing");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_renewed_lock_is_not_taken() {
    with_table::<LockItem>(async |_| {
        let lock = Lock::acquire("report").lease(seconds(9)).await.unwrap();
        let waiting = async {
            let next = Lock::acquire("report").await.unwrap();
            (next.fence(), Instant::now())
        };
        let start = Instant::now();
        let working = async {
            let done = lock.keep(async {
                sleep(seconds(100)).await;
                assert!(!lock.is_lost());
                Ok::<_, faraday::Error>("done")
            });
            assert_eq!(done.await.unwrap(), "done");
            lock.release().await.unwrap();
        };
        let ((fence, at), ()) = tokio::join!(waiting, working);
        assert_eq!(fence, 2);
        assert!(at - start >= seconds(100) && at - start < seconds(102), "{:?}", at - start);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_with_the_check_of_a_lost_lock_writes_nothing() {
    faraday_tests::needs!(Transactions);
    with_table_of::<LockItem>(own_database(), async |db: &Database| {
        Table::<Ledger>::create().await.unwrap();
        let ledger = |fence| Ledger { id: "a".into(), fences: vec![fence] };
        let lock = Lock::acquire("a").lease(Duration::from_millis(1)).await.unwrap();
        transaction((Table::<Ledger>::put(&ledger(1)), lock.check())).await.unwrap();

        let next = Lock::acquire("a").await.unwrap();
        let late = transaction((Table::<Ledger>::put(&ledger(100)), lock.check())).await.unwrap_err();
        assert!(late.is_condition_failed(), "{late}");
        transaction((Table::<Ledger>::put(&ledger(2)), next.check())).await.unwrap();
        assert_eq!(Table::<Ledger>::get("a").consistent().await.unwrap(), Some(ledger(2)));
        Table::<Ledger>::delete_table().on(db).await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn who_waits_gives_up_at_the_time_out() {
    with_table::<LockItem>(async |_| {
        let _held = Lock::acquire("report").lease(seconds(3_600)).await.unwrap();
        let start = Instant::now();
        let error = Lock::acquire("report").timeout(seconds(5)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(start.elapsed() >= seconds(4) && start.elapsed() <= seconds(5), "{:?}", start.elapsed());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_short_time_out_is_used_up_to_its_end() {
    with_table::<LockItem>(async |_| {
        for freed_after in [50, 300, 600] {
            let held = Lock::acquire("report").lease(seconds(20)).await.unwrap();
            let freeing = async {
                sleep(Duration::from_millis(freed_after)).await;
                held.release().await.unwrap();
            };
            let waiting = Lock::acquire("report").timeout(Duration::from_millis(700));
            let (lock, ()) = tokio::join!(waiting.into_future(), freeing);
            lock.unwrap().release().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_is_kept_late_is_renewed_at_once() {
    with_table::<LockItem>(async |_| {
        let lock = Lock::acquire("report").lease(seconds(9)).await.unwrap();
        let next = async { Lock::acquire("report").await.unwrap().fence() };
        let working = async {
            sleep(seconds(8)).await;
            let work = async {
                sleep(seconds(20)).await;
                Ok::<_, faraday::Error>(())
            };
            lock.keep(work).await.unwrap();
            lock.release().await.unwrap();
        };
        let (fence, ()) = tokio::join!(next, working);
        assert_eq!(fence, 2);
    })
    .await;
}

#[tokio::test]
async fn a_lock_lives_in_the_table_that_it_was_acquired_in() {
    let db = own_database();
    let name = format!("{}elsewhere", db.table_prefix());
    Locks::create().on_table(&name).on(&db).await.unwrap();
    let lock = Lock::acquire("report").on_table(&name).on(&db).await.unwrap();
    lock.renew().await.unwrap();
    let item = Locks::get("report").on_table(&name).on(&db).await.unwrap().unwrap();
    assert_eq!((item.fence, item.heartbeat), (1, 1));
    // Shown, not sent: not every engine has transactions.
    let check = transaction((lock.check(),)).on(&own_database()).explain();
    assert!(check.to_string().contains(&name), "the check is on the lock's table: {check}");
    lock.release().await.unwrap();
    Locks::delete_table().on_table(&name).on(&db).await.unwrap();
}

#[tokio::test]
async fn bad_leases_and_missing_tables_are_errors() {
    let db = own_database();
    let error = Lock::acquire("report").lease(Duration::from_micros(999)).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    let error = Lock::acquire("report").on(&db).await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
    with_table_of::<LockItem>(db, async |_: &Database| {
        let long = Lock::acquire("report").lease(Duration::MAX).await.unwrap();
        assert!(!long.is_lost());
        let error = Lock::acquire("").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    })
    .await;
}

#[tokio::test]
async fn each_step_sends_one_conditional_write() {
    let taken = r#"{"Item":{"name":{"S":"secret"},"fence":{"N":"7"},"heartbeat":{"N":"3"},"lease":{"N":"5"}}}"#;
    let canned = Canned::answering(taken).then("{}").then("{}").then("{}");
    let db = Database::new(canned.client());
    let lock = Lock::acquire("secret").lease(seconds(2)).on(&db).await.unwrap();
    assert_eq!(lock.fence(), 8);
    let shown = format!("{lock:?} {:?}", Lock::acquire("secret"));
    assert!(!shown.contains("secret"), "{shown}");
    lock.renew().await.unwrap();
    lock.release().await.unwrap();

    let sent = canned.recorded();
    assert_eq!(sent.operations(), ["GetItem", "UpdateItem", "UpdateItem", "UpdateItem"]);
    let sent: Vec<_> =
        sent.iter().skip(1).map(|request| (request.update().unwrap(), request.condition().unwrap())).collect();
    // The owner is random.
    let owner = sent[0].0.strip_prefix("SET owner = ").and_then(|rest| rest.split(',').next()).unwrap();
    assert_eq!(sent[0].0, format!("SET owner = {owner}, fence = 8, heartbeat = 0, lease = 2000"));
    assert_eq!(sent[0].1, "attribute_not_exists(owner) AND fence = 7 AND heartbeat = 3");
    let own = format!("owner = {owner} AND fence = 8");
    assert_eq!(sent[1], ("ADD heartbeat 1".to_owned(), own.clone()));
    assert_eq!(sent[2], ("REMOVE owner".to_owned(), own));
}

#[tokio::test]
async fn a_lock_is_created_by_a_put_and_checked_by_a_condition() {
    let canned = Canned::answering("{}");
    let db = Database::builder(canned.client()).table_prefix("test-").build();
    let lock = Lock::acquire("report").owner("host-1").lease(seconds(2)).on(&db).await.unwrap();
    assert_eq!(canned.recorded().operations(), ["GetItem", "PutItem"]);
    let put = canned.recorded().only("PutItem");
    // The owner ends with a random part.
    let owner = put.json()["Item"]["owner"]["S"].as_str().unwrap().to_owned();
    assert!(owner.strip_prefix("host-1#").is_some_and(|random| random.len() == 16), "{owner}");
    assert_eq!(
        put.text().replace(&owner, "OWNER"),
        r##"{"TableName":"test-faraday-locks","Item":{"name":{"S":"report"},"owner":{"S":"OWNER"},"fence":{"N":"1"},"heartbeat":{"N":"0"},"lease":{"N":"2000"}},"ConditionExpression":"attribute_not_exists(#n0)","ExpressionAttributeNames":{"#n0":"name"}}"##
    );

    transaction((lock.check(),)).token("t").on(&db).await.unwrap();
    assert_eq!(
        canned.last().text().replace(&owner, "OWNER"),
        r##"{"TransactItems":[{"ConditionCheck":{"TableName":"test-faraday-locks","Key":{"name":{"S":"report"}},"ConditionExpression":"#n0 = :v0 AND #n1 = :v1","ExpressionAttributeNames":{"#n0":"owner","#n1":"fence"},"ExpressionAttributeValues":{":v0":{"S":"OWNER"},":v1":{"N":"1"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}],"ClientRequestToken":"t"}"##
    );
}

/// The first request, whatever follows it.
#[test]
fn an_acquisition_is_explained() {
    let acquire = || Lock::acquire("report").on_table("elsewhere");
    for explained in [acquire().explain(), acquire().if_free().explain()] {
        assert_eq!((explained.operation(), explained.cost().read_units), ("GetItem", Some(1.0)));
        let expected = r#"{"TableName":"elsewhere","Key":{"name":{"S":"report"}},"ConsistentRead":true}"#;
        let body: serde_json::Value = serde_json::from_str(explained.body().unwrap()).unwrap();
        assert_eq!(body, serde_json::from_str::<serde_json::Value>(expected).unwrap());
    }
}

/// The settings may stand before `if_free` or after it.
#[tokio::test]
async fn the_settings_of_an_attempt_are_those_of_an_acquisition() {
    with_table::<LockItem>(async |_| {
        for (name, attempt) in [
            ("before", Lock::acquire("before").lease(seconds(7)).owner("host-1").if_free()),
            ("after", Lock::acquire("after").if_free().lease(seconds(7)).owner("host-1")),
        ] {
            let _held = attempt.await.unwrap().unwrap();
            let item = stored(name).await;
            assert!(item.owner.as_deref().is_some_and(|owner| owner.starts_with("host-1#")), "{item:?}");
            assert_eq!((item.fence, item.lease), (1, 7_000));
        }
    })
    .await;
}
