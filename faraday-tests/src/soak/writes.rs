//! Writes of one item that a task owns.

use faraday::Table;
use faraday::operation::{Delete, Put, Update};

use super::items::{Change, Entry, KEYS, Kept};
use super::possible::{Effect, Told};
use super::worker::{Checked, Ended, OwnedItem, Worker};

/// The condition of a write on the stored item.
#[derive(Debug, Clone, Copy)]
pub(super) enum Condition {
    Nothing,
    Absent,
    Exists,
    Value(u64),
}

impl Condition {
    pub(super) fn holds<K: Kept>(self, state: Option<&K>) -> bool {
        match self {
            Self::Nothing => true,
            Self::Absent => state.is_none(),
            Self::Exists => state.is_some(),
            Self::Value(value) => state.is_some_and(|state| state.value() == value),
        }
    }

    pub(super) fn of_put<K: Kept>(self, put: Put<K>) -> Put<K> {
        match self {
            Self::Nothing => put,
            Self::Absent => put.if_absent(),
            Self::Exists => put.if_exists(),
            Self::Value(value) => put.condition(K::value_is(value)),
        }
    }

    /// An update that creates an item would leave out attributes, so the condition always needs an item.
    pub(super) fn of_update<K: Kept>(self, update: Update<K>) -> Update<K> {
        match self {
            Self::Value(value) => update.condition(K::value_is(value)),
            _ => update.if_exists(),
        }
    }

    pub(super) fn of_delete<K: Kept>(self, delete: Delete<K>) -> Delete<K> {
        match self {
            Self::Nothing | Self::Absent => delete,
            Self::Exists => delete.if_exists(),
            Self::Value(value) => delete.condition(K::value_is(value)),
        }
    }
}

impl Worker {
    pub(super) fn condition<K: OwnedItem>(&mut self, number: u32) -> Condition {
        match self.rng.u8(0..4) {
            0 => Condition::Absent,
            1 => Condition::Exists,
            2 => Condition::Value(self.some_value::<K>(number)),
            _ => Condition::Nothing,
        }
    }

    /// Returns a new state of an item, based on one that may be stored.
    pub(super) fn fresh<K: OwnedItem>(&mut self, number: u32) -> K {
        let states = K::owned(self).possible(number).states().to_vec();
        let before = states[self.rng.usize(..states.len())].as_ref();
        let value = self.next_value();
        K::new(&self.owner, number, value, before, &mut self.rng)
    }

    pub(super) fn some_number(&mut self) -> u32 {
        self.rng.u32(..KEYS)
    }

    pub(super) async fn put<K: OwnedItem>(&mut self) -> Checked {
        let number = self.some_number();
        let (item, condition, database) = (self.fresh::<K>(number), self.condition::<K>(number), self.database());
        let put = condition.of_put(Table::<K>::put(&item)).on(&database);
        let what = format!("put of {} if {condition:?}", item.value());
        let effect = put_effect(item, condition);
        match self.rng.u8(0..4) {
            0 => {
                let ended = self.run("put, old", put.returning_old()).await?;
                self.wrote_over(number, &what, ended, effect).await
            }
            1 if self.settings.transactions => {
                let told = self.run("put, idempotent", put.idempotent()).await?.told;
                self.wrote(number, &what, told, effect.once()).await
            }
            _ => {
                let told = self.run("put", put).await?.told;
                self.wrote(number, &what, told, effect).await
            }
        }
    }

    pub(super) async fn update<K: OwnedItem>(&mut self) -> Checked {
        let number = self.some_number();
        let change = if self.rng.bool() { Change::Set(self.next_value()) } else { Change::Add(self.rng.i64(1..100)) };
        let condition = match self.condition::<K>(number) {
            Condition::Value(value) => Condition::Value(value),
            _ => Condition::Exists,
        };
        let database = self.database();
        let update = K::update(Table::<K>::update((&self.owner, number)), &self.owner, change);
        let update = condition.of_update(update).on(&database);
        let what = format!("update {change:?} if {condition:?}");
        let effect = update_effect::<K>(change, condition);
        match self.rng.u8(0..5) {
            0 => {
                let ended = self.run("update, new", update.returning_new()).await?;
                let effect = match ended.value {
                    Some(new) => effect.fitting(move |_, after| after.as_ref() == Some(&new)),
                    None => effect,
                };
                self.wrote(number, &what, ended.told, effect).await
            }
            1 => {
                let ended = self.run("update, old", update.returning_old()).await?;
                self.wrote_over(number, &what, ended, effect).await
            }
            2 if self.settings.transactions => {
                let told = self.run("update, idempotent", update.idempotent()).await?.told;
                self.wrote(number, &what, told, effect.once()).await
            }
            _ => {
                let told = self.run("update", update).await?.told;
                self.wrote(number, &what, told, effect).await
            }
        }
    }

    pub(super) async fn delete<K: OwnedItem>(&mut self) -> Checked {
        let number = self.some_number();
        let condition = match self.condition::<K>(number) {
            Condition::Absent => Condition::Nothing,
            condition => condition,
        };
        let database = self.database();
        let delete = condition.of_delete(Table::<K>::delete((&self.owner, number))).on(&database);
        let what = format!("delete if {condition:?}");
        let effect = delete_effect::<K>(condition);
        if self.rng.bool() {
            let told = self.run("delete", delete).await?.told;
            return self.wrote(number, &what, told, effect).await;
        }
        let ended = self.run("delete, old", delete.returning_old()).await?;
        self.wrote_over(number, &what, ended, effect).await
    }

    /// Records a write that returns the item before it.
    async fn wrote_over<K: OwnedItem>(
        &mut self,
        number: u32,
        what: &str,
        ended: Ended<Option<K>>,
        effect: Effect<'_, K>,
    ) -> Checked {
        let effect = match ended.value {
            Some(old) => effect.fitting(move |before, _| *before == old),
            None => effect,
        };
        self.wrote(number, what, ended.told, effect).await
    }

    /// Saves an item that was changed in memory, sometimes one that is outdated.
    pub(super) async fn save(&mut self) -> Checked {
        let number = self.some_number();
        let (item, database) = (self.fresh::<Entry>(number), self.database());
        let mut saved = item.clone();
        let told = self.run("save", Table::<Entry>::save(&mut saved).on(&database)).await?.told;
        let expected = if told == Told::Success { item.clone().stored() } else { item.clone() };
        if saved != expected {
            return Err(self.violation_of::<Entry>(number, &format!("save left {saved:?} in memory, not {expected:?}")));
        }
        let what = format!("save of {} at version {}", item.value, item.version);
        // A second attempt finds another version, so the write is done at most once.
        self.wrote(number, &what, told, put_effect(item, Condition::Nothing).once()).await
    }

    pub(super) async fn modify(&mut self) -> Checked {
        let (number, value, database) = (self.some_number(), self.next_value(), self.database());
        let modify = Table::<Entry>::modify((&self.owner, number), move |entry| entry.value = value).on(&database);
        let ended = self.run("modify", modify).await?;
        let modified = |state: &Entry| Entry { value, ..state.clone() }.stored();
        // If there is no item, nothing is written, and that is a success.
        let effect = Effect::new(|state: &Option<Entry>| Some(state.as_ref().map(modified))).once();
        let effect = match ended.value {
            Some(written) => effect.fitting(move |_, after| *after == written),
            None => effect,
        };
        self.wrote(number, &format!("modify to {value}"), ended.told, effect).await
    }
}

pub(super) fn put_effect<K: Kept>(item: K, condition: Condition) -> Effect<'static, K> {
    Effect::new(move |state| {
        let holds = condition.holds(state.as_ref()) && item.replaces(state.as_ref());
        holds.then(|| Some(item.clone().stored()))
    })
}

pub(super) fn update_effect<K: Kept>(change: Change, condition: Condition) -> Effect<'static, K> {
    Effect::new(move |state: &Option<K>| {
        let holds = condition.holds(state.as_ref());
        holds.then(|| state.clone().map(|item| item.changed(change)))
    })
}

pub(super) fn delete_effect<K: Kept>(condition: Condition) -> Effect<'static, K> {
    Effect::new(move |state: &Option<K>| condition.holds(state.as_ref()).then_some(None))
}
