//! Unique names: each task has at most one member, and there are fewer names than tasks.

use std::collections::HashSet;

use faraday::error::Outcome;
use faraday::{Item, Table};

use super::possible::{Effect, Told};
use super::worker::{Checked, Worker};

/// Fewer than there are tasks.
const NAMES: u32 = 40;
/// The id of a member that no task has.
const NOBODY: u64 = u64::MAX;

#[derive(Table)]
#[faraday(name = "soak-members", partition_key(pk: String), sort_key(sk: String))]
pub(super) struct Members;

/// A member of a task, with a name that no other has.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Members, kind = "member", partition_key = "MEMBER#{id}", sort_key = "MEMBER", unique(name))]
pub(super) struct Member {
    id: u64,
    name: String,
    value: u64,
}

impl Worker {
    /// Inserts, replaces or removes the member of this task.
    pub(super) async fn member(&mut self) -> Checked {
        let before = self.member.certain().cloned().flatten();
        let (name, value) = (format!("name-{}", self.rng.u32(..NAMES)), self.next_value());
        let new = Member { id: self.id, name, value };
        let is_removed = self.rng.u8(0..3) == 0;
        let (write, what, after) = match &before {
            None => (Table::<Member>::insert(&new), "insert", Some(new)),
            Some(old) if is_removed => (Table::<Member>::remove(old), "remove", None),
            Some(old) => (Table::<Member>::replace(old, &new), "replace", Some(new)),
        };
        let ended = self.run(what, write.on(&self.plain_database())).await?;
        let is_taken = ended.error.as_ref().is_some_and(faraday::Error::is_unique_violation);
        if matches!(ended.told, Told::Failed { refused: true, .. }) && !is_taken {
            return Err(self.violation(&format!("{what} of {after:?} was refused, and {before:?} is there")));
        }
        // Another member may have the name: this model does not know the other members.
        let told = match ended.told {
            Told::Failed { outcome: Outcome::NotDone, .. } => {
                Told::Failed { outcome: Outcome::NotDone, refused: false }
            }
            told => told,
        };
        let text = format!("{what} of {after:?}: {told:?}");
        let fits = self.member.write(told, &Effect::new(move |_| Some(after.clone())).once());
        if fits { self.settle_member(&text).await } else { Err(self.violation(&text)) }
    }

    pub(super) async fn settle_member(&mut self, what: &str) -> Checked {
        loop {
            let get = Table::<Member>::get(self.id).consistent().on(&self.plain_database());
            let Some(found) = self.run_whole("get, member", get).await?.value else { continue };
            let before = self.member.clone();
            let fits = self.member.read(|state| *state == found);
            return fits
                .then_some(())
                .ok_or_else(|| self.violation(&format!("{found:?} after {what}; possible was {before:?}")));
        }
    }

    /// Reads all members in one request: no two have the same name.
    pub(super) async fn read_members(&mut self) -> Checked {
        let scan = Table::<Member>::scan().consistent().on(&self.plain_database());
        let Some(members) = self.look("scan, members", scan).await? else { return Ok(()) };
        let names: HashSet<&String> = members.iter().map(|member| &member.name).collect();
        let fits = names.len() == members.len();
        fits.then_some(()).ok_or_else(|| self.violation(&format!("two members have one name: {members:?}")))
    }
}

/// The check at the end: a name is free exactly if no member has it.
pub(super) async fn check(worker: &mut Worker) -> Checked {
    let database = &worker.plain_database();
    worker.read_members().await?;
    let scan = Table::<Member>::scan().consistent().on(database);
    let members = worker.run_whole("scan, members", scan).await?.value.unwrap_or_default();
    for name in (0..NAMES).map(|number| format!("name-{number}")) {
        let is_free = members.iter().all(|member| member.name != name);
        let probe = Member { id: NOBODY, name, value: 0 };
        let inserted = worker.run_whole("insert", Table::<Member>::insert(&probe).on(database)).await?;
        if (inserted.told == Told::Success) != is_free {
            return Err(worker.violation(&format!("{probe:?}: {:?}, and the members are {members:?}", inserted.told)));
        }
        if is_free {
            worker.run_whole("remove", Table::<Member>::remove(&probe).on(database)).await?;
        }
    }
    Ok(())
}
