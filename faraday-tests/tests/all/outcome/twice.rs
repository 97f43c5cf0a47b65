//! Which writes are done twice if a reply is lost, and which are done once.

use faraday::database::Codec;
use faraday::operation::{Transaction, Update};
use faraday::testing::Fault;
use faraday::{Database, ErrorKind, Table};
use faraday_tests::tables::{own_database, with_table_of};

use super::{Note, disturbed, note};

type Notes = Table<Note>;

async fn stored(db: &Database) -> Note {
    Notes::get("a").consistent().on(db).await.unwrap().unwrap()
}

/// A change that is not safe to repeat, and the note that it makes when it is done so many times.
type Change = (&'static str, fn(Update<Note>) -> Update<Note>, fn(&mut Note));

fn changes() -> [Change; 6] {
    [
        ("add", |update| update.add(Note::COUNT, 2), |note| note.count += 2),
        ("increment", |update| update.increment(Note::COUNT, 2), |note| note.count += 2),
        ("decrement", |update| update.decrement(Note::COUNT, 2), |note| note.count -= 2),
        ("decrement unchecked", |update| update.decrement_unchecked(Note::COUNT, 2), |note| note.count -= 2),
        ("append", |update| update.append(Note::TAGS, ["b"]), |note| note.tags.push("b".into())),
        ("prepend", |update| update.prepend(Note::TAGS, ["b"]), |note| note.tags.insert(0, "b".into())),
    ]
}

#[tokio::test]
async fn an_update_whose_answer_is_lost_is_done_twice_and_an_idempotent_one_once() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        for (name, change, done) in changes() {
            let mut expected = note("a", "old");
            Notes::put(&expected).on(quiet).await.unwrap();
            faults.fail_next_times("UpdateItem", 1, Fault::AnswerLost);
            change(Notes::update("a")).on(&db).await.unwrap();
            (0..2).for_each(|_| done(&mut expected));
            assert_eq!(stored(quiet).await, expected, "{name} twice");

            let mut expected = note("a", "old");
            Notes::put(&expected).on(quiet).await.unwrap();
            faults.fail_next_times("TransactWriteItems", 2, Fault::AnswerLost);
            change(Notes::update("a")).idempotent().on(&db).await.unwrap();
            done(&mut expected);
            assert_eq!(stored(quiet).await, expected, "{name} once");
            assert_eq!(faults.pending(), 0);
        }
    })
    .await;
}

#[tokio::test]
async fn what_sets_or_removes_may_be_done_twice() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        Notes::put(&note("a", "old")).on(quiet).await.unwrap();
        faults.fail_next_times("UpdateItem", 1, Fault::AnswerLost);
        Notes::update("a").set(Note::TEXT, "new").on(&db).await.unwrap();
        assert_eq!(stored(quiet).await, note("a", "new"));
    })
    .await;
}

/// A condition that the first attempt makes untrue fails at the second, but not in a transaction.
#[tokio::test]
async fn a_condition_is_that_of_the_first_attempt() {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        faults.fail_next_times("PutItem", 1, Fault::AnswerLost).fail_next_times("DeleteItem", 1, Fault::AnswerLost);
        let error = Notes::put(&note("a", "old")).if_absent().on(&db).await.unwrap_err();
        assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{error}");
        let error = Notes::delete("a").if_exists().on(&db).await.unwrap_err();
        assert!(error.is_condition_failed() && error.is_outcome_unknown(), "{error}");
        for _ in 0..2 {
            faults.fail_next_times("TransactWriteItems", 1, Fault::AnswerLost);
            Notes::put(&note("a", "old")).if_absent().idempotent().on(&db).await.unwrap();
            faults.fail_next_times("TransactWriteItems", 1, Fault::AnswerLost);
            Notes::delete("a").if_exists().idempotent().on(&db).await.unwrap();
        }
        assert_eq!(faults.pending(), 0);
    })
    .await;
}

#[tokio::test]
async fn it_runs_where_the_write_would_have() {
    with_table_of::<Note>(own_database(), async |db: &Database| {
        let elsewhere = format!("{}elsewhere", db.table_prefix());
        Notes::create().on_table(&elsewhere).on(db).await.unwrap();
        // The database and the table may be named before.
        let write: Transaction = Notes::put(&note("a", "there")).on(db).on_table(&elsewhere).idempotent();
        write.await.unwrap();
        let there = Notes::get("a").consistent().on_table(&elsewhere).on(db).await.unwrap();
        assert_eq!(there, Some(note("a", "there")));
        assert_eq!(Notes::get("a").on(db).await.unwrap(), None);
        let error = Notes::update("a").condition(Note::COUNT.eq(7)).idempotent().on(db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "it changes nothing: {error}");
        let update = Notes::update("a").add(Note::COUNT, 1).condition(Note::COUNT.eq(7));
        let error = update.on(db).on_table(&elsewhere).idempotent().await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(error.cancellation_reasons()[0].current::<Note>().unwrap(), Some(note("a", "there")));
        Notes::delete_table().on_table(&elsewhere).on(db).await.unwrap();
    })
    .await;
}
