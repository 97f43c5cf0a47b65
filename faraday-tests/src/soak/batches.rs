//! Batches of items that a task owns.

use faraday::Batch;

use super::possible::{Effect, Told};
use super::worker::{Checked, Ended, OwnedItem, Worker};

/// How often a failed batch is sent again.
const ROUNDS: usize = 3;

/// A put, or a deletion.
struct BatchWrite<K> {
    number: u32,
    item: Option<K>,
    told: Told,
}

impl Worker {
    /// Writes several items, some of them twice, and sends again what was not acknowledged.
    pub(super) async fn batch<K: OwnedItem>(&mut self) -> Checked {
        let count = self.rng.usize(1..9);
        let mut writes: Vec<BatchWrite<K>> = (0..count).map(|_| self.batch_write()).collect();
        let owner = self.owner.clone();
        let mut batch = writes.iter().fold(Batch::new(), |batch, write| match &write.item {
            Some(item) => batch.put(item),
            None => batch.delete::<K>((&owner, write.number)),
        });
        // The writes of the next batch, by their positions in the first one.
        let mut places: Vec<usize> = (0..count).collect();
        for round in 0..ROUNDS {
            let attempts = self.rng.u32(1..4);
            let sent = batch.max_attempts(attempts).on(&self.database());
            let ended = self.run(if round == 0 { "batch" } else { "batch, retry" }, sent).await?;
            for (position, place) in places.iter().enumerate() {
                writes[*place].told = self.told_at(&ended, position);
            }
            let Some(failure) = ended.error.as_ref().and_then(|error| error.batch_failure()) else { break };
            let unwritten: Vec<usize> = failure.unwritten().into_iter().map(|position| places[position]).collect();
            if failure.written() + unwritten.len() != places.len() {
                return Err(self.violation(&format!("of {} writes, a batch knows {failure:?}", places.len())));
            }
            (batch, places) = (failure.retry(), unwritten);
        }
        for BatchWrite { number, item, told } in writes {
            let what =
                format!("batch, {}", item.as_ref().map_or("delete".into(), |item| format!("put of {}", item.value())));
            let stored = item.map(K::stored);
            self.wrote::<K>(number, &what, told, Effect::new(move |_| Some(stored.clone()))).await?;
        }
        Ok(())
    }

    fn batch_write<K: OwnedItem>(&mut self) -> BatchWrite<K> {
        let number = self.some_number();
        let item = (self.rng.u8(0..4) > 0).then(|| self.fresh::<K>(number));
        BatchWrite { number, item, told: Told::Dropped }
    }

    /// Returns what a batch reports about the write at this position.
    fn told_at(&self, ended: &Ended<()>, position: usize) -> Told {
        let failure = ended.error.as_ref().and_then(|error| error.batch_failure());
        match failure {
            Some(failure) if failure.is_written(position) => Told::Success,
            Some(failure) => {
                let outcome = self.settings.sabotaged(failure.outcome(position));
                Told::Failed { outcome, refused: false }
            }
            None => ended.told,
        }
    }
}
