//! A Lambda function that keeps the totals of each customer, by the changes of the table of orders.
//!
//! `cargo run -p lambda` hands it an event from a file, on the embedded engine.
//!
//! To deploy it, build it with `cargo lambda build --release -p lambda --features aws`, and map the stream of the table to it. Set
//! `ReportBatchItemFailures` among the `FunctionResponseTypes` of the mapping, so that Lambda reads which records failed.

use faraday::Database;
use faraday::changes::{BatchResponse, ChangeBatch};
use lambda_runtime::{Context, Error, LambdaEvent, service_fn};
use totals::{Order, Totals};

/// What Lambda sends for nine changes of five orders. Order 4 was written with a text in place of its price.
const EVENT: &str = include_str!("../data/orders_event.json");

/// The function: handles the changes of eight orders at once, and those of each order one after the other.
///
/// Lambda sends the records that failed again. Those of other orders do not wait for them.
async fn handle(db: &Database, event: LambdaEvent<ChangeBatch<Order>>) -> Result<BatchResponse, Error> {
    let response = event.payload.each_concurrently(8, |change| totals::apply(db, change)).await;
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
    let db = database().await?;
    lambda_runtime::run(service_fn(|event| handle(&db, event))).await
}

/// The database of the account and the region that the function runs in.
#[cfg(feature = "aws")]
async fn database() -> Result<Database, Error> {
    Ok(Database::from_env().await)
}

#[cfg(not(feature = "aws"))]
async fn database() -> Result<Database, Error> {
    Err("the function was built for your machine: build it with `--features aws`".into())
}

/// Hands the event of the file to the function twice, as Lambda does after a failure.
async fn rehearse() -> Result<(), Error> {
    let db = Database::embedded()?;
    totals::create_tables(&db).await?;
    for title in ["The event comes for the first time.", "The same event comes again. The totals stay as they are."] {
        println!("{title}");
        let event = LambdaEvent::new(serde_json::from_str(EVENT)?, Context::default());
        let response = handle(&db, event).await?;
        for Totals { customer, orders, cents } in totals::all(&db).await? {
            println!("  {customer}: {orders} orders for {}.{:02}", cents / 100, cents % 100);
        }
        println!("  Answer to Lambda: {}", serde_json::to_string(&response)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lambda_runtime::Service;
    use serde_json::{Value, json};

    use super::*;

    fn event() -> LambdaEvent<ChangeBatch<Order>> {
        LambdaEvent::new(serde_json::from_str(EVENT).unwrap(), Context::default())
    }

    async fn database() -> Database {
        let db = Database::embedded().unwrap();
        totals::create_tables(&db).await.unwrap();
        db
    }

    async fn assert_totals(db: &Database) {
        let totals = totals::all(db).await.unwrap();
        let totals: Vec<_> = totals.iter().map(|of| (of.customer.as_str(), of.orders, of.cents)).collect();
        assert_eq!(totals, [("ann", 1, 1_500), ("bob", 2, 5_000), ("eve", 0, 0)]);
    }

    #[tokio::test]
    async fn the_answer_names_the_records_that_failed() {
        let db = database().await;
        let mut service = service_fn(|event| handle(&db, event));
        let response = serde_json::to_value(service.call(event()).await.unwrap()).unwrap();
        let event: Value = serde_json::from_str(EVENT).unwrap();
        let number = |record: usize| &event["Records"][record]["dynamodb"]["SequenceNumber"];
        let failures = [5, 7].map(|record| json!({ "itemIdentifier": number(record) }));
        assert_eq!(response, json!({ "batchItemFailures": failures }));
        assert_totals(&db).await;
    }

    #[tokio::test]
    async fn an_event_that_comes_again_changes_nothing() {
        let db = database().await;
        for _ in 0..3 {
            let response = handle(&db, event()).await.unwrap();
            assert!(!response.is_success());
            assert_totals(&db).await;
        }
    }
}
