//! Transactions, versions and times, on the engine of the environment and with connectors that record and disturb requests.

mod bad_input;
mod get;
mod golden;
mod outcome;
mod random;
mod reasons;
mod retries;
mod scenarios;
mod secrets;
mod times;
mod versions;
mod writes;

use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, Item, Table, database::Codec};
use serde_json::{Value, json};

use super::page::{Page, page, stored, watched};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
    note: Option<String>,
}

fn order(id: u64, total: u64) -> Order {
    Order { customer: "ann".into(), id, total, note: None }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "accounts")]
struct Account {
    #[faraday(partition_key)]
    owner: String,
    balance: i64,
}

fn account(owner: &str, balance: i64) -> Account {
    Account { owner: owner.into(), balance }
}

/// A database of its own whose requests are watched, with the tables of orders, accounts and pages.
async fn with_tables(test: impl AsyncFnOnce(&Database, &Faults)) {
    watched::<Order>(Codec::Wire, async |db: &Database, faults: &Faults| {
        Table::<Account>::create().on(db).await.unwrap();
        Table::<Page>::create().on(db).await.unwrap();
        faults.reset();
        test(db, faults).await;
        Table::<Account>::delete_table().on(db).await.unwrap();
        Table::<Page>::delete_table().on(db).await.unwrap();
    })
    .await;
}

/// How a cancelled transaction is answered: a code for each operation, and the item that a condition found.
fn cancelled(reasons: &[(&str, Option<Value>)]) -> String {
    let reasons: Vec<Value> = reasons
        .iter()
        .map(|(code, item)| match (code, item) {
            (&"None", _) => json!({ "Code": "None" }),
            (code, None) => json!({ "Code": code, "Message": "no" }),
            (code, Some(item)) => json!({ "Code": code, "Message": "no", "Item": item }),
        })
        .collect();
    let name = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    json!({ "__type": name, "Message": "cancelled", "CancellationReasons": reasons }).to_string()
}

/// The fault of a transaction that is cancelled for these reasons.
fn cancels(codes: &[&str]) -> Fault {
    let reasons: Vec<_> = codes.iter().map(|code| (*code, None)).collect();
    Fault::Answer { status: 400, body: cancelled(&reasons) }
}

/// A database where every transaction is cancelled for these reasons.
fn cancelling(reasons: &[(&str, Option<Value>)]) -> (Database, Canned) {
    let canned = Canned::answering(cancelled(reasons)).with_status(400);
    (Database::new(canned.client()), canned)
}
