//! `Database::tables`: lists the names of all tables.

use std::pin::Pin;
use std::task::{Context, Poll};

use aws_sdk_dynamodb::Client;
use futures_core::Stream;

use crate::database::Database;
use crate::error::Result;
use crate::execute::{Cost, Execution, Explain, next_start};
use crate::paging::{PageRows, PageSource, Paged};

impl Database {
    /// Lists the names of all tables of the account and region, or of the engine, in DynamoDB's order. Each request returns up to 100
    /// names.
    ///
    /// The names include their prefixes; tables without this database's prefix are listed too.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::Database;
    /// # let db = Database::embedded()?;
    /// let mut tables = db.tables();
    /// while let Some(name) = tables.try_next().await? {
    ///     println!("{name}");
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [ListTables](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html).
    pub fn tables(&self) -> ListTables {
        ListTables(Paged::new(Names { database: self.clone(), after: None, done: false }))
    }
}

struct Names {
    database: Database,
    after: Option<String>,
    done: bool,
}

impl PageSource for Names {
    type Row = String;
    type Mark = ();

    fn done(&self) -> bool {
        self.done
    }

    fn mark(&self) {}

    async fn page(&mut self) -> Result<PageRows<String>> {
        self.done = true;
        let mut execution = Execution::of_one_request("ListTables", None, &self.database)?;
        let start = self.after.take();
        let after = start.clone();
        let call = |client: &Client, _: &str, watched| {
            client.list_tables().set_exclusive_start_table_name(after).customize().interceptor(watched).send()
        };
        let output = execution.call("ListTables", call).await?;
        self.after = next_start(start.as_ref(), output.last_evaluated_table_name)
            .map_err(|error| execution.with_context(error))?;
        self.done = self.after.is_none();
        Ok(output.table_names.unwrap_or_default().into())
    }
}

/// A stream of the names of all tables: see [`Database::tables`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ListTables(Paged<Names>);

impl ListTables {
    /// Returns the next name; `None` after the last.
    ///
    /// # Errors
    ///
    /// When a request fails; then the stream ends.
    pub async fn try_next(&mut self) -> Result<Option<String>> {
        self.0.try_next().await
    }

    /// Shows the first request without sending it: [`Explain`].
    #[must_use]
    pub fn explain(self) -> Explain {
        Explain::of_body("ListTables", Ok(b"{}".to_vec()), Cost::none())
    }
}

impl Stream for ListTables {
    type Item = Result<String>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_row(context)
    }
}

impl std::fmt::Debug for ListTables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ListTables")
    }
}
