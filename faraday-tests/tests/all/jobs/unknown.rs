//! A condition that fails after an attempt without an answer: what counts as written, as skipped, and what stays unknown.

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::operation::Update;
use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

use super::fixture::{Message, Messages, counts, message, stored, with_messages};

/// Runs a test with one message, over a client that retries by itself.
async fn with_retries(test: impl AsyncFnOnce(&Faults)) {
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<Message>(own_database_over(client, Codec::default()), async |_: &Database| {
        Messages::put(&Message { votes: 3, ..message("a", 0) }).await.unwrap();
        faults.reset();
        test(&faults).await;
        faults.reset();
    })
    .await;
}

#[tokio::test]
async fn an_item_that_is_still_there_was_not_deleted() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_messages(1, async |_, faults| {
        let job = |votes| Messages::delete_all(Messages::query("a")).condition(Message::VOTES.eq(votes));
        faults.fail_next("DeleteItem", Fault::Disconnected);
        assert_eq!(counts(&job(99).await.unwrap()), [1, 1, 0, 1, 0]);
        assert_eq!(stored("a").await.len(), 1);
        faults.fail_next("DeleteItem", Fault::AnswerLost);
        assert_eq!(counts(&job(0).await.unwrap()), [1, 1, 1, 0, 0]);
        assert!(stored("a").await.is_empty());
    })
    .await;
}

fn set(update: Update<Message>) -> Update<Message> {
    update.set(Message::TEXT, "new").condition(Message::VOTES.eq(99))
}

fn marked(update: Update<Message>) -> Update<Message> {
    update.add(Message::VOTES, 100).set(Message::MARK, "done").condition(Message::MARK.not_exists())
}

#[tokio::test]
async fn an_update_counts_by_what_it_leaves_in_the_item() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_retries(async |faults| {
        let all = || Messages::query("a");
        faults.fail_next("UpdateItem", Fault::Disconnected);
        assert_eq!(counts(&Messages::update_all(all(), set).await.unwrap()), [1, 1, 0, 1, 0]);
        assert_eq!(stored("a").await[&0].text, "text 0");
        // The mark says that the first attempt was done.
        faults.fail_next("UpdateItem", Fault::AnswerLost);
        assert_eq!(counts(&Messages::update_all(all(), marked).await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(stored("a").await[&0].votes, 103);
        // Nothing in the item says whether a sum was added.
        for fault in [Fault::Disconnected, Fault::AnswerLost] {
            faults.fail_next("UpdateItem", fault);
            let add = |update: Update<Message>| update.add(Message::VOTES, 100).condition(Message::VOTES.lt(110));
            let error = Messages::update_all(all(), add).await.err();
            if stored("a").await[&0].votes == 203 && error.is_none() {
                // The second attempt did it.
                continue;
            }
            assert_eq!(error.unwrap().outcome(), Outcome::Unknown);
            Messages::update(("a", 0)).set(Message::VOTES, 103).await.unwrap();
        }
    })
    .await;
}

/// A value that an update sets is no mark if its condition does not check it: the sum may be missing.
#[tokio::test]
async fn a_sum_beside_a_value_that_was_there_is_unknown() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_retries(async |faults| {
        let job = || {
            Messages::update_all(Messages::query("a"), |message| {
                message.add(Message::VOTES, 100).set(Message::TEXT, "text 0").condition(Message::VOTES.eq(99))
            })
        };
        assert_eq!(counts(&job().await.unwrap()), [1, 1, 0, 1, 0]);
        faults.fail_next("UpdateItem", Fault::Disconnected);
        let error = job().max_failures(1).await.unwrap_err();
        assert_eq!((error.outcome(), error.job_failure().unwrap().failures().len()), (Outcome::Unknown, 1));
        assert_eq!(stored("a").await[&0].votes, 3);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_reports_an_update_that_is_refused() {
    with_messages(3, async |_, faults| {
        let job = || {
            Messages::update_all(Messages::query("a"), |message| {
                message.set(Message::TEXT, "one").set(Message::TEXT, "two")
            })
        };
        let (dry, real) = (job().dry_run().await.unwrap_err(), job().await.unwrap_err());
        assert_eq!((dry.kind(), real.kind()), (ErrorKind::InvalidArgument, ErrorKind::InvalidArgument));
        assert!(dry.to_string().contains("only once"), "{dry}");
        assert_eq!(faults.recorded().operations(), ["Query", "Query"]);
        let fine = Messages::update_all(Messages::query("a"), |message| message.set(Message::TEXT, "one")).dry_run();
        assert_eq!(counts(&fine.await.unwrap()), [3, 3, 3, 0, 0]);
    })
    .await;
}
