//! A worker that keeps the totals of each customer, by the changes of the table of orders. It is killed in the middle of its work, and
//! another one goes on.
//!
//! `cargo run -p consumer` shows it on the embedded engine. The example `lambda` does the same work in AWS Lambda.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use faraday::changes::{Change, Leases};
use faraday::{Database, Result, Table};
use tokio::sync::Notify;
use totals::{Order, Totals};

const ORDERS: u64 = 60;
const CUSTOMERS: [&str; 3] = ["Ann", "Bob", "Cleo"];

/// How long a worker that was killed keeps the right to read its part of the stream. The default is 20 seconds.
const LEASE: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> Result<()> {
    run(&Database::embedded()?).await
}

async fn run(db: &Database) -> Result<()> {
    Table::<Order>::create().on(db).await?;
    totals::create_tables(db).await?;
    let leases = Leases::new().on(db);
    leases.create().await?;
    place_orders(db).await?;
    println!("{ORDERS} orders were placed, and the first of them was deleted again: {} changes.", ORDERS + 1);

    let handled = Arc::new(AtomicU64::new(0));
    let first = tokio::spawn(work(db.clone(), leases.clone(), Arc::clone(&handled)));
    while handled.load(Ordering::Relaxed) < 20 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    first.abort();
    println!("The first worker is killed after {} changes:", handled.load(Ordering::Relaxed));
    print_totals(db).await?;

    handled.store(0, Ordering::Relaxed);
    work(db.clone(), leases, Arc::clone(&handled)).await?;
    println!(
        "The second worker goes on from the last saved position, and handles {}:",
        handled.load(Ordering::Relaxed)
    );
    print_totals(db).await?;
    println!("A change that both workers handled counts once: {} orders are left.", count_orders(db).await?);
    Ok(())
}

/// Places the orders, and deletes the first one.
async fn place_orders(db: &Database) -> Result<()> {
    for (id, customer) in (0..ORDERS).zip(CUSTOMERS.iter().cycle()) {
        Table::<Order>::put(&Order { id, customer: (*customer).into(), cents: 500 }).on(db).await?;
    }
    Table::<Order>::delete(0).on(db).await
}

/// The worker. It stops after the deletion, which is the last change. One in production stops when its process is told to.
async fn work(db: Database, leases: Leases, handled: Arc<AtomicU64>) -> Result<()> {
    let last = Arc::new(Notify::new());
    let stop = Arc::clone(&last).notified_owned();
    let handle = async |change: Change<Order>| {
        let is_last = change.new().is_none();
        // As long as a request over a network takes.
        tokio::time::sleep(Duration::from_millis(2)).await;
        totals::apply(&db, change).await?;
        handled.fetch_add(1, Ordering::Relaxed);
        if is_last {
            last.notify_one();
        }
        Ok(())
    };
    let worker = Table::<Order>::changes().on(&db).worker("customer-totals", &leases);
    let worker = worker.lease_duration(LEASE).checkpoint_every(Duration::from_millis(10));
    worker.stop_when(stop).run(handle).await
}

async fn print_totals(db: &Database) -> Result<()> {
    for Totals { customer, orders, cents } in totals::all(db).await? {
        println!("  {customer}: {orders} orders for {}.{:02}", cents / 100, cents % 100);
    }
    Ok(())
}

async fn count_orders(db: &Database) -> Result<i64> {
    Ok(totals::all(db).await?.iter().map(|totals| totals.orders).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn two_workers_count_each_order_once() {
        let db = Database::embedded().unwrap();
        run(&db).await.unwrap();
        let totals = totals::all(&db).await.unwrap();
        let totals: Vec<_> = totals.iter().map(|of| (of.customer.as_str(), of.orders, of.cents)).collect();
        assert_eq!(totals, [("Ann", 19, 9_500), ("Bob", 20, 10_000), ("Cleo", 20, 10_000)]);
    }
}
