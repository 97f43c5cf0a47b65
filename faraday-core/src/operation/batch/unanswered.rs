//! Tracks the writes of a batch that may have been done although no answer acknowledged them: [`Unanswered`].

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::Outcome;
use crate::schema::{Identity, PendingWrite};
use crate::transport::{Api, Exchange};

/// The positions of writes that were sent and for which no answer came. Clones share them.
#[derive(Clone)]
pub(super) struct Unanswered(Arc<Mutex<BTreeSet<usize>>>);

impl Unanswered {
    /// Starts with the positions of an earlier batch.
    pub(super) fn new(known: BTreeSet<usize>) -> Self {
        Self(Arc::new(Mutex::new(known)))
    }

    /// Watches a request with these writes. They count as unanswered if its answer does not come or cannot be read, even if the request is
    /// dropped because the time is over.
    pub(super) fn watch(self, chunk: &Arc<Vec<PendingWrite>>, exchange: Arc<Exchange>) -> SentChunk {
        SentChunk { chunk: Arc::clone(chunk), exchange, unanswered: self, answered: false }
    }

    /// Returns the unanswered positions among these writes.
    pub(super) fn among(&self, writes: &[PendingWrite]) -> BTreeSet<usize> {
        let known = self.positions();
        writes.iter().map(|write| write.position).filter(|position| known.contains(position)).collect()
    }

    fn positions(&self) -> MutexGuard<'_, BTreeSet<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One request that is under way.
pub(super) struct SentChunk {
    chunk: Arc<Vec<PendingWrite>>,
    exchange: Arc<Exchange>,
    unanswered: Unanswered,
    answered: bool,
}

impl SentChunk {
    /// Returns the record of the request's attempts.
    pub(super) fn exchange(&self) -> &Arc<Exchange> {
        &self.exchange
    }

    /// Records that an answer came, which processed all writes except `put_off`. An earlier attempt without an answer may have done those.
    pub(super) fn answered(mut self, put_off: &HashSet<Identity>) {
        self.answered = true;
        let lost = self.exchange.has_lost_attempt();
        let mut unanswered = self.unanswered.positions();
        for write in self.chunk.iter() {
            if !put_off.contains(&write.identity) {
                unanswered.remove(&write.position);
            } else if lost {
                unanswered.insert(write.position);
            }
        }
    }
}

impl Drop for SentChunk {
    fn drop(&mut self) {
        if !self.answered && self.exchange.outcome_of(Api::BatchWriteItem) == Outcome::Unknown {
            self.unanswered.positions().extend(self.chunk.iter().map(|write| write.position));
        }
    }
}
