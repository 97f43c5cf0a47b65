//! Every operation with replies that DynamoDB never sends: a value or an error of a sensible kind, never a panic, never a hang.

mod endless;
mod items;
mod locks;
mod mutations;
mod server;
mod streams;
mod tables;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::{Database, Error, ErrorKind, Item, Result};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use mutations::{broken, cut, mutated};
use server::Server;

/// A value of the item, which no error may show.
const SECRET: &str = "zq7!xv";

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
pub(crate) struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
    notes: Vec<String>,
    #[faraday(version)]
    version: u64,
}

pub(crate) fn user() -> User {
    User { id: "ann".into(), visits: 1, notes: vec![SECRET.into()], version: 1 }
}

type Run = for<'a> fn(&'a Database) -> BoxFuture<'a, Result<()>>;

/// An operation, and the API whose answer is garbled.
struct Operation {
    name: &'static str,
    api: &'static str,
    writes: bool,
    run: Run,
}

fn read(name: &'static str, api: &'static str, run: Run) -> Operation {
    Operation { name, api, writes: false, run }
}

fn write(name: &'static str, api: &'static str, run: Run) -> Operation {
    Operation { writes: true, ..read(name, api, run) }
}

/// Runs the operation with this answer of its API.
async fn check(server: &Server, db: &Database, operation: &Operation, status: u16, body: &[u8]) {
    server.garble(operation.api, status, body.to_vec());
    let run = AssertUnwindSafe((operation.run)(db)).catch_unwind();
    let what = || format!("{} with {status} {}", operation.name, String::from_utf8_lossy(body));
    // The clock is paused, so that all pauses are over at once.
    let ended = tokio::time::timeout(Duration::from_secs(7 * 24 * 3_600), run).await;
    let ended = ended.unwrap_or_else(|_| panic!("it never ends: {}", what()));
    let result = ended.unwrap_or_else(|_| panic!("it panics: {}", what()));
    let Err(error) = result else { return };
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(SECRET), "{}: {shown}", what());
    let blames_the_caller = match error.kind() {
        // A consumer of a table without a stream.
        ErrorKind::InvalidArgument => operation.name != "consumer",
        kind => matches!(kind, ErrorKind::Encode | ErrorKind::ItemTooLarge | ErrorKind::NoDatabase),
    };
    assert!(!blames_the_caller, "{error}: {}", what());
    look_into(&error);
    // That it was not done is known only by a refusal with a name.
    let is_open = status >= 500 || (status == 200 && error.kind() != ErrorKind::Unprocessed);
    if operation.writes && is_open && server.was_asked(operation.api) && !server.has_refused() {
        assert_ne!(error.outcome(), Outcome::NotDone, "{error}: {}", what());
    }
}

/// All that an error tells, which must not panic either.
fn look_into(error: &Error) {
    let _ = (error.is_throttled(), error.is_conflict(), error.is_unique_violation(), error.resumable_transaction());
    let _ = (error.current::<User>(), error.item_key(), error.table_differences().len(), error.service_message());
    for reason in error.cancellation_reasons() {
        let _ = (reason.kind(), reason.role(), reason.table(), reason.message(), reason.current::<User>());
        let _ = format!("{reason:?}");
    }
    if let Some(failure) = error.job_failure() {
        let _ = (failure.progress(), format!("{failure:?}"));
        failure.failures().iter().for_each(look_into);
    }
    if let Some(failure) = error.batch_failure() {
        let _ =
            (failure.written(), failure.unwritten(), failure.outcome(usize::MAX), failure.unwritten_items::<User>());
    }
}

/// Runs the operation with every kind of garbage; `refusal` is a whole one of its API.
async fn check_operation(server: &Server, operation: &Operation, refusal: &Value, codec: Codec) {
    let db = server.database(codec);
    let success = server.good(operation.api);
    check(server, &db, operation, 200, success.to_string().as_bytes()).await;
    // All operations find in the same way that an answer is cut off.
    let cuts = if operation.name == "get" { usize::MAX } else { 20 };
    for body in mutated(&success).into_iter().chain(cut(&success, cuts)) {
        check(server, &db, operation, 200, &body).await;
    }
    for body in mutated(refusal) {
        check(server, &db, operation, 400, &body).await;
    }
    let whole = [&success, refusal].map(|body| body.to_string().into_bytes());
    for body in whole.into_iter().chain(broken()) {
        for status in [200, 302, 400, 404, 503] {
            check(server, &db, operation, status, &body).await;
        }
    }
}
