//! Sends a transaction, and sends it again with the same bytes until its outcome is known or it is time to give up.

use serde::Deserialize;
use tokio::time::Instant;

use super::canceled;
use crate::database::{Capacity, Consumed, Destination, RetrySettings};
use crate::error::{Details, Error, ErrorKind, Outcome, Result, ResumableTransaction};
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
    fn api(&self) -> Api {
        if self.of_statements { Api::WriteTransaction } else { Api::TransactWriteItems }
    }

    fn failed(self, error: Error, execution: &mut Execution) -> Error {
        let settles = settles(&error);
        if settles {
            execution.written.settle(Outcome::NotDone);
        }
        // If an attempt may have been done, a later refusal does not change that.
        let error = error.with_outcome_unknown(self.was_unknown && !settles);
        let unknown = error.is_outcome_unknown();
        let error = canceled::explained(error, self.operations.clone());
        if !unknown {
            return error;
        }
        let transaction = Self { destination: execution.sender.destination_later(), was_unknown: true, ..self };
        error.with_details(Details::ResumableTransaction(transaction))
    }
}

/// Whether this answer shows that no attempt was done. DynamoDB recognizes the token of a transaction that was done, and answers with a
/// success. Throttles and conflicts show nothing, because DynamoDB finds them before it checks the token.
fn settles(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::TransactionCanceled => !error.was_put_off(),
        // Other operations used the token. If an attempt had been done, the token would belong to this transaction.
        ErrorKind::IdempotentParameterMismatch => true,
        _ => false,
    }
}

operation!([] ResumableTransaction);

impl Execute for ResumableTransaction {
    type Output = ();

    fn name(&self) -> &'static str {
        self.api().name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    // The token makes it safe to send the same bytes again, even if they were applied before.
    async fn run(self, execution: &mut Execution) -> Result<()> {
        let Some(left) = self.first_sent.time_left() else {
            let message = "the transaction was not sent again: DynamoDB remembers its token for ten minutes, and over eight have passed \
                           since it was first sent, so it might be done twice; read the items to see whether it was done";
            return Err(Error::new(ErrorKind::Timeout, message).with_outcome_unknown(self.was_unknown));
        };
        let settings = execution.count_attempts(RetrySettings::TRANSACTION);
        execution.give_up_after(settings.timeout);
        execution.sender.give_up_at(Instant::now().checked_add(left));
        let settings = RetrySettings { end: execution.sender.deadline(), ..settings };
        match send_with_retries(execution, self.api(), &self.body, settings, settles).await {
            Ok(reply) => {
                // A success settles the outcome of all attempts, even if its answer cannot be read.
                execution.written.settle(Outcome::Done);
                let answer: TransactWriteItemsAnswer = parse(reply.bytes())?;
                execution.record_capacity(Capacity::sum(answer.consumed_capacity).as_ref());
                Ok(())
            }
            Err(error) => Err(self.failed(error, execution)),
        }
    }

    fn explanation(self) -> Explain {
        let body = Ok(self.body.to_vec());
        let cost = Cost::writes(&body, 2);
        Explain::of_body(self.api().name(), body, cost)
    }
}

impl Error {
    /// Returns this transaction with its token, if its [`outcome`](Error::outcome) is unknown: an attempt was not answered, or the service
    /// had an internal failure.
    ///
    /// If you send it again, it is done exactly once. DynamoDB remembers the token for ten minutes. From eight minutes after the first
    /// attempt, the transaction is not sent any more: the error then has the kind [`Timeout`](ErrorKind::Timeout), an unknown outcome, and
    /// no transaction to send again. Read the items to see whether it was done.
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
