//! Items that borrow: `for_each_as`.

use std::collections::BTreeSet;

use faraday::database::Codec;
use faraday::{Database, Item, Projection, Table, Value};
use faraday_tests::environment::client;
use faraday_tests::tables::{own_database_over, with_table, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
#[faraday(global_index(by_city, partition_key = city))]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    city: String,
    text: String,
    note: Option<String>,
    data: Vec<u8>,
    more_data: Option<Vec<u8>>,
    scores: Vec<u32>,
    tags: BTreeSet<String>,
    numbers: BTreeSet<u8>,
    address: Address,
    parts: Vec<Address>,
    #[faraday(rename = "w")]
    weight: f64,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Address {
    street: String,
    zip: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Value)]
struct AddressView<'r> {
    street: &'r str,
    #[faraday(default)]
    zip: Option<&'r str>,
}

/// It holds no reference itself.
#[derive(Debug, Clone, Copy, PartialEq, Value)]
#[faraday(view)]
struct Outer<'r> {
    inner: AddressView<'r>,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Deep<'r> {
    address: Outer<'r>,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[faraday(of = Order)]
struct Line<'r> {
    id: u64,
    text: &'r str,
    note: Option<&'r str>,
    data: &'r [u8],
    more_data: Option<&'r [u8]>,
    scores: &'r [u32],
    tags: &'r [&'r str],
    numbers: &'r [u16],
    address: AddressView<'r>,
    parts: &'r [AddressView<'r>],
    #[faraday(from = weight)]
    kilograms: f64,
    #[faraday(skip)]
    none: Option<u8>,
    /// Owned in a view.
    city: String,
}

fn order(id: u64) -> Order {
    let address = |street: &str| Address { street: street.into(), zip: id.is_multiple_of(2).then(|| "LS1".into()) };
    Order {
        customer: "ann".into(),
        id,
        city: "Leeds".into(),
        text: format!("\"quoted\"\n\\ and ü {id}"),
        note: id.is_multiple_of(3).then(|| "n".repeat(id as usize)),
        data: vec![id as u8; 5],
        more_data: (!id.is_multiple_of(2)).then(|| b"more".to_vec()),
        scores: (0..id as u32).collect(),
        tags: if id.is_multiple_of(4) {
            BTreeSet::new()
        } else {
            ["a\"", "b"].into_iter().map(str::to_owned).collect()
        },
        numbers: [3, 7].into(),
        address: address("Briggate \"17\""),
        parts: vec![address("x"), address("y")],
        weight: 2.5,
    }
}

/// What is seen of an order, as one that owns.
fn seen(line: &Line<'_>) -> Order {
    let address = |view: &AddressView<'_>| Address { street: view.street.into(), zip: view.zip.map(str::to_owned) };
    Order {
        customer: "ann".into(),
        id: line.id,
        city: line.city.clone(),
        text: line.text.into(),
        note: line.note.map(str::to_owned),
        data: line.data.into(),
        more_data: line.more_data.map(<[u8]>::to_vec),
        scores: line.scores.into(),
        tags: line.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        numbers: line.numbers.iter().map(|number| *number as u8).collect(),
        address: address(&line.address),
        parts: line.parts.iter().map(address).collect(),
        weight: line.kilograms,
    }
}

#[tokio::test]
async fn every_item_is_seen_once_and_as_it_is() {
    for codec in [Codec::Wire, Codec::Map] {
        with_table_of::<Order>(own_database_over(client(), codec), sees_every_item).await;
    }
}

async fn sees_every_item(db: &Database) {
    let orders: Vec<_> = (0..10).map(order).collect();
    Table::<Order>::put_many(&orders).on(db).await.unwrap();
    let mut found = Vec::new();
    let query = Table::<Order>::query("ann").page_size(3);
    query.for_each_as::<Line<'_>>(|line| found.push(seen(&line))).on(db).await.unwrap();
    assert_eq!(found, orders);

    found.clear();
    let scan = Table::<Order>::scan().filter(Order::ID.ge(4)).page_size(3).limit(4);
    scan.for_each_as::<Line<'_>>(|line| found.push(seen(&line))).on(db).await.unwrap();
    assert_eq!(found, orders[4..8]);

    let mut ids = Vec::new();
    let query = Table::<Order>::index(Order::BY_CITY).query("Leeds").filter(Order::ID.lt(3));
    query.for_each_as::<Line<'_>>(|line| ids.push(line.id)).on(db).await.unwrap();
    ids.sort_unstable();
    assert_eq!(ids, [0, 1, 2]);

    let mut count = 0;
    let none = Table::<Order>::query("bob").for_each_as::<Line<'_>>(|_| count += 1);
    let metered = none.metered().on(db).await.unwrap();
    assert_eq!((count, metered.count), (0, 0));
}

#[derive(Debug, Item)]
#[faraday(table = "orders")]
struct Broken {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    text: u64,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Text<'r> {
    id: u64,
    text: &'r str,
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_an_error_that_names_its_attribute() {
    with_table::<Order>(async |db| {
        Table::<Order>::put(&order(1)).on(db).await.unwrap();
        Table::<Broken>::put(&Broken { customer: "ann".into(), id: 2, text: 7 }).on(db).await.unwrap();
        let mut seen = Vec::new();
        let query = Table::<Order>::query("ann");
        let each = query.for_each_as::<Text<'_>>(|row| seen.push((row.id, row.text.len())));
        let error = each.on(db).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("text"), "{error}");
        assert_eq!(seen.len(), 1);
        let query = Table::<Order>::query("ann").sort_key(2);
        let missing = query.for_each_as::<Line<'_>>(|_| {}).on(db).await.unwrap_err();
        assert!(missing.is_decode(), "{missing}");
    })
    .await;
}

#[test]
fn only_the_attributes_of_the_view_are_requested() {
    let explain = Table::<Order>::query("ann").for_each_as::<Text<'_>>(|_| {}).explain();
    let shown = explain.to_string();
    assert!(shown.contains("\"ProjectionExpression\""), "{shown}");
}

#[tokio::test]
async fn a_view_without_references_of_its_own_says_so() {
    with_table::<Order>(async |db| {
        Table::<Order>::put(&order(1)).on(db).await.unwrap();
        let each =
            Table::<Order>::query("ann").for_each_as::<Deep<'_>>(|deep| assert!(deep.address.inner.street.is_empty()));
        let error = each.on(db).await.unwrap_err();
        // The stored address has no `inner`.
        assert!(error.is_decode() && error.to_string().contains("address.inner"), "{error}");
    })
    .await;
}
