//! Every operation is dropped after every poll. The table then holds the state before or after it, the operation can be run again, and
//! nothing is left behind.

mod changes;
mod locks;
mod many;
mod one;
mod tables;
mod yielding;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use faraday::{Database, Item, Result};
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::time::timeout;

use yielding::Watched;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "dropped-notes")]
pub(crate) struct Note {
    #[faraday(partition_key)]
    pub(crate) id: String,
    pub(crate) count: i64,
    #[faraday(version)]
    pub(crate) version: u64,
}

pub(crate) fn note(id: &str, count: i64) -> Note {
    Note { id: id.into(), count, version: 0 }
}

/// Polls so often, and drops it; `None` if it was not over by then.
pub(crate) async fn polled<T>(future: impl Future<Output = T>, polls: usize) -> Option<T> {
    let mut future = pin!(future);
    let mut polled = 0;
    poll_fn(|context| {
        if polled == polls {
            return Poll::Ready(None);
        }
        polled += 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

type Run = for<'a> fn(&'a Database) -> BoxFuture<'a, Result<()>>;

/// Drops the operation after 0, 1, 2, … polls until it is over. `before` makes the state that it begins with, `check` looks at the
/// state after it (whether it was over), and `again` runs it once more.
async fn drop_everywhere(
    name: &str,
    engine: &Watched,
    run: Run,
    before: impl AsyncFn(),
    check: impl AsyncFn(bool),
    again: impl AsyncFn(&Database) -> Result<()>,
) {
    let tasks = Handle::current().metrics().num_alive_tasks();
    for polls in 0.. {
        assert!(polls < 2_000, "{name} never ends");
        before().await;
        // A new database, so that it is also dropped while it observes its first request.
        let db = engine.database();
        // The clock is paused, so that an hour passes at once when nothing else is left to wait for.
        let hour = Duration::from_secs(3_600);
        let over = timeout(hour, polled(run(&db), polls)).await;
        let over = over.unwrap_or_else(|_| panic!("{name} hangs at poll {polls}"));
        assert_eq!(engine.in_flight(), 0, "{name} after {polls} polls");
        assert_eq!(Handle::current().metrics().num_alive_tasks(), tasks, "{name} after {polls} polls: a task is left");
        if let Some(result) = &over {
            result.as_ref().unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        check(over.is_some()).await;
        let again = timeout(hour, again(&db)).await;
        let again = again.unwrap_or_else(|_| panic!("{name} again, after {polls} polls, hangs"));
        again.unwrap_or_else(|error| panic!("{name} again, after {polls} polls: {error}"));
        if over.is_some() {
            assert!(polls > 1, "{name} did not yield");
            return;
        }
    }
}
