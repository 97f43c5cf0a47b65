//! Enums that are whole items: one table with several kinds of item.

mod forms;
mod indexes;
mod kinds;
mod other_kinds;

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{
    Item, Table, Value,
    document::{from_map, to_json},
    schema::KeyAttribute,
    transaction,
};
use faraday_tests::tables::with_table;

/// What a shop keeps in its one table.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "shop",
    tag = "kind",
    global_index(by_kind, partition_key = kind, sort_key = at),
    global_index(by_email, partition_key = email, projection = keys_only),
    local_index(by_total, sort_key = total),
)]
enum Record {
    Customer {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        name: String,
        email: String,
        at: u64,
    },
    #[faraday(rename = "order", alias = "Order")]
    Order {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        total: u64,
        at: u64,
        #[faraday(flatten)]
        ship: Shipping,
    },
    Note(Note),
    #[faraday(other)]
    Unknown {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        kind: String,
        #[faraday(extra)]
        rest: BTreeMap<String, AttributeValue>,
    },
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Shipping {
    city: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", kind = "Note")]
struct Note {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key, rename = "sk")]
    id: String,
    text: String,
}

fn customer(name: &str) -> Record {
    Record::Customer {
        pk: name.into(),
        sk: "profile".into(),
        name: name.to_uppercase(),
        email: format!("{name}@example.com"),
        at: 1,
    }
}

fn order(of: &str, id: u64, total: u64) -> Record {
    let ship = Shipping { city: "Leeds".into() };
    Record::Order { pk: of.into(), sk: format!("order#{id}"), total, at: id, ship }
}

fn note(of: &str, text: &str) -> Record {
    Record::Note(Note { pk: of.into(), id: "note".into(), text: text.into() })
}

#[test]
fn a_variant_is_named_beside_its_attributes() {
    let json = r#"{"kind":{"S":"order"},"pk":{"S":"ann"},"sk":{"S":"order#7"},"total":{"N":"5"},"at":{"N":"7"},"city":{"S":"Leeds"}}"#;
    assert_eq!(to_json(&order("ann", 7, 5)).unwrap(), json);
    let json = r#"{"kind":{"S":"Note"},"pk":{"S":"ann"},"sk":{"S":"note"},"text":{"S":"hi"}}"#;
    assert_eq!(to_json(&note("ann", "hi")).unwrap(), json);
}

#[test]
fn the_schema_is_that_of_all_variants() {
    assert_eq!(Record::SCHEMA.table(), "shop");
    assert_eq!(Record::SCHEMA.partition_key().name(), "pk");
    assert_eq!(Record::SCHEMA.sort_key().map(|key| key.name()), Some("sk"));
    let _: KeyAttribute<Record, String> = Record::PK;
    assert_eq!(Record::KIND.name(), "kind");
    assert_eq!(Record::TOTAL.name(), "total");
    assert_eq!(Record::SHIP.dot(Shipping::CITY).name(), "city");
    assert_eq!(Record::NOTE.dot(Note::TEXT).name(), "text");
}

#[tokio::test]
async fn every_operation_takes_an_enum() {
    faraday_tests::needs!(Transactions);
    with_table::<Record>(async |_| {
        let all = [customer("ann"), note("ann", "hi"), order("ann", 1, 5), order("ann", 2, 900)];
        for record in &all {
            Table::<Record>::put(record).if_absent().await.unwrap();
        }
        for (key, record) in ["profile", "note", "order#1", "order#2"].into_iter().zip(&all) {
            assert_eq!(Table::<Record>::get(("ann", key)).await.unwrap().as_ref(), Some(record));
        }
        assert_eq!(Table::<Record>::query("ann").await.unwrap().len(), 4);
        let orders = Table::<Record>::query("ann").sort_key_begins_with("order#").descending().await.unwrap();
        assert_eq!(orders, [all[3].clone(), all[2].clone()]);

        let only = |condition| async move { Table::<Record>::scan().filter(condition).await.unwrap() };
        assert_eq!(only(Record::KIND.eq("Customer")).await, [customer("ann")]);
        assert_eq!(only(Record::TOTAL.gt(100)).await, [order("ann", 2, 900)]);
        assert_eq!(
            only(Record::SHIP.dot(Shipping::CITY).eq("Leeds") & Record::TOTAL.lt(9)).await,
            [order("ann", 1, 5)]
        );
        assert_eq!(only(Record::NOTE.dot(Note::TEXT).eq("hi")).await, [note("ann", "hi")]);

        let raised = Table::<Record>::update(("ann", "order#1"))
            .add(Record::TOTAL, 5)
            .condition(Record::KIND.eq("order"))
            .returning_new()
            .await
            .unwrap();
        assert_eq!(raised, order("ann", 1, 10));
        let error = Table::<Record>::update(("ann", "note"))
            .add(Record::TOTAL, 5)
            .condition(Record::KIND.eq("order"))
            .returning_current()
            .await
            .unwrap_err();
        assert_eq!(error.current::<Record>().unwrap(), Some(note("ann", "hi")));

        let old = Table::<Record>::delete(("ann", "note")).returning_old().await.unwrap();
        assert_eq!(old, Some(note("ann", "hi")));
    })
    .await;
}

#[tokio::test]
async fn an_enum_is_queried_by_its_indexes() {
    with_table::<Record>(async |_| {
        let all = [customer("ann"), customer("bob"), order("ann", 1, 5), order("ann", 2, 900), note("ann", "hi")];
        Table::<Record>::put_many(&all).await.unwrap();
        let orders = Table::<Record>::index(Record::BY_KIND).query("order").sort_key_range(2..).await.unwrap();
        assert_eq!(orders, [order("ann", 2, 900)]);
        let dear = Table::<Record>::index(Record::BY_TOTAL).query("ann").descending().await.unwrap();
        assert_eq!(dear, [order("ann", 2, 900), order("ann", 1, 5)]);
        let rows: Vec<RecordByEmail> = Table::<Record>::index(Record::BY_EMAIL).query("bob@example.com").await.unwrap();
        assert_eq!(
            rows.iter().map(|row| (row.pk.as_str(), row.email.as_deref())).collect::<Vec<_>>(),
            [("bob", Some("bob@example.com"))]
        );
    })
    .await;
}

#[tokio::test]
async fn batches_and_transactions_take_an_enum() {
    faraday_tests::needs!(Transactions);
    with_table::<Record>(async |_| {
        transaction((Table::<Record>::put(&customer("ann")).if_absent(), Table::<Record>::put(&order("ann", 1, 5))))
            .await
            .unwrap();
        let found = Table::<Record>::get_many([("ann", "order#1"), ("ann", "none"), ("ann", "profile")]).await.unwrap();
        assert_eq!(found, [Some(order("ann", 1, 5)), None, Some(customer("ann"))]);
        let read = faraday::transaction_get((
            Table::<Record>::get(("ann", "profile")),
            Table::<Record>::get(("ann", "order#1")),
        ));
        assert_eq!(read.await.unwrap(), (Some(customer("ann")), Some(order("ann", 1, 5))));
        Table::<Record>::delete_many([("ann", "order#1"), ("ann", "profile")]).await.unwrap();
        assert_eq!(Table::<Record>::scan().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_variant_is_kept_as_it_was() {
    with_table::<Record>(async |db| {
        #[derive(Item)]
        #[faraday(table = "shop", tag = "kind")]
        enum Newer {
            Refund {
                #[faraday(partition_key)]
                pk: String,
                #[faraday(sort_key)]
                sk: String,
                amount: u64,
            },
        }
        let refund = Newer::Refund { pk: "ann".into(), sk: "refund".into(), amount: 3 };
        Table::<Newer>::put(&refund).on(db).await.unwrap();
        let found = Table::<Record>::get(("ann", "refund")).await.unwrap().unwrap();
        let Record::Unknown { kind, rest, .. } = &found else { panic!("{found:?}") };
        assert_eq!((kind.as_str(), &rest["amount"]), ("Refund", &AttributeValue::N("3".into())));
        Table::<Record>::put(&found).await.unwrap();
        let again = Table::<Newer>::get(("ann", "refund")).on(db).await.unwrap();
        let Some(Newer::Refund { pk, sk, amount }) = again else { panic!("no refund") };
        assert_eq!((pk.as_str(), sk.as_str(), amount), ("ann", "refund", 3));
    })
    .await;
}

#[tokio::test]
async fn an_unknown_variant_is_an_error_that_lists_the_known() {
    #[derive(Debug, Item)]
    #[faraday(table = "shop", tag = "kind")]
    #[allow(dead_code)]
    enum Older {
        Customer {
            #[faraday(partition_key)]
            pk: String,
            #[faraday(sort_key)]
            sk: String,
        },
        #[faraday(rename = "bill")]
        Invoice {
            #[faraday(partition_key)]
            pk: String,
            #[faraday(sort_key)]
            sk: String,
        },
    }
    with_table::<Record>(async |_| {
        Table::<Record>::put(&order("ann", 1, 5)).await.unwrap();
        let error = Table::<Older>::get(("ann", "order#1")).await.unwrap_err();
        assert!(error.to_string().ends_with("expected one of the variants Customer, bill, found another"), "{error}");
        let error = from_map::<Older>([("pk".into(), AttributeValue::S("ann".into()))].into()).unwrap_err();
        assert_eq!(error.to_string(), "attribute `kind`: expected S, found nothing");
    })
    .await;
}
