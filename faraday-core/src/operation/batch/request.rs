//! Sends one request of a batch: [`ChunkSender`].

use std::collections::HashSet;
use std::sync::Arc;

use super::unanswered::Unanswered;
use super::wire;
use crate::database::Capacity;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::execute::Sender;
use crate::schema::{AttributeEncryption, Identity, PendingWrite};
use crate::transport::Api;

/// Sends the requests of a batch.
#[derive(Clone)]
pub(super) struct ChunkSender {
    pub(super) sender: Sender,
    pub(super) metered: bool,
    pub(super) unanswered: Unanswered,
    /// Whether the writes of a request are sent one by one after DynamoDB refused them together.
    pub(super) finds_refused: bool,
}

/// What became of the writes of a request. Those that are neither unprocessed nor refused are done.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) unprocessed: HashSet<Identity>,
    /// The positions of writes that DynamoDB refused, with the errors.
    pub(super) refused: Vec<(usize, Error)>,
    pub(super) capacity: Option<Capacity>,
    pub(super) request_id: Option<String>,
    /// The number of requests after the first.
    pub(super) more_requests: u64,
}

impl Sent {
    fn add(&mut self, other: Self) {
        self.unprocessed.extend(other.unprocessed);
        self.refused.extend(other.refused);
        if let Some(capacity) = other.capacity {
            self.capacity.get_or_insert_default().add(&capacity);
        }
        self.request_id = other.request_id.or(self.request_id.take());
        self.more_requests += other.more_requests;
    }
}

impl ChunkSender {
    pub(super) async fn send(self, chunk: Arc<Vec<PendingWrite>>) -> Result<Sent> {
        match self.request(&chunk).await {
            Err(error) if self.finds_refused && is_of_a_write(&error) => Ok(self.one_by_one(&chunk, error).await),
            sent => sent,
        }
    }

    /// Sends each write of a refused request by itself, so that only the wrong ones fail.
    async fn one_by_one(&self, chunk: &[PendingWrite], refused: Error) -> Sent {
        let mut all = Sent::default();
        if let [write] = chunk {
            all.refused.push(self.refused(write, refused));
            return all;
        }
        let mut writes = chunk.iter();
        for write in writes.by_ref() {
            all.more_requests += 1;
            match self.request(&Arc::new(vec![write.clone()])).await {
                Ok(sent) => all.add(sent),
                Err(error) if is_of_a_write(&error) => all.refused.push(self.refused(write, error)),
                // It is sent again with the writes after it, if the error lets the batch go on.
                Err(_) => {
                    all.unprocessed.insert(write.identity.clone());
                    break;
                }
            }
        }
        all.unprocessed.extend(writes.map(|write| write.identity.clone()));
        all
    }

    /// Returns the position and the error of a refused write. An earlier request without an answer may have done it.
    fn refused(&self, write: &PendingWrite, error: Error) -> (usize, Error) {
        let is_unknown = !self.unanswered.among(std::slice::from_ref(write)).is_empty();
        (write.position, error.with_outcome(if is_unknown { Outcome::Unknown } else { Outcome::NotDone }))
    }

    async fn request(&self, chunk: &Arc<Vec<PendingWrite>>) -> Result<Sent> {
        let database = self.sender.database();
        let sent = self.unanswered.clone().watch(chunk, self.sender.exchange());
        let encryption = AttributeEncryption::With(database.keys().clone());
        let body = wire::body(chunk, |table| database.name_of(table), &encryption, self.metered)?;
        let (api, exchange) = (Api::BatchWriteItem, sent.exchange());
        let reply = self.sender.send_recorded(api, None, body.into(), chunk.len(), exchange).await?;
        let (unprocessed, capacity, request_id) = wire::read(&reply, chunk, database)?;
        sent.answered(&unprocessed);
        Ok(Sent { unprocessed, capacity, request_id, ..Sent::default() })
    }
}

/// Whether the error may be that of one write: DynamoDB refuses the whole request for it, and does not say for which.
fn is_of_a_write(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Validation | ErrorKind::ItemCollectionSizeLimitExceeded)
}
