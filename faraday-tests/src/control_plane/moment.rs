use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tokio::time::Instant;

use super::settings::Settings;

/// Midnight of a day, in seconds since 1970: the service's date when a plane is made.
const FIRST_MIDNIGHT: u64 = 1_767_225_600;

/// An hour, a day and thirty days, for the service's limits.
pub(super) const HOUR: Duration = Duration::from_secs(3_600);
pub(super) const DAY: Duration = Duration::from_secs(86_400);
pub(super) const THIRTY_DAYS: Duration = Duration::from_secs(30 * 86_400);

/// The time of one request, and the durations of the changes that it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) now: Instant,
    pub(super) start: Instant,
    pub(super) settings: Settings,
}

impl Moment {
    pub(super) fn after(&self, duration: Duration) -> Instant {
        self.now + duration
    }

    /// The service's time.
    pub(super) fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(FIRST_MIDNIGHT) + self.now.duration_since(self.start)
    }

    /// A time as the API writes it.
    pub(super) fn date(&self, time: Instant) -> Value {
        json!(FIRST_MIDNIGHT as f64 + time.duration_since(self.start).as_secs_f64())
    }

    /// Returns the number of the day since the plane was made: a UTC day, because that was at midnight.
    pub(super) fn day(&self) -> u64 {
        self.now.duration_since(self.start).as_secs() / DAY.as_secs()
    }

    /// Returns how many of these times are in the period up to now.
    pub(super) fn within(&self, period: Duration, times: &[Instant]) -> usize {
        times.iter().filter(|time| self.now.duration_since(**time) < period).count()
    }
}

/// Whether the time `until` has passed.
pub(super) fn over(until: Option<Instant>, now: Instant) -> bool {
    until.is_some_and(|until| until <= now)
}
