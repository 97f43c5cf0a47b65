//! When a shard gets its next request: [`PollPace`].

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::settings::Settings;

/// DynamoDB allows five requests a second for a shard. This is a little more than a fifth of a second, because a request may take longer to
/// arrive than the next one.
///
/// See [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html).
const LIMIT: Duration = Duration::from_millis(210);

/// The pauses between the requests for one shard. A shard that stays empty gets fewer and fewer requests.
pub(super) struct PollPace {
    first: Duration,
    longest: Duration,
    /// The shortest pause between two requests, even if there are records.
    at_least: Duration,
    pause: Duration,
    next: Option<Instant>,
}

impl PollPace {
    /// The embedded engine has no limit and costs nothing, so its pauses are short.
    pub(super) fn new(settings: &Settings, is_embedded: bool) -> Self {
        let (first, longest) = match settings.poll {
            Some((first, longest)) => (first, longest.max(first)),
            None if is_embedded => (Duration::from_millis(2), Duration::from_millis(50)),
            None => (LIMIT, Duration::from_secs(3)),
        };
        let at_least = if is_embedded { Duration::ZERO } else { LIMIT };
        let first = first.max(at_least);
        Self { first, longest: longest.max(first), at_least, pause: first, next: None }
    }

    /// Waits until the shard may get a request. If the future is dropped, that time stays the same.
    pub(super) async fn wait(&self) {
        if let Some(next) = self.next {
            sleep_until(next).await;
        }
    }

    /// Records that a request is sent now.
    pub(super) fn sent(&mut self) {
        self.next = Instant::now().checked_add(self.at_least);
    }

    /// Records whether the request returned records.
    pub(super) fn answered(&mut self, any: bool) {
        if any {
            self.pause = self.first;
            return;
        }
        self.pause_for(self.pause);
        self.pause = self.pause.saturating_mul(2).min(self.longest);
    }

    /// Waits at least this long from now.
    pub(super) fn pause_for(&mut self, pause: Duration) {
        self.next = self.next.max(Instant::now().checked_add(pause));
    }
}
