//! Sends the writes of a batch in requests of at most 25, and handles their answers: [`Writer`].

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::time::Instant;

use super::request::{ChunkSender, Sent};
use super::settings::{Acknowledged, Progress, ProgressCallback, Refused, Settings, at};
use super::unanswered::Unanswered;
use crate::database::RetrySettings;
use crate::error::{BatchFailure, Error, ErrorKind, Result, SendSettings};
use crate::execute::{Chunked, Execution, Metered, PartStream, Sender, Sending, run_chunks};
use crate::schema::{Identity, PendingWrite};

/// DynamoDB's limit of writes in one request. Its limit of bytes is 16 MB; 1 MB is left for the JSON around the items.
pub(super) const MAX_WRITES: usize = 25;
const MAX_BYTES: usize = 15 * 1024 * 1024;

/// The stream that yields the writes.
pub(crate) type WriteSource = PartStream<PendingWrite>;

/// Sends writes until all are acknowledged, or it is time to give up.
pub(super) struct Writer {
    sender: Sender,
    send_settings: SendSettings,
    callback: Option<ProgressCallback>,
    acknowledged: Option<Acknowledged>,
    refused_by_dynamodb: Option<Refused>,
    metered: bool,
    skip_invalid: bool,
    progress: Progress,
    consumed: Metered<()>,
    /// Positions of writes that cannot be encoded or that DynamoDB refused, and the error of the first one that cannot be encoded.
    invalid: Vec<usize>,
    refused: Option<Error>,
    /// The number of writes, including those that cannot be sent.
    accepted: usize,
    unanswered: Unanswered,
}

impl Writer {
    pub(super) fn new(settings: Settings, execution: &Execution) -> Self {
        Self {
            send_settings: settings.send_settings(&execution.sender),
            sender: execution.sender.clone(),
            callback: settings.progress,
            acknowledged: settings.acknowledged,
            refused_by_dynamodb: settings.refused,
            skip_invalid: settings.skip_invalid,
            metered: execution.target.metered,
            progress: Progress::default(),
            consumed: Metered::none(()),
            invalid: Vec::new(),
            refused: None,
            accepted: 0,
            unanswered: Unanswered::new(settings.unknown),
        }
    }

    /// Records that writes at these positions cannot be encoded, with the error of the first one.
    pub(super) fn refuse_all(&mut self, positions: Vec<usize>, error: Option<Error>) {
        self.accepted = positions.len();
        self.invalid = positions;
        self.refused = error;
    }

    /// Writes everything that the source yields. If it gives up, the rest of a `finite` source counts as unwritten.
    pub(super) async fn run(mut self, source: WriteSource, finite: bool, execution: &mut Execution) -> Result<()> {
        let settings = self.sender.count_attempts(RetrySettings::BATCH);
        let concurrency = self.send_settings.concurrency;
        let stopped = run_chunks(&mut self, source, settings, concurrency).await;
        self.accepted += stopped.taken;
        let mut left = stopped.left;
        let mut source = stopped.source.filter(|_| finite);
        while let Some(source) = &mut source {
            let Some(Ok(write)) = source.next().await else { break };
            self.accepted += 1;
            left.push_back(write);
        }
        execution.consumed.add(&self.consumed);
        match stopped.error.or(self.refused) {
            None => Ok(()),
            Some(error) => {
                let Self { accepted, invalid, send_settings, .. } = self;
                let unwritten: Vec<PendingWrite> = left.into();
                let unknown = self.unanswered.among(&unwritten);
                let failure = BatchFailure { accepted, unwritten, invalid, unknown, send_settings };
                Err(error.with_batch_failure(failure))
            }
        }
    }
}

impl Chunked for Writer {
    type Part = PendingWrite;
    type Answer = Sent;

    const MAX_PARTS: usize = MAX_WRITES;
    const MAX_BYTES: usize = MAX_BYTES;
    const FAILS_AT_ONCE: bool = false;

    fn position(write: &PendingWrite) -> usize {
        write.position
    }

    fn identity(write: &PendingWrite) -> &Identity {
        &write.identity
    }

    fn size(write: &PendingWrite) -> usize {
        write.size()
    }

    fn send(&mut self, chunk: Arc<Vec<PendingWrite>>) -> Sending<Sent> {
        self.consumed.requests += 1;
        let request = ChunkSender {
            sender: self.sender.clone(),
            metered: self.metered,
            unanswered: self.unanswered.clone(),
            finds_refused: self.refused_by_dynamodb.is_some(),
        };
        Box::pin(request.send(chunk))
    }

    fn waits_until(&self) -> Option<Instant> {
        self.sender.waits_until()
    }

    fn refuse(&mut self, position: usize, error: Error) -> bool {
        self.invalid.push(position);
        self.refused.get_or_insert_with(|| at(position, error));
        self.skip_invalid
    }

    fn answered(&mut self, chunk: Vec<PendingWrite>, answer: Sent) -> Result<Vec<PendingWrite>> {
        let Sent { unprocessed, refused, capacity, request_id, more_requests } = answer;
        self.consumed.requests += more_requests;
        self.consumed.request_id = request_id;
        if let Some(capacity) = capacity {
            self.progress.capacity.get_or_insert_default().add(&capacity);
            self.consumed.capacity.get_or_insert_default().add(&capacity);
        }
        let (put_off, mut done): (Vec<_>, Vec<_>) =
            chunk.into_iter().partition(|write| unprocessed.contains(&write.identity));
        for (position, error) in refused {
            done.retain(|write| write.position != position);
            self.invalid.push(position);
            if let Some(refused) = &mut self.refused_by_dynamodb {
                refused(position, error);
            }
        }
        self.progress.items += done.len() as u64;
        self.progress.bytes += done.iter().map(|write| write.size() as u64).sum::<u64>();
        if let Some(acknowledged) = &mut self.acknowledged {
            acknowledged(&done);
        }
        Ok(put_off)
    }

    fn retrying(&mut self, writes: usize) {
        self.progress.retries += writes as u64;
    }

    fn progressed(&mut self) {
        if let Some(callback) = &mut self.callback {
            callback(&self.progress);
        }
    }

    fn given_up(&self, kind: ErrorKind) -> Error {
        match kind {
            ErrorKind::Timeout => Error::new(kind, "nothing was written until it was time to give up"),
            _ => Error::new(kind, kind.summary()),
        }
    }
}
