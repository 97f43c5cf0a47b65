//! A transaction of statements: [`StatementTransaction`] writes, [`StatementTransactionRows`] reads.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::output::check_rows;
use super::{Statement, cost, list, part, reads, refused};
use crate::codec::json;
use crate::database::{Capacity, Consumed, Database, Destination, RetrySettings};
use crate::error::{Error, FirstSent, Result, ResumableTransaction, SentOperation, SentOperations};
use crate::execute::{Execute, Execution, Explain, Request, operation, parse, send_with_retries};
use crate::operation::transaction::{MAX_OPERATIONS, explained, token_of};
use crate::schema::TableSchema;
use crate::transport::Api;
use crate::value::{Attributes, DecodeError};

impl Database {
    /// Runs up to 100 PartiQL statements, all or nothing: all write, or all read ([`rows`](StatementTransaction::rows)).
    ///
    /// It works like a [`transaction`](crate::transaction): after conflicts and throttles it is sent again with the same
    /// [token](StatementTransaction::token), so that it is done only once. Each statement is on a different item, and names its whole
    /// primary key. `EXISTS(SELECT …)` checks an item that is not written.
    ///
    /// # Errors
    ///
    /// When DynamoDB cancels it, nothing was written: [`Error::cancellation_reasons`] has the statement of each reason. When it is unknown
    /// whether it was done, [`Error::resumable_transaction`] sends it again. If some statements read and others write, or if there are
    /// more than 100, it fails before anything is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "accounts")]
    /// # struct Account { #[faraday(partition_key)] owner: String, balance: i64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Account>::create().on(&db).await?;
    /// # for (owner, balance) in [("ann", 9), ("bob", 1)] {
    /// #     Table::<Account>::put(&Account { owner: owner.into(), balance }).on(&db).await?;
    /// # }
    /// let take = "UPDATE accounts SET balance = balance - ? WHERE owner = ? AND balance >= ?";
    /// let give = "UPDATE accounts SET balance = balance + ? WHERE owner = ?";
    /// let pay = |sum: i64| {
    ///     db.statement_transaction([
    ///         db.statement(take).bind(sum).bind("ann").bind(sum),
    ///         db.statement(give).bind(sum).bind("bob"),
    ///     ])
    /// };
    /// pay(5).await?;
    ///
    /// let error = pay(5).await.unwrap_err();
    /// assert!(error.is_condition_failed());
    /// assert_eq!(error.cancellation_reasons()[0].operation(), 0);
    ///
    /// let of = |owner: &str| db.statement("SELECT * FROM accounts WHERE owner = ?").bind(owner);
    /// let accounts = db.statement_transaction([of("ann"), of("cleo")]).rows::<Account>().await?;
    /// assert_eq!(accounts, [Some(Account { owner: "ann".into(), balance: 4 }), None]);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [ExecuteTransaction](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html).
    pub fn statement_transaction(&self, statements: impl IntoIterator<Item = Statement>) -> StatementTransaction {
        let (statements, destination) = (statements.into_iter().collect(), Destination::default());
        StatementTransaction { statements, token: None, destination }.on(self)
    }
}

/// Writes all or nothing: see [`Database::statement_transaction`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct StatementTransaction {
    statements: Vec<Statement>,
    /// `None` for a random token.
    token: Option<String>,
    destination: Destination,
}

impl StatementTransaction {
    /// Uses this client request token: see [`Transaction::token`](crate::operation::Transaction::token).
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Reads the items of `SELECT`s, all at one moment; `None` for a missing item.
    pub fn rows<R: Attributes + Send + 'static>(self) -> StatementTransactionRows<R> {
        StatementTransactionRows { transaction: self, of: PhantomData }
    }

    /// Returns the body. A transaction that reads also has a token, because the SDK would add one otherwise.
    fn body(mut self, reading: bool, database: Option<&Database>, metered: bool) -> Result<Vec<u8>> {
        let count = self.statements.len();
        if count > MAX_OPERATIONS {
            return refused(format!("a transaction has up to {MAX_OPERATIONS} statements, this one has {count}"));
        }
        match (reads(&self.statements)?, reading) {
            (true, false) => return refused("a SELECT returns rows: read them with `.rows::<T>()`"),
            (false, true) => return refused("statements that write return no rows in a transaction: leave `rows` out"),
            _ => {}
        }
        if reading && self.token.is_some() {
            return refused("a transaction that reads needs no token: leave it out");
        }
        let mut request = Request::new();
        request.json("TransactStatements", list(&mut self.statements, database, false)?);
        request.text("ClientRequestToken", token_of(self.token)?);
        request.metered(metered);
        Ok(request.body_without_table())
    }
}

/// Returns the names of the sent statements, for errors.
fn operations(count: usize, database: &Database) -> SentOperations {
    let statement =
        SentOperation { role: "Statement", table: String::new(), version: None, checked_schema: None, guarded: None };
    SentOperations { operations: vec![statement; count].into(), keys: database.keys().clone() }
}

operation!([] StatementTransaction);

impl Execute for StatementTransaction {
    type Output = ();

    fn name(&self) -> &'static str {
        Api::WriteTransaction.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<()> {
        self.statements.is_empty().then_some(())
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        let (database, count) = (execution.database().clone(), self.statements.len());
        let body = self.body(false, Some(&database), execution.target.metered)?;
        let transaction = ResumableTransaction {
            body: body.into(),
            of_statements: true,
            operations: operations(count, &database),
            destination: execution.sender.destination_later(),
            first_sent: FirstSent::now(),
            was_unknown: false,
        };
        transaction.run(execution).await
    }

    fn explanation(self) -> Explain {
        let cost = cost(false, self.statements.len());
        Explain::of_body(Api::WriteTransaction.name(), self.body(false, None, false), cost)
    }
}

/// Reads several items at one moment: see [`StatementTransaction::rows`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct StatementTransactionRows<R> {
    transaction: StatementTransaction,
    of: PhantomData<fn() -> R>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow, default)]
    responses: Vec<Found<'a>>,
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found<'a> {
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
}

operation!([R: Attributes + Send + 'static] StatementTransactionRows<R>);

impl<R: Attributes + Send + 'static> Execute for StatementTransactionRows<R> {
    type Output = Vec<Option<R>>;

    fn name(&self) -> &'static str {
        Api::ReadTransaction.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.transaction.destination
    }

    fn without_request(&self) -> Option<Self::Output> {
        self.transaction.statements.is_empty().then(Vec::new)
    }

    async fn run(self, execution: &mut Execution) -> Result<Self::Output> {
        check_rows::<R>()?;
        let (database, count) = (execution.database().clone(), self.transaction.statements.len());
        let body = Bytes::from(self.transaction.body(true, Some(&database), execution.target.metered)?);
        let settings = execution.count_attempts(RetrySettings::TRANSACTION);
        execution.give_up_after(settings.timeout);
        let sent = send_with_retries(execution, Api::ReadTransaction, &body, settings, |_| false).await;
        let reply = sent.map_err(|error| explained(error, operations(count, &database)))?;
        let answer: Answer<'_> = parse(reply.bytes())?;
        if answer.responses.len() != count {
            return Err(DecodeError::expected(format!("{count} responses"), answer.responses.len()).into());
        }
        execution.record_capacity(Capacity::sum(answer.consumed_capacity).as_ref());
        let rows = answer.responses.iter().enumerate().map(|(position, found)| {
            let item = found.item.filter(|item| !is_empty(item));
            let row = item.map(|item| json::decode_item(item.get().as_bytes())).transpose();
            row.map_err(|error| Error::from(error).with_part(part(position)))
        });
        rows.collect()
    }

    fn explanation(self) -> Explain {
        let cost = cost(true, self.transaction.statements.len());
        Explain::of_body(Api::ReadTransaction.name(), self.transaction.body(true, None, false), cost)
    }
}

/// Whether an item has no attributes. Then it does not exist, because a SELECT returns at least one attribute of an item.
fn is_empty(item: &RawValue) -> bool {
    item.get().bytes().all(|byte| matches!(byte, b'{' | b'}') || byte.is_ascii_whitespace())
}
