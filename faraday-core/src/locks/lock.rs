//! A lock that this program holds: [`Lock`].

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::time::{Instant, sleep, sleep_until};

use super::item::LockItem;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::expression::Condition;
use crate::operation::{Check, Update};
use crate::table::Table;
use crate::transport::Api;

/// A lock that this program holds, until it releases it or does not renew it for the length of its lease.
///
/// Dropping it does not release it, because a release needs a request: call [`release`](Lock::release). Otherwise the others wait until its
/// lease ends.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use std::time::Duration;
/// use faraday::locks::{Lock, LockItem};
/// use faraday::{Database, Item, Table, transaction};
///
/// #[derive(Item)]
/// #[faraday(table = "reports")]
/// struct Report {
///     #[faraday(partition_key)]
///     day: String,
///     total: u64,
/// }
///
/// # let db = Database::embedded()?;
/// # Table::<Report>::create().on(&db).await?;
/// Table::<LockItem>::create().if_absent().on(&db).await?;
///
/// let lock = Lock::acquire("nightly-report")
///     .lease(Duration::from_secs(30))
///     .owner("host-7")
///     .on(&db)
///     .await?;
/// assert_eq!(lock.fence(), 1);
///
/// lock.keep(async {
///     let report = Report { day: "2026-11-29".into(), total: 42 }; // takes a while
///     // Refused if another program holds the lock by now.
///     transaction((Table::<Report>::put(&report), lock.check())).on(&db).await
/// })
/// .await?;
/// lock.release().await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [`locks`](crate::locks) for how it works.
#[must_use = "a lock that is dropped keeps the others waiting until its lease ends: call `release`"]
pub struct Lock {
    database: Database,
    /// The full name of the table.
    table: Arc<str>,
    name: String,
    token: String,
    fence: u64,
    lease: Duration,
    state: Mutex<State>,
}

struct State {
    /// No other program takes the lock before this time.
    valid_until: Instant,
    is_lost: bool,
}

impl Lock {
    pub(super) fn new(
        database: Database,
        table: impl Into<Arc<str>>,
        (name, token): (String, String),
        fence: u64,
        lease: u64,
        start: Instant,
    ) -> Self {
        let lease = Duration::from_millis(lease);
        let state = Mutex::new(State { valid_until: end_of(lease, start), is_lost: false });
        Self { database, table: table.into(), name, token, fence, lease, state }
    }

    /// Returns the name of the lock.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the number of this holder, which is higher than those of all earlier holders.
    ///
    /// If the lock protects something outside of DynamoDB, send it this number, and let it refuse a number below one that it has seen.
    #[must_use]
    pub fn fence(&self) -> u64 {
        self.fence
    }

    /// Returns whether another program may hold the lock: it was taken, or was not renewed for the length of its lease.
    ///
    /// It sends nothing and reads this program's clock, which may stand still while the machine is suspended: see
    /// [time](crate::locks#time).
    #[must_use]
    pub fn is_lost(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_lost || Instant::now() >= state.valid_until
    }

    /// Returns the condition that this program still holds the lock, for a [`transaction`](crate::transaction) that writes what the lock
    /// protects.
    ///
    /// It holds as long as no other program has taken the lock, even after the lease. If it fails, the transaction writes nothing.
    pub fn check(&self) -> Check<LockItem> {
        Table::<LockItem>::check(self.name.as_str(), self.is_own()).on_table(&*self.table)
    }

    /// Renews the lock: its lease starts again now. [`keep`](Lock::keep) renews it for you.
    ///
    /// Consumes one write unit.
    ///
    /// # Errors
    ///
    /// When another program has taken the lock ([`is_lock_lost`](Error::is_lock_lost)), or a request fails.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Table};
    /// use faraday::locks::{Lock, LockItem};
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<LockItem>::create().on(&db).await?;
    /// let lock = Lock::acquire("report").on(&db).await?;
    /// for part in 1..=3 {
    ///     // work on the part
    ///     lock.renew().await?;
    /// }
    /// assert!(!lock.is_lost());
    /// # lock.release().await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub async fn renew(&self) -> Result<()> {
        let start = Instant::now();
        let renewed =
            self.update().add_unchecked(LockItem::HEARTBEAT, 1).condition(self.is_own()).on(&self.database).await;
        if unless_refused(renewed)?.is_none() {
            return Err(self.lost());
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.valid_until = state.valid_until.max(end_of(self.lease, start));
        state.is_lost = false;
        Ok(())
    }

    /// Runs some work, and renews the lock three times in each lease until the work ends. A lock whose lease has run for a third or more is
    /// renewed at once; one whose lease has ended counts as lost, so [`renew`](Lock::renew) it before.
    ///
    /// If the lock is lost meanwhile, the work is dropped where it waits, and the error says so; the outcome of the work is unknown. Put
    /// writes that must not be done without the lock into a transaction with [`check`](Lock::check).
    ///
    /// The error of the work may be of any type that is made of an [`Error`]. If you use `?` on the result, the compiler cannot infer the
    /// error of an `async` block: name it in the block's last line, `Ok::<_, faraday::Error>(total)`.
    ///
    /// # Errors
    ///
    /// The errors of the work, and [`is_lock_lost`](Error::is_lock_lost). A renewal that fails is tried again until the lease ends.
    pub async fn keep<T, E: From<Error>>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        match select(pin!(work), pin!(self.renew_until_lost())).await {
            Either::Left((done, _)) => done,
            Either::Right((lost, _)) => Err(lost.with_outcome(Outcome::Unknown).into()),
        }
    }

    /// Releases the lock, so that another program can take it at once. Consumes one write unit.
    ///
    /// # Errors
    ///
    /// When another program has already taken the lock ([`is_lock_lost`](Error::is_lock_lost)), or the request fails: then the others wait
    /// until its lease ends. If the first reply was lost, and another program has taken the lock since, it is
    /// [unknown](Error::is_outcome_unknown) whether this program still held it.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Table};
    /// use faraday::locks::{Lock, LockItem};
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<LockItem>::create().on(&db).await?;
    /// let lock = Lock::acquire("report").on(&db).await?;
    /// lock.release().await?;
    /// assert!(Lock::acquire("report").if_free().on(&db).await?.is_some());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub async fn release(self) -> Result<()> {
        let update = self.update().remove(LockItem::OWNER).condition(self.is_own()).returning_current();
        match update.on(&self.database).await {
            Err(error) if error.is_condition_failed() => match error.current::<LockItem>()? {
                // The first reply was lost, and the request was sent again.
                Some(item) if item.owner.is_none() && item.fence == self.fence => Ok(()),
                // If the first request was done, another program may have taken the lock after it.
                _ => Err(self.lost().with_outcome_unknown(error.is_outcome_unknown())),
            },
            released => released,
        }
    }

    async fn renew_until_lost(&self) -> Error {
        // The lock may have been acquired some time ago.
        if let Some(due) = self.valid_until().checked_sub(self.lease / 3 * 2) {
            sleep_until(due).await;
        }
        loop {
            // So that a request that hangs cannot hide the end of the lease.
            let renewed = match select(pin!(self.renew()), pin!(sleep_until(self.valid_until()))).await {
                Either::Left((renewed, _)) => renewed,
                Either::Right(_) => Err(self.lost()),
            };
            match renewed {
                Err(error) if error.is_lock_lost() => return error,
                Err(_) if self.is_lost() => return self.lost(),
                _ => sleep(self.lease / 3).await,
            }
        }
    }

    fn valid_until(&self) -> Instant {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).valid_until
    }

    fn lost(&self) -> Error {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_lost = true;
        let message = "the lock was not renewed in time, and may be another program's";
        Error::new(ErrorKind::LockLost, message).with_operation(Api::UpdateItem.name(), Some(&self.table))
    }

    fn update(&self) -> Update<LockItem> {
        Table::<LockItem>::update(self.name.as_str()).on_table(&*self.table)
    }

    fn is_own(&self) -> Condition<LockItem> {
        LockItem::OWNER.eq(self.token.as_str()) & LockItem::FENCE.eq(self.fence)
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("fence", &self.fence).field("is_lost", &self.is_lost()).finish_non_exhaustive()
    }
}

/// Returns a lease in whole milliseconds.
pub(super) fn milliseconds(lease: Duration) -> u64 {
    u64::try_from(lease.as_millis()).unwrap_or(u64::MAX)
}

/// If the lease is longer than the clock can count, it ends in a hundred years.
fn end_of(lease: Duration, start: Instant) -> Instant {
    const LONG: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
    start.checked_add(lease).unwrap_or(start + LONG)
}

/// Returns `None` if the condition did not hold.
pub(super) fn unless_refused<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_condition_failed() => Ok(None),
        Err(error) => Err(error),
    }
}
