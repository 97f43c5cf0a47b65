//! The requests of exports and imports, byte for byte.

use faraday::testing::Canned;
use faraday::{Database, Table};

use super::support::{Row, import_of};

/// The body of the first request.
async fn body<T>(operation: impl IntoFuture<Output = faraday::Result<T>>) -> String {
    let canned = Canned::answering("{}");
    let database = Database::builder(canned.client()).table_prefix("test-").build();
    database.scope(operation.into_future()).await.unwrap();
    let recorded = canned.recorded();
    let sent = recorded.iter().next().unwrap();
    format!("{} {}", sent.operation, sent.text())
}

#[tokio::test]
async fn requests_of_exports() {
    assert_eq!(body(Table::<Row>::export()).await, r#"Scan {"TableName":"test-rows","Segment":0,"TotalSegments":4}"#);
    assert_eq!(
        body(Table::<Row>::export().plain_json().on_table("other").metered()).await,
        r#"Scan {"TableName":"other","ReturnConsumedCapacity":"INDEXES","Segment":0,"TotalSegments":4}"#
    );
    assert_eq!(
        body(Table::<Row>::query("a").consistent().page_size(7).export().decoded().write_to(Vec::new())).await,
        r##"Query {"TableName":"test-rows","KeyConditionExpression":"#n0 = :v0","ExpressionAttributeNames":{"#n0":"group"},"ExpressionAttributeValues":{":v0":{"S":"a"}},"ConsistentRead":true,"Limit":7}"##
    );
}

#[tokio::test]
async fn the_next_page_of_an_export_begins_after_the_one_before() {
    let page =
        r#"{"Items":[{"group":{"S":"a"},"id":{"N":"1"}}],"LastEvaluatedKey":{"group":{"S":"a"},"id":{"N":"1"}}}"#;
    let canned = Canned::answering(page).then(r#"{"Items":[]}"#);
    let db = Database::builder(canned.client()).table_prefix("test-").build();
    let lines = Table::<Row>::query("a").export().on(&db).await.unwrap();
    assert_eq!(lines, "{\"Item\":{\"group\":{\"S\":\"a\"},\"id\":{\"N\":\"1\"}}}\n");
    assert_eq!(canned.recorded().len(), 2);
    assert_eq!(
        canned.last().text(),
        r##"{"TableName":"test-rows","KeyConditionExpression":"#n0 = :v0","ExpressionAttributeNames":{"#n0":"group"},"ExpressionAttributeValues":{":v0":{"S":"a"}},"ExclusiveStartKey":{"group":{"S":"a"},"id":{"N":"1"}}}"##
    );
}

#[tokio::test]
async fn requests_of_imports() {
    let lines = [
        r#"{ "Item": {"id": {"N":"1"}, "x": {"M":{"y":{"BOOL":true}}}, "group": {"S":"a\/b"}} }"#,
        "",
        r#"{"group":{"S":"c"},"id":{"N":"2"}}"#,
    ];
    assert_eq!(
        body(import_of(lines)).await,
        r#"BatchWriteItem {"RequestItems":{"test-rows":[{"PutRequest":{"Item":{"id":{"N":"1"},"x":{"M":{"y":{"BOOL":true}}},"group":{"S":"a/b"}}}},{"PutRequest":{"Item":{"group":{"S":"c"},"id":{"N":"2"}}}}]}}"#
    );
    assert_eq!(
        body(import_of([r#"{"text":"t","group":"a","id":1,"more":2}"#]).plain_json().on_table("other").metered()).await,
        r#"BatchWriteItem {"RequestItems":{"other":[{"PutRequest":{"Item":{"group":{"S":"a"},"id":{"N":"1"},"text":{"S":"t"}}}}]},"ReturnConsumedCapacity":"INDEXES"}"#
    );
}

#[test]
fn an_explanation_reads_no_line() {
    let explained = import_of([r#"{"group":{"S":"zq7!xv"},"id":{"N":"1"}}"#]).explain().to_string();
    assert!(explained.contains("BatchWriteItem") && !explained.contains("zq7!xv"), "{explained}");
    let explained = Table::<Row>::export().explain().to_string();
    assert!(explained.contains("Scan") && explained.contains("TotalSegments"), "{explained}");
}
