//! Several writes, or several reads, all or nothing.

mod canceled;
mod reads;
mod writes;

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
pub use canceled::CancellationReason;
pub use reads::{Reads, TransactionGet, transaction_get};
use serde::Deserialize;
pub use writes::{Check, Writes};

use crate::database::Database;
use crate::error::{DecodeError, Error, ErrorKind, Result};
use crate::run::{
    Backoff, Capacity, Consumed, Cost, Explain, Identity, Metered, Operation, Patience, Request, Target, TransactWrite,
    operation, send_body,
};
use crate::schema::TableSchema;

/// DynamoDB takes so many operations in one transaction.
const MAX_OPERATIONS: usize = 100;

/// Writes all of these, or none: a tuple or a `Vec` of [`put`](crate::Table::put), [`update`](crate::Table::update),
/// [`delete`](crate::Table::delete) and [`check`](crate::Table::check), of any items' tables, up to 100.
///
/// When another transaction holds an item, or a table is throttled, it is tried again, with back-off; a failed condition
/// never is. An answer that is
/// lost is asked for again with the same [token](Transaction::token), so that nothing is done twice. Each write costs two
/// write units for every 1 KB.
///
/// # Errors
///
/// When DynamoDB cancels it, nothing was written, and the error maps each reason to its operation:
/// [`Error::cancellation_reasons`]. Two operations on one item are refused before anything is sent, as are more than 100.
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
    Transaction {
        writes: writes.into_writes(),
        token: format!("{:032x}", fastrand::u128(..)),
        patience: Patience { attempts: 10, within: Duration::from_secs(30) },
        database: None,
    }
}

/// Refuses what DynamoDB would refuse, by name: too many operations, and two on one item.
fn check<O: fmt::Debug>(operations: &[O], identity: impl Fn(&O) -> Option<&Identity>) -> Result<()> {
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message));
    if operations.len() > MAX_OPERATIONS {
        let count = operations.len();
        return refuse(format!("a transaction has up to {MAX_OPERATIONS} operations, this one has {count}"));
    }
    let mut known: HashMap<&Identity, (usize, &O)> = HashMap::with_capacity(operations.len());
    for (position, operation) in operations.iter().enumerate() {
        let before = identity(operation).and_then(|identity| known.insert(identity, (position, operation)));
        if let Some((before, other)) = before {
            return refuse(format!(
                "operations {before} ({other:?}) and {position} ({operation:?}) are on one item: a transaction takes one for each"
            ));
        }
    }
    Ok(())
}

/// Writes all or nothing: see [`transaction`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Transaction {
    writes: Vec<TransactWrite>,
    token: String,
    patience: Patience,
    database: Option<Database>,
}

impl Transaction {
    /// Uses this client request token, of 1 to 36 characters: the same transaction sent again with the same token within
    /// ten minutes is done once. Without it every transaction has a token of its own.
    ///
    /// What is sent must be the same as well, times that the library writes (`updated_at`) and encrypted fields, which differ
    /// each time they are written, included: the token with anything else is an error ([`IdempotentParameterMismatch`](ErrorKind::IdempotentParameterMismatch)).
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }

    /// Gives up after so many attempts that met other transactions or throttles; 10 without it.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.patience.attempts = attempts;
        self
    }

    /// Gives up when it would take longer than this; 30 seconds of retries without it.
    pub fn within(mut self, time: Duration) -> Self {
        self.patience.within = time;
        self
    }

    /// The body, and which operation is of which table.
    fn body(self, target: impl Fn(&TableSchema) -> Target, metered: bool) -> Result<(Vec<u8>, Vec<canceled::Part>)> {
        check(&self.writes, |write| write.identity.as_ref())?;
        if !(1..=36).contains(&self.token.chars().count()) {
            return Err(Error::new(ErrorKind::InvalidArgument, "a token has from 1 to 36 characters"));
        }
        let mut body = br#"{"TransactItems":["#.to_vec();
        let mut parts = Vec::with_capacity(self.writes.len());
        for (position, write) in self.writes.into_iter().enumerate() {
            let target = target(&write.schema);
            let table = target.table.clone();
            let about = |error: Error| {
                let error = error.about(format!("operation {position} ({})", write.role));
                error.during("TransactWriteItems", Some(&table))
            };
            let mut request = (write.request)(target).map_err(about)?;
            request.returning_current();
            if position > 0 {
                body.push(b',');
            }
            body.extend_from_slice(format!("{{\"{}\":", write.role).as_bytes());
            body.extend_from_slice(&request.body());
            body.push(b'}');
            parts.push(canceled::Part { role: write.role, table: table.clone() });
        }
        body.push(b']');
        let mut rest = Request::new(String::new());
        rest.text("ClientRequestToken", self.token);
        rest.metered(metered);
        body.extend_from_slice(&rest.fields());
        body.push(b'}');
        Ok((body, parts))
    }

    async fn write(mut self, metered: bool) -> Result<Metered<()>> {
        let database = Database::find(self.database.take())?;
        let mut backoff = Backoff::new(self.patience);
        let (body, parts) = self.body(|schema| Target::on(schema, &database), metered)?;
        let mut requests = 0;
        loop {
            requests += 1;
            let method = send_body!(
                database,
                body.clone(),
                transact_write_items,
                "TransactWriteItems",
                TransactWriteItemsOutput
            );
            match method {
                Ok(reply) => {
                    let answer: Answer = serde_json::from_slice(reply.bytes())
                        .map_err(|_| DecodeError::new("expected the answer to a transaction, found something else"))?;
                    let capacity = Capacity::sum(answer.consumed_capacity);
                    let mut spent = Metered::none(());
                    (spent.capacity, spent.request_id, spent.requests) = (capacity, reply.request_id, requests);
                    return Ok(spent);
                }
                Err(error) => {
                    let pause = if error.is_conflict() || error.was_put_off() { backoff.pause() } else { None };
                    let Some(pause) = pause else {
                        return Err(error.with_outcome(canceled::Parts(parts, database.keys().clone())));
                    };
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    consumed_capacity: Option<Vec<Consumed>>,
}

operation!([] Transaction);

impl Operation for Transaction {
    type Output = ();

    async fn run(self, metered: bool) -> Result<Metered<()>> {
        if self.writes.is_empty() {
            return Ok(Metered::none(()));
        }
        self.write(metered).await.map_err(|error| error.during("TransactWriteItems", None))
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.database
    }

    fn explain(mut self) -> Explain {
        let database = self.database.take();
        let cost = Cost::write_unknown("two for each 1 KB of every item, and two for each check");
        let body = self.body(|schema| Target::shown(schema, database.as_ref()), false);
        Explain::of_body("TransactWriteItems", body.map(|(body, _)| body), cost)
    }
}
