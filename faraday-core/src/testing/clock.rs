//! A clock for tests: [`Clock`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A clock that a test sets and moves: for `created_at`, `updated_at`, [`live`](crate::operation::Query::live) reads and the time to
/// live of items.
///
/// Until it is set, it shows the machine's time. Once it is set, it stands still. All clones share one time.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use faraday::Database;
/// use faraday::testing::Clock;
///
/// let clock = Clock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
/// # let client = Database::local("http://localhost:8000").client().clone();
/// let db = Database::builder(client).clock(clock.reader()).build();
/// clock.advance(Duration::from_secs(3_600));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_003_600));
/// ```
///
/// See [time to live](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html).
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<Mutex<Shown>>);

#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    /// The time at which it stands still; `None` while it shows the machine's time.
    set: Option<SystemTime>,
    ahead: Duration,
}

impl Clock {
    /// Creates a clock that shows the machine's time until it is set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a clock that stands still at this time.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        let clock = Self::new();
        clock.set(time);
        clock
    }

    /// Returns the time that it shows.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let Shown { set, ahead } = *self.shown();
        let time = set.unwrap_or_else(SystemTime::now);
        time.checked_add(ahead).unwrap_or(time)
    }

    /// Stops the clock at this time. It may be earlier than the time that it shows.
    pub fn set(&self, time: SystemTime) {
        *self.shown() = Shown { set: Some(time), ahead: Duration::ZERO };
    }

    /// Moves the clock forward.
    pub fn advance(&self, time: Duration) {
        let mut shown = self.shown();
        shown.ahead = shown.ahead.saturating_add(time);
    }

    /// Returns a function that reads the clock, for [`DatabaseBuilder::clock`](crate::database::DatabaseBuilder::clock).
    pub fn reader(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.now()
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
