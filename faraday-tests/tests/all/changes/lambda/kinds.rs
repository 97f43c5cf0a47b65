//! One table with several kinds of items: each batch sees its own.

use faraday::changes::{Change, ChangeBatch, ChangeKind};
use faraday::{Item, Key, Projection, Result, Table};
use serde_json::{Value, json};

use super::fixture::{batch, batch_of, changes, image, record};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String), stream = new_and_old_images)]
pub(super) struct App;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "order", partition_key = "TENANT#{tenant}", sort_key = "ORDER#{number}")]
struct Order {
    tenant: String,
    number: u64,
    total: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{email}", unique(email))]
struct User {
    tenant: String,
    email: String,
    name: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App)]
enum Record {
    Order(Order),
    User(User),
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Order)]
struct OrderKey {
    tenant: String,
    number: u64,
}

fn order(total: u64) -> Order {
    Order { tenant: "acme".into(), number: 7, total }
}

fn ann() -> User {
    User { tenant: "acme".into(), email: "ann@example.com".into(), name: "Ann".into() }
}

#[test]
fn a_batch_of_one_kind_has_no_others_and_no_guards() {
    assert_eq!(batch::<Order>("one_table").len(), 6);
    let orders = changes::<Order>("one_table");
    assert_eq!(orders.len(), 3);
    assert!(orders[0].kind == ChangeKind::Inserted(Some(order(120))));
    assert!(orders[1].kind == ChangeKind::Modified { old: Some(order(120)), new: Some(order(95)) });
    assert!(orders[2].kind == ChangeKind::Removed { old: Some(order(95)), expired: false });
    let users = changes::<User>("one_table");
    assert_eq!(users.iter().map(Change::new).collect::<Vec<_>>(), [Some(&ann())]);
    assert_eq!(users[0].key, Key::of(&ann()).unwrap());
}

#[test]
fn a_batch_of_an_enum_has_all_its_kinds_and_no_guards() {
    let records = changes::<Record>("one_table");
    let new: Vec<_> = records.iter().map(Change::new).collect();
    let (user, first, last) = (Record::User(ann()), Record::Order(order(120)), Record::Order(order(95)));
    assert_eq!(new, [Some(&user), Some(&first), Some(&last), None]);
    assert_eq!(records[1].key, Key::of(&first).unwrap());
    assert_eq!(records[0].key, Key::new(("acme", "USER#ann@example.com")).unwrap());
}

#[tokio::test]
async fn a_handler_is_not_called_for_other_kinds_and_they_never_fail() {
    let response = batch::<Order>("one_table").each_in_order(async |_| Err("failed")).await;
    // The first change of the order fails, and the other two are left out.
    assert_eq!(response.failures().len(), 3);
    assert_eq!(response.failures().iter().filter(|failure| failure.is_left_out()).count(), 2);
}

#[test]
fn keys_alone_tell_the_kinds_by_their_templates() {
    let orders = changes::<Order>("one_table_keys_only");
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].key, Key::of(&order(0)).unwrap());
    assert_eq!(orders[0].key_as::<OrderKey>().unwrap(), OrderKey { tenant: "acme".into(), number: 7 });
    assert_eq!(changes::<User>("one_table_keys_only").len(), 1);
    // The coupon is of none of the enum's kinds.
    assert_eq!(changes::<Record>("one_table_keys_only").len(), 2);
}

fn keys() -> Value {
    let order = image(&order(1));
    json!({ "pk": order["pk"], "sk": order["sk"] })
}

fn of_kind(kind: &str) -> Value {
    let mut image = image(&order(1));
    image["kind"] = json!({ "S": kind });
    image
}

/// Another kind may have the same key: DynamoDB says that the item was modified.
#[test]
fn an_item_that_took_the_place_of_another_kind_has_one_image() {
    let became = || record(1, "MODIFY", keys(), of_kind("order"), of_kind("coupon"));
    let was = || record(2, "MODIFY", keys(), of_kind("coupon"), of_kind("order"));
    let changes: Vec<Change<Order>> = batch_of([became(), was()]).into_iter().collect::<Result<_>>().unwrap();
    assert!(changes[0].kind == ChangeKind::Modified { old: None, new: Some(order(1)) });
    assert!(changes[1].kind == ChangeKind::Modified { old: Some(order(1)), new: None });
    let others: ChangeBatch<User> = batch_of([became(), was()]);
    assert_eq!(others.into_iter().count(), 0);
}

#[test]
fn an_item_without_a_kind_is_an_error_that_is_seen() {
    let mut unkind = of_kind("order");
    unkind.as_object_mut().unwrap().remove("kind");
    let error = batch_of::<Order>([record(1, "INSERT", keys(), unkind, Value::Null)]).into_iter().next().unwrap();
    assert_eq!(error.unwrap_err().decode_error().unwrap().path(), "kind");
    let number = json!({ "N": "1" });
    let mut odd = of_kind("order");
    odd["kind"] = number;
    let error = batch_of::<Order>([record(1, "INSERT", keys(), odd, Value::Null)]).into_iter().next().unwrap();
    assert_eq!(error.unwrap_err().decode_error().unwrap().path(), "kind");
}

#[test]
fn a_kind_that_the_enum_does_not_know_is_an_error_with_its_key() {
    let unknown = record(1, "INSERT", keys(), of_kind("coupon"), Value::Null);
    let error = batch_of::<Record>([unknown.clone()]).into_iter().next().unwrap().unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.item_key().unwrap().len(), 2);
    assert_eq!(batch_of::<Order>([unknown]).into_iter().count(), 0);
}

/// The template of the key takes any string.
#[derive(Debug, Item)]
#[faraday(table = App, kind = "any", partition_key = "{name}", sort_key = "{more}")]
struct Any {
    #[faraday(key_only)]
    name: String,
    #[faraday(key_only)]
    more: String,
}

#[test]
fn the_key_of_a_guard_is_that_of_no_item() {
    assert_eq!(changes::<Any>("one_table_keys_only").len(), 3);
}
