//! The embedded engine refuses what DynamoDB refuses, so a test that passes on it does not hide a failure in production.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, ReturnValue, TransactWriteItem};
use faraday::{Database, Item, Table};

#[derive(Debug, Item)]
#[faraday(table = "things", global_index(by_state, partition_key = state, sort_key = rank))]
struct Thing {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    at: String,
    state: Option<String>,
    rank: Option<String>,
    count: u64,
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn number(number: &str) -> AttributeValue {
    AttributeValue::N(number.to_owned())
}

async fn things() -> (Database, Client) {
    let db = Database::embedded().unwrap();
    Table::<Thing>::create().on(&db).await.unwrap();
    let thing = Thing { id: "a".into(), at: "1".into(), state: None, rank: None, count: 0 };
    Table::<Thing>::put(&thing).on(&db).await.unwrap();
    let client = db.client().clone();
    (db, client)
}

/// The code with which an expression is refused, by a scan, a write and a transaction alike.
async fn codes(client: &Client, expression: &str, values: &[(&str, AttributeValue)]) -> Vec<Option<String>> {
    let (id, at) = (text("a"), text("1"));
    let mut scan = client.scan().table_name("things").filter_expression(expression);
    let mut delete = client.delete_item().table_name("things").key("id", id.clone()).key("at", at.clone());
    delete = delete.condition_expression(expression);
    let mut check = ConditionCheck::builder().table_name("things").key("id", id).key("at", at);
    check = check.condition_expression(expression);
    for (name, value) in values {
        scan = scan.expression_attribute_values(*name, value.clone());
        delete = delete.expression_attribute_values(*name, value.clone());
        check = check.expression_attribute_values(*name, value.clone());
    }
    let check = TransactWriteItem::builder().condition_check(check.build().unwrap()).build();
    let code = |code: Option<&str>| code.map(str::to_owned);
    vec![
        scan.send().await.err().and_then(|error| code(error.code())),
        delete.send().await.err().and_then(|error| code(error.code())),
        client.transact_write_items().transact_items(check).send().await.err().and_then(|error| code(error.code())),
    ]
}

async fn assert_refused(expression: &str, values: &[(&str, AttributeValue)]) {
    let (_db, client) = things().await;
    for code in codes(&client, expression, values).await {
        assert_eq!(code.as_deref(), Some("ValidationException"), "{expression}");
    }
}

#[tokio::test]
async fn values_without_an_order_are_not_compared_by_order() {
    let unordered = [
        AttributeValue::Bool(true),
        AttributeValue::Null(true),
        AttributeValue::Ss(vec!["a".into()]),
        AttributeValue::Ns(vec!["1".into()]),
        AttributeValue::L(vec![]),
        AttributeValue::M([].into()),
    ];
    for value in unordered {
        for expression in ["x < :v", "x <= :v", "x > :v", "NOT x >= :v", "attribute_exists(id) OR (x > :v)", ":v < x"] {
            assert_refused(expression, &[(":v", value.clone())]).await;
        }
        assert_refused("x BETWEEN :v AND :w", &[(":v", value.clone()), (":w", value)]).await;
    }
}

#[tokio::test]
async fn a_range_ends_after_it_begins_and_is_of_one_type() {
    assert_refused("x BETWEEN :v AND :w", &[(":v", number("9")), (":w", number("1"))]).await;
    assert_refused("x between :v and :w", &[(":v", text("b")), (":w", text("a"))]).await;
    assert_refused("x BETWEEN :v AND :w", &[(":v", text("1")), (":w", number("2"))]).await;
}

#[tokio::test]
async fn an_in_has_100_operands_and_an_expression_4_kilobytes() {
    let values: Vec<(String, AttributeValue)> = (0..101).map(|index| (format!(":v{index}"), number("1"))).collect();
    let values: Vec<(&str, AttributeValue)> =
        values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    assert_refused(&format!("x IN ({})", names.join(", ")), &values).await;
    let long = format!("attribute_exists({})", "x".repeat(4_100));
    assert_refused(&long, &[]).await;
}

#[tokio::test]
async fn an_attribute_is_not_compared_with_itself() {
    for expression in ["x = x", "x.y[1] < x.y[1]", "x BETWEEN :v AND x", "x IN (:v, x)"] {
        let values: &[_] = if expression.contains(":v") { &[(":v", number("1"))] } else { &[] };
        assert_refused(expression, values).await;
    }
}

#[tokio::test]
async fn what_dynamodb_takes_is_taken() {
    let (_db, client) = things().await;
    let right = [
        ("x < :v OR attribute_not_exists(x)", vec![(":v", number("1"))]),
        ("x BETWEEN :v AND :w OR attribute_exists(id)", vec![(":v", text("a")), (":w", text("a"))]),
        ("x BETWEEN y AND :w OR attribute_exists(id)", vec![(":w", text("a"))]),
        ("NOT x = :v", vec![(":v", AttributeValue::Bool(true))]),
        ("NOT contains(x, :v)", vec![(":v", AttributeValue::Bool(true))]),
        ("x <> y OR attribute_exists(id)", vec![]),
        ("size(id) > :v AND NOT x IN (:v, y)", vec![(":v", number("0"))]),
    ];
    for (expression, values) in right {
        let codes = codes(&client, expression, &values).await;
        assert_eq!(codes[0], None, "{expression}");
        assert!(codes.iter().flatten().all(|code| code != "ValidationException"), "{expression}: {codes:?}");
    }
}

#[tokio::test]
async fn the_keys_of_tables_and_indexes_are_neither_empty_nor_too_long() {
    let (_db, client) = things().await;
    for (name, value) in [
        ("id", text("")),
        ("at", text("")),
        ("at", text(&"x".repeat(1_025))),
        ("id", text(&"x".repeat(2_049))),
        ("state", text("")),
        ("rank", text("")),
        ("rank", text(&"x".repeat(1_025))),
        ("state", text(&"x".repeat(2_049))),
        ("state", number("1")),
    ] {
        let put = client.put_item().table_name("things").item("id", text("a")).item("at", text("2"));
        let error = put.item(name, value.clone()).send().await.expect_err(name);
        assert_eq!(error.code(), Some("ValidationException"), "{name} by a put");
        if ["state", "rank"].contains(&name) {
            let update = client.update_item().table_name("things").key("id", text("a")).key("at", text("1"));
            let update =
                update.update_expression(format!("SET {name}x = :w, #n = :v")).expression_attribute_names("#n", name);
            let update = update.expression_attribute_values(":v", value).expression_attribute_values(":w", number("1"));
            assert_eq!(update.send().await.expect_err(name).code(), Some("ValidationException"), "{name} by an update");
        }
    }
}

/// The old image is that of the item just before this update, also among many at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_update_returns_the_image_before_itself() {
    for disk in [false, true] {
        let file =
            std::env::temp_dir().join(format!("faraday-{}-{:?}.db", std::process::id(), std::thread::current().id()));
        let db = if disk { Database::open(&file).unwrap() } else { Database::embedded().unwrap() };
        Table::<Thing>::create().on(&db).await.unwrap();
        let mut tasks = Vec::new();
        for _ in 0..8 {
            let client = db.client().clone();
            tasks.push(tokio::spawn(async move {
                let mut seen = Vec::new();
                for _ in 0..40 {
                    let update = client.update_item().table_name("things").key("id", text("n")).key("at", text("1"));
                    let update =
                        update.update_expression("ADD hits :one").expression_attribute_values(":one", number("1"));
                    let old = update.return_values(ReturnValue::AllOld).send().await.unwrap().attributes;
                    let hits = old.map(|old| old["hits"].as_n().unwrap().parse::<u64>().unwrap());
                    seen.push(hits.unwrap_or(0));
                }
                seen
            }));
        }
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (0..320).collect::<Vec<_>>());
        drop(db);
        let _ = std::fs::remove_file(&file);
    }
}
