//! Items that all tasks write, and the invariants that hold for any interleaving of the writes: [`Shared`].

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use faraday::error::Outcome;
use faraday::{Database, Error, Result, Table, transaction, transaction_get};

use super::items::{Account, Counter, Kept, Note, Page};
use super::possible::{Effect, Told};
use super::tally::Tally;
use super::worker::{Checked, Worker};

const COUNTERS: usize = 4;
const PAGES: usize = 8;
const ACCOUNTS: usize = 6;
const BALANCE: i64 = 1_000;

/// What all tasks know about the items that they share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) tally: Arc<Tally>,
    counters: [Adds; COUNTERS],
    pages: [Edits; PAGES],
    /// By how much each account is above its first balance, from all transfers that are known to be done.
    moved: [AtomicI64; ACCOUNTS],
}

/// The additions to one counter.
#[derive(Debug, Default)]
struct Adds {
    started: AtomicU64,
    done: AtomicU64,
    not_done: AtomicU64,
}

/// The edits of one page.
#[derive(Debug, Default)]
struct Edits {
    /// How often a change was made in memory: the highest number of times that it may have been written.
    made: AtomicU64,
    done: AtomicU64,
    /// The edits that were reported as not done.
    not_done: Mutex<HashSet<u64>>,
}

impl Adds {
    fn ended(&self, told: Told) {
        match told {
            Told::Success | Told::Failed { outcome: Outcome::Done, .. } => self.done.fetch_add(1, Ordering::SeqCst),
            Told::Failed { outcome: Outcome::NotDone, .. } => self.not_done.fetch_add(1, Ordering::SeqCst),
            Told::Failed { .. } | Told::Dropped => 0,
        };
    }
}

fn counter(number: usize) -> String {
    format!("counter-{number}")
}

fn page(number: usize) -> String {
    format!("page-{number}")
}

fn account(number: usize) -> String {
    format!("account-{number}")
}

/// Writes the first state of the shared items.
pub(super) async fn set_up(database: &Database) -> Result<()> {
    for number in 0..COUNTERS {
        Table::<Counter>::put(&Counter { name: counter(number), value: 0 }).on(database).await?;
    }
    for number in 0..PAGES {
        let page = Page { name: page(number), edits: 0, last: 0, version: 0 };
        Table::<Page>::put(&page).on(database).await?;
    }
    for number in 0..ACCOUNTS {
        let account = Account { name: account(number), balance: BALANCE };
        Table::<Account>::put(&account).on(database).await?;
    }
    Ok(())
}

impl Worker {
    /// Adds one to a counter, exactly once; sends it again if its outcome is unknown.
    pub(super) async fn add(&mut self) -> Checked {
        let (number, database, shared) = (self.rng.usize(..COUNTERS), self.database(), Arc::clone(&self.shared));
        let adds = &shared.counters[number];
        adds.started.fetch_add(1, Ordering::SeqCst);
        let add = Table::<Counter>::update(counter(number)).add(Counter::VALUE, 1).idempotent();
        let mut ended = self.run("add, idempotent", add.on(&database)).await?;
        if let Some(again) = ended.error.as_ref().and_then(Error::resumable_transaction)
            && self.rng.bool()
        {
            ended = self.run("resumable_transaction", again).await?;
        }
        adds.ended(ended.told);
        Ok(())
    }

    pub(super) async fn read_counter(&mut self) -> Checked {
        let (number, database, shared) = (self.rng.usize(..COUNTERS), self.database(), Arc::clone(&self.shared));
        let adds = &shared.counters[number];
        let (done, not_done) = (adds.done.load(Ordering::SeqCst), adds.not_done.load(Ordering::SeqCst));
        let get = Table::<Counter>::get(counter(number)).consistent().on(&database);
        let Some(found) = self.look("get, counter", get).await? else { return Ok(()) };
        let most = adds.started.load(Ordering::SeqCst) - not_done;
        let value = found.map_or(0, |counter| counter.value);
        let fits = (done..=most).contains(&value);
        fits.then_some(()).ok_or_else(|| {
            self.violation(&format!("{} is {value}, and {done} to {most} are possible", counter(number)))
        })
    }

    /// Edits a page that others edit.
    pub(super) async fn edit(&mut self) -> Checked {
        let (number, database, shared) = (self.rng.usize(..PAGES), self.database(), Arc::clone(&self.shared));
        let (edits, last) = (&shared.pages[number], self.rng.u64(..));
        let modify = Table::<Page>::modify(page(number), |page| {
            edits.made.fetch_add(1, Ordering::SeqCst);
            page.edits += 1;
            page.last = last;
        });
        let ended = self.run("modify, shared", modify.on(&database)).await?;
        match ended.told {
            Told::Success => {
                edits.done.fetch_add(1, Ordering::SeqCst);
                let written = ended.value.flatten();
                if written.as_ref().is_none_or(|page| page.last != last || page.edits + 1 != page.version) {
                    return Err(self.violation(&format!("the edit {last} gave {written:?}")));
                }
            }
            Told::Failed { outcome: Outcome::NotDone, .. } => {
                edits.not_done.lock().unwrap_or_else(PoisonError::into_inner).insert(last);
            }
            Told::Failed { .. } | Told::Dropped => {}
        }
        Ok(())
    }

    pub(super) async fn read_page(&mut self) -> Checked {
        let (number, database, shared) = (self.rng.usize(..PAGES), self.database(), Arc::clone(&self.shared));
        let edits = &shared.pages[number];
        let done = edits.done.load(Ordering::SeqCst);
        let get = Table::<Page>::get(page(number)).consistent().on(&database);
        let Some(found) = self.look("get, page", get).await? else { return Ok(()) };
        let most = edits.made.load(Ordering::SeqCst);
        let Some(found) = found else { return Err(self.violation(&format!("{} is lost", page(number)))) };
        let refused = edits.not_done.lock().unwrap_or_else(PoisonError::into_inner).contains(&found.last);
        // An edit raises the version by one, like the first put.
        let fits = (done..=most).contains(&found.edits) && found.version == found.edits + 1 && !refused;
        fits.then_some(()).ok_or_else(|| {
            let refused = if refused { ", and its last edit was reported as not done" } else { "" };
            self.violation(&format!("{found:?}, and {done} to {most} edits are possible{refused}"))
        })
    }

    /// Moves money between two accounts, and writes a note of it in an item of its own: the note shows whether the transaction was done.
    pub(super) async fn transfer(&mut self) -> Checked {
        let (from, to) = (self.rng.usize(..ACCOUNTS), self.rng.usize(1..ACCOUNTS));
        let (to, amount, number) = ((from + to) % ACCOUNTS, self.rng.i64(1..10), self.some_number());
        if self.is_open::<Note>(number) {
            self.settle::<Note>(number).await?;
        }
        let note = self.fresh::<Note>(number);
        let take = Table::<Account>::update(account(from)).add(Account::BALANCE, -amount);
        let take = take.condition(Account::BALANCE.ge(amount));
        let give = Table::<Account>::update(account(to)).add(Account::BALANCE, amount);
        let writes = transaction((take, give, Table::<Note>::put(&note)));
        let database = self.database();
        let ended = self.run("transfer", writes.on(&database)).await?;
        let (what, value) = (format!("transfer, put of {}", note.value()), note.value());
        let told = match ended.told {
            // The balance may be too low: this model does not know the balances.
            Told::Failed { outcome: Outcome::NotDone, .. } => {
                Told::Failed { outcome: Outcome::NotDone, refused: false }
            }
            told => told,
        };
        let effect = Effect::new(move |_: &Option<Note>| Some(Some(note.clone()))).once();
        self.wrote(number, &what, told, effect).await?;
        if self.is_open::<Note>(number) {
            self.settle::<Note>(number).await?;
        }
        if self.stored::<Note>(number).is_some_and(|note| note.value == value) {
            self.shared.moved[from].fetch_sub(amount, Ordering::SeqCst);
            self.shared.moved[to].fetch_add(amount, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Reads all accounts at one moment: the sum of all balances must stay the same.
    pub(super) async fn audit(&mut self) -> Checked {
        let gets: Vec<_> = (0..ACCOUNTS).map(|number| Table::<Account>::get(account(number))).collect();
        let audit = transaction_get(gets).on(&self.database());
        let Some(found) = self.look("transaction_get, accounts", audit).await? else { return Ok(()) };
        let balances: Vec<i64> = found.iter().flatten().map(|account| account.balance).collect();
        let fits = balances.iter().sum::<i64>() == BALANCE * ACCOUNTS as i64 && balances.iter().all(|it| *it >= 0);
        fits.then_some(()).ok_or_else(|| self.violation(&format!("the balances are {balances:?}")))
    }
}

/// The check at the end, when all tasks have ended: the balance of each account is exact.
pub(super) async fn check(shared: &Shared, worker: &mut Worker) -> Checked {
    for _ in 0..COUNTERS * 4 {
        worker.read_counter().await?;
    }
    for _ in 0..PAGES * 4 {
        worker.read_page().await?;
    }
    worker.audit().await?;
    for (number, moved) in shared.moved.iter().enumerate() {
        let expected = BALANCE + moved.load(Ordering::SeqCst);
        let get = Table::<Account>::get(account(number)).consistent().on(&worker.plain_database());
        let found = worker.run_whole("get, account", get).await?.value.flatten().map(|account| account.balance);
        if found != Some(expected) {
            return Err(worker.violation(&format!("{} has {found:?}, not {expected}", account(number))));
        }
    }
    Ok(())
}
