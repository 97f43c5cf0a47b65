use std::time::SystemTime;

use super::placeholders::Tokens;
use crate::schema::Managed;

/// The clauses of an update expression; each keeps the order in which it was written.
#[derive(Default)]
pub(crate) struct Clauses {
    pub(crate) set: Tokens,
    pub(crate) remove: Tokens,
    pub(crate) add: Tokens,
    pub(crate) delete: Tokens,
}

impl Clauses {
    /// The whole expression: empty if nothing is to be changed.
    pub(crate) fn tokens(self) -> Tokens {
        let mut all = Tokens::default();
        for (keyword, clause) in
            [("SET ", self.set), ("REMOVE ", self.remove), ("ADD ", self.add), ("DELETE ", self.delete)]
        {
            if clause.is_empty() {
                all.append(clause);
                continue;
            }
            if !all.is_empty() {
                all.text(" ");
            }
            all.text(keyword);
            all.append(clause);
        }
        all
    }

    /// Sets an attribute to a string.
    pub(crate) fn set_name(&mut self, attribute: &'static str, name: &'static str) {
        let set = Self::next(&mut self.set);
        set.name(attribute);
        set.text(" = ");
        set.value::<String>(&name);
    }

    /// Raises the version and sets the times that faraday writes itself.
    pub(crate) fn stamp(&mut self, managed: Managed, now: SystemTime) {
        if let Some(name) = managed.version() {
            let add = Self::next(&mut self.add);
            add.name(name);
            add.text(" ");
            add.value::<u64>(&1);
        }
        if let Some(name) = managed.created_at() {
            let set = Self::next(&mut self.set);
            set.name(name);
            set.text(" = if_not_exists(");
            set.name(name);
            set.text(", ");
            set.value::<SystemTime>(&now);
            set.text(")");
        }
        if let Some(name) = managed.updated_at() {
            let set = Self::next(&mut self.set);
            set.name(name);
            set.text(" = ");
            set.value::<SystemTime>(&now);
        }
    }

    /// Begins the next action of a clause.
    pub(crate) fn next(clause: &mut Tokens) -> &mut Tokens {
        if !clause.is_empty() {
            clause.text(", ");
        }
        clause
    }
}
