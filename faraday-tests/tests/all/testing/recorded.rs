//! The record of requests and its assertions.

use faraday::testing::{Canned, Faults, Recorded};
use faraday::{Database, Item, Key, Table, transaction, transaction_get};

use super::{User, message, user};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", global_index(by_status, partition_key = status))]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
}

async fn database() -> Database {
    let db = Database::embedded_with(Faults::new()).unwrap();
    Table::<User>::create().on(&db).await.unwrap();
    Table::<Order>::create().on(&db).await.unwrap();
    db
}

#[tokio::test]
async fn parameters_are_read_as_typed_values() {
    let db = database().await;
    Table::<User>::put(&user("ann")).condition(User::NAME.eq("Ann") | User::VISITS.lt(7)).on(&db).await.unwrap_err();
    Table::<User>::get("ann").consistent().on(&db).await.unwrap();
    Table::<User>::update("bob").add(User::VISITS, 1).set(User::NAME, "B\"").on(&db).await.unwrap();
    Table::<Order>::index(Order::BY_STATUS).query("paid").page_size(3).filter(Order::ID.gt(1)).on(&db).await.unwrap();
    let recorded = db.recorded();

    let put = recorded.only("PutItem");
    assert_eq!((put.table(), put.item::<User>()), ("users".to_owned(), user("ann")));
    assert_eq!(put.key::<User>(), Key::new("ann").unwrap());
    assert_eq!(put.condition().as_deref(), Some(r#"name = "Ann" OR visits < 7"#));
    assert!(!put.is_consistent() && put.update().is_none() && put.parts().is_empty());

    let get = recorded.only("GetItem");
    assert!(get.is_consistent() && get.key::<User>() == Key::new("ann").unwrap());

    let update = recorded.only("UpdateItem").update().unwrap();
    assert!(update.contains(r#"SET name = "B\"""#) && update.contains("ADD visits 1"), "{update}");

    let query = recorded.only("Query");
    assert_eq!((query.index().as_deref(), query.limit()), (Some("by_status"), Some(3)));
    assert_eq!(query.key_condition().as_deref(), Some(r#"status = "paid""#));
    assert_eq!(query.filter().as_deref(), Some("id > 1"));
    assert_eq!(recorded.of("CreateTable").len(), 2);
    assert!(query.header("X-Amz-Target").unwrap().ends_with(".Query"));
}

#[tokio::test]
async fn batches_and_transactions_have_parts() {
    let db = database().await;
    let order = Order { customer: "ann".into(), id: 7, status: "paid".into() };
    faraday::Batch::new().put(&order).delete::<User>("ann").on(&db).await.unwrap();
    let batch = db.recorded().only("BatchWriteItem");
    assert_eq!(batch.batch_size(), 2);
    let parts: Vec<_> = batch.parts().iter().map(|part| (part.operation.clone(), part.table())).collect();
    assert_eq!(parts, [("Put".into(), "orders".into()), ("Delete".into(), "users".into())]);
    assert_eq!(batch.parts()[0].item::<Order>(), order);
    assert_eq!(batch.parts()[1].key::<User>(), Key::new("ann").unwrap());

    Table::<Order>::get_many([("ann", 7), ("bob", 8)]).consistent().on(&db).await.unwrap();
    let keys: Vec<Key<Order>> = db.recorded().only("BatchGetItem").parts().iter().map(|part| part.key()).collect();
    assert!(keys.contains(&Key::new(("bob", 8)).unwrap()) && keys.len() == 2);
    assert!(db.recorded().only("BatchGetItem").parts()[0].is_consistent());

    let writes = (Table::<User>::put(&user("ann")).if_absent(), Table::<Order>::delete(("ann", 7)));
    transaction(writes).token("the-token").on(&db).await.unwrap();
    let sent = db.recorded().only("TransactWriteItems");
    assert_eq!(sent.token().as_deref(), Some("the-token"));
    assert_eq!(sent.parts()[0].condition().as_deref(), Some("attribute_not_exists(id)"));
    assert_eq!(sent.parts()[1].key::<Order>(), Key::new(("ann", 7)).unwrap());
    transaction_get((Table::<User>::get("ann"),)).on(&db).await.unwrap();
    assert_eq!(db.recorded().only("TransactGetItems").parts()[0].operation, "Get");
}

#[tokio::test]
async fn an_assertion_that_does_not_hold_says_what_was_sent() {
    let db = database().await;
    db.faults().reset();
    assert_eq!(message(|| db.recorded().only("PutItem")), "no PutItem was sent; no request was sent at all");
    Table::<User>::get("secret").on(&db).await.unwrap();
    Table::<User>::get("secret").on(&db).await.unwrap();
    Table::<User>::scan().on(&db).await.unwrap();
    let recorded = db.recorded();
    let sent = "the requests were: [GetItem on users, GetItem on users, Scan on users]";
    assert_eq!(message(|| recorded.only("PutItem")), format!("no PutItem was sent; {sent}"));
    assert_eq!(message(|| recorded.only("GetItem")), format!("GetItem was sent 2 times, not once; {sent}"));
    assert_eq!(message(|| recorded[3].clone()), format!("no request [3] was sent; {sent}"));
    assert_eq!(message(|| recorded[0].item::<User>()), "GetItem on users has no Item");
    assert!(message(|| recorded[0].key::<Order>()).contains("has no key of the item"));
    assert!(message(|| recorded[2].key::<Order>()).contains("has no Item"));
    for text in [format!("{recorded:?}"), format!("{:?}", db.faults()), message(|| recorded[0].key::<Order>())] {
        assert!(!text.contains("secret"), "{text}");
    }
    assert_eq!((recorded[1..].len(), recorded.latest().operation.as_str()), (2, "Scan"));
    let collected: Recorded = recorded.into_iter().filter(|request| request.operation == "Scan").collect();
    assert_eq!(collected.operations(), ["Scan"]);
}

#[tokio::test]
async fn canned_answers_come_in_their_order_and_the_last_one_stays() {
    let item = r#"{"Item":{"id":{"S":"ann"},"name":{"S":"Ann"},"visits":{"N":"1"}}}"#;
    let refusal = r#"{"__type":"x#ResourceNotFoundException"}"#;
    let canned = Canned::answering(item).then(refusal).with_status(400).then("{}");
    let db = Database::new(canned.client());
    assert_eq!(Table::<User>::get("ann").on(&db).await.unwrap(), Some(user("ann")));
    assert!(Table::<User>::get("ann").on(&db).await.unwrap_err().is_table_not_found());
    for _ in 0..3 {
        assert_eq!(Table::<User>::get("bob").on(&db).await.unwrap(), None);
    }
    assert_eq!(canned.recorded().len(), 5);
    assert_eq!(canned.last().key::<User>(), Key::new("bob").unwrap());
    assert!(!format!("{canned:?}").contains("bob"));
    assert_eq!(message(|| Canned::answering("").last()), "no request was sent");
}
