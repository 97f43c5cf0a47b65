//! `modify_all` changes every item that a query finds as a struct, and loses nothing of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::error::Outcome;
use faraday::testing::Fault;
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::fixture::{Message, Messages, counts, n, put_raw, s, stored, table_of, with_messages};

#[tokio::test]
async fn items_that_differ_are_written_and_others_are_skipped() {
    with_messages(30, async |_, faults| {
        let job = || Messages::modify_all(Messages::query("a").page_size(7), |message| message.votes = 3);
        assert_eq!(counts(&job().dry_run().await.unwrap()), [30, 30, 24, 6, 0]);
        assert_eq!(faults.recorded().count("UpdateItem"), 0);
        assert_eq!(counts(&job().await.unwrap()), [30, 30, 24, 6, 0]);
        assert_eq!(counts(&job().await.unwrap()), [30, 30, 0, 30, 0]);
        assert!(stored("a").await.values().all(|message| message.votes == 3));
        assert!(stored("b").await.values().any(|message| message.votes != 3));
        let all = Messages::modify_all(Messages::scan().parallel(4), |message| message.votes = 4);
        assert_eq!(all.await.unwrap().written, 60 - 6);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "people", global_index(by_city, partition_key = city))]
struct Person {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(alias = "full_name")]
    name: String,
    #[faraday(default)]
    visits: u64,
    city: Option<String>,
    #[faraday(version)]
    version: u64,
    #[faraday(updated_at)]
    updated: Option<SystemTime>,
}

async fn raw(db: &Database, id: u64) -> std::collections::HashMap<String, AttributeValue> {
    let get = db.client().get_item().table_name(table_of::<Person>(db)).consistent_read(true);
    get.key("id", n(id)).send().await.unwrap().item.unwrap()
}

/// Items in an older form are rewritten by a change that does nothing; what the struct does not know stays.
#[tokio::test]
async fn older_forms_are_rewritten_and_unknown_attributes_are_kept() {
    with_table::<Person>(async |db| {
        let table = || table_of::<Person>(db);
        let old =
            [("id", n(1)), ("full_name", s("Ann")), ("theme", s("dark")), ("city", s("Leeds")), ("version", n(0))];
        put_raw(db, table(), old).await;
        Table::<Person>::put(&Person { id: 2, name: "Bob".into(), visits: 1, city: None, version: 0, updated: None })
            .await
            .unwrap();
        let before = raw(db, 2).await;
        let done = Table::<Person>::modify_all(Table::<Person>::scan(), |_| ()).await.unwrap();
        assert_eq!(counts(&done), [2, 2, 1, 1, 0]);
        assert_eq!(raw(db, 2).await, before, "one that is as it should be is not written");
        let mut now = raw(db, 1).await;
        assert!(now.remove("updated").is_some());
        let wanted = [("id", n(1)), ("name", s("Ann")), ("visits", n(0)), ("theme", s("dark")), ("city", s("Leeds"))];
        let mut wanted: std::collections::HashMap<_, _> =
            wanted.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        wanted.insert("version".into(), n(1));
        assert_eq!(now, wanted);
        // A key of an index that the struct does not make any more is gone.
        Table::<Person>::modify_all(Table::<Person>::scan(), |person| person.city = None).await.unwrap();
        assert!(!raw(db, 1).await.contains_key("city"));
        assert_eq!(raw(db, 1).await["version"], n(2));
        assert_eq!(raw(db, 1).await["theme"], s("dark"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_race_is_run_again_with_the_current_item() {
    with_messages(1, async |db, _| {
        // The change is where the test can come between.
        let (handle, db, first) = (tokio::runtime::Handle::current(), db.clone(), AtomicBool::new(true));
        let job = Messages::modify_all(Messages::query("a"), move |message| {
            if first.swap(false, Ordering::SeqCst) {
                let (db, handle) = (db.clone(), handle.clone());
                let update = async move { Messages::update(("a", 0)).set(Message::TEXT, "new").on(&db).await.unwrap() };
                std::thread::spawn(move || handle.block_on(update)).join().unwrap();
            }
            message.votes += 10;
        });
        assert_eq!(counts(&job.await.unwrap()), [1, 1, 1, 0, 0]);
        let message = &stored("a").await[&0];
        assert_eq!((message.text.as_str(), message.votes), ("new", 10), "neither write is lost");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_deleted_meanwhile_stays_deleted() {
    with_messages(2, async |db, _| {
        let (handle, db) = (tokio::runtime::Handle::current(), db.clone());
        let job = Messages::modify_all(Messages::query("a"), move |message| {
            if message.id == 0 {
                let (db, handle) = (db.clone(), handle.clone());
                let delete = async move { Messages::delete(("a", 0)).on(&db).await.unwrap() };
                std::thread::spawn(move || handle.block_on(delete)).join().unwrap();
            }
            message.votes += 10;
        });
        assert_eq!(counts(&job.await.unwrap()), [2, 2, 1, 1, 0]);
        assert_eq!(stored("a").await.into_keys().collect::<Vec<_>>(), [1]);
    })
    .await;
}

#[tokio::test]
async fn an_item_that_does_not_fit_or_changes_its_key_fails_alone() {
    with_messages(4, async |db, _| {
        put_raw(db, table_of::<Message>(db), [("room", s("a")), ("id", n(9)), ("text", n(7))]).await;
        let job = || {
            Messages::modify_all(Messages::query("a"), |message| {
                message.votes = 50;
                if message.id == 2 {
                    message.id = 3;
                }
            })
        };
        let error = job().max_failures(2).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [5, 5, 3, 0, 2]);
        let mut failed: Vec<_> = failure
            .failures()
            .iter()
            .map(|error| (error.item_key().unwrap()["id"].as_n().unwrap().clone(), error.kind()))
            .collect();
        failed.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(failed, [("2".into(), ErrorKind::InvalidArgument), ("9".into(), ErrorKind::Decode)]);
        assert!(job().await.is_err());
    })
    .await;
}

/// The answer is lost and the write was done: it is not done again.
#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_is_lost_is_done_once() {
    with_messages(3, async |_, faults| {
        for fault in [Fault::AnswerLost, Fault::InternalServerError, Fault::Throttled, Fault::Disconnected] {
            let before: u32 = stored("a").await.values().map(|message| message.votes).sum();
            faults.fail_next_times("UpdateItem", 2, fault.clone());
            let job = Messages::modify_all(Messages::query("a"), |message| message.votes += 1);
            assert_eq!(counts(&job.await.unwrap()), [3, 3, 3, 0, 0], "{fault:?}");
            let after: u32 = stored("a").await.values().map(|message| message.votes).sum();
            assert_eq!(after, before + 3, "{fault:?}");
        }
        faults.fail_next_times("UpdateItem", 1_000, Fault::AnswerLost);
        let job = Messages::modify_all(Messages::query("b"), |message| message.votes += 1).max_attempts(1);
        assert_eq!(job.await.unwrap_err().outcome(), Outcome::Unknown);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vault")]
struct Secret {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    text: String,
    label: String,
}

#[tokio::test]
async fn encrypted_attributes_are_compared_by_what_they_hold() {
    let db = faraday_tests::tables::own_database()
        .with_keys(faraday::encryption::KeyRing::new("2026", &[0xAB; 32]).unwrap());
    faraday_tests::tables::with_table_of::<Secret>(db, async |_: &Database| {
        let secrets = (0..3).map(|id| Secret { id, text: format!("secret {id}"), label: "x".into() });
        Table::<Secret>::put_many(secrets).await.unwrap();
        let same = Table::<Secret>::modify_all(Table::<Secret>::scan(), |_| ()).await.unwrap();
        assert_eq!(counts(&same), [3, 3, 0, 3, 0]);
        let one = |secret: &mut Secret| {
            if secret.id == 1 {
                secret.text.push('!')
            }
        };
        let changed = Table::<Secret>::modify_all(Table::<Secret>::scan(), one).await.unwrap();
        assert_eq!(counts(&changed), [3, 3, 1, 2, 0]);
        let read = Table::<Secret>::get(1).consistent().await.unwrap().unwrap();
        assert_eq!(read.text, "secret 1!");
    })
    .await;
}

#[tokio::test]
async fn the_change_sees_each_item() {
    with_messages(20, async |_, _| {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&seen);
        let job = Messages::modify_all(Messages::query("a"), move |message| noted.lock().unwrap().push(message.id));
        job.await.unwrap();
        let mut seen = seen.lock().unwrap().clone();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..20));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_holds_for_all_requests() {
    with_messages(40, async |_, faults| {
        let start = tokio::time::Instant::now();
        let limit = faraday::database::RateLimit::new().requests(10.0);
        let job = Messages::modify_all(Messages::query("a").page_size(10), |message| message.text.push('!'));
        assert_eq!(job.rate_limit(&limit).await.unwrap().written, 40);
        let took = start.elapsed().as_secs_f64();
        assert!(faults.recorded().len() >= 44);
        assert!((3.0..6.0).contains(&took), "44 requests took {took} s");
    })
    .await;
}
