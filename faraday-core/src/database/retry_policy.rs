//! How often, after which pauses, and for how long a request is sent again: [`RetryPolicy`].

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use tokio::time::Instant;

/// How often, after which pauses, and for how long a request is sent again.
///
/// One policy applies to the retries of the SDK and to those of this crate. Set it for a database
/// ([`DatabaseBuilder::retry`](crate::database::DatabaseBuilder::retry), [`Database::with_retry`](crate::Database::with_retry)) or for one
/// operation (`.retry(…)`, or only `.max_attempts(…)`). A value that an operation sets overrides that of the database. A value that
/// neither sets keeps its default:
///
/// | what is sent again | attempts | first pause | longest pause | time |
/// |---|---|---|---|---|
/// | one request: throttled, failed inside DynamoDB, or not answered | the SDK client's: 3 | the client's: 1 s | the client's: 20 s | the client's |
/// | the unprocessed part of a batch or `get_many` | 10 without progress | 25 ms | 5 s | 2 minutes without progress |
/// | a transaction that met a conflict or a throttle | 10 | 25 ms | 5 s | 30 s |
/// | `modify`, when somebody else wrote the item | 100 | 5 ms | 100 ms | 1 minute |
/// | looking at a table until it is ready | no limit | 20 ms | 5 s; of a plan 60 s | 5 minutes; a step of a plan 2 hours |
/// | a request of a consumer of changes | no limit | 25 ms | 5 s | 2 minutes |
///
/// - A batch, a `get_many` or a transaction whose `max_attempts` is set sends each request at most that often: the SDK then does not
///   retry. Without it, each of their attempts may be up to three of the SDK's.
/// - Looking at a table does not count as an attempt, so `max_attempts` does not limit it.
/// - The SDK's retries also stop when its retry quota is used up, even if the policy allows more.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "users")]
/// # struct User { #[faraday(partition_key)] id: String }
/// use std::time::Duration;
/// use faraday::database::RetryPolicy;
///
/// // A web service: somebody waits for the answer.
/// let policy = RetryPolicy::new()
///     .max_attempts(4)
///     .first_pause(Duration::from_millis(20))
///     .longest_pause(Duration::from_millis(200));
/// let db = Database::embedded()?.with_retry(policy);
/// # Table::<User>::create().on(&db).await?;
///
/// // Nobody waits for this operation.
/// Table::<User>::put(&User { id: "ann".into() })
///     .retry(RetryPolicy::new().max_attempts(20))
///     .on(&db)
///     .await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [error retries and exponential backoff](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.RetryAndBackoff).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[must_use = "give it to a database or an operation"]
pub struct RetryPolicy {
    max_attempts: Option<u32>,
    first_pause: Option<Duration>,
    longest_pause: Option<Duration>,
    give_up_after: Option<Duration>,
    jitter: Option<f64>,
}

impl RetryPolicy {
    /// Creates a policy that sets nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a policy that sends nothing a second time. If DynamoDB leaves a part of a batch unprocessed, the operation fails at once.
    pub fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets how often a request is sent at most, including the first time. 0 means 1.
    ///
    /// A batch and a `get_many` count consecutive attempts that processed nothing; `modify` counts writes that another writer preceded.
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self { max_attempts: Some(attempts.max(1)), ..self }
    }

    /// Sets the pause before the second attempt. Each pause is twice as long as the previous one.
    pub fn first_pause(self, pause: Duration) -> Self {
        Self { first_pause: Some(pause), ..self }
    }

    /// Sets the longest pause between two attempts.
    pub fn longest_pause(self, pause: Duration) -> Self {
        Self { longest_pause: Some(pause), ..self }
    }

    /// Sets the time after which faraday gives up, even during a request. The error is a [`Timeout`](crate::ErrorKind::Timeout), or that
    /// of the last attempt.
    ///
    /// A batch and a `get_many` count the time since DynamoDB last processed something; the others count the time since the first attempt
    /// of the request. To limit a whole operation, give it a `timeout` or a `deadline`.
    pub fn give_up_after(self, time: Duration) -> Self {
        Self { give_up_after: Some(time), ..self }
    }

    /// Sets how much of a pause is random, from 0 (nothing) to 1 (all of it). The default is 0.5.
    ///
    /// With 0.5, a pause of 100 ms lasts between 50 and 100 ms. Clients that were throttled together then do not return together. The
    /// SDK's own pauses are always random from 0 up.
    pub fn jitter(self, part: f64) -> Self {
        Self { jitter: Some(if part.is_nan() { 0.5 } else { part.clamp(0.0, 1.0) }), ..self }
    }

    /// Returns this policy, with the values of `other` where this one sets none.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            max_attempts: self.max_attempts.or(other.max_attempts),
            first_pause: self.first_pause.or(other.first_pause),
            longest_pause: self.longest_pause.or(other.longest_pause),
            give_up_after: self.give_up_after.or(other.give_up_after),
            jitter: self.jitter.or(other.jitter),
        }
    }

    /// Returns the time for one request with all its attempts, if it is set.
    pub(crate) fn time(self) -> Option<Duration> {
        self.give_up_after
    }

    /// Whether the number of attempts is set.
    pub(crate) fn counts_attempts(self) -> bool {
        self.max_attempts.is_some()
    }

    /// Returns the settings of one of this crate's retry loops, whose defaults are `default`.
    pub(crate) fn settings(self, default: RetrySettings) -> RetrySettings {
        RetrySettings {
            max_attempts: self.max_attempts.unwrap_or(default.max_attempts),
            timeout: self.give_up_after.unwrap_or(default.timeout),
            first_pause: self.first_pause.unwrap_or(default.first_pause),
            longest_pause: self.longest_pause.unwrap_or(default.longest_pause),
            jitter: self.jitter.unwrap_or(default.jitter),
            end: default.end,
        }
    }

    /// Returns the SDK's retry configuration, based on that of its client; `None` if the policy does not change it.
    pub(crate) fn for_sdk(self, client: Option<&RetryConfig>) -> Option<RetryConfig> {
        let Self { max_attempts, first_pause, longest_pause, .. } = self;
        if max_attempts.is_none() && first_pause.is_none() && longest_pause.is_none() {
            return None;
        }
        let mut config = client.cloned().unwrap_or_else(RetryConfig::standard);
        if let Some(attempts) = max_attempts {
            config = config.with_max_attempts(attempts);
        }
        if let Some(pause) = first_pause {
            config = config.with_initial_backoff(pause);
        }
        if let Some(pause) = longest_pause {
            config = config.with_max_backoff(pause);
        }
        Some(config)
    }
}

/// The settings of a loop that sends requests again: a policy with all its values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetrySettings {
    /// Give up after this many attempts in a row without progress.
    pub(crate) max_attempts: u32,
    /// Give up after this time without progress.
    pub(crate) timeout: Duration,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
    pub(crate) jitter: f64,
    /// When the operation must end, even if it makes progress.
    pub(crate) end: Option<Instant>,
}

impl RetrySettings {
    /// The defaults of batches and `get_many`.
    pub(crate) const BATCH: Self = Self {
        max_attempts: 10,
        timeout: Duration::from_secs(120),
        first_pause: Duration::from_millis(25),
        longest_pause: Duration::from_secs(5),
        jitter: 0.5,
        end: None,
    };

    /// The defaults of transactions.
    pub(crate) const TRANSACTION: Self = Self { timeout: Duration::from_secs(30), ..Self::BATCH };

    /// The defaults of `modify`. Its pauses are short, because it waits for another writer, not for a service to recover.
    pub(crate) const MODIFY: Self = Self {
        max_attempts: 100,
        timeout: Duration::from_secs(60),
        first_pause: Duration::from_millis(5),
        longest_pause: Duration::from_millis(100),
        jitter: 0.5,
        end: None,
    };

    /// The defaults of looking at a table until it is ready.
    pub(crate) const TABLE: Self =
        Self { max_attempts: u32::MAX, first_pause: Duration::from_millis(20), jitter: 0.0, ..Self::BATCH };

    /// The defaults of a consumer's requests. A consumer runs for months, so only the time counts.
    #[cfg_attr(not(feature = "streams"), allow(dead_code, reason = "only a consumer sends them"))]
    pub(crate) const CHANGES: Self = Self { max_attempts: u32::MAX, ..Self::BATCH };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_of_an_operation_comes_before_that_of_the_database() {
        let database = RetryPolicy::new().max_attempts(7).jitter(0.0);
        let settings = RetryPolicy::new().max_attempts(2).or(database).settings(RetrySettings::BATCH);
        assert_eq!((settings.max_attempts, settings.timeout), (2, Duration::from_secs(120)));
        assert!(settings.jitter.abs() < f64::EPSILON);
    }

    #[test]
    fn the_sdk_keeps_what_the_policy_does_not_set() {
        let client = RetryConfig::adaptive().with_max_attempts(9);
        assert!(RetryPolicy::new().give_up_after(Duration::ZERO).for_sdk(Some(&client)).is_none());
        let config = RetryPolicy::new().longest_pause(Duration::from_secs(1)).for_sdk(Some(&client)).unwrap();
        assert_eq!(config, client.with_max_backoff(Duration::from_secs(1)));
    }

    #[test]
    fn values_out_of_range_are_brought_into_it() {
        let settings = RetryPolicy::new().max_attempts(0).jitter(7.0).settings(RetrySettings::BATCH);
        assert_eq!(settings.max_attempts, 1);
        assert!((settings.jitter - 1.0).abs() < f64::EPSILON);
        assert!((RetryPolicy::new().jitter(f64::NAN).settings(RetrySettings::BATCH).jitter - 0.5).abs() < f64::EPSILON);
    }
}
