//! How every operation runs: [`execute`] finds the database, begins an [`Execution`], and gives errors their context.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::execution::Execution;
use super::metered::Metered;
use super::operation::{Execute, Operation, WithCapacity};
use super::report::OperationReport;
use crate::error::Result;

/// The future that `.await` makes from an operation.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Runs an operation and returns its output with the consumed capacity.
pub(crate) async fn execute<O: Execute>(mut operation: O, metered: bool) -> Result<Metered<O::Output>> {
    if let Some(output) = operation.without_request() {
        return Ok(Metered::none(output));
    }
    let destination = std::mem::take(operation.destination());
    let mut execution = Execution::begin(operation.name(), operation.schema().as_ref(), destination, metered)?;
    let report = execution.report();
    let ended = OperationReport::around(report.as_deref(), operation.run(&mut execution)).await;
    let output = execution.finish(report, ended)?;
    Ok(execution.consumed.map(|()| output))
}

/// Runs an operation and returns its output.
pub(crate) async fn execute_unmetered<O: Execute>(operation: O) -> Result<O::Output> {
    execute(operation, false).await.map(|metered| metered.value)
}

impl<O: Operation> IntoFuture for WithCapacity<O> {
    type Output = Result<Metered<O::Output>>;
    type IntoFuture = Running<'static, Metered<O::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(execute(self.0, true))
    }
}
