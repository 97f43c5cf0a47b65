//! Which shard is the parent of which: [`Lineage`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use crate::changes::requests::StreamDescription;

/// How much later than its child a shard may be listed.
const LATE: Duration = Duration::from_secs(5);

/// The shards that a stream lists. When a shard is closed, its items go on in its children, so a shard may be read only after its parent
/// was read to its end.
pub(in crate::changes) struct Lineage {
    /// From the id of a shard to the id of its parent.
    shards: BTreeMap<String, Option<String>>,
    /// The parents of listed shards.
    parents: HashSet<String>,
    /// Parents that are not listed although older shards are. Until this time they may be listed late; after it they count as gone.
    missed: HashMap<String, Instant>,
    pub(in crate::changes) is_enabled: bool,
    pub(in crate::changes) at: Instant,
}

impl Lineage {
    /// Returns the lineage of a listing; `before` is from the listing before it.
    ///
    /// DynamoDB lists shards in pages, and some time after they were made, so a shard may be listed before its parent. Ids begin with the
    /// time: a parent that is older than all listed shards is gone.
    pub(in crate::changes) fn new(stream: StreamDescription, before: Option<&Self>) -> Self {
        let at = Instant::now();
        let shards: BTreeMap<_, _> = stream.shards.into_iter().map(|shard| (shard.id, shard.parent)).collect();
        let parents: HashSet<String> = shards.values().flatten().cloned().collect();
        let oldest = shards.keys().next();
        let is_missed = |parent: &&String| !shards.contains_key(*parent) && Some(*parent) > oldest;
        let until = |parent: &str| match before {
            Some(before) if before.lists(parent) => at,
            before => before.and_then(|before| before.missed.get(parent).copied()).unwrap_or(at + LATE),
        };
        let missed = parents.iter().filter(is_missed).map(|parent| (parent.clone(), until(parent))).collect();
        Self { shards, parents, missed, is_enabled: stream.is_enabled, at }
    }

    /// Whether a missing parent may still be listed, so that the shards must be listed again.
    pub(in crate::changes) fn is_unsure(&self) -> bool {
        self.missed.values().any(|until| *until > self.at)
    }

    /// Whether the shard counts as gone.
    fn is_gone(&self, shard: &str) -> bool {
        !self.lists(shard) && self.missed.get(shard).is_none_or(|until| *until <= self.at)
    }

    pub(in crate::changes) fn lists(&self, shard: &str) -> bool {
        self.shards.contains_key(shard)
    }

    pub(in crate::changes) fn parent(&self, shard: &str) -> Option<&String> {
        self.shards.get(shard).and_then(Option::as_ref)
    }

    /// Whether a listed shard is a child of this one.
    pub(in crate::changes) fn has_child(&self, shard: &str) -> bool {
        self.parents.contains(shard)
    }

    /// Returns the shards without children: new changes are written to them.
    pub(in crate::changes) fn newest(&self) -> Vec<String> {
        self.shards.keys().filter(|shard| !self.has_child(shard)).cloned().collect()
    }

    /// Returns the shards that may begin now. `state` says whether a shard has ended; `None` if it was not begun.
    ///
    /// If a shard was not begun but a descendant was, the shard was read earlier: positions are not kept for ever.
    pub(in crate::changes) fn due(&self, state: impl Fn(&str) -> Option<bool>) -> Vec<String> {
        let passed = self.ancestors_of_begun(&state);
        let is_done = |shard: &String| match state(shard) {
            Some(has_ended) => has_ended,
            None => passed.contains(shard.as_str()) || self.is_gone(shard),
        };
        let is_due = |shard: &String, parent: &Option<String>| {
            state(shard).is_none() && !passed.contains(shard.as_str()) && parent.as_ref().is_none_or(is_done)
        };
        self.shards.iter().filter(|(shard, parent)| is_due(shard, parent)).map(|(shard, _)| shard.clone()).collect()
    }

    /// Returns the ancestors of all shards that were begun.
    fn ancestors_of_begun(&self, state: impl Fn(&str) -> Option<bool>) -> HashSet<&str> {
        let mut passed = HashSet::new();
        for shard in self.shards.keys().filter(|shard| state(shard).is_some()) {
            let mut parent = self.shards.get(shard).and_then(Option::as_ref);
            while let Some(known) = parent {
                if !passed.insert(known.as_str()) {
                    break;
                }
                parent = self.shards.get(known).and_then(Option::as_ref);
            }
        }
        passed
    }
}

#[cfg(test)]
mod tests {
    use super::{LATE, Lineage};
    use crate::changes::requests::{Shard, StreamDescription};

    /// `(shard, parent)`
    type Shards = [(&'static str, &'static str)];

    fn listed(shards: &Shards, before: Option<&Lineage>) -> Lineage {
        let shard = |(id, of): &(&str, &str)| Shard {
            id: (*id).to_owned(),
            parent: (!of.is_empty()).then(|| (*of).to_owned()),
            first: None,
            last: None,
        };
        let shards = shards.iter().map(shard).collect();
        let (arn, table) = (String::new(), String::new());
        Lineage::new(StreamDescription { arn, table, is_enabled: true, view: None, shards }, before)
    }

    fn due_of(lineage: &Lineage, begun: &[(&str, bool)]) -> Vec<String> {
        lineage.due(|shard| begun.iter().find(|(known, _)| *known == shard).map(|(_, ended)| *ended))
    }

    /// `begun` is `true` if the shard has ended.
    fn due(shards: &Shards, begun: &[(&str, bool)]) -> Vec<String> {
        due_of(&listed(shards, None), begun)
    }

    #[test]
    fn a_child_waits_for_its_parent() {
        let shards = [("a", ""), ("b", "a"), ("c", "b")];
        assert_eq!(due(&shards, &[]), ["a"]);
        assert_eq!(due(&shards, &[("a", false)]), [""; 0]);
        assert_eq!(due(&shards, &[("a", true)]), ["b"]);
        assert_eq!(due(&shards, &[("a", true), ("b", true)]), ["c"]);
    }

    #[test]
    fn a_child_whose_parent_is_no_longer_listed_begins() {
        assert_eq!(due(&[("b", "a")], &[]), ["b"]);
    }

    #[test]
    fn a_child_waits_for_a_parent_that_may_be_listed_late() {
        let shards = [("a", ""), ("c", "b")];
        let first = listed(&shards, None);
        assert_eq!((due_of(&first, &[]), first.is_unsure()), (vec!["a".to_owned()], true));
        let late = listed(&[("a", ""), ("b", "a"), ("c", "b")], Some(&first));
        assert_eq!((due_of(&late, &[]), late.is_unsure()), (vec!["a".to_owned()], false));
        let mut gone = listed(&shards, Some(&first));
        assert_eq!((due_of(&gone, &[]), gone.is_unsure()), (vec!["a".to_owned()], true));
        gone.at += LATE;
        assert_eq!((due_of(&gone, &[]), gone.is_unsure()), (vec!["a".to_owned(), "c".to_owned()], false));
        // It was listed before, so it is gone.
        let gone = listed(&shards, Some(&late));
        assert_eq!((due_of(&gone, &[]).len(), gone.is_unsure()), (2, false));
    }

    #[test]
    fn what_is_before_a_shard_that_was_begun_is_done_with() {
        let shards = [("a", ""), ("b", "a"), ("c", "b")];
        assert_eq!(due(&shards, &[("c", false)]), [""; 0]);
        // The other half of a split may be listed later.
        assert_eq!(due(&[("a", ""), ("b", "a"), ("c", "a")], &[("b", false)]), ["c"]);
    }

    #[test]
    fn a_parent_that_is_still_read_holds_back_a_child_that_is_listed_late() {
        assert_eq!(due(&[("a", ""), ("b", "a"), ("c", "a")], &[("a", false), ("b", false)]), [""; 0]);
    }
}
