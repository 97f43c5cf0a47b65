//! When a shard is asked again: [`PollPace`].

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::settings::Settings;

/// DynamoDB answers five requests a second for a shard. A little more than a fifth of a second, because one request may be slower on
/// its way than the next.
///
/// See [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html).
const LIMIT: Duration = Duration::from_millis(210);

/// The pauses between the requests for one shard. A shard that stays empty is asked less and less often.
pub(super) struct PollPace {
    first: Duration,
    longest: Duration,
    /// Between two requests, also where there are records.
    at_least: Duration,
    pause: Duration,
    next: Option<Instant>,
}

impl PollPace {
    /// The engine in the process has no limit and costs nothing, so it is asked often.
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

    /// Waits until the shard may be asked. If the future is dropped, it is asked at the same time as before.
    pub(super) async fn wait(&self) {
        if let Some(next) = self.next {
            sleep_until(next).await;
        }
    }

    /// Notes that a request is sent now.
    pub(super) fn sent(&mut self) {
        self.next = Instant::now().checked_add(self.at_least);
    }

    /// Notes whether it returned records.
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
