//! The kind of an item: a struct that is put by itself is read by the enum that lists it.

use std::collections::BTreeMap;

use faraday::document::{from_json, to_json};
use faraday::{ErrorKind, Item, Table, transaction};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", tag = "kind", rename_all = "snake_case")]
enum Record {
    Order(Order),
    Stock(Stock),
    Note {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        text: String,
    },
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", kind = "order")]
struct Order {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    #[faraday(default)]
    total: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", kind = "stock")]
struct Stock {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    #[faraday(default)]
    on_hand: u64,
    #[faraday(extra)]
    rest: BTreeMap<String, String>,
}

fn order(id: &str) -> Order {
    Order { pk: "t1".into(), sk: id.into(), total: 5 }
}

fn stock(id: &str) -> Stock {
    Stock { pk: "t1".into(), sk: id.into(), on_hand: 3, rest: BTreeMap::new() }
}

#[tokio::test]
async fn whatever_writes_a_struct_writes_its_kind() {
    faraday_tests::needs!(Transactions);
    with_table::<Stock>(async |_| {
        Table::<Stock>::put(&stock("put")).await.unwrap();
        Table::<Stock>::put_many([&stock("batch")]).await.unwrap();
        transaction((Table::<Stock>::put(&stock("transaction")),)).await.unwrap();
        Table::<Stock>::update(("t1", "update")).add(Stock::ON_HAND, 3).await.unwrap();
        let created = Table::<Stock>::update(("t1", "update_new")).set(Stock::ON_HAND, 3).returning_new();
        assert_eq!(created.await.unwrap(), stock("update_new"));
        Table::<Stock>::update(("t1", "bare")).await.unwrap();
        Table::<Order>::put(&order("an_order")).await.unwrap();

        let ids = ["bare", "batch", "put", "transaction", "update", "update_new"];
        let all = Table::<Record>::query("t1").await.unwrap();
        let stocks = ids.map(|id| Record::Stock(Stock { on_hand: if id == "bare" { 0 } else { 3 }, ..stock(id) }));
        assert_eq!(all.first(), Some(&Record::Order(order("an_order"))));
        assert_eq!(all[1..], stocks);
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_no_item_of_another_kind() {
    with_table::<Record>(async |_| {
        let note = Record::Note { pk: "t1".into(), sk: "a".into(), text: "hi".into() };
        Table::<Record>::put(&note).await.unwrap();
        let error = Table::<Stock>::update(("t1", "a")).add(Stock::ON_HAND, 3).await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(Table::<Record>::get(("t1", "a")).await.unwrap(), Some(note));
    })
    .await;
}

#[tokio::test]
async fn an_update_of_an_enum_creates_no_item_without_a_kind() {
    with_table::<Record>(async |_| {
        let absent = || Table::<Record>::update(("t1", "b")).set(Record::TEXT, "hi");
        assert!(absent().await.unwrap_err().is_condition_failed());
        assert_eq!(Table::<Record>::query("t1").await.unwrap(), []);
        // With the tag it is known what is created.
        absent().set(Record::KIND, "note").await.unwrap();
        let note = Record::Note { pk: "t1".into(), sk: "b".into(), text: "hi".into() };
        assert_eq!(Table::<Record>::get(("t1", "b")).await.unwrap(), Some(note));
        Table::<Record>::update(("t1", "b")).set(Record::TEXT, "ho").await.unwrap();
    })
    .await;
}

#[test]
fn a_struct_is_read_only_as_the_kind_that_it_is() {
    let json = to_json(&stock("a")).unwrap();
    assert_eq!(json, to_json(&Record::Stock(stock("a"))).unwrap());
    assert_eq!(from_json::<Stock>(&json).unwrap(), stock("a"));
    let error = from_json::<Stock>(json.replace("stock", "order")).unwrap_err().to_string();
    assert!(error.starts_with("attribute `kind`: expected the kind stock"), "{error}");
    let error = from_json::<Stock>(json.replace(r#""kind":{"S":"stock"},"#, "")).unwrap_err().to_string();
    assert_eq!(error, "attribute `kind`: expected S, found nothing");
    let rest = BTreeMap::from([("kind".to_owned(), "order".to_owned())]);
    assert!(to_json(&Stock { rest, ..stock("a") }).is_err());
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", tag = "kind")]
enum Open {
    #[faraday(rename = "stock", alias = "goods")]
    Stock {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
    },
    #[faraday(other)]
    Unknown {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        kind: String,
    },
}

#[tokio::test]
async fn the_variant_for_unknown_kinds_writes_no_known_one() {
    with_table::<Open>(async |_| {
        let unknown = |kind: &str| Open::Unknown { pk: "t1".into(), sk: kind.into(), kind: kind.into() };
        for known in ["stock", "goods"] {
            let error = Table::<Open>::put(&unknown(known)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
        }
        Table::<Open>::put(&unknown("letter")).await.unwrap();
        assert_eq!(Table::<Open>::query("t1").await.unwrap(), [unknown("letter")]);
    })
    .await;
}

#[derive(Debug, PartialEq, faraday::Value)]
enum Status {
    Open,
    #[faraday(rename = "paid", alias = "settled")]
    Paid,
    #[faraday(other)]
    Unknown(String),
}

#[derive(Debug, PartialEq, faraday::Value)]
struct Holder {
    status: Status,
}

#[test]
fn a_string_that_is_a_variant_is_not_written_as_an_unknown_one() {
    for known in ["Open", "paid", "settled"] {
        assert!(to_json(&Holder { status: Status::Unknown(known.into()) }).is_err());
    }
    let unknown = Holder { status: Status::Unknown("refunded".into()) };
    assert_eq!(from_json::<Holder>(to_json(&unknown).unwrap()).unwrap(), unknown);
}
