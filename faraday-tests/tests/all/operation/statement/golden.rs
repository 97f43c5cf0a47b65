//! The requests, byte for byte.

use faraday::operation::Statement;
use faraday::testing::Canned;
use faraday::{Database, database::Codec};

use super::Order;
use crate::execute::golden::golden;

fn update() -> Statement {
    let update = "UPDATE \"orders\" SET total = ? WHERE customer = ? AND id = ?";
    Statement::new(update).bind(5).bind("ann \"x\"").bind(7).returning_current()
}

fn select() -> Statement {
    Statement::new("SELECT * FROM orders WHERE customer = ? AND tags = ?")
        .bind("ann")
        .bind(vec![Some("a"), None].into_iter().map(|tag| tag.map(str::to_owned)).collect::<Vec<_>>())
}

#[tokio::test]
async fn statements_send_these_bodies() {
    golden("statement_write", update()).await;
    golden("statement_write_metered", update().metered()).await;
    golden("statement_without_values", Statement::new("DELETE FROM orders WHERE id = 1")).await;
    golden("statement_rows", select().rows::<Order>().metered()).await;
    golden("statement_rows_consistent_limit", select().rows::<Order>().consistent().limit(3)).await;
    golden("statement_rows_of_write", update().rows::<Order>().one()).await;
}

#[tokio::test]
async fn several_statements_send_these_bodies() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let _ = db.statement_batch([update(), Statement::new("DELETE FROM a")]).metered().await;
    let update_json = concat!(
        r#"{"Statement":"UPDATE \"orders\" SET total = ? WHERE customer = ? AND id = ?","#,
        r#""Parameters":[{"N":"5"},{"S":"ann \"x\""},{"N":"7"}],"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}"#,
    );
    let expected = format!(
        r#"{{"Statements":[{update_json},{{"Statement":"DELETE FROM a"}}],"ReturnConsumedCapacity":"INDEXES"}}"#
    );
    assert_eq!(canned.last().text(), expected);
    let _ = db.statement_transaction([update()]).token("mine").await;
    let expected = format!(r#"{{"TransactStatements":[{update_json}],"ClientRequestToken":"mine"}}"#);
    assert_eq!(canned.last().text(), expected);
    let _ = db.statement_batch([Statement::new("SELECT * FROM a")]).rows::<Order>().consistent().await;
    assert_eq!(canned.last().text(), r#"{"Statements":[{"Statement":"SELECT * FROM a","ConsistentRead":true}]}"#);
}

/// Both paths of the transport send the same.
#[tokio::test]
async fn both_paths_send_the_same() {
    let mut bodies = Vec::new();
    for codec in [Codec::Wire, Codec::Map] {
        let canned = Canned::answering("{}");
        let db = Database::builder(canned.client()).codec(codec).build();
        let _ = update().on(&db).metered().await;
        let _ = select().on(&db).rows::<Order>().consistent().limit(2).page().await;
        let _ = db.statement_batch([update(), update()]).metered().await;
        let _ = db.statement_batch([select()]).rows::<Order>().consistent().await;
        let _ = db.statement_transaction([update(), update()]).token("mine").metered().await;
        let _ = db.statement_transaction([select()]).rows::<Order>().metered().await;
        let mut sent: Vec<_> =
            canned.recorded().iter().map(|request| (request.operation.clone(), request.json())).collect();
        // That of the read is random.
        assert!(sent[5].1.as_object_mut().unwrap().remove("ClientRequestToken").is_some());
        assert_eq!(sent.len(), 6, "{sent:?}");
        bodies.push(sent);
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[test]
fn explain_shows_each_and_what_it_costs() {
    let db = Database::new(Canned::answering("{}").client());
    let (write, read) = (update, || Statement::new("SELECT * FROM orders"));
    let shown = [
        ("ExecuteStatement", write().explain()),
        ("ExecuteStatement", read().rows::<Order>().explain()),
        ("ExecuteStatement", write().rows::<Order>().explain()),
        ("BatchExecuteStatement", db.statement_batch([write()]).explain()),
        ("BatchExecuteStatement", db.statement_batch([read(), read()]).rows::<Order>().explain()),
        ("ExecuteTransaction", db.statement_transaction([write()]).token("mine").explain()),
        ("ExecuteTransaction", db.statement_transaction([read()]).rows::<Order>().explain()),
    ];
    for (position, (name, explained)) in shown.iter().enumerate() {
        assert_eq!(explained.operation(), *name);
        assert!(explained.body().unwrap().contains("orders"), "{explained}");
        let reads = [1, 4, 6].contains(&position);
        assert_eq!((explained.cost().read_units.is_some(), explained.cost().write_units.is_some()), (reads, !reads));
    }
    assert!(read().explain().body().unwrap_err().contains("`.rows::<T>()`"));
}
