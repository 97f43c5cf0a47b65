//! Queues the parts that wait to be sent, so that no item is twice in a request or in two requests under way: [`Queue`].
//!
//! Parts of one item are sent in the given order. Only the first of them is ready; the others wait under the item's key. So a request is
//! built without looking at parts that cannot be sent, and many writes of one key cost no more each than writes of many keys.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use super::chunked::Chunked;
use crate::schema::Identity;

pub(super) struct Queue<W: Chunked> {
    /// Parts that may be sent, in the given order.
    ready: VecDeque<W::Part>,
    /// Every item that has a part in `ready` or in flight.
    claims: HashMap<Identity, Claim<W::Part>>,
    /// How many parts wait behind another part of their item.
    behind: usize,
    /// How many of those wait for a part that is in flight.
    held: usize,
}

/// An item that has a part in `ready` or in flight, and the parts behind it.
struct Claim<P> {
    in_flight: bool,
    behind: VecDeque<P>,
}

impl<W: Chunked> Queue<W> {
    pub(super) fn with_capacity(parts: usize) -> Self {
        Self { ready: VecDeque::with_capacity(parts), claims: HashMap::with_capacity(parts), behind: 0, held: 0 }
    }

    /// Returns the number of parts that are not in flight.
    pub(super) fn len(&self) -> usize {
        self.ready.len() + self.behind
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a part at the end.
    pub(super) fn push(&mut self, part: W::Part) {
        match self.claims.entry(W::identity(&part).clone()) {
            Entry::Vacant(place) => {
                place.insert(Claim { in_flight: false, behind: VecDeque::new() });
                self.ready.push_back(part);
            }
            Entry::Occupied(mut claim) => {
                self.behind += 1;
                self.held += usize::from(claim.get().in_flight);
                claim.get_mut().behind.push_back(part);
            }
        }
    }

    /// Takes the parts of one request. It takes a request that is not full only if `any_length` is set and no other part waits for one
    /// that is in flight.
    pub(super) fn take(&mut self, any_length: bool) -> Option<Vec<W::Part>> {
        let (mut parts, mut bytes) = (0, 0);
        for part in self.ready.iter().take(W::MAX_PARTS) {
            bytes += W::size(part);
            if bytes > W::MAX_BYTES && parts > 0 {
                break;
            }
            parts += 1;
        }
        let is_full = parts == W::MAX_PARTS || parts < self.ready.len();
        if parts == 0 || !(is_full || (any_length && self.held == 0)) {
            return None;
        }
        let chunk: Vec<W::Part> = self.ready.drain(..parts).collect();
        for part in &chunk {
            if let Some(claim) = self.claims.get_mut(W::identity(part)) {
                claim.in_flight = true;
                self.held += claim.behind.len();
            }
        }
        Some(chunk)
    }

    /// Records that this item's part in flight will not be sent again, so that its next part may be sent.
    pub(super) fn done(&mut self, item: &Identity) {
        let Entry::Occupied(mut claim) = self.claims.entry(item.clone()) else { return };
        self.held -= claim.get().behind.len();
        claim.get_mut().in_flight = false;
        match claim.get_mut().behind.pop_front() {
            Some(next) => {
                self.behind -= 1;
                self.insert(next);
            }
            None => {
                claim.remove();
            }
        }
    }

    /// Takes back a part that was in flight, to be sent again.
    pub(super) fn put_back(&mut self, part: W::Part) {
        if let Some(claim) = self.claims.get_mut(W::identity(&part)) {
            self.held -= claim.behind.len();
            claim.in_flight = false;
        }
        self.insert(part);
    }

    /// Returns all parts, in the given order.
    pub(super) fn into_parts(self) -> VecDeque<W::Part> {
        let behind = self.claims.into_values().flat_map(|claim| claim.behind);
        let mut parts: Vec<W::Part> = self.ready.into_iter().chain(behind).collect();
        parts.sort_by_key(W::position);
        parts.into()
    }

    fn insert(&mut self, part: W::Part) {
        let place = self.ready.partition_point(|other| W::position(other) < W::position(&part));
        self.ready.insert(place, part);
    }
}
