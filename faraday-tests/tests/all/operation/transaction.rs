//! Transactions, versions and times, on the engine of the environment and over connectors that watch and disturb.

#[path = "transaction/bad_input.rs"]
mod bad_input;
#[path = "transaction/faraday.rs"]
mod faraday_scenarios;
#[path = "transaction/golden.rs"]
mod golden;
#[path = "modify.rs"]
mod modify;
#[path = "transaction/random.rs"]
mod random;
#[path = "transaction_get.rs"]
mod reads;
#[path = "transaction/reasons.rs"]
mod reasons;
#[path = "transaction/retries.rs"]
mod retries;
#[path = "save.rs"]
mod save;
#[path = "transaction/secrets.rs"]
mod secrets;
#[path = "transaction/times.rs"]
mod times;
#[path = "transaction/ui.rs"]
mod ui;
#[path = "transaction/versions.rs"]
mod versions;
#[path = "transaction/writes.rs"]
mod writes;

use faraday::{Database, Item, Table, database::Codec};
use faraday_tests::connector::{Canned, Fault, Faults, with_faults};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use serde_json::{Value, json};

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

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    path: String,
    text: String,
    #[faraday(version)]
    version: u64,
}

fn page(path: &str, text: &str) -> Page {
    Page { path: path.into(), text: text.into(), version: 0 }
}

/// A database of its own whose requests are watched, with the table of `I`.
async fn watched<I: Item>(codec: Codec, test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = with_faults(&environment::client());
    with_table_of::<I>(own_database_over(client, codec), async |db: &Database| {
        faults.reset();
        test(db, &faults).await;
    })
    .await;
}

/// The same with the tables of orders, accounts and pages.
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

async fn stored<I: Item>(key: impl faraday::schema::KeyOf<I::Key>) -> Option<I> {
    Table::<I>::get(key).consistent().await.unwrap()
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
