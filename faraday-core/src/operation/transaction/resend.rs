//! Sends a transaction, and sends it again with the same bytes until its outcome is known or it is time to give up.

use serde::Deserialize;

use super::canceled;
use crate::database::Database;
use crate::error::{Details, Error, Result, ResumableTransaction};
use crate::execute::{Capacity, Consumed, Cost, Execute, Execution, Explain, operation, parse, send_with_retries};
use crate::schema::TableSchema;
use crate::transport::Api;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TransactWriteItemsAnswer {
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

impl ResumableTransaction {
    fn failed(self, error: Error, database: &Database) -> Error {
        let unanswered = error.may_succeed_later() && !error.is_throttled() && !error.is_conflict();
        if unanswered { self.unanswered(error, database) } else { canceled::explained(error, self.operations) }
    }

    fn unanswered(&self, error: Error, database: &Database) -> Error {
        let transaction = Self { database: Some(database.clone()), ..self.clone() };
        error.with_details(Details::ResumableTransaction(transaction))
    }
}

operation!([] ResumableTransaction);

impl Execute for ResumableTransaction {
    type Output = ();

    fn name(&self) -> &'static str {
        Api::TransactWriteItems.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    // The token makes it safe to send the same bytes again, whether they were applied before or not.
    async fn run(self, execution: &mut Execution) -> Result<()> {
        match send_with_retries(execution, Api::TransactWriteItems, &self.body, self.settings).await {
            Ok(reply) => {
                let answer = parse(reply.bytes());
                let answer: TransactWriteItemsAnswer =
                    answer.map_err(|error| self.unanswered(error.into(), &execution.database))?;
                execution.record_capacity(Capacity::sum(answer.consumed_capacity).as_ref());
                Ok(())
            }
            Err(error) => Err(self.failed(error, &execution.database)),
        }
    }

    fn explanation(self) -> Explain {
        let body = Ok(self.body.to_vec());
        let cost = Cost::writes(&body, 2);
        Explain::of_body("TransactWriteItems", body, cost)
    }
}

impl Error {
    /// The same transaction with the same token, if its outcome is unknown: no answer came, or the answer could not be read.
    /// If you send it again within ten minutes, it is done exactly once.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::operation::Transaction;
    /// async fn surely(transaction: Transaction) -> faraday::Result<()> {
    ///     let Err(error) = transaction.await else { return Ok(()) };
    ///     match error.resumable_transaction() {
    ///         Some(again) => again.await,
    ///         None => Err(error),
    ///     }
    /// }
    /// ```
    ///
    /// See [idempotency](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
    #[must_use]
    pub fn resumable_transaction(&self) -> Option<ResumableTransaction> {
        match self.details() {
            Details::ResumableTransaction(transaction) => Some(transaction.clone()),
            _ => None,
        }
    }
}
