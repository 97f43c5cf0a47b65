//! A Lambda function that keeps the orders of each customer in numbers, by the changes of the table of orders.
//!
//! `cargo run --bin lambda --features lambda` shows it with an event of a file, on the embedded engine. To deploy it, build it with
//! `cargo lambda build --release --features lambda`, and map the stream of the table to it with `ReportBatchItemFailures` among the
//! `FunctionResponseTypes` of the mapping.

mod projection;

use faraday::changes::{BatchResponse, ChangeBatch};
use faraday::{Database, Table};
use lambda_runtime::{Context, Error, LambdaEvent, service_fn};

use projection::{Customer, Order, create_tables, project};

/// What Lambda would send: three customers, one change that does not fit, and one after it of the same order.
const EVENT: &str = include_str!("data/orders_event.json");

/// The whole function. A change that fails comes again; those of other orders are not held up by it.
async fn handle(db: &Database, event: LambdaEvent<ChangeBatch<Order>>) -> Result<BatchResponse, Error> {
    let response = event.payload.each_concurrently(8, |change| project(db, change)).await;
    for failure in response.failures() {
        eprintln!("{failure}");
    }
    Ok(response)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    if std::env::var_os("AWS_LAMBDA_RUNTIME_API").is_none() {
        return rehearse().await;
    }
    let db = Database::from_env().await;
    lambda_runtime::run(service_fn(|event| handle(&db, event))).await
}

/// Hands the event of the file to the function, twice.
async fn rehearse() -> Result<(), Error> {
    let db = Database::embedded()?;
    create_tables(&db).await?;
    for time in ["The first time", "The same event again, which changes nothing"] {
        println!("{time}:");
        let event = LambdaEvent::new(serde_json::from_str(EVENT)?, Context::default());
        let response = handle(&db, event).await?;
        for Customer { name, orders, cents } in customers(&db).await? {
            println!("  {name} has {orders} orders for {}.{:02}", cents / 100, cents % 100);
        }
        println!("  the answer to Lambda: {}", serde_json::to_string(&response)?);
    }
    Ok(())
}

async fn customers(db: &Database) -> faraday::Result<Vec<Customer>> {
    let mut customers = Table::<Customer>::scan().on(db).await?;
    customers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(customers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use lambda_runtime::Service;
    use serde_json::{Value, json};

    use super::*;

    /// A customer with so many orders for so much.
    fn customer(name: &str, orders: i64, cents: i64) -> Customer {
        Customer { name: name.into(), orders, cents }
    }

    fn expected() -> [Customer; 3] {
        [customer("ann", 1, 1_500), customer("bob", 2, 5_000), customer("eve", 0, 0)]
    }

    async fn database() -> Database {
        let db = Database::embedded().unwrap();
        create_tables(&db).await.unwrap();
        db
    }

    #[tokio::test]
    async fn a_service_of_the_runtime_answers_with_the_failed_records() {
        let db = database().await;
        let mut service = service_fn(|event| handle(&db, event));
        let event = LambdaEvent::new(serde_json::from_str(EVENT).unwrap(), Context::default());
        let response = serde_json::to_value(service.call(event).await.unwrap()).unwrap();
        let event: Value = serde_json::from_str(EVENT).unwrap();
        let number = |place: usize| &event["Records"][place]["dynamodb"]["SequenceNumber"];
        let failures = [5, 7].map(|place| json!({ "itemIdentifier": number(place) }));
        assert_eq!(response, json!({ "batchItemFailures": failures }));
        assert_eq!(customers(&db).await.unwrap(), expected());
    }

    #[tokio::test]
    async fn a_batch_that_comes_again_changes_nothing() {
        let db = database().await;
        for _ in 0..3 {
            let event = LambdaEvent::new(serde_json::from_str(EVENT).unwrap(), Context::default());
            let response = handle(&db, event).await.unwrap();
            assert!(!response.is_success());
            assert_eq!(customers(&db).await.unwrap(), expected());
        }
    }
}
