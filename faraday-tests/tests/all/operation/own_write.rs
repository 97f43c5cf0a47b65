//! A write that finds its own item, because the reply to its first attempt was lost.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::{Client, config::retry::RetryPartition};
use faraday::testing::{Fault, FaultRates, Faults};
use faraday::{Database, Item, Table, database::Codec};

use super::page::{Page, page, stored, watched};

/// An item with values that DynamoDB stores in a form or order of its own.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "tallies")]
struct Tally {
    #[faraday(partition_key)]
    name: String,
    /// What each writer has counted.
    counts: BTreeMap<String, u64>,
    ratio: f64,
    tags: BTreeSet<String>,
    #[faraday(version)]
    version: u64,
}

fn tally() -> Tally {
    let tags = ["b", "a", "c"].map(str::to_owned).into();
    Tally { name: "all".into(), counts: BTreeMap::new(), ratio: 1.50, tags, version: 0 }
}

async fn with_tally(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Tally>(codec, async |db: &Database, faults: &Faults| test(db, faults).await).await;
    }
}

/// The answers of an engine without `ReturnValuesOnConditionCheckFailure`.
fn without_item() -> Fault {
    let body = |body: &[u8]| {
        let mut answer: serde_json::Value = serde_json::from_slice(body).unwrap();
        answer.as_object_mut().unwrap().remove("Item");
        serde_json::to_vec(&answer).unwrap()
    };
    Fault::AnswerReplaced { body, checksum: false }
}

#[tokio::test]
async fn a_save_is_done_once_though_its_answer_was_lost() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_tally(async |_: &Database, faults: &Faults| {
        let mut item = tally();
        for version in 1..4 {
            faults.fail_next("PutItem", Fault::AnswerLost);
            item.counts.insert("ann".into(), version);
            Table::<Tally>::save(&mut item).await.unwrap();
            assert_eq!((item.version, stored::<Tally>("all").await), (version, Some(item.clone())));
        }
        assert_eq!((faults.recorded().count("PutItem"), faults.pending()), (6, 0));
    })
    .await;
}

#[tokio::test]
async fn so_is_a_put_of_an_item_with_a_version() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_tally(async |_: &Database, faults: &Faults| {
        faults.fail_next_times("PutItem", 2, Fault::AnswerLost);
        Table::<Tally>::put(&tally()).if_absent().await.unwrap();
        assert_eq!(stored::<Tally>("all").await, Some(Tally { version: 1, ..tally() }));
    })
    .await;
}

#[tokio::test]
async fn the_item_of_somebody_else_is_a_conflict_whose_outcome_is_unknown() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_tally(async |_: &Database, faults: &Faults| {
        let mut theirs = Tally { ratio: 2.0, ..tally() };
        Table::<Tally>::save(&mut theirs).await.unwrap();
        faults.fail_next("PutItem", Fault::AnswerLost);
        let error = Table::<Tally>::save(&mut tally()).await.unwrap_err();
        assert!(error.is_version_conflict() && error.is_outcome_unknown(), "{error}");
        assert_eq!(error.current::<Tally>().unwrap(), Some(theirs));
        // Without a lost answer there is nothing unknown.
        let error = Table::<Tally>::save(&mut tally()).await.unwrap_err();
        assert!(error.is_version_conflict() && !error.is_outcome_unknown(), "{error}");
    })
    .await;
}

/// What the first attempt would have returned is not known any more.
#[tokio::test]
async fn a_put_that_returns_the_old_item_is_an_error() {
    with_tally(async |_: &Database, faults: &Faults| {
        faults.fail_next("PutItem", Fault::AnswerLost);
        let error = Table::<Tally>::put(&tally()).returning_old().await.unwrap_err();
        assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{error}");
    })
    .await;
}

/// Two programs may write the same lock, so an equal item without a version proves nothing.
#[tokio::test]
async fn a_put_without_a_version_is_an_error_whose_outcome_is_unknown() {
    faraday_tests::needs!(ItemOnFailedCondition);
    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "locks")]
    struct Lock {
        #[faraday(partition_key)]
        name: String,
    }
    watched::<Lock>(Codec::Wire, async |_: &Database, faults: &Faults| {
        faults.fail_next("PutItem", Fault::AnswerLost);
        let lock = Lock { name: "nightly".into() };
        let error = Table::<Lock>::put(&lock).if_absent().returning_current().await.unwrap_err();
        assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{error}");
        assert_eq!(error.current::<Lock>().unwrap(), Some(lock));
    })
    .await;
}

/// The same table for another program: it has a retry quota of its own, which the failures of others do not use up.
fn in_another_program(db: &Database, number: usize) -> Database {
    let quota = RetryPartition::new(format!("own-write-{number}"));
    let config = db.client().config().to_builder().retry_partition(quota).build();
    Database::builder(Client::from_conf(config)).table_name("tallies", db.table_name::<Tally>()).build()
}

/// Eight programs count ten times each, and one write in three is lost, refused or not answered at the first attempt.
async fn count_under(faults: &Faults, db: &Database) -> u64 {
    Table::<Tally>::put(&tally()).on(db).await.unwrap();
    let rates = FaultRates { answer_lost: 0.2, disconnected: 0.1, internal_server_error: 0.1, ..FaultRates::default() };
    let mut random = rates.seeded(11);
    faults.rule(move |request| {
        let first = request.header("amz-sdk-request").is_some_and(|attempt| attempt.starts_with("attempt=1"));
        if first && request.operation == "PutItem" { random(request) } else { None }
    });
    let mut tasks = Vec::new();
    for task in 0..8 {
        let db = in_another_program(db, task);
        tasks.push(tokio::spawn(async move {
            let writer = format!("writer {task}");
            for _ in 0..10 {
                let count = |tally: &mut Tally| *tally.counts.entry(writer.clone()).or_default() += 1;
                let written = Table::<Tally>::modify("all", count).on(&db).await.unwrap();
                assert!(written.is_some(), "the item is there");
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    faults.reset();
    Table::<Tally>::get("all").consistent().on(db).await.unwrap().unwrap().counts.values().sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_change_is_lost_by_modify_and_at_most_few_are_made_twice() {
    faraday_tests::needs!(Concurrency, ItemOnFailedCondition);
    watched::<Tally>(Codec::Wire, async |db: &Database, faults: &Faults| {
        let counted = count_under(faults, db).await;
        // A change is made twice only if its answer was lost and another task wrote before it was sent again.
        assert!((80..=100).contains(&counted), "{counted}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn modify_loses_nothing_on_an_engine_that_returns_no_items_of_failed_conditions() {
    faraday_tests::needs!(Concurrency);
    watched::<Tally>(Codec::Wire, async |db: &Database, faults: &Faults| {
        Table::<Tally>::put(&tally()).on(db).await.unwrap();
        faults.rule(|request| (request.operation == "PutItem").then(without_item));
        let mut tasks = Vec::new();
        for _ in 0..8 {
            let db = db.clone();
            tasks.push(tokio::spawn(async move {
                for _ in 0..10 {
                    let count = |tally: &mut Tally| *tally.counts.entry("all".into()).or_default() += 1;
                    let written = Table::<Tally>::modify("all", count).on(&db).await.unwrap();
                    assert!(written.is_some(), "the item is there");
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        faults.reset();
        let end = stored::<Tally>("all").await.unwrap();
        assert_eq!((end.counts["all"], end.version), (80, 81));
    })
    .await;
}

#[tokio::test]
async fn a_version_conflict_is_not_guessed() {
    faraday_tests::needs!(ItemOnFailedCondition);
    watched::<Page>(Codec::Wire, async |_: &Database, faults: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let stored = stored::<Page>("/").await.unwrap();
        faults.rule(|_| Some(without_item()));
        // The version is the only condition, so it failed.
        let stale = Page { version: 7, ..stored.clone() };
        let error = Table::<Page>::put(&stale).await.unwrap_err();
        assert!(error.is_version_conflict(), "{error}");
        // The other condition failed, or the version: without the item nobody knows.
        let error = Table::<Page>::put(&stored).condition(Page::TEXT.eq("two")).await.unwrap_err();
        assert!(error.is_condition_failed() && !error.is_version_conflict(), "{error}");
        faults.reset();
        let error = Table::<Page>::put(&stale).condition(Page::TEXT.eq("two")).await.unwrap_err();
        assert!(error.is_version_conflict(), "{error}");
        let error = Table::<Page>::put(&stored).condition(Page::TEXT.eq("two")).await.unwrap_err();
        assert!(error.is_condition_failed() && !error.is_version_conflict(), "{error}");
    })
    .await;
}

/// Two programs that claim one item send the same update, and the one that lost must not believe that it won.
#[tokio::test]
async fn an_update_or_delete_that_may_have_been_done_blames_nobody() {
    faraday_tests::needs!(ItemOnFailedCondition);
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Page>(codec, async |_: &Database, faults: &Faults| {
            for how in 0..5 {
                let read = match stored::<Page>("/").await {
                    Some(page) => page,
                    None => {
                        Table::<Page>::put(&page("/", "one")).await.unwrap();
                        stored::<Page>("/").await.unwrap()
                    }
                };
                let new = Page { text: format!("{how}"), ..read.clone() };
                faults.fail_next("UpdateItem", Fault::AnswerLost);
                let update = || Table::<Page>::update("/").set(Page::TEXT, new.text.as_str()).if_unchanged(&read);
                let done = match how {
                    0 => Table::<Page>::update_from(&read, &new).await,
                    1 => Table::<Page>::upsert(&new).await,
                    2 => update().await,
                    3 => update().returning_new().await.map(|_| ()),
                    _ => Table::<Page>::upsert(&page("new", "one")).await,
                };
                let error = done.unwrap_err();
                assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{how}: {error}");
                assert!(!error.is_version_conflict() && !error.to_string().starts_with("somebody"), "{how}: {error}");
                // The item that it found is its own.
                let found = error.current::<Page>().unwrap();
                let path = if how == 4 { "new" } else { "/" };
                assert_eq!((found, faults.pending()), (stored::<Page>(path).await, 0), "{how}");
            }
            let read = stored::<Page>("/").await.unwrap();
            faults.fail_next("DeleteItem", Fault::AnswerLost);
            let error = Table::<Page>::delete("/").if_unchanged(&read).await.unwrap_err();
            assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{error}");
            assert!(!error.is_version_conflict(), "{error}");
            assert_eq!(stored::<Page>("/").await, None);
            // Nor does a put that returns the item before it.
            faults.fail_next("PutItem", Fault::AnswerLost);
            let error = Table::<Page>::put(&page("/", "one")).returning_old().await.unwrap_err();
            assert!(error.is_outcome_unknown() && !error.is_version_conflict(), "{error}");
        })
        .await;
    }
}

#[tokio::test]
async fn an_update_that_finds_the_item_of_somebody_else_is_a_conflict() {
    faraday_tests::needs!(ItemOnFailedCondition);
    watched::<Page>(Codec::Wire, async |_: &Database, faults: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let read = stored::<Page>("/").await.unwrap();
        Table::<Page>::update("/").set(Page::TEXT, "two").await.unwrap();
        Table::<Page>::update("/").set(Page::TEXT, "three").await.unwrap();
        // Its own write would have left the version after the one that was read.
        for fault in [None, Some(Fault::AnswerLost)] {
            let lost = fault.is_some();
            fault.into_iter().for_each(|fault| {
                faults.fail_next("UpdateItem", fault.clone());
                faults.fail_next("DeleteItem", fault);
            });
            let update = Table::<Page>::update("/").set(Page::TEXT, "mine").if_unchanged(&read).await.unwrap_err();
            assert!(update.is_version_conflict() && update.is_outcome_unknown() == lost, "{update}");
            let delete = Table::<Page>::delete("/").if_unchanged(&read).await.unwrap_err();
            assert!(delete.is_version_conflict() && delete.is_outcome_unknown() == lost, "{delete}");
        }
        assert_eq!(stored::<Page>("/").await.unwrap().text, "three");
    })
    .await;
}
