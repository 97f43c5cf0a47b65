//! `Database::drop_all`: deletes many tables, for tests.

use std::time::Duration;

use aws_sdk_dynamodb::Client;

use super::wait::{TIMEOUT, Waiting, until_gone};
use crate::database::Database;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::execute::{Execution, Written};

impl Database {
    /// Deletes all tables whose full name begins with `prefix`, waits until they are gone, and returns their names: for the end of a test
    /// run.
    ///
    /// Write the prefix of the full name, including the database's own prefix. It must not be empty, so that nobody deletes all tables of
    /// an account by accident; only a [`Database::embedded`] database allows that. A table that is protected from being deleted is an
    /// error.
    ///
    /// # Errors
    ///
    /// When the prefix is empty and the database is not embedded ([`ErrorKind::InvalidArgument`]): nothing was sent. When a table cannot be
    /// deleted: the error names it; other tables may have been deleted.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded()?;
    /// Table::<User>::create().on(&db).await?;
    /// assert_eq!(db.drop_all("").await?, ["users"]);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DeleteTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html).
    pub async fn drop_all(&self, prefix: &str) -> Result<Vec<String>> {
        if prefix.is_empty() && !self.is_embedded() {
            let message =
                "an empty prefix would delete all tables of the account: name the beginning of those to delete";
            return Err(Error::new(ErrorKind::InvalidArgument, message).with_operation("DeleteTable", None));
        }
        let (mut names, mut tables) = (Vec::new(), self.tables());
        while let Some(name) = tables.try_next().await? {
            if name.starts_with(prefix) {
                names.push(name);
            }
        }
        // One execution for each table. An error reports the outcome for all of them.
        let mut written = Written::default();
        for name in &names {
            let mut execution = self.on_one(name, written)?;
            let report = execution.report();
            let begun = begin(&mut execution).await;
            execution.finish(report, begun)?;
            written = execution.written;
        }
        for name in &names {
            let mut execution = self.on_one(name, written)?;
            let report = execution.report();
            let gone = until_gone(&mut execution, TIMEOUT).await;
            execution.finish(report, gone)?;
            written = execution.written;
        }
        Ok(names)
    }

    fn on_one(&self, table: &str, written: Written) -> Result<Execution> {
        let mut execution = Execution::begin("DeleteTable", None, self.clone().into(), false)?;
        table.clone_into(&mut execution.target.table);
        execution.written = written;
        Ok(execution)
    }
}

/// Starts to delete the table. A table that is being created or changed can be deleted only afterwards.
async fn begin(execution: &mut Execution) -> Result<()> {
    let mut waiting = Waiting::at_most(execution, Duration::from_secs(120));
    loop {
        let call = |client: &Client, table: &str, watched| {
            client.delete_table().table_name(table).customize().interceptor(watched).send()
        };
        match execution.change("DeleteTable", call).await {
            Ok(_) => break,
            Err(error) if error.is_table_not_found() => break,
            Err(error) => {
                if error.outcome() == Outcome::Done {
                    execution.written.settle(Outcome::Done);
                }
                let passes = matches!(error.kind(), ErrorKind::ResourceInUse | ErrorKind::LimitExceeded);
                if !(passes || error.may_succeed_later()) || !waiting.pause().await {
                    return Err(error);
                }
            }
        }
    }
    // The table is gone or will be, so the outcome of earlier attempts does not matter.
    execution.written.settle(Outcome::Done);
    Ok(())
}
