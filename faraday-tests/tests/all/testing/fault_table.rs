//! The tables of the guide's page `testing.md`: each fault under each operation, what the caller sees and what was applied. They are made by
//! doing it.

use std::path::Path;
use std::time::Duration;
use std::{env, fs};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, Result, Table, transaction};

use super::{User, user};

const LATE: Duration = Duration::from_secs(60);
const TIME_OUT: Duration = Duration::from_secs(1);

fn faults() -> Vec<(&'static str, Fault)> {
    vec![
        ("`Throttled`", Fault::Throttled),
        ("`Throttling`", Fault::Throttling),
        ("`RequestLimitExceeded`", Fault::RequestLimitExceeded),
        ("`InternalServerError`", Fault::InternalServerError),
        ("`ServiceUnavailable`", Fault::ServiceUnavailable),
        ("`Disconnected`", Fault::Disconnected),
        ("`AnswerLost`", Fault::AnswerLost),
        ("`AnswerCut`", Fault::AnswerCut),
        ("`AnswerGarbled`, with a checksum", Fault::AnswerGarbled { checksum: true }),
        ("`AnswerGarbled`, without", Fault::AnswerGarbled { checksum: false }),
        ("`Delayed` for too long", Fault::Delayed(LATE)),
        ("`AnswerDelayed` for too long", Fault::AnswerDelayed(LATE)),
        ("`NoAnswer`", Fault::NoAnswer),
        ("`Unprocessed`, of one of two", Fault::Unprocessed(vec![0])),
        ("`refused(\"ValidationException\")`", Fault::refused("ValidationException")),
    ]
}

#[derive(Debug, Clone, Copy)]
enum Run {
    Put,
    Update,
    Get,
    Query,
    Batch,
    Transaction,
}

const RUNS: [Run; 6] = [Run::Put, Run::Update, Run::Get, Run::Query, Run::Batch, Run::Transaction];

impl Run {
    fn api(self) -> &'static str {
        match self {
            Self::Put => "PutItem",
            Self::Update => "UpdateItem",
            Self::Get => "GetItem",
            Self::Query => "Query",
            Self::Batch => "BatchWriteItem",
            Self::Transaction => "TransactWriteItems",
        }
    }

    async fn run(self, db: &Database) -> Result<()> {
        let add = || Table::<User>::update("ann").add(User::VISITS, 1);
        match self {
            Self::Put => Table::<User>::put(&user("bob")).on(db).await,
            Self::Update => add().on(db).await,
            Self::Get => Table::<User>::get("ann").on(db).await.map(drop),
            Self::Query => Table::<User>::query("ann").on(db).await.map(drop),
            Self::Batch => Table::<User>::put_many([user("bob"), user("cleo")]).on(db).await,
            Self::Transaction => transaction((add(),)).on(db).await,
        }
    }

    /// How often the write was applied, in words; nothing for a read.
    async fn applied(self, engine: &Database) -> Option<String> {
        let users = Table::<User>::scan().consistent().on(engine).await.unwrap();
        let added = users.iter().find(|user| user.id == "ann").unwrap().visits - 1;
        let (times, of) = match self {
            Self::Get | Self::Query => return None,
            Self::Put => (users.len() as u64 - 1, 1),
            Self::Batch => (users.len() as u64 - 1, 2),
            Self::Update | Self::Transaction => (added, 1),
        };
        Some(match (times, of) {
            (0, _) => "not applied".to_owned(),
            (1, 1) | (2, 2) => "applied".to_owned(),
            (1, 2) => "one of two applied".to_owned(),
            (times, _) => format!("applied {times} times"),
        })
    }
}

/// One cell: what the caller sees, and what was applied.
async fn cell(run: Run, fault: Fault, at_every_attempt: bool) -> String {
    let engine = Database::embedded().unwrap();
    Table::<User>::create().on(&engine).await.unwrap();
    Table::<User>::put(&user("ann")).on(&engine).await.unwrap();
    let (client, faults) = Faults::new().over(engine.client());
    let limits = TimeoutConfig::builder().operation_attempt_timeout(TIME_OUT).build();
    let db = Database::new(Client::from_conf(client.config().to_builder().timeout_config(limits).build()));
    if at_every_attempt {
        faults.rule(move |request| (request.operation == run.api()).then(|| fault.clone()));
    } else {
        faults.fail_next(run.api(), fault);
    }
    let seen = run.run(&db).await;
    assert_eq!(faults.in_flight(), 0, "{run:?}");
    let applied = run.applied(&engine).await;
    let seen = match &seen {
        Ok(()) => "ok".to_owned(),
        Err(error) => shown(error, applied.is_some()),
    };
    match applied {
        Some(applied) => format!("{seen}; {applied}"),
        None => seen,
    }
}

fn shown(error: &Error, is_write: bool) -> String {
    let kind = format!("`{:?}`", error.kind());
    if is_write && error.is_outcome_unknown() { format!("{kind}, outcome unknown") } else { kind }
}

async fn table(at_every_attempt: bool) -> String {
    let names = RUNS.map(|run| format!("`{}`", run.api()));
    let mut text = format!("| fault | {} |\n|{}\n", names.join(" | "), "---|".repeat(RUNS.len() + 1));
    for (name, fault) in faults() {
        let mut cells = vec![name.to_owned()];
        for run in RUNS {
            cells.push(cell(run, fault.clone(), at_every_attempt).await);
        }
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text
}

/// tokio's clock is paused, so that time-outs and pauses take no time.
#[tokio::test(start_paused = true)]
async fn the_page_says_what_each_fault_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../faraday-core/src/guide/testing.md");
    for (mark, at_every_attempt) in [("once", false), ("always", true)] {
        let page = fs::read_to_string(&path).unwrap();
        let (before, rest) = page.split_once(&format!("<!-- {mark} -->\n")).unwrap();
        let (old, after) = rest.split_once("<!-- end -->").unwrap();
        let new = table(at_every_attempt).await;
        if env::var_os("FARADAY_BLESS").is_some() {
            fs::write(&path, format!("{before}<!-- {mark} -->\n{new}<!-- end -->{after}")).unwrap();
            continue;
        }
        assert!(new == old, "a table of guide/testing.md is not what is so (FARADAY_BLESS=1 rewrites it):\n{new}");
    }
}

/// What no cell may say: a write that is known not to be done and was applied.
#[tokio::test(start_paused = true)]
async fn no_fault_makes_an_applied_write_look_refused() {
    for (name, fault) in faults() {
        for run in [Run::Put, Run::Update, Run::Transaction] {
            for at_every_attempt in [false, true] {
                let cell = cell(run, fault.clone(), at_every_attempt).await;
                let is_refused = !cell.starts_with("ok") && !cell.contains("outcome unknown");
                assert!(!is_refused || cell.ends_with("not applied"), "{name}, {run:?}: {cell}");
                assert!(!cell.starts_with("ok") || !cell.ends_with("not applied"), "{name}, {run:?}: {cell}");
            }
        }
    }
}
