//! Several writes, or several reads, all or nothing.

mod canceled;
mod reads;
mod resend;
mod writes;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

pub use canceled::CancellationReason;
#[cfg(feature = "testing")]
pub(super) use canceled::canceled_for;
pub(super) use canceled::explained;
pub use reads::{Reads, TransactionGet, transaction_get};
pub use writes::{Check, Writes};

use crate::database::Destination;
use crate::error::{Error, ErrorKind, FirstSent, Result, ResumableTransaction, SentOperation, SentOperations};
use crate::execute::{Cost, Execute, Execution, Explain, Request, Target, TransactWrite, operation};
use crate::schema::{Identity, TableSchema};
use crate::transport::Api;

/// DynamoDB's limit of operations in one transaction.
pub(super) const MAX_OPERATIONS: usize = 100;

/// Writes all of these items, or none: a tuple or a `Vec` of up to 100 [`put`](crate::Table::put)s, [`update`](crate::Table::update)s,
/// [`delete`](crate::Table::delete)s and [`check`](crate::Table::check)s, for items of any tables.
///
/// If another transaction holds an item, a table is throttled, or no answer comes, the transaction is sent again with back-off and the
/// same [token](Transaction::token), so that nothing is done twice. After a failed condition it is not sent again. Each write consumes two
/// write units for every 1 KB. If you drop the future, either all writes are done or none.
///
/// It is one request: call `on`, `timeout`, `retry` and similar methods on the transaction. If an operation in it has its own, the
/// transaction fails before anything is sent.
///
/// # Errors
///
/// When DynamoDB cancels it, nothing was written, and [`Error::cancellation_reasons`] maps each reason to its operation. When an attempt
/// was not answered until it was time to give up, the transaction may have been done ([`Error::outcome`]): send it again with
/// [`Error::resumable_transaction`]. If two operations are on one item, or if there are more than 100, it fails before anything is sent.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Database, Item, Table, transaction};
/// # #[derive(Debug, Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
/// # #[derive(Debug, Item)]
/// # #[faraday(table = "accounts")]
/// # struct Account { #[faraday(partition_key)] owner: String, balance: i64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// # Table::<Account>::create().on(&db).await?;
/// # Table::<Account>::put(&Account { owner: "ann".into(), balance: 3 }).on(&db).await?;
/// let error = transaction((
///     Table::<Order>::put(&Order { id: 7, total: 5 }).if_absent(),
///     Table::<Account>::update("ann").add(Account::BALANCE, -5).condition(Account::BALANCE.ge(5)),
/// ))
/// .on(&db)
/// .await
/// .unwrap_err();
///
/// assert!(error.is_condition_failed());
/// let reasons = error.cancellation_reasons();
/// assert_eq!(reasons[0].operation(), 1);
/// assert_eq!(reasons[0].current::<Account>()?.map(|account| account.balance), Some(3));
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [transactions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
pub fn transaction(writes: impl Writes) -> Transaction {
    Transaction { writes: writes.into_writes(), token: None, time: None, destination: Destination::default() }
}

/// Returns the given token, or a random one.
pub(super) fn token_of(given: Option<String>) -> Result<String> {
    let token = given.map_or_else(random_token, Ok)?;
    if !(1..=36).contains(&token.chars().count()) {
        return Err(Error::new(ErrorKind::InvalidArgument, "a token has from 1 to 36 characters"));
    }
    Ok(token)
}

/// Makes a token from the system's randomness. A generator that the application can seed could give two transactions the same token, and
/// DynamoDB would drop the second one without an error.
fn random_token() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(ErrorKind::Other, format!("the system returned no random bytes for a token: {error}"))
    })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Refuses too many operations, or two operations on one item, as DynamoDB would, but with their names.
fn check<O: fmt::Debug>(operations: &[O], place: impl Fn(&O) -> (Option<&Arc<str>>, Option<&Identity>)) -> Result<()> {
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message));
    if operations.len() > MAX_OPERATIONS {
        let count = operations.len();
        return refuse(format!("a transaction has up to {MAX_OPERATIONS} operations, this one has {count}"));
    }
    let mut known: HashMap<_, (usize, &O)> = HashMap::with_capacity(operations.len());
    for (position, operation) in operations.iter().enumerate() {
        let (table, identity) = place(operation);
        let before = identity.and_then(|identity| known.insert((table, identity), (position, operation)));
        if let Some((before, other)) = before {
            return refuse(format!(
                "operations {before} ({other:?}) and {position} ({operation:?}) are on one item: a transaction can have \
                 only one operation on an item"
            ));
        }
    }
    Ok(())
}

/// Writes all or nothing: see [`transaction`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Transaction {
    writes: Vec<TransactWrite>,
    /// `None` for a random token.
    token: Option<String>,
    /// The time of managed attributes; `None` for now.
    time: Option<SystemTime>,
    destination: Destination,
}

impl Transaction {
    /// Uses this client request token, of 1 to 36 characters. If you send the same transaction again with the same token within ten
    /// minutes, it is done only once. By default, every transaction has its own token.
    ///
    /// The transaction must be the same, too: the token with anything else is an error
    /// ([`IdempotentParameterMismatch`](ErrorKind::IdempotentParameterMismatch)), whose outcome is that of this transaction, not of the
    /// one that used the token first. If items have `created_at` or `updated_at`, set the time of the first sending with
    /// [`at`](Transaction::at). Encrypted fields differ each time they are written: you can send such a transaction again only with
    /// [`Error::resumable_transaction`].
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Writes this time into `created_at` and `updated_at`, instead of the time of sending. With it, a transaction that is sent later with
    /// the same [`token`](Transaction::token) is the same transaction.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table, transaction};
    /// use std::time::SystemTime;
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders")]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     #[faraday(updated_at)]
    ///     changed: Option<SystemTime>,
    /// }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    ///
    /// // Both come with the client's request, so that its retry is the same transaction.
    /// let (token, time) = ("order-7-placed", SystemTime::now());
    /// let order = Order { id: 7, changed: None };
    /// transaction((Table::<Order>::put(&order),)).token(token).at(time).on(&db).await?;
    /// transaction((Table::<Order>::put(&order),)).token(token).at(time).on(&db).await?; // does nothing
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn at(mut self, time: SystemTime) -> Self {
        self.time = Some(time);
        self
    }

    /// Returns the body, and the table of each operation.
    fn body(self, target: impl Fn(&TransactWrite) -> Target, metered: bool) -> Result<(Vec<u8>, Vec<SentOperation>)> {
        check(&self.writes, |write| (write.table.as_ref(), write.identity.as_ref()))?;
        let token = token_of(self.token)?;
        let mut body = br#"{"TransactItems":["#.to_vec();
        let mut operations = Vec::with_capacity(self.writes.len());
        let mut now = self.time;
        for (position, write) in self.writes.into_iter().enumerate() {
            let target = target(&write);
            // All writes of a transaction have the same time.
            let target = Target { now: *now.get_or_insert(target.now), ..target };
            let table = target.table.clone();
            let about = |error: Error| {
                let error = error.with_part(format!("operation {position} ({})", write.role));
                error.with_operation("TransactWriteItems", Some(&table))
            };
            let mut request = (write.request)(&target).map_err(about)?;
            request.returning_current();
            if position > 0 {
                body.push(b',');
            }
            body.extend_from_slice(format!("{{\"{}\":", write.role).as_bytes());
            body.extend_from_slice(&request.body(&table));
            body.push(b'}');
            let (role, version, guarded) = (write.role, write.version, write.guarded);
            let checked_schema = write.checks_schema_version.then(|| Box::new(write.schema));
            operations.push(SentOperation { role, table: table.clone(), version, checked_schema, guarded });
        }
        body.push(b']');
        let mut rest = Request::new();
        rest.text("ClientRequestToken", token);
        rest.metered(metered);
        body.extend_from_slice(&rest.fields());
        body.push(b'}');
        Ok((body, operations))
    }
}

operation!([] Transaction);

impl Execute for Transaction {
    type Output = ();

    fn name(&self) -> &'static str {
        Api::TransactWriteItems.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    fn without_request(&self) -> Option<()> {
        self.writes.is_empty().then_some(())
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        let metered = execution.target.metered;
        let database = execution.database().clone();
        let target = |write: &TransactWrite| Target::of_part(&write.schema, write.table.as_deref(), &database);
        let (body, operations) = self.body(target, metered)?;
        let operations = SentOperations { operations: operations.into(), keys: database.keys().clone() };
        let transaction = ResumableTransaction {
            body: body.into(),
            of_statements: false,
            operations,
            destination: execution.sender.destination_later(),
            first_sent: FirstSent::now(),
            was_unknown: false,
        };
        transaction.run(execution).await
    }

    fn explanation(mut self) -> Explain {
        let destination = std::mem::take(&mut self.destination);
        let target = |write: &TransactWrite| {
            let mut destination = destination.clone();
            write.table.iter().for_each(|table| destination.set_table(&**table));
            Target::shown(&write.schema, &destination)
        };
        let body = self.body(target, false).map(|(body, _)| body);
        let cost = Cost::writes(&body, 2);
        Explain::of_body("TransactWriteItems", body, cost)
    }
}
