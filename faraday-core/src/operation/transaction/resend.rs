//! Sends a transaction, and sends it again with the same bytes until its outcome is known or it is time to give up.

use serde::Deserialize;
use tokio::time::Instant;

use super::canceled;
use crate::database::{Capacity, Consumed, Destination, RetrySettings};
use crate::error::{Details, Error, ErrorKind, Result, ResumableTransaction};
use crate::execute::{Cost, Execute, Execution, Explain, operation, parse, send_with_retries};
use crate::schema::TableSchema;
use crate::transport::Api;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TransactWriteItemsAnswer {
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

impl ResumableTransaction {
    fn failed(self, error: Error, execution: &Execution) -> Error {
        let unknown = error.is_outcome_unknown();
        let error = canceled::explained(error, self.operations.clone());
        if unknown { self.unanswered(error, execution) } else { error }
    }

    fn unanswered(&self, error: Error, execution: &Execution) -> Error {
        let transaction = Self { destination: execution.sender.destination_later(), ..self.clone() };
        error.with_outcome_unknown(true).with_details(Details::ResumableTransaction(transaction))
    }
}

/// Whether this answer says that no attempt was done: DynamoDB recognises an attempt that was done by its token, and answers
/// that it was. Throttles and conflicts say nothing, because they are found before the token is looked at.
fn settles(error: &Error) -> bool {
    error.kind() == ErrorKind::TransactionCanceled && !error.was_put_off()
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

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    // The token makes it safe to send the same bytes again, whether they were applied before or not.
    async fn run(self, execution: &mut Execution) -> Result<()> {
        let Some(left) = self.first_sent.time_left() else {
            let message = "it was sent too long ago: DynamoDB may have forgotten its token, and would do it twice";
            return Err(Error::new(ErrorKind::Timeout, message).with_outcome_unknown(true));
        };
        let settings = execution.count_attempts(RetrySettings::TRANSACTION);
        execution.give_up_after(settings.timeout);
        execution.sender.give_up_at(Instant::now().checked_add(left));
        let settings = RetrySettings { end: execution.sender.deadline(), ..settings };
        match send_with_retries(execution, Api::TransactWriteItems, &self.body, settings, settles).await {
            Ok(reply) => {
                let answer = parse(reply.bytes());
                let answer: TransactWriteItemsAnswer =
                    answer.map_err(|error| self.unanswered(error.into(), execution))?;
                execution.record_capacity(Capacity::sum(answer.consumed_capacity).as_ref());
                Ok(())
            }
            Err(error) => Err(self.failed(error, execution)),
        }
    }

    fn explanation(self) -> Explain {
        let body = Ok(self.body.to_vec());
        let cost = Cost::writes(&body, 2);
        Explain::of_body("TransactWriteItems", body, cost)
    }
}

impl Error {
    /// The same transaction with the same token, if its outcome is unknown ([`is_outcome_unknown`](Error::is_outcome_unknown)): an
    /// attempt was not answered, or its answer could not be read.
    ///
    /// If you send it again, it is done exactly once. DynamoDB knows the token for ten minutes; eight minutes after the first
    /// attempt it is not sent any more, and its error has no transaction to send again.
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
