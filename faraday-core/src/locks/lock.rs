//! A lock that this program has: [`Lock`].

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

/// A lock that this program has: until it gives it back, or does not renew it for the length of its lease.
///
/// It is not given back when it is dropped, because that needs a request: call [`release`](Lock::release). Otherwise the others
/// wait until its lease ends.
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
/// let lock = Lock::acquire("nightly-report").lease(Duration::from_secs(30)).owner("host-7").on(&db).await?;
/// assert_eq!(lock.fence(), 1);
///
/// lock.keep(async {
///     let report = Report { day: "2026-11-29".into(), total: 42 }; // takes a while
///     // Refused if another program has the lock by now.
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
    /// The whole name of the table.
    table: Arc<str>,
    name: String,
    token: String,
    fence: u64,
    lease: Duration,
    state: Mutex<State>,
}

struct State {
    /// Until then no other program takes the lock.
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

    /// The name of the lock.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of this holder: it is above those of all holders before.
    ///
    /// Give it to whatever the lock protects outside of DynamoDB, which refuses a number that is below one that it has seen.
    #[must_use]
    pub fn fence(&self) -> u64 {
        self.fence
    }

    /// Whether the lock may be another program's: it was taken, or was not renewed for the length of its lease.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_lost || Instant::now() >= state.valid_until
    }

    /// The condition that this program still has the lock, for a [`transaction`](crate::transaction) that writes what the lock protects.
    ///
    /// It holds as long as no other program has taken the lock, also after the lease. If it fails, nothing of the transaction is
    /// written.
    pub fn check(&self) -> Check<LockItem> {
        Table::<LockItem>::check(self.name.as_str(), self.is_own()).on_table(&*self.table)
    }

    /// Renews the lock: it is held for the length of its lease from now on. [`keep`](Lock::keep) does it by itself.
    ///
    /// Consumes one write unit.
    ///
    /// # Errors
    ///
    /// When another program has taken the lock ([`is_lock_lost`](Error::is_lock_lost)), or a request fails.
    pub async fn renew(&self) -> Result<()> {
        let start = Instant::now();
        let renewed =
            self.update().add_unchecked(LockItem::HEARTBEAT, 1).condition(self.is_own()).on(&self.database).await;
        if unless_refused(renewed)?.is_none() {
            return Err(self.lost());
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.valid_until = state.valid_until.max(end_of(self.lease, start));
        Ok(())
    }

    /// Does some work, and renews the lock three times in each lease as long as that takes.
    ///
    /// If the lock is lost meanwhile, the work is dropped where it waits, and the error says so; its outcome is unknown. Writes that must
    /// not be done without the lock go into a transaction with [`check`](Lock::check).
    ///
    /// # Errors
    ///
    /// Those of the work, and [`is_lock_lost`](Error::is_lock_lost). A renewal that fails is tried again until the lease ends.
    pub async fn keep<T, E: From<Error>>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        match select(pin!(work), pin!(self.renew_until_lost())).await {
            Either::Left((done, _)) => done,
            Either::Right((lost, _)) => Err(lost.with_outcome(Outcome::Unknown).into()),
        }
    }

    /// Gives the lock back, so that another program can have it at once. Consumes one write unit.
    ///
    /// # Errors
    ///
    /// When another program has taken the lock ([`is_lock_lost`](Error::is_lock_lost)), so that this one had it no longer, or the request
    /// fails: the others then wait until its lease ends.
    pub async fn release(self) -> Result<()> {
        let update = self.update().remove(LockItem::OWNER).condition(self.is_own()).returning_current();
        match update.on(&self.database).await {
            Err(error) if error.is_condition_failed() => match error.current::<LockItem>()? {
                // The first answer was lost, and the request was sent again.
                Some(item) if item.owner.is_none() && item.fence == self.fence => Ok(()),
                _ => Err(self.lost()),
            },
            released => released,
        }
    }

    async fn renew_until_lost(&self) -> Error {
        loop {
            sleep(self.lease / 3).await;
            // A request that hangs must not hide that the lease has ended.
            let valid_until = self.state.lock().unwrap_or_else(PoisonError::into_inner).valid_until;
            let renewed = match select(pin!(self.renew()), pin!(sleep_until(valid_until))).await {
                Either::Left((renewed, _)) => renewed,
                Either::Right(_) => Err(self.lost()),
            };
            match renewed {
                Err(error) if error.is_lock_lost() => return error,
                Err(_) if self.is_lost() => return self.lost(),
                _ => {}
            }
        }
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

/// A lease in whole milliseconds.
pub(super) fn milliseconds(lease: Duration) -> u64 {
    u64::try_from(lease.as_millis()).unwrap_or(u64::MAX)
}

/// A lease that is longer than the clock can count ends in a hundred years.
fn end_of(lease: Duration, start: Instant) -> Instant {
    const LONG: Duration = Duration::from_secs(100 * 365 * 24 * 3600);
    start.checked_add(lease).unwrap_or(start + LONG)
}

/// `None` if the condition did not hold.
pub(super) fn unless_refused<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_condition_failed() => Ok(None),
        Err(error) => Err(error),
    }
}
