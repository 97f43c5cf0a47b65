//! The first walk: a table, an item with a frozen attribute, a query, updates under conditions.
//!
//! Runs on the embedded engine, or against an endpoint: `cargo run --bin quickstart -- http://localhost:8000`.

use std::collections::BTreeSet;

use faraday::{Database, Item, Table};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "quickstart-orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
    tags: BTreeSet<String>,
    #[faraday(frozen)]
    notes: Notes,
}

/// No type of DynamoDB's: stored as one binary attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
    codes: BTreeSet<u32>,
    ratio: (i64, i64),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> faraday::Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();

    let mut tables = db.tables();
    let mut names = Vec::new();
    while let Some(name) = tables.try_next().await? {
        names.push(name);
    }
    println!("tables: {names:?}");

    Table::<Order>::create().await?;
    println!("created {}", Order::SCHEMA.table());
    let walked = walk().await;
    Table::<Order>::delete_table().await?;
    println!("deleted the table");
    walked
}

async fn walk() -> faraday::Result<()> {
    let order = Order {
        customer: "ann".into(),
        id: 7,
        total: 120,
        tags: BTreeSet::from(["gift".into()]),
        notes: Notes {
            lines: vec!["leave at the door".into(), "ring twice".into()],
            codes: BTreeSet::from([3, 5, 8]),
            ratio: (22, 7),
        },
    };
    Table::<Order>::put(&order).if_absent().await?;
    Table::<Order>::put(&Order { id: 8, total: 40, ..order.clone() }).await?;
    println!("put two orders of ann's");

    let stored = Table::<Order>::get(("ann", 7)).consistent().await?;
    println!("got the first back, the same: {}", stored == Some(order));

    let dear = Table::<Order>::query("ann").sort_key_range(1..=100).filter(Order::TOTAL.gt(100)).await?;
    println!("orders over 100: {:?}", dear.iter().map(|order| order.id).collect::<Vec<_>>());

    let refused = Table::<Order>::update(("ann", 7))
        .add(Order::TOTAL, 1_000)
        .condition(Order::TOTAL.lt(100))
        .returning_current()
        .await;
    match refused {
        Err(error) if error.is_condition_failed() => {
            let current: Option<Order> = error.current()?;
            println!("not raised, the total is {:?}", current.map(|order| order.total));
        }
        other => other?,
    }

    let raised = Table::<Order>::update(("ann", 7))
        .add(Order::TOTAL, 5)
        .insert(Order::TAGS, ["vip"])
        .condition(Order::TOTAL.ge(100) & Order::TAGS.contains("gift"))
        .returning_new()
        .await?;
    println!("raised: total {}, tags {:?}", raised.total, raised.tags);

    let got = Table::<Order>::get(("ann", 7)).metered().await?;
    println!("a read of it consumes {:?} units", got.capacity.as_ref().map(|capacity| capacity.total));
    Ok(())
}
