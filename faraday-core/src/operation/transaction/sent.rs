//! A transaction as it goes out, so often as it has to, always with the same bytes.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
use bytes::Bytes;
use serde::Deserialize;

use super::canceled::{self, Parts};
use super::parse;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::run::{Backoff, Capacity, Consumed, Cost, Explain, Metered, Operation, Patience, operation, send_body};

/// A transaction that was sent and of which it is not known whether it was done: see
/// [`Error::unanswered_transaction`].
#[must_use = "an operation does nothing until it is awaited"]
#[derive(Clone)]
pub struct SentTransaction {
    pub(super) body: Bytes,
    pub(super) parts: Parts,
    pub(super) patience: Patience,
    pub(super) database: Option<Database>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

impl SentTransaction {
    async fn send(mut self) -> Result<Metered<()>> {
        let database = Database::find(self.database.take())?;
        let mut backoff = Backoff::new(self.patience);
        let mut requests = 0;
        loop {
            requests += 1;
            let body = self.body.to_vec();
            let sent = send_body!(database, body, transact_write_items, "TransactWriteItems", TransactWriteItemsOutput);
            let error = match sent {
                Ok(reply) => {
                    let answer = parse(reply.bytes()).map_err(|error| self.unanswered(error.into(), &database));
                    let answer: Answer = answer?;
                    let mut spent = Metered::none(());
                    spent.capacity = Capacity::sum(answer.consumed_capacity);
                    (spent.request_id, spent.requests) = (reply.request_id, requests);
                    return Ok(spent);
                }
                Err(error) => error,
            };
            // The token makes it safe to send it again whatever became of it.
            let again = error.is_conflict() || error.may_succeed_later();
            let Some(pause) = backoff.pause().filter(|_| again) else {
                return Err(self.failed(error, &database));
            };
            tokio::time::sleep(pause).await;
        }
    }

    fn failed(self, error: Error, database: &Database) -> Error {
        let unanswered = error.may_succeed_later() && !error.is_throttled() && !error.is_conflict();
        if unanswered { self.unanswered(error, database) } else { canceled::explained(error, &self.parts) }
    }

    fn unanswered(&self, error: Error, database: &Database) -> Error {
        error.with_outcome(Self { database: Some(database.clone()), ..self.clone() })
    }
}

operation!([] SentTransaction);

impl Operation for SentTransaction {
    type Output = ();

    async fn run(self, _: bool) -> Result<Metered<()>> {
        self.send().await.map_err(|error| error.during("TransactWriteItems", None))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(self) -> Explain {
        let body = Ok(self.body.to_vec());
        let cost = Cost::writes(&body, 2);
        Explain::of_body("TransactWriteItems", body, cost)
    }
}

impl Error {
    /// The same transaction with the same token, if it is not known whether it was done: no answer came, or none that can
    /// be read. Sent again within ten minutes it is done once, whatever became of it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Transaction;
    /// async fn surely(transaction: Transaction) -> faraday::Result<()> {
    ///     let Err(error) = transaction.await else { return Ok(()) };
    ///     match error.unanswered_transaction() {
    ///         Some(again) => again.await,
    ///         None => Err(error),
    ///     }
    /// }
    /// ```
    ///
    /// See [idempotency](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
    #[must_use]
    pub fn unanswered_transaction(&self) -> Option<SentTransaction> {
        self.outcome().cloned()
    }
}
