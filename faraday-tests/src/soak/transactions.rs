//! Transactions on items that a task owns: all of their writes are done, or none.

use std::sync::Arc;

use faraday::execute::{TransactWrite, Write};
use faraday::{Error, Table, error::Outcome, transaction};

use super::items::{Change, Entry, Note};
use super::possible::{Effect, Told};
use super::worker::{Checked, OwnedItem, Worker};
use super::writes::{Condition, delete_effect, put_effect, update_effect};

/// How often a transaction with an unknown outcome is sent again.
const ROUNDS: usize = 3;

/// One operation of a transaction, on a key whose state is known.
struct Step<K> {
    number: u32,
    what: String,
    write: TransactWrite,
    effect: Effect<'static, K>,
    before: Option<K>,
}

/// A step whose write was sent.
struct Sent<K> {
    number: u32,
    what: String,
    before: Option<K>,
    /// The state after it; `None` if its condition does not hold.
    after: Option<Option<K>>,
}

impl Worker {
    /// Changes up to three entries and up to two notes at once.
    pub(super) async fn transaction(&mut self) -> Checked {
        let (entries, writes_of_entries) = self.steps::<Entry>(3).await?;
        let (notes, writes_of_notes) = self.steps::<Note>(2).await?;
        let writes: Vec<TransactWrite> = writes_of_entries.into_iter().chain(writes_of_notes).collect();
        if writes.is_empty() {
            return Ok(());
        }
        let mut conditions = entries.iter().map(|step| step.after.is_some()).collect::<Vec<_>>();
        conditions.extend(notes.iter().map(|step| step.after.is_some()));
        let holds = conditions.iter().all(|holds| *holds);
        let told = self.send_transaction("transaction", transaction(writes), &conditions).await?;
        self.wrote_all(&entries, told, holds).await?;
        self.wrote_all(&notes, told, holds).await?;
        let done = self.is_done(&entries).into_iter().chain(self.is_done(&notes)).collect::<Vec<_>>();
        if done.windows(2).any(|pair| pair[0] != pair[1]) {
            let what: Vec<&String> =
                entries.iter().map(|step| &step.what).chain(notes.iter().map(|step| &step.what)).collect();
            return Err(self.violation(&format!("a part of a transaction was done: {what:?}, {told:?}")));
        }
        Ok(())
    }

    /// Sends a transaction, and sometimes sends it again while its outcome is unknown. Returns the report of the last attempt.
    pub(super) async fn send_transaction(
        &mut self,
        name: &'static str,
        transaction: faraday::operation::Transaction,
        conditions: &[bool],
    ) -> Checked<Told> {
        let database = self.database();
        let mut ended = self.run(name, transaction.on(&database)).await?;
        for _ in 0..ROUNDS {
            let Some(again) = ended.error.as_ref().and_then(Error::resumable_transaction) else { break };
            if self.rng.bool() {
                break;
            }
            ended = self.run("resumable_transaction", again).await?;
            if ended.told == Told::Dropped {
                break;
            }
        }
        let holds = conditions.iter().all(|holds| *holds);
        match (ended.told, &ended.error) {
            (Told::Success, _) if !holds => {
                Err(self.violation(&format!("{name} succeeded, and these conditions held: {conditions:?}")))
            }
            (Told::Failed { refused: true, .. }, _) if holds => {
                Err(self.violation(&format!("{name} was refused, and all its conditions held")))
            }
            (Told::Failed { refused: true, .. }, Some(error)) => {
                let refused: Vec<usize> =
                    error.cancellation_reasons().iter().map(|reason| reason.operation()).collect();
                let failing: Vec<usize> = (0..conditions.len()).filter(|position| !conditions[*position]).collect();
                let names_them = refused == failing;
                names_them.then_some(ended.told).ok_or_else(|| {
                    self.violation(&format!(
                        "{name}: the conditions of {failing:?} did not hold, and it names {refused:?}"
                    ))
                })
            }
            (told, _) => Ok(told),
        }
    }

    async fn steps<K: OwnedItem>(&mut self, most: usize) -> Checked<(Vec<Sent<K>>, Vec<TransactWrite>)> {
        let mut numbers: Vec<u32> = (0..self.rng.usize(0..=most)).map(|_| self.some_number()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let (mut sent, mut writes) = (Vec::new(), Vec::new());
        for number in numbers {
            if self.is_open::<K>(number) {
                self.settle::<K>(number).await?;
            }
            let Step { number, what, write, effect, before } = self.step::<K>(number);
            writes.push(write);
            let after = effect.of(&before);
            sent.push(Sent { number, what, before, after });
        }
        Ok((sent, writes))
    }

    fn step<K: OwnedItem>(&mut self, number: u32) -> Step<K> {
        let before = self.stored::<K>(number);
        // Most conditions hold, because otherwise few transactions would be done.
        let condition = match (self.rng.u8(0..8), &before) {
            (0, _) => self.condition::<K>(number),
            (1..4, Some(item)) => Condition::Value(item.value()),
            (_, Some(_)) => Condition::Exists,
            (_, None) => Condition::Nothing,
        };
        let (what, write, effect) = match (self.rng.u8(0..6), condition) {
            (0..4, Condition::Exists | Condition::Value(_)) => self.step_of_key(number, condition),
            _ => {
                let item = self.fresh::<K>(number);
                let write = condition.of_put(Table::<K>::put(&item)).into_write();
                (format!("put of {}", item.value()), write, put_effect(item, condition))
            }
        };
        Step { number, what: format!("transaction, {what} if {condition:?}"), write, effect, before }
    }

    /// Returns a deletion, an update or a check whose condition needs an item.
    fn step_of_key<K: OwnedItem>(
        &mut self,
        number: u32,
        condition: Condition,
    ) -> (String, TransactWrite, Effect<'static, K>) {
        let key = (self.owner.clone(), number);
        match (self.rng.u8(0..4), condition) {
            (0, _) => {
                let write = condition.of_delete(Table::<K>::delete(key)).into_write();
                ("delete".to_owned(), write, delete_effect(condition))
            }
            (1, Condition::Value(value)) => {
                let check = Table::<K>::check(key, K::value_is(value));
                let holds = move |state: &Option<K>| condition.holds(state.as_ref()).then(|| state.clone());
                ("check".to_owned(), check.into_write(), Effect::new(holds))
            }
            _ => {
                let change = if self.rng.bool() { Change::Set(self.next_value()) } else { Change::Add(7) };
                let update = K::update(Table::<K>::update(key), &self.owner, change);
                let write = condition.of_update(update).into_write();
                (format!("update {change:?}"), write, update_effect(change, condition))
            }
        }
    }

    /// Records the transaction in the model of each key, and reads the keys whose states are not clear.
    async fn wrote_all<K: OwnedItem>(&mut self, steps: &[Sent<K>], told: Told, holds: bool) -> Checked {
        for Sent { number, what, after, .. } in steps {
            let after = Arc::new(after.clone().filter(|_| holds));
            // If one condition does not hold, nothing is done, whatever the report says.
            let (told, effect) = match (told, after.is_some()) {
                (Told::Failed { .. } | Told::Dropped, false) => {
                    let outcome = Outcome::NotDone;
                    (Told::Failed { outcome, refused: false }, Effect::new(|_: &Option<K>| None))
                }
                _ => (told, Effect::new(move |_: &Option<K>| (*after).clone())),
            };
            self.wrote(*number, what, told, effect.once()).await?;
            if self.is_open::<K>(*number) {
                self.settle::<K>(*number).await?;
            }
        }
        Ok(())
    }

    /// Returns which of the steps that change something were done.
    fn is_done<K: OwnedItem>(&mut self, steps: &[Sent<K>]) -> Vec<bool> {
        let mut done = Vec::new();
        for Sent { number, before, after, .. } in steps {
            let now = self.stored::<K>(*number);
            if after.as_ref().is_some_and(|after| after != before) {
                done.push(now != *before);
            }
        }
        done
    }
}
