//! Limits how fast requests are sent: [`RateLimit`].

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Error, ErrorKind, Result};

/// The longest wait that is computed. It is longer than any time-out.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// Limits the capacity units or the requests that operations use a second. Clones share one limit.
///
/// Background work (an export, a clean-up, a batch of a million items) then leaves the capacity of a table to operations that somebody
/// waits for. Give the limit to a database ([`DatabaseBuilder::rate_limit`](crate::database::DatabaseBuilder::rate_limit),
/// [`Database::with_rate_limit`](crate::Database::with_rate_limit)) or to one operation (`.rate_limit(&limit)`). If both have one, a
/// request waits for both.
///
/// - Units are capacity units: a read unit is 4 KB read consistently, or 8 KB read eventually consistently; a write unit is 1 KB. Reads
///   count against [`read_units`](RateLimit::read_units), writes against [`write_units`](RateLimit::write_units).
/// - The cost of a request is known only from its answer, which reports the consumed capacity. So before a request is sent, it takes the
///   units that the previous one cost, and at least the least possible cost. When its answer comes, the difference is taken or given back,
///   and waiting requests wait longer if it was taken. On average the rate is kept. A page of a scan may take the units of several seconds
///   at once; then the next page waits that long.
/// - Unused units are kept for one second. A limit of requests keeps none: requests are at least `1 / rate` seconds apart.
/// - A request whose answer does not come, or does not report its capacity, counts as much as the previous one. Requests on tables and on
///   change streams cost no units, and count as requests.
/// - If the time-out or deadline of an operation would pass while it waits, it fails at once with a [`Timeout`](ErrorKind::Timeout), and
///   sends nothing.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "users")]
/// # struct User { #[faraday(partition_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<User>::create().on(&db).await?;
/// use faraday::database::RateLimit;
///
/// let background = RateLimit::new().read_units(100.0).write_units(50.0);
/// Table::<User>::put_many((0..50).map(|id| User { id })).rate_limit(&background).on(&db).await?;
/// let users = Table::<User>::scan().rate_limit(&background).on(&db).await?;
/// assert_eq!(users.len(), 50);
///
/// // A pause of at least 10 ms between the requests:
/// let users = Table::<User>::scan().rate_limit(&RateLimit::new().requests(100.0)).on(&db).await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [read and write capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
#[derive(Debug, Clone, Default)]
#[must_use = "give it to a database or an operation"]
pub struct RateLimit {
    read: Option<Arc<Bucket>>,
    write: Option<Arc<Bucket>>,
    requests: Option<Arc<Bucket>>,
}

/// The kind of units that a request costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Units {
    Read,
    Write,
    /// A request on a table or a change stream.
    None,
}

impl RateLimit {
    /// Creates a limit that does not limit anything yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits reads to this many read units a second. It must be above 0.
    pub fn read_units(self, per_second: f64) -> Self {
        Self { read: Some(Bucket::new(per_second, per_second)), ..self }
    }

    /// Limits writes to this many write units a second. It must be above 0.
    pub fn write_units(self, per_second: f64) -> Self {
        Self { write: Some(Bucket::new(per_second, per_second)), ..self }
    }

    /// Limits the number of requests a second. Each is sent at least `1 / per_second` seconds after the previous one. It must be above 0.
    pub fn requests(self, per_second: f64) -> Self {
        Self { requests: Some(Bucket::new(per_second, 1.0)), ..self }
    }

    /// Reserves the place of a request of this kind, which costs at least this many units.
    ///
    /// # Errors
    ///
    /// Fails if a rate is not above 0, because it would let nothing through.
    pub(crate) fn reserve(&self, units: Units, least: f64) -> Result<Reservation> {
        let of_units = match units {
            Units::Read => &self.read,
            Units::Write => &self.write,
            Units::None => &None,
        };
        let mut reservation = Reservation { until: Instant::now(), units: None, request: None };
        if let Some(bucket) = of_units {
            let (taken, until) = bucket.take(least)?;
            reservation.until = reservation.until.max(until);
            reservation.units = Some(taken);
        }
        if let Some(bucket) = &self.requests {
            let (taken, until) = bucket.take(1.0)?;
            reservation.until = reservation.until.max(until);
            reservation.request = Some(taken);
        }
        Ok(reservation)
    }
}

/// The reserved place of one request.
pub(crate) struct Reservation {
    /// When the request may be sent, as far as it is known now.
    pub(crate) until: Instant,
    units: Option<Taken>,
    request: Option<Taken>,
}

/// Units that were taken out of a bucket.
struct Taken {
    bucket: Arc<Bucket>,
    units: f64,
    /// The value of [`State::extra`] when it was last read.
    extra: f64,
}

impl Reservation {
    /// Takes or gives back the difference between the reserved and the consumed units, if the latter are known.
    pub(crate) fn settle(self, consumed: Option<f64>) {
        if let Some(taken) = self.units
            && let Some(consumed) = consumed
        {
            taken.bucket.settle(taken.units, consumed);
        }
    }

    /// Moves the time back if other requests have cost more than they reserved since the last call. Returns whether it did.
    pub(crate) fn is_put_back(&mut self) -> bool {
        let Some(taken) = &mut self.units else { return false };
        let extra = taken.bucket.state().extra;
        let more = extra - std::mem::replace(&mut taken.extra, extra);
        self.until += taken.bucket.time_of(more);
        more > 0.0
    }

    /// Gives the place back, because the request is not sent.
    pub(crate) fn give_back(self) {
        for taken in self.units.into_iter().chain(self.request) {
            taken.bucket.state().units += taken.units;
        }
    }
}

/// Units that arrive at a constant rate. A request that takes more than are there waits until they have arrived.
struct Bucket {
    per_second: f64,
    most: f64,
    state: Mutex<State>,
}

struct State {
    /// Below 0 if requests are waiting.
    units: f64,
    at: Instant,
    /// What the last request cost.
    last: f64,
    /// How much all requests have cost beyond what they reserved.
    extra: f64,
}

impl Bucket {
    fn new(per_second: f64, most: f64) -> Arc<Self> {
        let state = State { units: most, at: Instant::now(), last: 0.0, extra: 0.0 };
        Arc::new(Self { per_second, most, state: Mutex::new(state) })
    }

    /// Takes as many units as the last request cost, and at least `least`. Returns them, and when they will have arrived.
    fn take(self: &Arc<Self>, least: f64) -> Result<(Taken, Instant)> {
        if self.per_second.is_nan() || self.per_second <= 0.0 {
            let message =
                format!("a rate limit of {} a second lets nothing through: give more than 0", self.per_second);
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        }
        let now = Instant::now();
        let mut state = self.state();
        let passed = now.saturating_duration_since(state.at).as_secs_f64();
        state.units = (state.units + passed * self.per_second).min(self.most);
        state.at = now;
        let units = state.last.max(least);
        state.units -= units;
        let taken = Taken { bucket: Arc::clone(self), units, extra: state.extra };
        Ok((taken, now + self.time_of(-state.units)))
    }

    /// Returns how long it takes for this many units to arrive.
    fn time_of(&self, units: f64) -> Duration {
        Duration::try_from_secs_f64((units / self.per_second).max(0.0)).unwrap_or(FOREVER).min(FOREVER)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settle(&self, taken: f64, consumed: f64) {
        let mut state = self.state();
        state.units += taken - consumed;
        state.extra += (consumed - taken).max(0.0);
        if consumed > 0.0 {
            state.last = consumed;
        }
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} a second", self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(limit: &RateLimit, units: Units) -> (Reservation, Duration) {
        let reservation = limit.reserve(units, 1.0).unwrap();
        let wait = reservation.until.saturating_duration_since(Instant::now());
        (reservation, wait)
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_waits_for_what_those_before_it_consumed() {
        let limit = RateLimit::new().read_units(10.0);
        let (first, pause) = wait(&limit, Units::Read);
        assert_eq!(pause, Duration::ZERO);
        first.settle(Some(30.0)); // 20 more than there are, and the next one takes as much
        let (second, pause) = wait(&limit, Units::Read);
        assert_eq!(pause, Duration::from_secs(5));
        tokio::time::advance(pause).await;
        second.settle(Some(0.5));
        let (_, pause) = wait(&limit.clone(), Units::Read);
        assert_eq!(pause, Duration::ZERO, "a clone shares the limit, and what was not used was given back");
    }

    #[tokio::test(start_paused = true)]
    async fn writes_do_not_count_against_reads_and_units_are_kept_for_a_second() {
        let limit = RateLimit::new().read_units(1.0).write_units(5.0);
        limit.reserve(Units::Read, 1.0).unwrap().settle(Some(100.0));
        tokio::time::advance(Duration::from_secs(1_000)).await;
        let waits: Vec<_> = (0..7).map(|_| wait(&limit, Units::Write).1.as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 200, 400]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_waits_longer_if_others_cost_more_than_they_took() {
        let limit = RateLimit::new().write_units(10.0);
        let first = limit.reserve(Units::Write, 10.0).unwrap();
        let mut second = limit.reserve(Units::Write, 10.0).unwrap();
        assert_eq!((second.until - Instant::now(), second.is_put_back()), (Duration::from_secs(1), false));
        first.settle(Some(40.0));
        assert!(second.is_put_back());
        assert_eq!((second.until - Instant::now(), second.is_put_back()), (Duration::from_secs(4), false));
    }

    #[tokio::test(start_paused = true)]
    async fn requests_are_apart_and_a_place_that_is_given_back_is_free() {
        let limit = RateLimit::new().requests(4.0);
        let waits: Vec<_> = (0..3).map(|_| wait(&limit, Units::None).1.as_millis()).collect();
        assert_eq!(waits, [0, 250, 500]);
        let (reservation, _) = wait(&limit, Units::None);
        reservation.give_back();
        assert_eq!(wait(&limit, Units::None).1.as_millis(), 750);
    }

    #[test]
    fn a_rate_that_lets_nothing_through_is_refused() {
        for rate in [0.0, -1.0, f64::NAN] {
            let refused = RateLimit::new().write_units(rate).reserve(Units::Write, 1.0).err();
            assert_eq!(refused.map(|error| error.kind()), Some(ErrorKind::InvalidArgument));
        }
        assert!(RateLimit::new().write_units(f64::MIN_POSITIVE).reserve(Units::Write, 1.0).is_ok());
    }
}
