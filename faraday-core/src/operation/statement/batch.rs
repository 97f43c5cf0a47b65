//! A batch of statements, each with its own result: [`StatementBatch`].

use std::marker::PhantomData;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::output::StatementOutput;
use super::{Statement, cost, list, part, reads, refused};
use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::database::{Capacity, Consumed, Database, Destination};
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::execute::{Execute, Execution, Explain, Nothing, Request, Whole, operation, parse};
use crate::schema::TableSchema;
use crate::transport::Api;
use crate::value::{Attributes, DecodeError};

/// DynamoDB's limit of statements in one batch.
const MOST_STATEMENTS: usize = 25;

impl Database {
    /// Runs up to 25 PartiQL statements in one request. Each has its own result: some may fail while others are done.
    ///
    /// Returns a `Vec` with one result for each statement, in order. An error has the number of its statement (`statement 3`), its
    /// [`kind`](Error::kind) and its [`outcome`](Error::outcome). A statement that fails is not sent again. The whole operation fails only
    /// if the request fails; then the outcome is that of all statements.
    ///
    /// Either all statements read, or all write. Each is on one item, so a `SELECT` names the whole primary key.
    /// [`rows`](StatementBatch::rows) reads the items that they return.
    ///
    /// # Errors
    ///
    /// When there are more than 25 statements, when some read and others write, or when a statement has more or fewer values than `?`.
    /// Nothing is sent then.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Item, Table};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "users")]
    /// struct User {
    ///     #[faraday(partition_key)]
    ///     id: String,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let insert = |id: &str| db.statement("INSERT INTO users VALUE {'id': ?}").bind(id);
    /// insert("ann").await?;
    /// let results = db.statement_batch([insert("ann"), insert("bob")]).await?;
    /// // there is an item with this key
    /// assert!(results[0].as_ref().is_err_and(|error| error.is_condition_failed()));
    /// assert!(results[1].is_ok());
    ///
    /// let select = |id: &str| db.statement("SELECT * FROM users WHERE id = ?").bind(id);
    /// let found = db.statement_batch([select("ann"), select("cleo")]).rows::<User>().await?;
    /// let found: Vec<Option<User>> = found.into_iter().collect::<faraday::Result<_>>()?;
    /// assert!(found[0].is_some() && found[1].is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [BatchExecuteStatement](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html).
    pub fn statement_batch(&self, statements: impl IntoIterator<Item = Statement>) -> StatementBatch {
        let (statements, destination) = (statements.into_iter().collect(), Destination::default());
        StatementBatch { statements, consistent: false, destination, of: PhantomData }.on(self)
    }
}

/// Several statements in one request: see [`Database::statement_batch`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct StatementBatch<G = Nothing> {
    statements: Vec<Statement>,
    consistent: bool,
    destination: Destination,
    of: PhantomData<fn() -> G>,
}

impl StatementBatch {
    /// Reads the item that each statement returns: of a `SELECT`, or of a write with `RETURNING`; `None` if there is none.
    pub fn rows<R: Attributes + Send + 'static>(self) -> StatementBatch<Whole<R>> {
        let Self { statements, consistent, destination, of: _ } = self;
        StatementBatch { statements, consistent, destination, of: PhantomData }
    }
}

impl<G: StatementOutput> StatementBatch<G> {
    /// Makes the reads strongly consistent: they see every write that was acknowledged before. Costs twice the capacity.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Returns whether the statements read, and the body.
    fn body(&mut self, database: Option<&Database>, metered: bool) -> Result<(bool, Vec<u8>)> {
        G::check()?;
        let count = self.statements.len();
        if count > MOST_STATEMENTS {
            return refused(format!("a batch has up to {MOST_STATEMENTS} statements, this one has {count}"));
        }
        let reads = reads(&self.statements)?;
        if self.consistent && !reads {
            return refused("only a SELECT has consistent reads");
        }
        let mut request = Request::new();
        request.json("Statements", list(&mut self.statements, database, self.consistent)?);
        request.metered(metered);
        Ok((reads, request.body_without_table()))
    }
}

operation!([G: StatementOutput] StatementBatch<G>);

impl<G: StatementOutput> Execute for StatementBatch<G> {
    type Output = Vec<Result<G::Output>>;

    fn name(&self) -> &'static str {
        Api::BatchReadStatement.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<Self::Output> {
        self.statements.is_empty().then(Vec::new)
    }

    async fn run(mut self, execution: &mut Execution) -> Result<Self::Output> {
        let (reads, body) = self.body(Some(execution.database()), execution.target.metered)?;
        let api = if reads { Api::BatchReadStatement } else { Api::BatchWriteStatement };
        let reply = execution.send(api, body).await?;
        // Until the answer is read, the outcome of each write is unknown.
        let unknown = |error: DecodeError| with_outcome(error.into(), reads, Outcome::Unknown);
        let answer: Answer<'_> = parse(reply.bytes()).map_err(unknown)?;
        if answer.responses.len() != self.statements.len() {
            return Err(unknown(DecodeError::new("the answer does not have one response for each statement")));
        }
        execution.record_capacity(Capacity::sum(answer.consumed_capacity).as_ref());
        let results = answer.responses.into_iter().enumerate().map(|(position, response)| {
            let result = match &response.error {
                Some(refusal) => Err(refusal.to_error(reads)),
                // Even if the item cannot be read, the statement was done.
                None => G::read(response.item).map_err(|error| with_outcome(error.into(), reads, Outcome::Done)),
            };
            let table = response.table_name.as_deref();
            result.map_err(|error| error.with_part(part(position)).with_operation(api.name(), table))
        });
        Ok(results.collect())
    }

    fn explanation(mut self) -> Explain {
        let body = self.body(None, false);
        let cost = cost(body.as_ref().is_ok_and(|(reads, _)| *reads), self.statements.len());
        Explain::of_body(Api::BatchReadStatement.name(), body.map(|(_, body)| body), cost)
    }
}

/// Sets the outcome of a write. A read has no outcome.
fn with_outcome(error: Error, reads: bool, outcome: Outcome) -> Error {
    if reads { error } else { error.with_outcome(outcome) }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    #[serde(borrow, default)]
    responses: Vec<Response<'a>>,
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Response<'a> {
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
    #[serde(default)]
    table_name: Option<String>,
    #[serde(borrow, default)]
    error: Option<Refusal<'a>>,
}

/// The reason why a statement was not done.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal<'a> {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
}

impl Refusal<'_> {
    fn to_error(&self, reads: bool) -> Error {
        let kind = ErrorKind::from_reason(self.code.as_deref().unwrap_or_default());
        let item = self.item.and_then(|item| json::decode_item::<SdkItem>(item.get().as_bytes()).ok());
        let error = Error::refused_part(kind, self.message.as_deref(), item);
        with_outcome(error, reads, kind.outcome_of_refusal())
    }
}
