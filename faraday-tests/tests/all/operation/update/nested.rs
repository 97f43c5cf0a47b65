//! Updates and conditions of places inside documents.

use std::collections::{BTreeMap, BTreeSet};

use faraday::{Item, Table, Value, operation::Update};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, Default, PartialEq, Value)]
struct Address {
    street: String,
    city: Option<String>,
    #[faraday(rename = "post.code")]
    code: u32,
    lines: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Value)]
struct Line {
    sku: String,
    count: u32,
    tags: BTreeSet<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: String,
    address: Address,
    billing: Option<Box<Address>>,
    lines: Vec<Line>,
    grid: Vec<Vec<u32>>,
    prices: BTreeMap<String, u64>,
    by_zone: BTreeMap<String, Address>,
}

fn order() -> Order {
    let line = |sku: &str, count| Line { sku: sku.into(), count, tags: BTreeSet::new() };
    let address = Address { street: "Main".into(), city: Some("Leeds".into()), code: 7, lines: vec!["a".into()] };
    Order {
        id: "o".into(),
        billing: Some(Box::new(address.clone())),
        lines: vec![line("tea", 1), line("pot", 2), line("cup", 3)],
        grid: vec![vec![1, 2], vec![3, 4]],
        prices: BTreeMap::from([("a.b".to_owned(), 1), ("#0".to_owned(), 2), ("size".to_owned(), 3)]),
        by_zone: BTreeMap::from([("north".to_owned(), address.clone())]),
        address,
    }
}

async fn check(update: Update<Order>, change: impl FnOnce(&mut Order)) {
    let mut expected = order();
    Table::<Order>::put(&expected).await.unwrap();
    change(&mut expected);
    assert_eq!(update.returning_new().await.unwrap(), expected);
    assert_eq!(Table::<Order>::get("o").consistent().await.unwrap(), Some(expected));
}

fn update() -> Update<Order> {
    Table::<Order>::update("o")
}

#[tokio::test]
async fn fields_of_a_document_are_updated() {
    with_table::<Order>(async |_| {
        check(update().set(Order::ADDRESS.dot(Address::STREET), "High"), |o| o.address.street = "High".into()).await;
        check(update().set(Order::ADDRESS.dot(Address::CODE), 9), |o| o.address.code = 9).await;
        check(update().remove(Order::ADDRESS.dot(Address::CITY)), |o| o.address.city = None).await;
        check(update().increment(Order::ADDRESS.dot(Address::CODE), 3), |o| o.address.code = 10).await;
        check(update().set_if_absent(Order::ADDRESS.dot(Address::CITY), "York"), |_| {}).await;
        check(update().append(Order::ADDRESS.dot(Address::LINES), ["b".to_owned()]), |o| {
            o.address.lines.push("b".into());
        })
        .await;
        check(update().prepend(Order::ADDRESS.dot(Address::LINES), ["b".to_owned()]), |o| {
            o.address.lines.insert(0, "b".into());
        })
        .await;
        check(update().set(Order::BILLING.dot(Address::CITY), "York"), |o| {
            o.billing.as_mut().unwrap().city = Some("York".into());
        })
        .await;
        check(update().set(Order::ADDRESS, Address::default()).remove(Order::BILLING), |o| {
            o.address = Address::default();
            o.billing = None;
        })
        .await;
        check(update().set(Order::ADDRESS.dot(Address::CODE), Order::LINES.at(1).dot(Line::COUNT)), |o| {
            o.address.code = 2;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn elements_of_a_list_are_updated() {
    faraday_tests::needs!(ListElements);
    with_table::<Order>(async |_| {
        check(update().set(Order::LINES.at(1).dot(Line::COUNT), 20), |o| o.lines[1].count = 20).await;
        check(update().set(Order::LINES.at(0), Line::default()), |o| o.lines[0] = Line::default()).await;
        check(update().remove(Order::LINES.at(1)), |o| drop(o.lines.remove(1))).await;
        check(update().remove(Order::LINES.at(0)).remove(Order::LINES.at(2)), |o| o.lines = vec![o.lines[1].clone()])
            .await;
        check(update().set(Order::GRID.at(1).at(0), 30), |o| o.grid[1][0] = 30).await;
        check(update().append(Order::GRID.at(0), [9]), |o| o.grid[0].push(9)).await;
        // Past the end means at the end.
        check(update().set(Order::GRID.at(0).at(50), 9), |o| o.grid[0].push(9)).await;
        check(update().remove(Order::LINES.at(50)), |_| {}).await;
    })
    .await;
}

#[tokio::test]
async fn entries_of_a_map_are_updated_under_any_key() {
    with_table::<Order>(async |_| {
        for key in ["a.b", "#0", "size", "new", ":v0", "odd \" name[0]"] {
            check(update().set(Order::PRICES.entry(key), 50), |o| *o.prices.entry(key.into()).or_default() = 50).await;
            check(update().remove(Order::PRICES.entry(key)), |o| o.prices.retain(|known, _| known != key)).await;
        }
        let zone = || Order::BY_ZONE.entry("north");
        check(update().set(zone().dot(Address::CITY), "York"), |o| {
            o.by_zone.get_mut("north").unwrap().city = Some("York".into());
        })
        .await;
        check(update().set(zone().dot(Address::LINES).at(0), "z"), |o| {
            o.by_zone.get_mut("north").unwrap().lines[0] = "z".into();
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_place_whose_parent_is_not_there_is_refused() {
    with_table::<Order>(async |_| {
        Table::<Order>::put(&Order { billing: None, ..order() }).await.unwrap();
        let error = update().set(Order::BILLING.dot(Address::CITY), "York").await.unwrap_err();
        assert!(error.is_validation(), "{error}");
        let error = update().set(Order::BY_ZONE.entry("south").dot(Address::CITY), "York").await.unwrap_err();
        assert!(error.is_validation(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn conditions_look_inside_documents() {
    faraday_tests::needs!(DocumentComparison, ListElements);
    with_table::<Order>(async |_| {
        Table::<Order>::put(&order()).await.unwrap();
        let holding = [
            Order::ADDRESS.dot(Address::CITY).eq("Leeds"),
            Order::ADDRESS.dot(Address::CODE).between(7, 7),
            Order::BILLING.dot(Address::STREET).begins_with("Ma"),
            Order::LINES.at(2).dot(Line::SKU).is_in(["tea", "cup"]),
            Order::LINES.at(3).not_exists(),
            Order::GRID.at(1).contains(4),
            Order::GRID.at(1).size().eq(2),
            Order::PRICES.entry("a.b").exists(),
            Order::PRICES.entry("a").not_exists(),
            Order::PRICES.entry("size").gt(Order::PRICES.entry("#0")),
            Order::BY_ZONE.entry("north").dot(Address::LINES).at(0).eq("a"),
            Order::LINES.at(0).dot(Line::TAGS).not_exists(),
            Order::ADDRESS.eq(order().address),
        ];
        for condition in holding {
            update().condition(condition).await.unwrap();
        }
        let error = update().condition(Order::LINES.at(0).dot(Line::COUNT).gt(1)).await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
    })
    .await;
}
