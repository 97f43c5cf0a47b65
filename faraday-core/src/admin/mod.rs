//! Tables: to create, describe, list and delete them.

mod create;
mod delete;
mod describe;
mod list;

use std::future::Future;
use std::time::Duration;

pub use create::Create;
pub use delete::DeleteTable;
pub use describe::Describe;
pub use list::Tables;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::TableDescription;

use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::run::Metered;

/// How long a table may take to become what was asked: DynamoDB itself takes some ten seconds for an empty one.
const PATIENCE: Duration = Duration::from_secs(300);

/// Asks again and again, ever less often, until `ready` says so or `patience` is over; gives what that took.
async fn wait_until<F>(patience: Duration, mut ready: impl FnMut() -> F, what: &str) -> Result<Metered<()>>
where
    F: Future<Output = Result<Metered<bool>>>,
{
    let mut spent = Metered::none(());
    let start = tokio::time::Instant::now();
    let mut pause = Duration::from_millis(20);
    loop {
        let answer = ready().await?;
        let is_ready = answer.value;
        spent.add(&answer.map(|_| ()));
        if is_ready {
            return Ok(spent);
        }
        if start.elapsed() + pause > patience {
            return Err(Error::new(ErrorKind::Timeout, format!("{what} within {} seconds", patience.as_secs_f32())));
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

/// What DynamoDB says of a table, if there is one.
async fn description(database: &Database, table: &str) -> Result<Metered<Option<TableDescription>>> {
    match database.client().describe_table().table_name(table).send().await.map_err(Error::from_sdk) {
        Ok(output) => {
            let request_id = output.request_id().map(str::to_owned);
            Ok(Metered::one(output.table, request_id.as_deref()))
        }
        Err(error) if error.is_table_not_found() => Ok(Metered::one(None, error.request_id())),
        Err(error) => Err(error.during("DescribeTable", Some(table))),
    }
}
