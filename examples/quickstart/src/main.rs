//! The first steps: a table, two items, a query, and updates under conditions.
//!
//! `cargo run --bin quickstart` runs on the embedded engine. To run it on DynamoDB Local, give its address:
//! `cargo run --bin quickstart -- http://localhost:8000`.

use std::collections::BTreeSet;

use faraday::{Database, Item, Result, Table};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "quickstart-orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
    /// A string set.
    tags: BTreeSet<String>,
    #[faraday(frozen)]
    notes: Notes,
}

/// Any serde type fits into one binary attribute, also what DynamoDB has no type for: a set inside a tuple.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
    window: Option<(u8, BTreeSet<u32>)>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    // From here on, every operation of this program runs on `db`.
    db.install();

    Table::<Order>::create().await?;
    println!("Created the table {}", Order::SCHEMA.table());
    let result = run().await;
    // The table goes even if something failed, so that the next run on DynamoDB Local can create it.
    Table::<Order>::delete_table().await?;
    println!("Deleted the table");
    result
}

async fn run() -> Result<()> {
    // Put two items. The first must not replace an item of the same key.
    let order = Order {
        customer: "ann".into(),
        id: 7,
        total: 120,
        tags: BTreeSet::from(["gift".into()]),
        notes: Notes {
            lines: vec!["leave at the door".into(), "ring twice".into()],
            window: Some((9, BTreeSet::from([15, 30]))),
        },
    };
    Table::<Order>::put(&order).if_absent().await?;
    Table::<Order>::put(&Order { id: 8, total: 40, ..order.clone() }).await?;
    println!("Put the orders 7 and 8 of ann");

    // Get one by its key.
    let stored = Table::<Order>::get(("ann", 7)).consistent().await?;
    println!("Got order 7. It is what was put: {}", stored == Some(order));

    // Query a partition: a range of sort keys, and a filter.
    let large = Table::<Order>::query("ann").sort_key_range(1..=100).filter(Order::TOTAL.gt(100)).await?;
    let ids: Vec<u64> = large.iter().map(|order| order.id).collect();
    println!("Queried the orders over 100: {ids:?}");

    // Update under a condition that does not hold. Nothing is written, and the error has the item as it is.
    let result = Table::<Order>::update(("ann", 7))
        .add(Order::TOTAL, 1_000)
        .condition(Order::TOTAL.lt(100))
        .returning_current()
        .await;
    match result {
        Err(error) if error.is_condition_failed() => {
            let current: Option<Order> = error.current()?;
            let total = current.map(|order| order.total).unwrap_or_default();
            println!("Refused to add 1000 to a total below 100: the total is {total}");
        }
        other => other?,
    }

    // Update under one that holds, and return the item after it.
    let updated = Table::<Order>::update(("ann", 7))
        .add(Order::TOTAL, 5)
        .insert(Order::TAGS, ["vip"])
        .condition(Order::TOTAL.ge(100) & Order::TAGS.contains("gift"))
        .returning_new()
        .await?;
    println!("Updated order 7: total {}, tags {:?}", updated.total, updated.tags);

    // Ask what a read costs.
    let read = Table::<Order>::get(("ann", 7)).metered().await?;
    if let Some(capacity) = read.capacity {
        println!("A read of order 7 consumes {} capacity units", capacity.total);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_steps() {
        let db = Database::embedded().unwrap();
        let steps = async {
            Table::<Order>::create().await.unwrap();
            run().await.unwrap();
            Table::<Order>::query("ann").await.unwrap()
        };
        let orders = db.scope(steps).await;
        let [first, second] = orders.as_slice() else { panic!("{orders:?}") };
        assert_eq!((first.id, first.total, first.tags.len()), (7, 125, 2));
        assert_eq!((second.id, second.total, second.tags.len()), (8, 40, 1));
    }
}
