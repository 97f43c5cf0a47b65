//! Updates that DynamoDB would refuse are refused before anything is sent, with the attribute's name.

use faraday::testing::Canned;
use faraday::{Database, Error, ErrorKind, Item, Table, Value};

#[derive(Debug, Item)]
#[faraday(table = "orders", global_index(by_state, partition_key = state, sort_key = city))]
struct Order {
    #[faraday(partition_key)]
    id: String,
    state: Option<String>,
    city: Option<String>,
    total: u64,
    other: u64,
    address: Address,
    lines: Vec<Address>,
    #[faraday(updated_at)]
    changed: Option<std::time::SystemTime>,
}

#[derive(Debug, Value)]
struct Address {
    street: String,
    number: u32,
}

fn update() -> faraday::operation::Update<Order> {
    Table::<Order>::update("7")
}

/// The error of an operation for which nothing was sent.
async fn refused<O>(operation: impl AsyncFnOnce(&Database) -> Result<O, Error>) -> Error {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let Err(error) = operation(&db).await else { panic!("it was sent: {}", canned.last().text()) };
    assert!(canned.recorded().is_empty(), "{error}");
    error
}

fn assert_names(error: &Error, place: &str) {
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    assert!(error.to_string().contains(&format!("`{place}`")), "{error}");
}

#[tokio::test]
async fn one_place_is_changed_once() {
    let street = || Order::ADDRESS.dot(Address::STREET);
    for (update, place) in [
        (update().set(Order::TOTAL, 5).set(Order::TOTAL, 6), "total"),
        (update().set(Order::TOTAL, 5).add(Order::TOTAL, 6), "total"),
        (update().increment(Order::TOTAL, 5).decrement(Order::TOTAL, 6), "total"),
        (update().set_if_absent(Order::CITY, "Leeds").remove(Order::CITY), "city"),
        (update().set(street(), "a").set(street(), "b"), "address.street"),
        (update().set(Order::ADDRESS, Address { street: "a".into(), number: 1 }).set(street(), "b"), "address.street"),
        (update().set(street(), "b").set(Order::ADDRESS, Address { street: "a".into(), number: 1 }), "address"),
        (update().remove(Order::LINES.at(1)).set(Order::LINES.at(1).dot(Address::NUMBER), 2), "lines[1].number"),
        (update().append(Order::LINES, &[][..]).remove(Order::LINES), "lines"),
    ] {
        assert_names(&refused(async |db| update.on(db).await).await, place);
    }
}

#[tokio::test]
async fn places_beside_each_other_are_changed_together() {
    let db = Database::new(Canned::answering("{}").client());
    let number = || Order::ADDRESS.dot(Address::NUMBER);
    update()
        .set(Order::ADDRESS.dot(Address::STREET), "a")
        .set(number(), 2)
        .set(Order::TOTAL, Order::OTHER)
        .on(&db)
        .await
        .unwrap();
    update().remove(Order::LINES.at(1)).remove(Order::LINES.at(2)).on(&db).await.unwrap();
}

#[tokio::test]
async fn an_attribute_is_not_compared_with_itself() {
    let number = || Order::ADDRESS.dot(Address::NUMBER);
    for (condition, place) in [
        (Order::TOTAL.eq(Order::TOTAL), "total"),
        (Order::TOTAL.ge(Order::TOTAL), "total"),
        (Order::TOTAL.between(1, Order::TOTAL), "total"),
        (Order::TOTAL.is_in([Order::OTHER, Order::TOTAL]), "total"),
        (Order::OTHER.eq(1) & !number().lt(number()), "address.number"),
    ] {
        assert_names(
            &refused(async |db| update().set(Order::CITY, "x").condition(condition).on(db).await).await,
            place,
        );
    }
    let db = Database::new(Canned::answering("{}").client());
    update().set(Order::CITY, "x").condition(Order::TOTAL.eq(Order::OTHER)).on(&db).await.unwrap();
}

#[tokio::test]
async fn a_range_does_not_end_before_it_begins() {
    for (condition, place) in [
        (Order::TOTAL.between(9, 1), "total"),
        (Order::CITY.between("b", "a"), "city"),
        (Order::LINES.at(0).dot(Address::NUMBER).between(10, 9), "lines[0].number"),
    ] {
        let query = Table::<Order>::query("7").filter(condition);
        assert_names(&refused(async |db| query.on(db).await).await, place);
    }
    let db = Database::new(Canned::answering(r#"{"Items":[],"Count":0}"#).client());
    let equal = Order::TOTAL.between(9, 9) & Order::TOTAL.between(9, Order::OTHER);
    Table::<Order>::query("7").filter(equal).on(&db).await.unwrap();
}

#[tokio::test]
async fn an_expression_has_4_kilobytes() {
    let condition = Order::TOTAL.is_in(0..600_u64);
    let error = refused(async |db| Table::<Order>::query("7").filter(condition).on(db).await).await;
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("FilterExpression"), "{error}");
}

#[tokio::test]
async fn the_key_of_an_index_is_neither_empty_nor_too_long() {
    let long = "x".repeat(2_049);
    for (update, place) in [
        (update().set(Order::STATE, ""), "state"),
        (update().set(Order::STATE, long.as_str()), "state"),
        (update().set_if_absent(Order::CITY, ""), "city"),
        (update().set(Order::CITY, &long[..1_025]), "city"),
    ] {
        let error = refused(async |db| update.on(db).await).await;
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        assert!(error.to_string().contains(place), "{error}");
    }
    let db = Database::new(Canned::answering("{}").client());
    update().set(Order::STATE, &long[..2_048]).set(Order::CITY, &long[..1_024]).on(&db).await.unwrap();
}
