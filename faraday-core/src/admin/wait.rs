//! Waits until a table is created or deleted.

use std::time::Duration;

use aws_sdk_dynamodb::types::TableDescription;
use tokio::time::Instant;

use crate::error::{Error, ErrorKind, Result};
use crate::execute::Execution;

/// The default time-out. DynamoDB needs about ten seconds for an empty table.
pub(super) const TIMEOUT: Duration = Duration::from_secs(300);

/// Describes the table with growing pauses until it is ready or the time-out is over.
pub(super) async fn wait_until(
    execution: &mut Execution,
    timeout: Duration,
    ready: impl Fn(Option<&TableDescription>) -> bool + Send,
    what: &str,
) -> Result<()> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(20);
    loop {
        if ready(description(execution).await?.as_ref()) {
            return Ok(());
        }
        if start.elapsed() + pause > timeout {
            return Err(Error::new(ErrorKind::Timeout, format!("{what} within {} seconds", timeout.as_secs_f32())));
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

/// DynamoDB's description of the table, if there is one.
pub(super) async fn description(execution: &mut Execution) -> Result<Option<TableDescription>> {
    let call = |client: &aws_sdk_dynamodb::Client, table: &str| client.describe_table().table_name(table).send();
    match execution.call("DescribeTable", call).await {
        Ok(output) => Ok(output.table),
        Err(error) if error.is_table_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
