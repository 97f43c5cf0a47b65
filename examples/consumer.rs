//! A consumer that keeps the orders of each customer in numbers, is killed in the middle of its work, and is started again.
//!
//! `cargo run --bin consumer --features streams` shows it on the embedded engine. `lambda.rs` does the same work in AWS Lambda.

mod projection;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use faraday::changes::{Change, Leases};
use faraday::{Database, Result, Table};
use tokio::sync::Notify;

use projection::{Customer, Order, create_tables, project};

const ORDERS: i64 = 60;
const CUSTOMERS: [&str; 3] = ["Ann", "Bob", "Cleo"];

/// After this time another worker takes the leases of one that was killed. In production it is 20 seconds.
const LEASE: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> Result<()> {
    let db = Database::embedded()?;
    Table::<Order>::create().on(&db).await?;
    create_tables(&db).await?;
    let leases = Leases::new().on(&db);
    leases.create().await?;
    place_orders(&db).await?;

    let handled = Arc::new(AtomicI64::new(0));
    let first = tokio::spawn(work(db.clone(), leases.clone(), Arc::clone(&handled)));
    while handled.load(Ordering::Relaxed) < 20 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    first.abort();
    println!("The first worker is killed after {} changes:", handled.load(Ordering::Relaxed));
    print_customers(&db).await?;

    handled.store(0, Ordering::Relaxed);
    work(db.clone(), leases.clone(), Arc::clone(&handled)).await?;
    println!(
        "The second worker goes on from the position that was kept, and handles {}:",
        handled.load(Ordering::Relaxed)
    );
    print_customers(&db).await?;
    println!("Each order is counted once: {} are left of {ORDERS}.", all_orders(&db).await?);
    Ok(())
}

/// The whole worker. It stops after the deletion, which is the last change; one in production would stop with its process.
async fn work(db: Database, leases: Leases, handled: Arc<AtomicI64>) -> Result<()> {
    let last = Arc::new(Notify::new());
    let stop = Arc::clone(&last).notified_owned();
    let worker = Table::<Order>::changes().on(&db).worker("orders-of-customers", &leases);
    let handle = async |change: Change<Order>| {
        let is_last = change.new().is_none();
        // As long as a request over a network takes.
        tokio::time::sleep(Duration::from_millis(2)).await;
        project(&db, change).await?;
        handled.fetch_add(1, Ordering::Relaxed);
        if is_last {
            last.notify_one();
        }
        Ok(())
    };
    let worker = worker.lease_duration(LEASE).checkpoint_every(Duration::from_millis(10));
    worker.stop_when(stop).run(handle).await
}

/// Places sixty orders, and takes the first one back.
async fn place_orders(db: &Database) -> Result<()> {
    for (id, customer) in (0..).zip(CUSTOMERS.iter().cycle()).take(60) {
        Table::<Order>::put(&Order { id, customer: (*customer).into(), cents: 500 }).on(db).await?;
    }
    Table::<Order>::delete(0).on(db).await
}

async fn print_customers(db: &Database) -> Result<()> {
    let mut customers = Table::<Customer>::scan().on(db).await?;
    customers.sort_by(|one, other| one.name.cmp(&other.name));
    for Customer { name, orders, cents } in customers {
        println!("  {name} has {orders} orders for {}.{:02}", cents / 100, cents % 100);
    }
    Ok(())
}

async fn all_orders(db: &Database) -> Result<i64> {
    let customers = Table::<Customer>::scan().on(db).await?;
    Ok(customers.iter().map(|customer| customer.orders).sum())
}
