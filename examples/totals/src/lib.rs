//! The totals of each customer, kept up to date by the changes of a table of orders. The examples `consumer` and `lambda` call
//! [`apply`] for each change.
//!
//! A change may come twice: Lambda sends a batch again from the first record that failed, and a worker that goes on after a crash
//! reads the last changes again. So [`apply`] writes the totals in one transaction with the position of the change in the stream, under
//! the condition that it is later than the position of the order's last change.

use std::time::{Duration, SystemTime};

use faraday::changes::Change;
use faraday::execute::Write;
use faraday::{Database, Item, Result, Table, transaction};

/// DynamoDB keeps a change for 24 hours. After two days it cannot come again.
const KEPT_FOR: Duration = Duration::from_secs(2 * 24 * 3600);

/// The table whose changes are read.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
pub struct Order {
    /// The number of the order.
    #[faraday(partition_key)]
    pub id: u64,
    /// Who placed it.
    pub customer: String,
    /// Its price.
    pub cents: i64,
}

/// How many orders a customer has, and what they cost together.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "customer-totals")]
pub struct Totals {
    /// The name of the customer.
    #[faraday(partition_key)]
    pub customer: String,
    /// The number of orders.
    pub orders: i64,
    /// The sum of their prices.
    pub cents: i64,
}

/// The position in the stream of the last change of an order that is in the totals.
#[derive(Debug, Item)]
#[faraday(table = "applied-changes")]
struct Applied {
    #[faraday(partition_key)]
    order: u64,
    /// The sequence number, with zeros before it, so that strings compare as the numbers do.
    position: String,
    #[faraday(ttl)]
    expires_at: SystemTime,
}

/// Creates the tables that [`apply`] writes.
///
/// # Errors
///
/// If DynamoDB refuses to create one.
pub async fn create_tables(db: &Database) -> Result<()> {
    Table::<Totals>::create().if_absent().on(db).await?;
    Table::<Applied>::create().if_absent().on(db).await
}

/// Adds a change to the totals, once, however often it comes.
///
/// # Errors
///
/// If the transaction fails for another reason than that the change was applied before.
pub async fn apply(db: &Database, change: Change<Order>) -> Result<()> {
    let (old, new) = (change.old(), change.new());
    // The stream holds the old and the new image, so that each change has one of them at least.
    let Some(order) = new.or(old) else { return Ok(()) };
    let applied = Applied {
        order: order.id,
        position: format!("{:0>60}", change.sequence_number),
        expires_at: SystemTime::now() + KEPT_FOR,
    };
    let is_later = Applied::POSITION.not_exists() | Applied::POSITION.lt(&applied.position);
    let mut writes = vec![Table::<Applied>::put(&applied).condition(is_later).into_write()];
    for Totals { customer, orders, cents } in differences(old, new) {
        let update = Table::<Totals>::update(customer).add(Totals::ORDERS, orders).add(Totals::CENTS, cents);
        writes.push(update.into_write());
    }
    match transaction(writes).on(db).await {
        Err(error) if error.is_condition_failed() => Ok(()),
        result => result,
    }
}

/// The totals of all customers, in the order of their names.
///
/// # Errors
///
/// If the scan of the table fails.
pub async fn all(db: &Database) -> Result<Vec<Totals>> {
    let mut totals = Table::<Totals>::scan().on(db).await?;
    totals.sort_by(|one, other| one.customer.cmp(&other.customer));
    Ok(totals)
}

/// What to add to the totals: of one customer, or of two if the order went from one to another.
fn differences(old: Option<&Order>, new: Option<&Order>) -> Vec<Totals> {
    let totals =
        |order: &Order, sign: i64| Totals { customer: order.customer.clone(), orders: sign, cents: sign * order.cents };
    let mut differences: Vec<Totals> = old.map(|order| totals(order, -1)).into_iter().collect();
    if let Some(added) = new.map(|order| totals(order, 1)) {
        // A transaction takes one write for each item.
        match differences.iter_mut().find(|removed| removed.customer == added.customer) {
            Some(both) => {
                both.orders += added.orders;
                both.cents += added.cents;
            }
            None => differences.push(added),
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use faraday::changes::ChangeKind;

    use super::*;

    fn order(customer: &str, cents: i64) -> Option<Order> {
        Some(Order { id: 1, customer: customer.into(), cents })
    }

    async fn applied(changes: impl IntoIterator<Item = (u64, ChangeKind<Order>)>) -> Vec<(String, i64, i64)> {
        let db = Database::embedded().unwrap();
        create_tables(&db).await.unwrap();
        for (number, kind) in changes {
            let mut change = Change::of(kind).unwrap();
            change.sequence_number = number.to_string();
            apply(&db, change).await.unwrap();
        }
        let totals = all(&db).await.unwrap();
        totals.into_iter().map(|Totals { customer, orders, cents }| (customer, orders, cents)).collect()
    }

    fn inserted() -> ChangeKind<Order> {
        ChangeKind::Inserted(order("ann", 500))
    }

    fn moved() -> ChangeKind<Order> {
        ChangeKind::Modified { old: order("ann", 500), new: order("bob", 700) }
    }

    fn raised() -> ChangeKind<Order> {
        ChangeKind::Modified { old: order("bob", 700), new: order("bob", 900) }
    }

    fn removed() -> ChangeKind<Order> {
        ChangeKind::Removed { old: order("bob", 900), expired: false }
    }

    #[tokio::test]
    async fn an_order_counts_for_its_customer_alone() {
        let changes = [(8, inserted()), (9, moved()), (10, raised())];
        assert_eq!(applied(changes).await, [("ann".into(), 0, 0), ("bob".into(), 1, 900)]);
    }

    #[tokio::test]
    async fn a_change_that_comes_again_counts_once() {
        let changes = [(8, inserted()), (8, inserted()), (9, moved()), (10, raised()), (9, moved()), (10, raised())];
        assert_eq!(applied(changes).await, [("ann".into(), 0, 0), ("bob".into(), 1, 900)]);
    }

    #[tokio::test]
    async fn a_removed_order_counts_no_more() {
        let changes = [(8, inserted()), (9, moved()), (10, raised()), (11, removed())];
        assert_eq!(applied(changes).await, [("ann".into(), 0, 0), ("bob".into(), 0, 0)]);
    }
}
