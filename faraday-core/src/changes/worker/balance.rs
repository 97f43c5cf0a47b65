//! Which leases a worker takes, and which it requests: [`Observer`].

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use super::lease::Lease;

/// The leases that a worker saw, with times of its own clock, because the clocks of workers may differ.
#[derive(Default)]
pub(super) struct Observer {
    seen: HashMap<String, Seen>,
}

struct Seen {
    state: (Option<String>, u64, u64),
    since: Instant,
}

/// A step of a worker towards its share of the leases.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Move {
    Take(Lease),
    Ask(Lease),
}

impl Observer {
    /// Records the leases as they are now.
    pub(super) fn observe(&mut self, leases: &[Lease], now: Instant) {
        self.seen.retain(|shard, _| leases.iter().any(|lease| lease.shard == *shard));
        for lease in leases {
            let state = (lease.owner.clone(), lease.epoch, lease.heartbeat);
            let seen = self.seen.entry(lease.shard.clone());
            let seen = seen.or_insert_with(|| Seen { state: state.clone(), since: now });
            if seen.state != state {
                *seen = Seen { state, since: now };
            }
        }
    }

    /// Whether nobody renewed the lease for this long.
    fn has_expired(&self, lease: &Lease, duration: Duration, now: Instant) -> bool {
        self.seen.get(&lease.shard).is_some_and(|seen| now.duration_since(seen.since) >= duration)
    }

    /// Returns what `worker` does next.
    ///
    /// Each worker may hold an equal share of the leases, rounded up. It takes free ones, all at once, up to its share. If none is free, it
    /// requests one from the worker that holds most.
    pub(super) fn moves(&self, leases: &[Lease], worker: &str, duration: Duration, now: Instant) -> Vec<Move> {
        let open: Vec<&Lease> = leases.iter().filter(|lease| !lease.ended).collect();
        let mut owned: BTreeMap<&str, Vec<&Lease>> = BTreeMap::from([(worker, Vec::new())]);
        let mut free = Vec::new();
        for lease in open.iter().copied() {
            match &lease.owner {
                Some(owner) if owner == worker || !self.has_expired(lease, duration, now) => {
                    owned.entry(owner).or_default().push(lease);
                }
                _ => free.push(lease),
            }
        }
        let own = owned.get(worker).map_or(0, Vec::len);
        let share = open.len().div_ceil(owned.len());
        if own >= share {
            return Vec::new();
        }
        if !free.is_empty() {
            // So that workers that look at the same time do not all take the same lease.
            fastrand::shuffle(&mut free);
            return free.into_iter().take(share - own).cloned().map(Move::Take).collect();
        }
        let most = owned.values().filter(|leases| leases.len() > own + 1).max_by_key(|leases| leases.len());
        let asked = open.iter().any(|lease| lease.wanted_by.as_deref() == Some(worker));
        let one = most.filter(|_| !asked).and_then(|leases| leases.iter().find(|lease| lease.wanted_by.is_none()));
        one.map(|lease| Move::Ask((*lease).clone())).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Lease, Move, Observer};
    use crate::changes::consumer::Position;

    const DURATION: Duration = Duration::from_secs(20);

    fn lease(shard: &str, owner: Option<&str>) -> Lease {
        Lease { owner: owner.map(str::to_owned), ..Lease::new("consumer", "stream", shard, &Position::Horizon) }
    }

    fn moves(leases: &[Lease], worker: &str, age: Duration) -> Vec<Move> {
        let (mut observer, start) = (Observer::default(), Instant::now());
        observer.observe(leases, start);
        observer.moves(leases, worker, DURATION, start + age)
    }

    fn taken(moves: &[Move]) -> usize {
        moves.iter().filter(|next| matches!(next, Move::Take(_))).count()
    }

    #[tokio::test]
    async fn a_worker_takes_its_share_of_the_leases_that_nobody_has() {
        let leases = ["a", "b", "c", "d"].map(|shard| lease(shard, None));
        assert_eq!(taken(&moves(&leases, "me", Duration::ZERO)), 4);
        let leases = [lease("a", None), lease("b", Some("other")), lease("c", None), lease("d", None)];
        assert_eq!(taken(&moves(&leases, "me", Duration::ZERO)), 2);
    }

    #[tokio::test]
    async fn a_lease_is_taken_when_nobody_renewed_it() {
        let leases = [lease("a", Some("other")), lease("b", Some("other"))];
        assert_eq!(moves(&leases, "me", Duration::from_secs(19)), [Move::Ask(leases[0].clone())]);
        assert_eq!(taken(&moves(&leases, "me", DURATION)), 2);
    }

    #[tokio::test]
    async fn a_worker_asks_for_one_lease_at_a_time() {
        let mut leases = [lease("a", Some("other")), lease("b", Some("other")), lease("c", Some("other"))];
        assert_eq!(moves(&leases, "me", Duration::ZERO).len(), 1);
        leases[1].wanted_by = Some("me".into());
        assert_eq!(moves(&leases, "me", Duration::ZERO), []);
    }

    #[tokio::test]
    async fn nothing_moves_between_workers_that_differ_by_one() {
        let leases = [lease("a", Some("other")), lease("b", Some("other")), lease("c", Some("me"))];
        assert_eq!(moves(&leases, "me", Duration::ZERO), []);
        assert_eq!(moves(&[lease("a", Some("other"))], "me", Duration::ZERO), []);
    }

    #[tokio::test]
    async fn a_shard_that_has_ended_is_nobodys() {
        let ended = Lease { ended: true, ..lease("a", None) };
        assert_eq!(moves(&[ended], "me", DURATION), []);
    }
}
