//! Which shard follows which: [`Lineage`].

use std::collections::{BTreeMap, HashSet};

use crate::changes::requests::StreamDescription;

/// The shards that a stream lists. When a shard is closed, its children go on with its items, so that a shard may be read only when
/// its parent was read to its end.
#[derive(Default)]
pub(in crate::changes) struct Lineage {
    /// By id, with the parent.
    shards: BTreeMap<String, Option<String>>,
    pub(in crate::changes) is_enabled: bool,
}

impl Lineage {
    pub(in crate::changes) fn of(stream: StreamDescription) -> Self {
        let shards = stream.shards.into_iter().map(|shard| (shard.id, shard.parent)).collect();
        Self { shards, is_enabled: stream.is_enabled }
    }

    pub(in crate::changes) fn lists(&self, shard: &str) -> bool {
        self.shards.contains_key(shard)
    }

    pub(in crate::changes) fn parent(&self, shard: &str) -> Option<&String> {
        self.shards.get(shard).and_then(Option::as_ref)
    }

    /// The shards that nothing follows yet: what is written now goes there.
    pub(in crate::changes) fn newest(&self) -> Vec<String> {
        let parents: HashSet<&String> = self.shards.values().flatten().collect();
        self.shards.keys().filter(|shard| !parents.contains(shard)).cloned().collect()
    }

    /// The shards that may begin now. `state` says of a shard whether it has ended; `None` if it was not begun.
    ///
    /// If a shard was not begun but one of its descendants was, it was read before: its position is not kept for ever.
    pub(in crate::changes) fn due(&self, state: impl Fn(&str) -> Option<bool>) -> Vec<String> {
        let passed = self.ancestors_of_begun(&state);
        let is_done = |shard: &String| match state(shard) {
            Some(has_ended) => has_ended,
            None => passed.contains(shard.as_str()) || !self.lists(shard),
        };
        let is_due = |shard: &String, parent: &Option<String>| {
            state(shard).is_none() && !passed.contains(shard.as_str()) && parent.as_ref().is_none_or(is_done)
        };
        self.shards.iter().filter(|(shard, parent)| is_due(shard, parent)).map(|(shard, _)| shard.clone()).collect()
    }

    /// The shards before those that were begun.
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
    use super::Lineage;

    /// `(shard, parent)`, and what was begun: `true` if it has ended.
    fn due(shards: &[(&str, &str)], begun: &[(&str, bool)]) -> Vec<String> {
        let parent = |parent: &str| (!parent.is_empty()).then(|| parent.to_owned());
        let shards = shards.iter().map(|(shard, of)| ((*shard).to_owned(), parent(of))).collect();
        let lineage = Lineage { shards, is_enabled: true };
        lineage.due(|shard| begun.iter().find(|(known, _)| *known == shard).map(|(_, ended)| *ended))
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
