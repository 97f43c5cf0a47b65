//! Tables: to create, describe, list and delete them.

mod create;
pub(crate) mod declared;
mod delete;
mod describe;
mod list;

use std::future::Future;
use std::time::Duration;

pub use create::Create;
pub use delete::DeleteTable;
pub use describe::Describe;
pub use list::Tables;

use crate::error::{Error, ErrorKind, Result};

/// How long a table may take to become what was asked: DynamoDB itself takes some ten seconds for an empty one.
const PATIENCE: Duration = Duration::from_secs(300);

/// Asks again and again, ever less often, until `ready` says so or `patience` is over.
async fn wait_until<F>(patience: Duration, mut ready: impl FnMut() -> F, what: &str) -> Result<()>
where
    F: Future<Output = Result<bool>>,
{
    let start = tokio::time::Instant::now();
    let mut pause = Duration::from_millis(20);
    while !ready().await? {
        if start.elapsed() + pause > patience {
            return Err(Error::new(ErrorKind::Timeout, format!("{what} within {} seconds", patience.as_secs_f32())));
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
    Ok(())
}
