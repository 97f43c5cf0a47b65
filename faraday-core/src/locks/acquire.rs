//! Acquires a lock: [`Acquire`] waits for it, [`AcquireIfFree`] does not.

use std::fmt::Write;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::item::LockItem;
use super::lock::{Lock, milliseconds, unless_refused};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Execute, Execution, Explain, SingleRequest, on_table, operation};
use crate::schema::{Item, TableSchema};
use crate::table::Table;
use crate::transport::Api;

/// The default lease of a lock.
const LEASE: Duration = Duration::from_secs(20);

/// The pause between two reads of a lock that another program holds is a fifth of its lease, within these limits.
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

impl Lock {
    /// Acquires the lock with this name; waits while another program holds it.
    ///
    /// It waits without end, unless the operation or its database has a time-out. While it waits it reads the lock's item, five times in
    /// each lease of the holder and at least once a second; each read consumes one read unit. If several programs wait, the next holder is
    /// random.
    ///
    /// # Errors
    ///
    /// When the time-out passes ([`ErrorKind::Timeout`]), the table of locks does not exist
    /// ([`is_table_not_found`](Error::is_table_not_found)), or a request fails. If the outcome of that request is unknown
    /// ([`Error::outcome`]), nobody may be able to take the lock until its lease ends.
    pub fn acquire(name: impl Into<String>) -> Acquire {
        Acquire { name: name.into(), owner: String::new(), lease: LEASE, destination: Destination::default() }
    }
}

/// Acquires a lock: see [`Lock::acquire`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Acquire {
    name: String,
    owner: String,
    lease: Duration,
    destination: Destination,
}

impl Acquire {
    /// Sets how long the lock is held without being renewed, in whole milliseconds, at least 1 ms. The default is 20 seconds.
    ///
    /// If a program stops without releasing the lock, the others wait for this long. Choose a lease many times as long as a request takes.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Names the holder in the lock's item, for people who read it: the host, for instance. The name need not be unique, because a random
    /// part is added.
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = owner.into();
        self
    }

    /// Does not wait: returns `None` if another program holds the lock.
    ///
    /// A lock whose holder has stopped counts as held too, because a program has to watch it for the length of its lease to know that.
    pub fn if_free(self) -> AcquireIfFree {
        AcquireIfFree(self)
    }

    /// Returns the attempts to acquire the lock.
    fn attempts(self) -> Result<Attempts> {
        let lease = milliseconds(self.lease);
        if lease == 0 {
            let message = "a lease of less than a millisecond: give `lease` a longer one";
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        }
        let token = format!("{}#{}", self.owner, random()?);
        Ok(Attempts { name: self.name, token, lease, watched: None, is_in_doubt: false })
    }

    fn first_request(self) -> Explain {
        let mut read = Table::<LockItem>::get(self.name).consistent();
        *Execute::destination(&mut read) = self.destination;
        read.explain()
    }
}

/// Returns the random part of an owner, so that no two owners are the same.
fn random() -> Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::new(ErrorKind::Other, format!("the system gives no random bytes: {error}")))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// The attempts of one operation to acquire the lock.
struct Attempts {
    name: String,
    /// The owner, which is unique to this operation.
    token: String,
    lease: u64,
    /// The state in which the lock was last seen, and when it was first seen in it.
    watched: Option<(LockItem, Instant)>,
    /// Whether the last write was refused after an attempt without an answer, which may have acquired the lock.
    is_in_doubt: bool,
}

impl Attempts {
    /// Takes the lock if nobody holds it, or if its holder has not renewed it for the length of its lease.
    async fn attempt(&mut self, execution: &mut Execution) -> Result<Option<Lock>> {
        let start = Instant::now();
        let found = Table::<LockItem>::get(self.name.as_str()).consistent().send(execution).await?;
        let Some(found) = found else { return self.create(execution).await };
        if found.owner.as_deref() == Some(&self.token) {
            // An earlier request acquired it, and its reply was lost. When is unknown, so the lease counts from a renewal.
            let lock = self.lock(execution, found.fence, start);
            return match lock.renew().await {
                Err(error) if error.is_lock_lost() => Ok(None),
                renewed => renewed.map(|()| Some(lock)),
            };
        }
        if found.owner.is_some() && !self.has_expired(&found, start) {
            return Ok(None);
        }
        self.take(execution, &found).await
    }

    /// Whether the lock was not renewed for the length of its lease.
    fn has_expired(&mut self, found: &LockItem, now: Instant) -> bool {
        match &self.watched {
            Some((seen, since)) if seen == found => {
                now.saturating_duration_since(*since) >= Duration::from_millis(found.lease)
            }
            _ => {
                // It may have been written just before the read, so its time begins when the reply is there.
                self.watched = Some((found.clone(), Instant::now()));
                false
            }
        }
    }

    async fn create(&mut self, execution: &mut Execution) -> Result<Option<Lock>> {
        let start = Instant::now();
        let owner = Some(self.token.clone());
        let item = LockItem { name: self.name.clone(), owner, fence: 1, heartbeat: 0, lease: self.lease };
        let put = Table::<LockItem>::put(&item).if_absent().send(execution).await;
        Ok(self.unless_refused(put)?.map(|()| self.lock(execution, 1, start)))
    }

    async fn take(&mut self, execution: &mut Execution, seen: &LockItem) -> Result<Option<Lock>> {
        let start = Instant::now();
        let Some(fence) = seen.fence.checked_add(1) else {
            return Err(Error::new(ErrorKind::Decode, "the fence of the lock is as high as a number can be"));
        };
        let owner = match &seen.owner {
            Some(owner) => LockItem::OWNER.eq(owner.as_str()),
            None => LockItem::OWNER.not_exists(),
        };
        let unchanged = owner & LockItem::FENCE.eq(seen.fence) & LockItem::HEARTBEAT.eq(seen.heartbeat);
        let update = Table::<LockItem>::update(self.name.as_str())
            .set(LockItem::OWNER, self.token.as_str())
            .set(LockItem::FENCE, fence)
            .set(LockItem::HEARTBEAT, 0)
            .set(LockItem::LEASE, self.lease)
            .condition(unchanged);
        let taken = update.send(execution).await;
        Ok(self.unless_refused(taken)?.map(|()| self.lock(execution, fence, start)))
    }

    /// Returns `None` if another program was faster.
    fn unless_refused(&mut self, written: Result<()>) -> Result<Option<()>> {
        self.is_in_doubt = written.as_ref().is_err_and(Error::is_outcome_unknown);
        unless_refused(written)
    }

    /// `start` is a time before the request was sent that acquired the lock.
    fn lock(&self, execution: &Execution, fence: u64, start: Instant) -> Lock {
        let table = execution.target.table.clone();
        let named = (self.name.clone(), self.token.clone());
        Lock::new(execution.database().clone(), table, named, fence, self.lease, start)
    }

    /// Returns how long to wait for a lock that another program holds; `None` if the operation has no time for another attempt.
    fn pause(&self, deadline: Option<Instant>) -> Option<Duration> {
        let lease = self.watched.as_ref().map_or(self.lease, |(seen, _)| seen.lease);
        let pause = Duration::from_millis(lease / 5).clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
        // So that programs that wait for one lock do not all read it at the same time.
        let pause = pause.mul_f64(0.75 + fastrand::f64() / 4.0);
        let Some(deadline) = deadline else { return Some(pause) };
        let left = deadline.saturating_duration_since(Instant::now());
        // The other half of the time is for the requests of the attempt.
        (left >= SHORTEST_PAUSE).then(|| pause.min(left / 2))
    }
}

operation!([] Acquire);
on_table!([] Acquire);

impl Execute for Acquire {
    type Output = Lock;

    fn name(&self) -> &'static str {
        Api::GetItem.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(LockItem::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<Lock> {
        let mut attempts = self.attempts()?;
        loop {
            if let Some(lock) = attempts.attempt(execution).await? {
                return Ok(lock);
            }
            let Some(pause) = attempts.pause(execution.sender.deadline()) else {
                let message = "another owner had the lock until the operation's time-out";
                return Err(Error::new(ErrorKind::Timeout, message));
            };
            sleep(pause).await;
        }
    }

    fn explanation(self) -> Explain {
        self.first_request()
    }
}

/// Acquires a lock if nobody holds it: see [`Acquire::if_free`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct AcquireIfFree(Acquire);

impl AcquireIfFree {
    /// Sets the lease: see [`Acquire::lease`].
    pub fn lease(self, lease: Duration) -> Self {
        Self(self.0.lease(lease))
    }

    /// Names the holder: see [`Acquire::owner`].
    pub fn owner(self, owner: impl Into<String>) -> Self {
        Self(self.0.owner(owner))
    }
}

operation!([] AcquireIfFree);
on_table!([] AcquireIfFree);

impl Execute for AcquireIfFree {
    type Output = Option<Lock>;

    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        self.0.schema()
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.0.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<Option<Lock>> {
        let mut attempts = self.0.attempts()?;
        loop {
            let lock = attempts.attempt(execution).await?;
            // Another attempt finds the lock if this operation has it already.
            if lock.is_some() || !std::mem::take(&mut attempts.is_in_doubt) {
                return Ok(lock);
            }
        }
    }

    fn explanation(self) -> Explain {
        self.0.first_request()
    }
}
