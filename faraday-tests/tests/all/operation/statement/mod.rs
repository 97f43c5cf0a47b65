//! PartiQL: statements, their rows, batches and transactions.

mod batch;
mod faults;
mod golden;
mod random;
mod refused;
mod rows;
mod transaction;

use faraday::operation::Statement;
use faraday::{Database, Item, Table, Value, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

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

fn order(customer: &str, id: u64, total: u64) -> Order {
    Order { customer: customer.into(), id, total, note: None }
}

/// A part of an order.
#[derive(Debug, Clone, PartialEq, Value)]
struct Total {
    total: u64,
}

/// A statement in which `orders` stands for the table's whole name.
fn statement(db: &Database, text: &str) -> Statement {
    let name = format!("\"{}orders\"", db.table_prefix());
    db.statement(text.replace("orders", &name))
}

fn insert(db: &Database, order: &Order) -> Statement {
    let insert = statement(db, "INSERT INTO orders VALUE {'customer': ?, 'id': ?, 'total': ?}");
    insert.bind(&order.customer).bind(order.id).bind(order.total)
}

async fn stored(db: &Database, customer: &str) -> Vec<Order> {
    Table::<Order>::query(customer).consistent().on(db).await.unwrap()
}

/// Runs the test on both paths of the transport.
async fn with_orders(test: impl AsyncFn(&Database)) {
    for codec in [Codec::Wire, Codec::Map] {
        let db = own_database_over(environment::client(), codec);
        with_table_of::<Order>(db, async |db: &Database| test(db).await).await;
    }
}
