//! When to list the shards of a stream: [`Listing`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::changes::requests::{Source, StreamDescription};
use crate::error::Result;

/// The longest pause: the children of a shard that has ended are found at once, or within this time if they are listed late.
const LONGEST: Duration = Duration::from_secs(30);
const FIRST: Duration = Duration::from_millis(500);

/// DynamoDB lists the shards ten times a second.
const SHORTEST: Duration = Duration::from_millis(100);

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Lists the shards when one has ended, and from time to time.
pub(super) struct Listing {
    /// Lists only when a shard has ended.
    once: bool,
    running: Option<Boxed<Result<StreamDescription>>>,
    /// Whether a shard has ended since the last listing began, or that listing was not enough.
    is_overdue: bool,
    next: Boxed<()>,
    pause: Duration,
}

impl Listing {
    pub(super) fn new(once: bool) -> Self {
        Self { once, running: None, is_overdue: false, next: after(FIRST), pause: FIRST }
    }

    /// Lists the shards as soon as possible, and then often for a while, because child shards may be listed late.
    pub(super) fn shard_ended(&mut self) {
        (self.is_overdue, self.pause) = (true, FIRST);
        if self.running.is_none() {
            self.next = after(Duration::ZERO);
        }
    }

    /// Lists the shards once more, a little later.
    pub(super) fn again(&mut self) {
        (self.is_overdue, self.next) = (true, after(self.pause));
    }

    /// Returns the shards, if it was time to list them.
    pub(super) fn poll(&mut self, source: &Source, context: &mut Context<'_>) -> Poll<Result<StreamDescription>> {
        let is_wanted = self.running.is_none() && (self.is_overdue || !self.once);
        if is_wanted && self.next.as_mut().poll(context).is_ready() {
            let source = source.clone();
            self.is_overdue = false;
            self.running = Some(Box::pin(async move { source.describe_patiently().await }));
        }
        let Some(running) = &mut self.running else { return Poll::Pending };
        let listed = ready!(running.as_mut().poll(context));
        self.running = None;
        if self.is_overdue && listed.is_ok() {
            self.next = after(SHORTEST);
        } else {
            self.next = after(self.pause);
            self.pause = (self.pause * 2).min(LONGEST);
        }
        self.is_overdue |= listed.is_err();
        Poll::Ready(listed)
    }

    /// Whether the shards were listed since the last shard ended.
    pub(super) fn is_done(&self) -> bool {
        self.running.is_none() && !self.is_overdue
    }

    /// Whether they were listed several times since the last shard ended, so that no late shard is missed.
    pub(super) fn is_settled(&self) -> bool {
        self.is_done() && self.pause >= LONGEST
    }
}

fn after(pause: Duration) -> Boxed<()> {
    let time = Instant::now() + pause;
    Box::pin(async move { sleep_until(time).await })
}
