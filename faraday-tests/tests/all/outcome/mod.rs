//! `Error::outcome` of every write under every fault, compared with the engine's state.

mod batches;
mod items;
mod jobs;
mod rules;
mod tables;
mod transactions;
mod twice;

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, Item, Result};
use futures_util::future::BoxFuture;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "outcome-notes")]
pub(crate) struct Note {
    #[faraday(partition_key)]
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) count: i64,
    pub(crate) tags: Vec<String>,
}

pub(crate) fn note(id: &str, text: &str) -> Note {
    Note { id: id.into(), text: text.into(), count: 1, tags: vec!["a".into()] }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "outcome-pages")]
pub(crate) struct Page {
    #[faraday(partition_key)]
    pub(crate) id: String,
    pub(crate) text: String,
    #[faraday(version)]
    pub(crate) version: u64,
}

pub(crate) fn page(id: &str, version: u64) -> Page {
    Page { id: id.into(), text: "old".into(), version }
}

/// What the answer to an attempt says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    NotDone,
    Done,
    /// Nothing.
    Open,
    /// The engine answered by itself.
    Engine,
}

/// A fault of one attempt, and what the answer that arrives says.
#[derive(Debug, Clone)]
struct Case {
    fault: Fault,
    says: Says,
}

fn refusal(name: &str) -> Fault {
    let name = format!("com.amazonaws.dynamodb.v20120810#{name}");
    Fault::Answer { status: 400, body: format!(r#"{{"__type":"{name}","message":"no"}}"#) }
}

fn answer(status: u16, body: &str) -> Fault {
    Fault::Answer { status, body: body.into() }
}

/// Answers that refuse the request by name.
fn refusals() -> Vec<Case> {
    let names =
        ["ValidationException", "ExpiredTokenException", "ProvisionedThroughputExceededException", "NewException"];
    let by_name = names.map(refusal).into_iter().chain([Fault::Throttled, Fault::Throttling]);
    by_name.map(|fault| Case { fault, says: Says::NotDone }).collect()
}

/// Answers that do not say what became of the request. Some come after it was done.
fn open() -> Vec<Case> {
    fn half(body: &[u8]) -> Vec<u8> {
        body[..body.len() / 2].to_vec()
    }
    fn html(_: &[u8]) -> Vec<u8> {
        b"<html>200</html>".to_vec()
    }
    let error = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"no"}"#;
    let faults = vec![
        Fault::InternalServerError,
        Fault::Disconnected,
        Fault::AnswerLost,
        Fault::AnswerCut,
        Fault::AnswerReplaced { body: half, checksum: true },
        Fault::AnswerReplaced { body: half, checksum: false },
        Fault::AnswerReplaced { body: html, checksum: false },
        answer(400, "<html>Bad Request</html>"),
        answer(400, "{}"),
        answer(503, "<html>Service Unavailable</html>"),
        // A proxy that has lost the status.
        answer(200, error),
        refusal("TransactionInProgressException"),
    ];
    faults.into_iter().map(|fault| Case { fault, says: Says::Open }).collect()
}

/// A success whose content is not DynamoDB's.
fn unreadable() -> Case {
    fn nonsense(body: &[u8]) -> Vec<u8> {
        if String::from_utf8_lossy(body).contains("__type") {
            return body.to_vec();
        }
        br#"{"Attributes":5,"ConsumedCapacity":5,"UnprocessedItems":5,"TableDescription":5}"#.to_vec()
    }
    Case { fault: Fault::AnswerReplaced { body: nonsense, checksum: false }, says: Says::Done }
}

/// What befalls the attempts of one operation, one after another; the last fault befalls all that follow, or none does.
type Script = Vec<(usize, Case)>;

fn scripts() -> Vec<Script> {
    let all: Vec<Case> = refusals().into_iter().chain(open()).chain([unreadable()]).collect();
    let mut scripts = Vec::new();
    for case in &all {
        scripts.push(vec![(1, case.clone())]);
        scripts.push(vec![(1_000, case.clone())]);
    }
    // A later refusal says nothing about the attempt before it.
    for first in open() {
        for then in [refusals().swap_remove(0), refusals().swap_remove(4), unreadable()] {
            scripts.push(vec![(1, first.clone()), (1_000, then)]);
        }
    }
    scripts
}

/// What the answers to so many attempts said.
fn said(script: &Script, attempts: usize) -> Vec<Says> {
    let scripted = script.iter().flat_map(|(times, case)| std::iter::repeat_n(case.says, *times));
    scripted.chain(std::iter::repeat(Says::Engine)).take(attempts).collect()
}

fn inject(faults: &Faults, api: &str, script: &Script) {
    for (times, case) in script {
        faults.fail_next_times(api, *times, case.fault.clone());
    }
}

/// A database like this one whose requests suffer faults. It has retries of its own, so that one test's faults use up no other's.
fn disturbed(db: &Database, codec: Codec) -> (Database, Faults) {
    let (client, faults) = Faults::new().over(db.client());
    (Database::builder(client).table_prefix(db.table_prefix()).codec(codec).build(), faults)
}

/// Compares what the operation says with what the answers said and with what the engine holds.
fn assert_true(result: &Result<()>, said: &[Says], applied: bool, settles: bool, what: &str) {
    let Err(error) = result else { return assert!(applied, "{what}: it says that it was done") };
    let open = said.contains(&Says::Open);
    // A refusal is not rewritten: it is one of the engine's.
    let done = said.contains(&Says::Done) && error.is_decode();
    let what = format!("{what}, {said:?}: {error}");
    match error.outcome() {
        Outcome::Done => assert!(applied && (done || said.contains(&Says::Engine)), "{what}"),
        Outcome::NotDone => assert!(!applied && !done && (!open || settles), "{what}"),
        Outcome::Unknown => assert!(open && !done, "{what}"),
        other => panic!("{other:?} of {what}"),
    }
    assert_said(error, &what);
}

/// The message says the outcome.
fn assert_said(error: &Error, what: &str) {
    let words = match error.outcome() {
        Outcome::NotDone => ["not done", "nothing was"],
        Outcome::Done => ["the write was done"; 2],
        Outcome::PartlyDone => ["a part of the writes was done"; 2],
        Outcome::Unknown => ["it is unknown whether the write was done"; 2],
        other => panic!("{other:?}"),
    };
    assert!(words.iter().any(|words| error.to_string().contains(words)), "{what}");
    assert_eq!(error.is_outcome_unknown(), error.outcome() == Outcome::Unknown);
}

/// An operation that writes the item with this key.
type Run = for<'a> fn(&'a Database, &'a str) -> BoxFuture<'a, Result<()>>;
