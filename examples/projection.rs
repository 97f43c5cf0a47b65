//! The orders of each customer in numbers, kept beside the table of orders by its changes.
//!
//! A change may come twice: Lambda sends a batch again from the first record that failed. So the numbers of a customer are written in
//! one transaction with the position of the change in the stream, and only if it is later than that of the order's last one.

use std::time::{Duration, SystemTime};

use faraday::changes::Change;
use faraday::execute::Write;
use faraday::{Database, Item, Result, Table, transaction};

/// DynamoDB keeps a change for 24 hours; after that it cannot come again.
const REMEMBERED: Duration = Duration::from_secs(2 * 24 * 3600);

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
pub struct Order {
    #[faraday(partition_key)]
    pub id: u64,
    pub customer: String,
    pub cents: i64,
}

/// The projection.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "customers-in-numbers")]
pub struct Customer {
    #[faraday(partition_key)]
    pub name: String,
    pub orders: i64,
    pub cents: i64,
}

/// How far the projection has come with an order.
#[derive(Debug, Item)]
#[faraday(table = "projected-orders")]
pub struct Projected {
    #[faraday(partition_key)]
    order: u64,
    /// With zeros before it, so that texts have the order of the numbers.
    position: String,
    #[faraday(ttl)]
    forgotten_at: SystemTime,
}

/// Creates the tables of the projection.
pub async fn create_tables(db: &Database) -> Result<()> {
    Table::<Customer>::create().if_absent().on(db).await?;
    Table::<Projected>::create().if_absent().on(db).await
}

/// Adds a change to the numbers of its customer, once.
pub async fn project(db: &Database, change: Change<Order>) -> Result<()> {
    let (old, new) = (change.old(), change.new());
    // The stream holds both images, so that a change has one of them at least.
    let Some(order) = new.or(old) else { return Ok(()) };
    let projected = Projected {
        order: order.id,
        position: format!("{:0>60}", change.sequence_number),
        forgotten_at: SystemTime::now() + REMEMBERED,
    };
    let is_later = Projected::POSITION.not_exists() | Projected::POSITION.lt(&projected.position);
    let mut writes = vec![Table::<Projected>::put(&projected).condition(is_later).into_write()];
    for Customer { name, orders, cents } in differences(old, new) {
        let update = Table::<Customer>::update(name).add(Customer::ORDERS, orders).add(Customer::CENTS, cents);
        writes.push(update.into_write());
    }
    match transaction(writes).on(db).await {
        Err(error) if error.is_condition_failed() => Ok(()),
        done => done,
    }
}

/// What changes for the customers: one, or two if the order goes to another customer.
fn differences(old: Option<&Order>, new: Option<&Order>) -> Vec<Customer> {
    let of =
        |order: &Order, sign: i64| Customer { name: order.customer.clone(), orders: sign, cents: sign * order.cents };
    let mut differences: Vec<Customer> = old.map(|order| of(order, -1)).into_iter().collect();
    if let Some(added) = new.map(|order| of(order, 1)) {
        match differences.iter_mut().find(|known| known.name == added.name) {
            Some(known) => {
                known.orders += added.orders;
                known.cents += added.cents;
            }
            None => differences.push(added),
        }
    }
    differences
}
