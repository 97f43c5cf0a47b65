//! `update_all` updates every item that a query finds, and creates none.

use std::sync::atomic::{AtomicBool, Ordering};

use faraday::error::Outcome;
use faraday::testing::Fault;
use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::fixture::{Message, Messages, counts, stored, with_messages};

#[tokio::test]
async fn what_a_query_finds_is_updated() {
    with_messages(30, async |_, faults| {
        let job = Messages::update_all(Messages::query("a").sort_key_range(..20).page_size(7), |message| {
            message.set(Message::TEXT, "gone").remove(Message::MARK)
        });
        assert_eq!(counts(&job.await.unwrap()), [20, 20, 20, 0, 0]);
        let changed = stored("a").await.into_values().filter(|message| message.text == "gone");
        assert!(changed.map(|message| message.id).eq(0..20));
        assert!(stored("b").await.values().all(|message| message.text != "gone"));
        assert!(faults.recorded().of("Query").iter().any(|query| query.projection().is_some()));
        let job =
            Messages::update_all(Messages::index(Message::BY_AUTHOR).scan(), |message| message.add(Message::VOTES, 9));
        assert_eq!(job.dry_run().await.unwrap().written, 20);
        assert_eq!(faults.recorded().count("UpdateItem"), 20);
    })
    .await;
}

/// DynamoDB checks conditions when it writes, so a dry run counts every item that is found.
#[tokio::test]
async fn a_dry_run_does_not_check_the_condition() {
    with_messages(30, async |_, faults| {
        let job = || {
            Messages::update_all(Messages::query("a"), |message| {
                message.set(Message::TEXT, "one").condition(Message::VOTES.eq(1))
            })
        };
        assert_eq!(counts(&job().dry_run().await.unwrap()), [30, 30, 30, 0, 0]);
        assert_eq!(faults.recorded().operations(), ["Query"]);
        assert_eq!(counts(&job().await.unwrap()), [30, 30, 6, 24, 0]);
        assert_eq!(stored("a").await.values().filter(|message| message.text == "one").count(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_that_was_deleted_meanwhile_is_not_created_again() {
    with_messages(3, async |db, _| {
        // The first call is for the first item: it is deleted after it was found, and before it is updated.
        let (handle, db, first) = (tokio::runtime::Handle::current(), db.clone(), AtomicBool::new(true));
        let job = Messages::update_all(Messages::query("a"), move |message| {
            if first.swap(false, Ordering::SeqCst) {
                let (db, handle) = (db.clone(), handle.clone());
                let delete = async move { Messages::delete(("a", 0)).on(&db).await.unwrap() };
                std::thread::spawn(move || handle.block_on(delete)).join().unwrap();
            }
            message.set(Message::VOTES, 99)
        });
        assert_eq!(counts(&job.await.unwrap()), [3, 3, 2, 1, 0]);
        assert!(stored("a").await.into_iter().all(|(id, message)| id > 0 && message.votes == 99));
    })
    .await;
}

#[tokio::test]
async fn every_update_has_the_condition_that_the_item_is_there() {
    with_messages(3, async |_, faults| {
        Messages::update_all(Messages::query("a"), |message| message.set(Message::VOTES, 99)).await.unwrap();
        for update in faults.recorded().of("UpdateItem").iter() {
            assert_eq!(update.condition().as_deref(), Some("attribute_exists(room)"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_condition_skips_items() {
    with_messages(30, async |_, _| {
        let change = |message: faraday::operation::Update<Message>| {
            message.add(Message::VOTES, 1).set(Message::MARK, "job 7").condition(Message::MARK.not_exists())
        };
        let before: u32 = stored("a").await.values().map(|message| message.votes).sum();
        let done = Messages::update_all(Messages::query("a"), change).await.unwrap();
        assert_eq!(counts(&done), [30, 30, 30, 0, 0]);
        // Run once more, it does nothing twice.
        let done = Messages::update_all(Messages::query("a"), change).await.unwrap();
        assert_eq!(counts(&done), [30, 30, 0, 30, 0]);
        assert_eq!(stored("a").await.values().map(|message| message.votes).sum::<u32>(), before + 30);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "versioned")]
struct Page {
    #[faraday(partition_key)]
    path: String,
    text: String,
    #[faraday(version)]
    version: u64,
}

#[tokio::test]
async fn the_version_is_raised() {
    with_table::<Page>(async |_| {
        Table::<Page>::put(&Page { path: "/".into(), text: "one".into(), version: 0 }).await.unwrap();
        Table::<Page>::update_all(Table::<Page>::scan(), |page| page.set(Page::TEXT, "two")).await.unwrap();
        let page = Table::<Page>::get("/").consistent().await.unwrap().unwrap();
        assert_eq!((page.text.as_str(), page.version), ("two", 2));
    })
    .await;
}

/// An update that is not possible for some items.
#[tokio::test]
async fn items_that_fail_are_told_by_their_keys() {
    with_messages(10, async |_, faults| {
        let refuse_odd = |request: &faraday::testing::RecordedRequest| {
            let odd = request.json()["Key"]["id"]["N"].as_str().is_some_and(|id| id.parse::<u32>().unwrap() % 2 == 1);
            (request.operation == "UpdateItem" && odd).then(|| Fault::refused("ValidationException"))
        };
        let job =
            || Messages::update_all(Messages::query("a"), |message| message.set(Message::VOTES, 99)).concurrency(1);
        faults.rule(refuse_odd);
        let error = job().await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Validation, Outcome::PartlyDone));
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [2, 10, 1, 0, 1]);
        assert_eq!(failure.failures().len(), 1);

        let error = job().max_failures(5).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [10, 10, 5, 0, 5]);
        let mut ids: Vec<_> =
            failure.failures().iter().map(|error| error.item_key().unwrap()["id"].as_n().unwrap().as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["1", "3", "5", "7", "9"]);
        assert_eq!(error.outcome(), Outcome::PartlyDone);
        assert!(error.to_string().contains("5 items failed"), "{error}");

        let error = job().max_failures(3).await.unwrap_err();
        assert_eq!(error.job_failure().unwrap().failures().len(), 4);
    })
    .await;
}

/// An update whose answer is lost is not sent again by the job, because it would add twice.
#[tokio::test(start_paused = true)]
async fn an_update_that_may_have_been_done_ends_the_job() {
    with_messages(5, async |_, faults| {
        faults.fail_next("UpdateItem", Fault::AnswerLost);
        let job = Messages::update_all(Messages::query("a"), |message| message.add(Message::VOTES, 100)).concurrency(1);
        let error = job.await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(faults.recorded().count("UpdateItem"), 1);
        assert_eq!(stored("a").await.values().filter(|message| message.votes >= 100).count(), 1);
        faults.fail_next_times("UpdateItem", 3, Fault::Throttled);
        let job = Messages::update_all(Messages::query("b"), |message| message.add(Message::VOTES, 100));
        assert_eq!(job.await.unwrap().written, 5);
        assert!(stored("b").await.values().all(|message| (100..105).contains(&message.votes)));
    })
    .await;
}
