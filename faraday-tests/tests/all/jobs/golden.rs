//! The requests of jobs, byte for byte.

use std::time::{Duration, UNIX_EPOCH};

use faraday::jobs::{CheckpointStore, CheckpointTable};
use faraday::testing::Canned;
use faraday::{Database, Item, Table};

use super::fixture::{Message, Messages};
use crate::execute::golden::{golden, same_body};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    path: String,
    text: String,
    #[faraday(version)]
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "versioned", schema_version = 1)]
struct Versioned {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Table)]
#[faraday(name = "people", partition_key(id: String))]
struct People;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = People, kind = "person", unique(email))]
struct Person {
    #[faraday(partition_key)]
    id: String,
    email: String,
    votes: u64,
}

const FOUND: &str = r#"{"Items":[{"room":{"S":"a"},"id":{"N":"7"},"text":{"S":"x"},"votes":{"N":"1"},"theme":{"S":"dark"}}],"Count":1}"#;

/// The request after the page that the job reads.
async fn golden_write<T>(name: &str, page: &str, job: impl IntoFuture<Output = faraday::Result<T>>) {
    let canned = Canned::answering(page).then("{}");
    let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let database = Database::builder(canned.client()).clock(move || now).build();
    database.scope(job.into_future()).await.unwrap();
    let sent = canned.recorded()[1].json();
    let body = canned.recorded()[1].text().to_owned();
    // A token is random.
    let token = sent["ClientRequestToken"].as_str();
    same_body(name, &token.map_or_else(|| body.clone(), |token| body.replace(token, "t")));
}

#[tokio::test]
async fn what_jobs_read() {
    let range = Messages::query("a").sort_key_range(3..).filter(Message::VOTES.gt(5));
    golden("job_delete_all_query", Messages::delete_all(range)).await;
    golden("job_delete_all_metered", Messages::delete_all(Messages::query("a").limit(3)).metered()).await;
    golden(
        "job_remove_all_query",
        Table::<Person>::remove_all(Table::<Person>::query("ann").filter(Person::VOTES.gt(5))),
    )
    .await;
    golden("job_update_all_index", Messages::update_all(Messages::index(Message::BY_AUTHOR).scan(), |update| update))
        .await;
    golden("job_modify_all_scan", Messages::modify_all(Messages::scan().parallel(4), |_| ())).await;
    golden("job_count_all", Messages::count_all(Messages::scan().consistent())).await;
}

#[tokio::test]
async fn what_jobs_write() {
    golden_write("job_delete_all", FOUND, Messages::delete_all(Messages::query("a"))).await;
    let conditional = Messages::delete_all(Messages::query("a")).condition(Message::VOTES.lt(5));
    golden_write("job_delete_all_condition", FOUND, conditional).await;
    let page =
        r#"{"Items":[{"id":{"S":"ann"},"kind":{"S":"person"},"email":{"S":"ann@x"},"votes":{"N":"1"}}],"Count":1}"#;
    let remove = Table::<Person>::remove_all(Table::<Person>::query("ann")).condition(Person::VOTES.lt(5));
    golden_write("job_remove_all", page, remove).await;
    let update = Messages::update_all(Messages::query("a"), |update| {
        update.set(Message::TEXT, "y").condition(Message::VOTES.lt(5))
    });
    golden_write("job_update_all", FOUND, update).await;
    let modify = Messages::modify_all(Messages::query("a"), |message| message.votes = 2);
    golden_write("job_modify_all", FOUND, modify).await;
    let page = r#"{"Items":[{"path":{"S":"/"},"text":{"S":"x"},"version":{"N":"3"},"theme":{"S":"dark"}}],"Count":1}"#;
    let modify = Table::<Page>::modify_all(Table::<Page>::scan(), |page| page.text.push('!'));
    golden_write("job_modify_all_version", page, modify).await;
}

#[tokio::test]
async fn what_a_checkpoint_table_reads_and_writes() {
    let canned = Canned::answering("{}");
    let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let db = Database::builder(canned.client()).table_prefix("test-").clock(move || now).build();
    let checkpoint = CheckpointTable::new("backfill").on(&db);
    checkpoint.load().await.unwrap();
    assert_eq!(
        canned.last().text(),
        r#"{"TableName":"test-faraday-jobs","Key":{"job":{"S":"backfill"}},"ConsistentRead":true}"#
    );
    checkpoint.on_table("positions").save("{}").await.unwrap();
    assert_eq!(
        // A tab marks the value as sensitive.
        canned.last().text().replace('\t', ""),
        r#"{"TableName":"positions","Item":{"job":{"S":"backfill"},"checkpoint":{"S":"{}"},"saved_at":{"N":"1700000000"}}}"#
    );
    assert_eq!(canned.recorded().operations(), ["GetItem", "PutItem"]);
}

#[test]
fn explain_shows_the_first_read() {
    let explained = Messages::delete_all(Messages::scan().parallel(4)).explain().to_string();
    assert!(explained.contains("Scan") && explained.contains("TotalSegments"), "{explained}");
    let explained = Table::<Person>::remove_all(Table::<Person>::scan()).explain().to_string();
    assert!(explained.contains("Scan"), "{explained}");
    let explained = Messages::count_all(Messages::query("a")).explain().to_string();
    assert!(explained.contains("COUNT"), "{explained}");
    let explained = Messages::update_all(Messages::query("a"), |message| message.set(Message::VOTES, 1)).explain();
    assert_eq!(explained.operation(), "Query");
    assert!(explained.to_string().contains("messages") && explained.cost().read_units.is_some(), "{explained}");
    let explained = Messages::modify_all(Messages::scan().parallel(4), |message| message.votes += 1).explain();
    assert_eq!(explained.operation(), "Scan");
    assert!(explained.to_string().contains("TotalSegments"), "{explained}");
    let explained = Table::<Versioned>::upgrade_all(Table::<Versioned>::query("ann")).explain();
    assert_eq!(explained.operation(), "Query");
    assert!(explained.to_string().contains("versioned"), "{explained}");
}
