//! Mistakes of a user: each is a clear, typed error.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::error::Outcome;
use faraday::testing::{Canned, Faults};
use faraday::{Database, Error, ErrorKind, Item, Table, Value, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database, own_database_over, with_table, with_table_of};

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    city: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: Vec<u8>,
    address: Address,
    total: u8,
    lines: Vec<Address>,
    tags: BTreeSet<String>,
}

fn order() -> Order {
    Order {
        customer: "ann".into(),
        id: vec![1],
        address: Address { city: "Leeds".into() },
        total: 5,
        lines: vec![Address { city: "York".into() }],
        tags: BTreeSet::new(),
    }
}

#[tokio::test]
async fn a_table_that_does_not_exist_is_named_in_the_error() {
    let db = own_database();
    let table = format!("{}orders", db.table_prefix());
    let key = ("ann", [1]);
    let errors = [
        (Table::<Order>::get(key).on(&db).await.unwrap_err(), "GetItem"),
        (Table::<Order>::put(&order()).on(&db).await.unwrap_err(), "PutItem"),
        (Table::<Order>::update(key).add(Order::TOTAL, 1).on(&db).await.unwrap_err(), "UpdateItem"),
        (Table::<Order>::delete(key).on(&db).await.unwrap_err(), "DeleteItem"),
        (Table::<Order>::query("ann").on(&db).await.unwrap_err(), "Query"),
        (Table::<Order>::query("ann").on(&db).stream().try_next().await.unwrap_err(), "Query"),
        (Table::<Order>::delete_table().on(&db).await.unwrap_err(), "DeleteTable"),
    ];
    for (error, operation) in errors {
        assert!(error.is_table_not_found(), "{error}");
        assert_eq!((error.operation(), error.table()), (Some(operation), Some(table.as_str())));
        assert!(error.to_string().starts_with(&format!("{operation} {table}: ")), "{error}");
        assert!(error.request_id().is_some(), "{error}");
        let Some(aws_sdk_dynamodb::Error::ResourceNotFoundException(_)) = error.sdk_error() else { panic!("{error}") };
    }
}

/// An order as a newer program declares it: with an index that the table does not have yet.
#[derive(Debug, Item)]
#[faraday(table = "orders", global_index(by_city, partition_key = city))]
struct IndexedOrder {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: Vec<u8>,
    city: String,
}

#[tokio::test]
async fn an_index_that_the_table_does_not_have_is_an_error_of_its_queries_and_scans() {
    with_table::<Order>(async |_| {
        let index = || Table::<IndexedOrder>::index(IndexedOrder::BY_CITY);
        let errors = [index().query("Leeds").await.unwrap_err(), index().scan().await.unwrap_err()];
        for error in errors {
            // moto has an error of its own for it.
            assert!(matches!(error.kind(), ErrorKind::Validation | ErrorKind::ResourceNotFound), "{error}");
            assert_eq!(error.outcome(), Outcome::NotDone, "{error}");
            assert!(error.request_id().is_some(), "it was not sent: {error}");
        }
    })
    .await;
}

type Attributes = HashMap<String, AttributeValue>;

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn map<const N: usize>(entries: [(&str, AttributeValue); N]) -> Attributes {
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The order as the SDK stores it, changed.
fn raw(change: impl FnOnce(&mut Attributes)) -> Attributes {
    let leeds = AttributeValue::M(map([("city", text("Leeds"))]));
    let mut item = map([
        ("customer", text("ann")),
        ("id", AttributeValue::B(Blob::new([1]))),
        ("address", leeds.clone()),
        ("total", AttributeValue::N("5".into())),
        ("lines", AttributeValue::L(vec![leeds])),
    ]);
    change(&mut item);
    item
}

/// Writes an item behind faraday's back and reads it in every way there is.
async fn errors_of(item: Attributes) -> Vec<Error> {
    let mut errors = Vec::new();
    for codec in [Codec::Wire, Codec::Map] {
        with_table_of::<Order>(own_database_over(environment::client(), codec), async |db: &Database| {
            let table = format!("{}orders", db.table_prefix());
            let put = db.client().put_item().table_name(table).set_item(Some(item.clone()));
            put.clone().send().await.unwrap();
            let key = ("ann", [1]);
            errors.push(Table::<Order>::get(key).consistent().await.unwrap_err());
            errors.push(Table::<Order>::query("ann").consistent().await.unwrap_err());
            errors.push(Table::<Order>::query("ann").consistent().stream().try_next().await.unwrap_err());
            errors.push(Table::<Order>::put(&order()).returning_old().await.unwrap_err());
            put.send().await.unwrap();
            errors.push(Table::<Order>::update(key).returning_new().await.unwrap_err());
            errors.push(Table::<Order>::delete(key).returning_old().await.unwrap_err());
        })
        .await;
    }
    errors
}

async fn check(change: impl FnOnce(&mut Attributes), path: &str, wrong: &str) {
    for error in errors_of(raw(change)).await {
        assert!(error.is_decode(), "{error}");
        assert!(error.operation().is_some() && error.table().is_some_and(|table| table.ends_with("orders")), "{error}");
        let message = error.to_string();
        let (message, outcome) = message.split_once("; ").unwrap_or((&message, "a read"));
        let (message, hint) = message.split_once(" (perhaps the item is older").unwrap_or((message, ""));
        let is_missing = wrong.ends_with("nothing") && !path.contains('.');
        assert_eq!(!hint.is_empty(), is_missing, "a hint is for a missing attribute alone");
        assert!(message.ends_with(&format!(": attribute `{path}`: {wrong}")), "{message}");
        let is_read = ["GetItem", "Query"].contains(&error.operation().unwrap());
        assert_eq!(outcome, if is_read { "a read" } else { "the write was done" });
        assert_eq!(error.decode_error().map(|error| error.path()), Some(path.to_owned()));
    }
}

#[tokio::test]
async fn a_stored_item_without_an_attribute_is_an_error_that_names_it() {
    faraday_tests::needs!(UpdateWithoutExpression);
    check(|item| drop(item.remove("total")), "total", "expected N, found nothing").await;
    check(|item| drop(item.remove("address")), "address", "expected M, found nothing").await;
    let bare = |item: &mut Attributes| drop(item.insert("address".into(), AttributeValue::M(HashMap::new())));
    check(bare, "address.city", "expected S, found nothing").await;
}

#[tokio::test]
async fn a_stored_attribute_of_another_type_is_an_error_that_names_both() {
    faraday_tests::needs!(UpdateWithoutExpression);
    let number = || AttributeValue::N("1".into());
    let city = |item: &mut Attributes| {
        item.insert("address".into(), AttributeValue::M(map([("city", number())])));
    };
    check(city, "address.city", "expected S, found N").await;
    let line = |item: &mut Attributes| {
        let lines = [("city", text("York")), ("city", number())].map(|entry| AttributeValue::M(map([entry])));
        item.insert("lines".into(), AttributeValue::L(lines.to_vec()));
    };
    check(line, "lines[1].city", "expected S, found N").await;
    let tags = |item: &mut Attributes| drop(item.insert("tags".into(), AttributeValue::Ns(vec!["1".into()])));
    check(tags, "tags", "expected SS, found NS").await;
    let large = |item: &mut Attributes| drop(item.insert("total".into(), AttributeValue::N("256".into())));
    check(large, "total", "expected a number that fits u8, found another").await;
}

#[tokio::test]
async fn the_item_of_a_failed_condition_that_does_not_fit_is_a_decode_error() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_table::<Order>(async |db| {
        let item = raw(|item| drop(item.remove("total")));
        let table = format!("{}orders", db.table_prefix());
        db.client().put_item().table_name(&table).set_item(Some(item)).send().await.unwrap();
        let failed = Table::<Order>::put(&order()).if_absent().returning_current().await.unwrap_err();
        let error = failed.current::<Order>().unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!((error.operation(), error.table()), (Some("PutItem"), Some(table.as_str())));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "large")]
struct Large {
    #[faraday(partition_key)]
    id: String,
    small: String,
    body: String,
    data: Vec<u8>,
}

#[tokio::test]
async fn an_item_over_400_kb_is_refused_before_it_is_sent() {
    faraday_tests::needs!(SizesOfItems);
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<Large>(own_database_over(client, Codec::Wire), async |db: &Database| {
        let large =
            |bytes: usize| Large { id: "x".into(), small: "s".into(), body: "b".repeat(bytes), data: vec![0; 200_000] };
        // What the names and the other values take: id 3, small 6, body 4, data 4 + 200,000.
        let fits = 400 * 1024 - 3 - 6 - 4 - 200_004;
        let error = Table::<Large>::put(&large(fits + 1)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ItemTooLarge);
        assert_eq!((error.operation(), faults.recorded().count("PutItem")), (Some("PutItem"), 0));
        assert_eq!(error.table(), Some(format!("{}large", db.table_prefix()).as_str()));
        let message = error.to_string();
        let (body, data) = (message.find("`body` with 209588 bytes"), message.find("`data` with 200004 bytes"));
        assert!(body.is_some() && body < data, "{message}");
        assert!(message.contains("409601 bytes") && message.contains("409600"), "{message}");
        Table::<Large>::put(&large(fits)).await.unwrap();
        assert_eq!(Table::<Large>::get("x").consistent().await.unwrap(), Some(large(fits)));
        assert_eq!(faults.recorded().count("PutItem"), 1);
    })
    .await;
}

/// Refused before anything is sent, naming the attribute.
fn assert_unsent(canned: &Canned, error: &Error, attribute: &str) {
    assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    assert_eq!(error.encode_error().map(|error| error.path()), Some(attribute.to_owned()), "{error}");
    assert!(error.operation().is_some() && error.table() == Some("orders"), "{error}");
    assert_eq!(canned.recorded().len(), 0, "{error}");
}

#[tokio::test]
async fn an_empty_key_is_refused_before_anything_is_sent() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    for (customer, id, attribute) in [("", vec![1], "customer"), ("ann", vec![], "id")] {
        let item = Order { customer: customer.into(), id: id.clone(), ..order() };
        let key = || (customer, id.clone());
        let errors = [
            Table::<Order>::put(&item).on(&db).await.unwrap_err(),
            Table::<Order>::get(key()).on(&db).await.unwrap_err(),
            Table::<Order>::update(key()).add(Order::TOTAL, 1).on(&db).await.unwrap_err(),
            Table::<Order>::delete(key()).on(&db).await.unwrap_err(),
            Table::<Order>::query(customer).sort_key(id.clone()).on(&db).await.unwrap_err(),
        ];
        for error in errors {
            assert_unsent(&canned, &error, attribute);
        }
    }
    let error = Table::<Order>::query("").on(&db).stream().try_next().await.unwrap_err();
    assert_unsent(&canned, &error, "customer");
}

#[derive(Debug, Clone, Item)]
#[faraday(table = "orders")]
struct Numbers {
    #[faraday(partition_key)]
    id: i128,
    signed: i128,
    unsigned: u128,
    float: f64,
    any: AttributeValue,
    list: Vec<f32>,
}

#[tokio::test]
async fn numbers_that_dynamodb_does_not_have_are_refused_before_they_are_sent() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let wide = 10_i128.pow(38) + 1;
    let fine = Numbers {
        id: 1,
        signed: -(10_i128.pow(38) - 1),
        unsigned: 10_u128.pow(38),
        float: 1e125,
        any: AttributeValue::N("1E-130".into()),
        list: vec![f32::MAX],
    };
    let any = |digits: &str| AttributeValue::N(digits.into());
    let bad = [
        ("id", Numbers { id: wide, ..fine.clone() }),
        ("signed", Numbers { signed: -wide, ..fine.clone() }),
        ("unsigned", Numbers { unsigned: u128::MAX, ..fine.clone() }),
        ("float", Numbers { float: f64::NAN, ..fine.clone() }),
        ("float", Numbers { float: f64::NEG_INFINITY, ..fine.clone() }),
        ("float", Numbers { float: 1e126, ..fine.clone() }),
        ("any", Numbers { any: any(&"1".repeat(39)), ..fine.clone() }),
        ("any", Numbers { any: any("1E+126"), ..fine.clone() }),
        ("any", Numbers { any: any("ten"), ..fine.clone() }),
        ("list[1]", Numbers { list: vec![0.0, f32::INFINITY], ..fine.clone() }),
    ];
    for (attribute, item) in bad {
        let error = Table::<Numbers>::put(&item).on(&db).await.unwrap_err();
        assert_unsent(&canned, &error, attribute);
    }
    assert_unsent(&canned, &Table::<Numbers>::get(wide).on(&db).await.unwrap_err(), "id");
    assert_unsent(&canned, &Table::<Numbers>::query(wide).on(&db).await.unwrap_err(), "id");
    let key = || Table::<Numbers>::update(1);
    assert_unsent(&canned, &key().set(Numbers::FLOAT, f64::NAN).on(&db).await.unwrap_err(), "float");
    let second = key().set(Numbers::FLOAT, 1.0).set(Numbers::LIST.at(2), f32::NAN);
    assert_unsent(&canned, &second.on(&db).await.unwrap_err(), "list[2]");
    let inside = key().set(Numbers::FLOAT, 1.0).append(Numbers::LIST, [0.0, f32::NAN]);
    assert_unsent(&canned, &inside.on(&db).await.unwrap_err(), "list[1]");
    let condition = Numbers::SIGNED.gt(1) & Numbers::UNSIGNED.between(1, u128::MAX);
    assert_unsent(&canned, &key().condition(condition).on(&db).await.unwrap_err(), "unsigned");
    let scan = Table::<Numbers>::query(1).filter(Numbers::FLOAT.is_in([1.0, f64::NAN]));
    assert_unsent(&canned, &scan.on(&db).await.unwrap_err(), "float");
    Table::<Numbers>::put(&fine).on(&db).await.unwrap();
    assert_eq!(canned.recorded().len(), 1);
}
