//! PartiQL: a statement, a batch and a transaction of statements.

mod batch;
mod output;
mod reading;
mod text;
mod transaction;

pub use batch::StatementBatch;
pub use output::StatementOutput;
pub use reading::StatementRows;
pub use transaction::{StatementTransaction, StatementTransactionRows};

use serde::Deserialize;

use crate::codec::json::WireEncoder;
use crate::database::{Capacity, Consumed, Database, Destination};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Cost, Execute, Execution, Explain, Request, operation, parse};
use crate::expression::Parameter;
use crate::schema::TableSchema;
use crate::transport::Api;
use crate::value::EncodeError;
use text::{count_places, is_read};

impl Database {
    /// Creates a PartiQL statement: a `SELECT`, `INSERT`, `UPDATE` or `DELETE` in DynamoDB's dialect of SQL.
    ///
    /// Write a `?` for each value, and [`bind`](Statement::bind) the values. A value is never part of the text, so that input from outside
    /// cannot change the statement. Write the whole name of the table in the text, with the database's prefix if it has one
    /// ([`table_prefix`](Database::table_prefix)).
    ///
    /// [`rows`](Statement::rows) reads the items of a `SELECT`, or those that a write returns with `RETURNING`. Without it, a statement
    /// that writes returns nothing. A `SELECT` that names no partition key reads the whole table, like a scan, and costs as much.
    ///
    /// As for all operations, the SDK sends a request again if no answer comes. So an `INSERT` may find the item that its first attempt
    /// wrote, and `SET visits = visits + 1` may add twice: [`Error::outcome`] is then unknown. A
    /// [`statement_transaction`](Database::statement_transaction) is done exactly once.
    ///
    /// # Errors
    ///
    /// When the number of `?` differs from the number of bound values, or a value has no form in DynamoDB: nothing is sent. When a
    /// condition of the `WHERE` clause does not hold, or an `INSERT` finds an item with the same key ([`ErrorKind::DuplicateItem`]):
    /// [`is_condition_failed`](Error::is_condition_failed).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Item, Table};
    ///
    /// #[derive(Debug, PartialEq, Item)]
    /// #[faraday(table = "orders")]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     customer: String,
    ///     #[faraday(sort_key)]
    ///     id: u64,
    ///     total: u64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// db.statement("INSERT INTO orders VALUE {'customer': ?, 'id': ?, 'total': ?}")
    ///     .bind("ann")
    ///     .bind(7)
    ///     .bind(12)
    ///     .await?;
    ///
    /// let orders =
    ///     db.statement("SELECT * FROM orders WHERE customer = ?").bind("ann").rows::<Order>().await?;
    /// assert_eq!(orders, [Order { customer: "ann".into(), id: 7, total: 12 }]);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [PartiQL for DynamoDB](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html) and
    /// [ExecuteStatement](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html).
    pub fn statement(&self, text: impl Into<String>) -> Statement {
        Statement::new(text).on(self)
    }
}

/// A PartiQL statement: see [`Database::statement`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Statement {
    text: String,
    /// The values as DynamoDB JSON.
    values: Vec<Vec<u8>>,
    error: Option<EncodeError>,
    returning_current: bool,
    destination: Destination,
}

impl Statement {
    /// Creates a statement for the database that `on` sets, or that of the scope, or the installed one.
    pub fn new(text: impl Into<String>) -> Self {
        let (values, destination) = (Vec::new(), Destination::default());
        Self { text: text.into(), values, error: None, returning_current: false, destination }
    }

    /// Binds a value to the next `?`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::operation::Statement;
    /// let statement = Statement::new("UPDATE users SET name = ? WHERE id = ?").bind("Ann").bind(7);
    /// ```
    ///
    /// See [parameters](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html).
    pub fn bind(mut self, value: impl Parameter) -> Self {
        let mut json = Vec::with_capacity(32);
        let position = self.values.len();
        match value.encode_parameter(WireEncoder::new(&mut json)) {
            Ok(()) => {}
            Err(error) => {
                self.error.get_or_insert(error.at_attribute(format!("?{}", position + 1)));
            }
        }
        self.values.push(json);
        self
    }

    /// Returns the stored item if the condition of an `UPDATE` or `DELETE` fails: [`Error::current`].
    pub fn returning_current(mut self) -> Self {
        self.returning_current = true;
        self
    }

    fn is_read(&self) -> bool {
        is_read(&self.text)
    }

    /// Returns the parameters that a statement also has in a batch and in a transaction.
    fn request(&mut self) -> Result<Request> {
        if let Some(error) = self.error.take() {
            return Err(error.into());
        }
        let (places, values) = (count_places(&self.text), self.values.len());
        if places != values {
            return refused(format!("the statement has {places} `?`, and {values} values are bound"));
        }
        let mut request = Request::new();
        request.text("Statement", &self.text);
        if values > 0 {
            request.json("Parameters", [b"[", self.values.join(&b',').as_slice(), b"]"].concat());
        }
        request.name("ReturnValuesOnConditionCheckFailure", self.returning_current.then_some("ALL_OLD"));
        Ok(request)
    }

    /// Refuses settings that belong to the batch or the transaction that contains the statement.
    fn check_part(&self, database: Option<&Database>) -> Result<()> {
        let is_elsewhere = |own: &Database| database.is_some_and(|database| !own.is_same(database));
        if self.destination.limits().is_set() {
            return refused(
                "it has a time-out, a deadline, retries or a rate limit of its own: set them on the whole instead",
            );
        }
        if self.destination.database().is_some_and(is_elsewhere) {
            return refused("it is of another database");
        }
        Ok(())
    }
}

fn refused<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::new(ErrorKind::InvalidArgument, message))
}

/// Returns the statements of a batch or transaction as a JSON list. An error names the statement.
fn list(statements: &mut [Statement], database: Option<&Database>, consistent: bool) -> Result<Vec<u8>> {
    let mut body = vec![b'['];
    for (position, statement) in statements.iter_mut().enumerate() {
        let checked = statement.check_part(database).and_then(|()| statement.request());
        let mut request = checked.map_err(|error| error.with_part(part(position)))?;
        if consistent {
            request.flag("ConsistentRead", true);
        }
        if position > 0 {
            body.push(b',');
        }
        body.extend_from_slice(&request.body_without_table());
    }
    body.push(b']');
    Ok(body)
}

/// Returns whether all statements read. Fails if some read and others write.
fn reads(statements: &[Statement]) -> Result<bool> {
    let reads = statements.iter().filter(|statement| statement.is_read()).count();
    if reads > 0 && reads < statements.len() {
        return refused(
            "some of the statements read and others write: DynamoDB accepts only one of the two in a request",
        );
    }
    Ok(reads > 0)
}

/// Returns the name of a statement in errors.
fn part(position: usize) -> String {
    format!("statement {position}")
}

/// Estimates the cost of statements, as far as their text shows it.
fn cost(reads: bool, statements: usize) -> Cost {
    if reads {
        Cost::read(false, "for each 4 KB that is read").at_least().times(statements)
    } else {
        Cost::write_unknown("for each 1 KB of every item that is written, before or after, whichever is larger")
    }
}

operation!([] Statement);

impl Execute for Statement {
    type Output = ();

    fn name(&self) -> &'static str {
        Api::WriteStatement.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(mut self, execution: &mut Execution) -> Result<()> {
        let body = self.body(execution.target.metered)?;
        let reply = execution.send(Api::WriteStatement, body).await?;
        let answer: Written = parse(reply.bytes())?;
        execution.record_capacity(answer.consumed_capacity.map(Capacity::from).as_ref());
        Ok(())
    }

    fn explanation(mut self) -> Explain {
        Explain::of_body(Api::WriteStatement.name(), self.body(false), cost(false, 1))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Written {
    #[serde(default)]
    consumed_capacity: Option<Consumed>,
}

impl Statement {
    /// Returns the body of a statement that returns nothing.
    fn body(&mut self, metered: bool) -> Result<Vec<u8>> {
        if self.is_read() {
            return refused("a SELECT returns rows: read them with `.rows::<T>()`");
        }
        let mut request = self.request()?;
        request.metered(metered);
        Ok(request.body_without_table())
    }
}
