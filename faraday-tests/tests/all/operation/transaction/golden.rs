//! The requests, byte for byte, also in `explain`.

use std::time::{Duration, UNIX_EPOCH};

use faraday::testing::Canned;
use faraday::{Database, Table, execute::TransactWrite, transaction, transaction_get};

use super::{Account, Order, Page, order, page};

async fn sent<T>(answer: &str, operation: impl IntoFuture<Output = faraday::Result<T>>) -> String {
    let canned = Canned::answering(answer);
    let database = Database::builder(canned.client())
        .table_prefix("test-")
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_700_000_000))
        .build();
    // Nothing is expected of the answer.
    let _ = database.scope(operation.into_future()).await;
    assert_eq!(canned.recorded().len(), 1);
    canned.last().text().to_owned()
}

#[tokio::test]
async fn a_transaction_of_every_kind_sends_this_body() {
    let writes = (
        Table::<Order>::put(&order(1, 5)).if_absent(),
        Table::<Account>::update("ann").add(Account::BALANCE, -5).condition(Account::BALANCE.ge(5)),
        Table::<Order>::delete(("ann", 2)),
        Table::<Account>::check("bob", Account::OWNER.exists()),
        Table::<Page>::put(&page("/", "Hello")),
    );
    let body = sent("{}", transaction(writes).token("the token")).await;
    let expected = concat!(
        r##"{"TransactItems":["##,
        r##"{"Put":{"TableName":"test-orders","Item":{"customer":{"S":"ann"},"id":{"N":"1"},"total":{"N":"5"}},"##,
        r##""ConditionExpression":"attribute_not_exists(#n0)","ExpressionAttributeNames":{"#n0":"customer"},"##,
        r##""ReturnValuesOnConditionCheckFailure":"ALL_OLD"}},"##,
        r##"{"Update":{"TableName":"test-accounts","Key":{"owner":{"S":"ann"}},"UpdateExpression":"ADD #n0 :v0","##,
        r##""ConditionExpression":"NOT #n0 < :v1 AND #n0 >= :v2","ExpressionAttributeNames":{"#n0":"balance"},"##,
        r##""ExpressionAttributeValues":{":v0":{"N":"-5"},":v1":{"N":"-9223372036854775803"},":v2":{"N":"5"}},"##,
        r##""ReturnValuesOnConditionCheckFailure":"ALL_OLD"}},"##,
        r##"{"Delete":{"TableName":"test-orders","Key":{"customer":{"S":"ann"},"id":{"N":"2"}}}},"##,
        r##"{"ConditionCheck":{"TableName":"test-accounts","Key":{"owner":{"S":"bob"}},"##,
        r##""ConditionExpression":"attribute_exists(#n0)","ExpressionAttributeNames":{"#n0":"owner"},"##,
        r##""ReturnValuesOnConditionCheckFailure":"ALL_OLD"}},"##,
        r##"{"Put":{"TableName":"test-pages","Item":{"path":{"S":"/"},"text":{"S":"Hello"},"version":{"N":"1"}},"##,
        r##""ConditionExpression":"attribute_not_exists(#n0) OR #n0 = :v0","ExpressionAttributeNames":{"#n0":"version"},"##,
        r##""ExpressionAttributeValues":{":v0":{"N":"0"}},"##,
        r##""ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}],"##,
        r##""ClientRequestToken":"the token"}"##,
    );
    assert_eq!(body, expected);
}

#[tokio::test]
async fn requests_of_a_metered_transaction() {
    let writes = vec![Table::<Account>::delete("ann").if_exists()];
    let body = sent("{}", transaction(writes).token("t").metered()).await;
    let expected = concat!(
        r##"{"TransactItems":[{"Delete":{"TableName":"test-accounts","Key":{"owner":{"S":"ann"}},"##,
        r##""ConditionExpression":"attribute_exists(#n0)","ExpressionAttributeNames":{"#n0":"owner"},"##,
        r##""ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}],"##,
        r##""ClientRequestToken":"t","ReturnConsumedCapacity":"INDEXES"}"##,
    );
    assert_eq!(body, expected);
}

#[tokio::test]
async fn reads_with_and_without_a_projection_send_this_body() {
    let reads = (
        Table::<Order>::get(("ann", 1)),
        Table::<Account>::get("ann").select(Account::BALANCE),
        Table::<Order>::get(("ann", 2)).select((Order::ID, Order::TOTAL)),
    );
    let body = sent("{}", transaction_get(reads).metered()).await;
    let expected = concat!(
        r##"{"TransactItems":["##,
        r##"{"Get":{"TableName":"test-orders","Key":{"customer":{"S":"ann"},"id":{"N":"1"}}}},"##,
        r##"{"Get":{"TableName":"test-accounts","Key":{"owner":{"S":"ann"}},"##,
        r##""ProjectionExpression":"#n0, #n1","ExpressionAttributeNames":{"#n0":"balance","#n1":"owner"}}},"##,
        r##"{"Get":{"TableName":"test-orders","Key":{"customer":{"S":"ann"},"id":{"N":"2"}},"##,
        r##""ProjectionExpression":"#n0, #n1, #n2","##,
        r##""ExpressionAttributeNames":{"#n0":"id","#n1":"total","#n2":"customer"}}}],"##,
        r##""ReturnConsumedCapacity":"INDEXES"}"##,
    );
    assert_eq!(body, expected);
}

#[test]
fn explain_shows_the_request_without_a_database() {
    let shown = transaction((Table::<Order>::put(&order(1, 5)), Table::<Account>::delete("ann"))).token("t").explain();
    assert_eq!(shown.operation(), "TransactWriteItems");
    let body: serde_json::Value = serde_json::from_str(shown.body().unwrap()).unwrap();
    assert_eq!(body["TransactItems"][0]["Put"]["TableName"], "orders");
    assert_eq!(body["TransactItems"][1]["Delete"]["Key"]["owner"]["S"], "ann");
    assert_eq!(body["ClientRequestToken"], "t");
    // A kilobyte begun is a kilobyte; what is deleted has one at least.
    assert_eq!(shown.cost().write_units, Some(4.0));

    let twice = transaction((Table::<Account>::delete("ann"), Table::<Account>::delete("ann"))).explain();
    assert!(twice.body().is_err());
    transaction(Vec::<TransactWrite>::new()).explain().body().unwrap();

    let shown = transaction_get((Table::<Order>::get(("ann", 1)),)).explain();
    assert_eq!(shown.operation(), "TransactGetItems");
    let body: serde_json::Value = serde_json::from_str(shown.body().unwrap()).unwrap();
    assert_eq!(body["TransactItems"][0]["Get"]["Key"]["id"]["N"], "1");
    assert_eq!(shown.cost().read_units, Some(2.0));
}

#[tokio::test]
async fn explain_shows_what_is_sent() {
    let writes = || transaction((Table::<Page>::put(&page("/", "Hello")), Table::<Account>::delete("ann"))).token("t");
    let canned = Canned::answering("{}");
    let db = Database::builder(canned.client()).table_prefix("test-").build();
    let shown = writes().on(&db).explain();
    writes().on(&db).await.unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(shown.body().unwrap()).unwrap(), canned.last().json());
}

#[tokio::test]
async fn answers_that_no_dynamodb_gives_are_errors() {
    let write = || transaction((Table::<Order>::put(&order(1, 1)),)).max_attempts(1);
    let read = || transaction_get((Table::<Order>::get(("ann", 1)),)).max_attempts(1);
    for (body, decodes) in [
        ("<html>", false),
        ("", false),
        ("7", false),
        ("[]", false),
        (r#"{"Responses":7,"ConsumedCapacity":7}"#, true),
        ("{", false),
    ] {
        let db = Database::new(Canned::answering(body).client());
        for (error, operation) in
            [(write().on(&db).await.err(), "TransactWriteItems"), (read().on(&db).await.err(), "TransactGetItems")]
        {
            let error = error.unwrap_or_else(|| panic!("{operation} takes {body}"));
            assert_eq!((error.is_decode(), error.is_unreachable()), (decodes, !decodes), "{error}");
            assert_eq!(error.operation(), Some(operation), "{error}");
        }
    }
    let db = Database::new(Canned::answering(r#"{"Responses":[{}],"ConsumedCapacity":null,"New":[1]}"#).client());
    write().on(&db).await.unwrap();
    assert_eq!(read().on(&db).await.unwrap(), (None,));
    // An item that the answer says nothing of is not one that is not there.
    for body in ["{}", r#"{"Responses":[]}"#, r#"{"Responses":[{},{}]}"#] {
        let db = Database::new(Canned::answering(body).client());
        assert!(read().on(&db).await.unwrap_err().is_decode(), "{body}");
    }
}
