//! No update leaves an item that cannot be read, unless the update says so.

use std::collections::BTreeSet;
use std::num::NonZero;

use faraday::{ErrorKind, Item, Table, Value};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, Copy, PartialEq, Value)]
struct Pieces(u32);

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "goods")]
struct Good {
    #[faraday(partition_key)]
    sku: String,
    stock: u32,
    pieces: Pieces,
    left: Option<u64>,
    places: NonZero<u8>,
    balance: i64,
    parts: Vec<Part>,
    tags: BTreeSet<String>,
    #[faraday(default)]
    note: String,
    boxed: Box<Option<u8>>,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Part {
    size: u32,
    colour: Option<String>,
}

fn good() -> Good {
    Good {
        sku: "tea".into(),
        stock: 3,
        pieces: Pieces(3),
        left: Some(3),
        places: NonZero::new(3).unwrap(),
        balance: 3,
        parts: vec![Part { size: 3, colour: Some("red".into()) }],
        tags: BTreeSet::from(["new".to_owned()]),
        note: "fragile".into(),
        boxed: Box::new(Some(1)),
    }
}

async fn stored() -> Good {
    Table::<Good>::get("tea").consistent().await.unwrap().unwrap()
}

fn update() -> faraday::operation::Update<Good> {
    Table::<Good>::update("tea")
}

#[tokio::test]
async fn an_unsigned_number_does_not_go_below_0() {
    with_table::<Good>(async |_| {
        Table::<Good>::put(&good()).await.unwrap();
        let too_much = [
            update().decrement(Good::STOCK, 4),
            update().decrement(Good::PIECES, Pieces(4)),
            update().decrement(Good::LEFT, 1_000),
            update().decrement(Good::PLACES, NonZero::new(3).unwrap()),
            update().decrement(Good::PARTS.at(0).dot(Part::SIZE), 4),
            update().set(Good::NOTE, "x").decrement(Good::STOCK, 4),
        ];
        for update in too_much {
            let error = update.await.unwrap_err();
            assert!(error.is_condition_failed(), "{error}");
            assert_eq!(stored().await, good(), "nothing was changed");
        }
        update().decrement(Good::STOCK, 3).decrement(Good::PIECES, Pieces(2)).decrement(Good::LEFT, 3).await.unwrap();
        update().decrement(Good::PLACES, NonZero::new(2).unwrap()).decrement(Good::BALANCE, 9).await.unwrap();
        let now = stored().await;
        assert_eq!((now.stock, now.pieces, now.left), (0, Pieces(1), Some(0)));
        assert_eq!((now.places.get(), now.balance), (1, -6));
    })
    .await;
}

#[tokio::test]
async fn the_condition_joins_those_of_the_user() {
    faraday_tests::needs!(Transactions);
    with_table::<Good>(async |_| {
        Table::<Good>::put(&good()).await.unwrap();
        let error = update().decrement(Good::STOCK, 1).condition(Good::BALANCE.eq(4)).await.unwrap_err();
        assert!(error.is_condition_failed());
        update().decrement(Good::STOCK, 1).condition(Good::BALANCE.eq(3)).await.unwrap();
        assert_eq!(stored().await.stock, 2);
        let error = faraday::transaction((update().decrement(Good::STOCK, 3),)).await.unwrap_err();
        assert!(error.is_condition_failed());
    })
    .await;
}

#[tokio::test]
async fn an_amount_may_be_another_attribute() {
    with_table::<Good>(async |_| {
        Table::<Good>::put(&Good { stock: 2, ..good() }).await.unwrap();
        let error = update().decrement(Good::STOCK, Good::PARTS.at(0).dot(Part::SIZE)).await.unwrap_err();
        assert!(error.is_condition_failed());
        update().decrement(Good::PARTS.at(0).dot(Part::SIZE), Good::STOCK).await.unwrap();
        assert_eq!(stored().await.parts[0].size, 1);
    })
    .await;
}

#[tokio::test]
async fn unchecked_it_does_and_the_read_names_the_attribute() {
    with_table::<Good>(async |_| {
        Table::<Good>::put(&good()).await.unwrap();
        update().decrement_unchecked(Good::STOCK, 4).await.unwrap();
        let error = Table::<Good>::get("tea").await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("`stock`"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn what_can_be_removed_is_read_back_without_it() {
    with_table::<Good>(async |_| {
        Table::<Good>::put(&good()).await.unwrap();
        let part = || Good::PARTS.at(0);
        update().remove(part().dot(Part::COLOUR)).remove(Good::LEFT).await.unwrap();
        assert_eq!(stored().await.parts, [Part { size: 3, colour: None }]);
        update().remove(part()).await.unwrap();
        assert_eq!(stored().await.parts, []);
        update().remove(Good::PARTS).remove(Good::TAGS).remove(Good::NOTE).remove(Good::BOXED).await.unwrap();
        let expected = Good {
            left: None,
            parts: vec![],
            tags: BTreeSet::new(),
            note: String::new(),
            boxed: Box::new(None),
            ..good()
        };
        assert_eq!(stored().await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_part_made_item_is_told_with_the_write_that_made_it() {
    with_table::<Good>(async |_| {
        let error = Table::<Good>::update("ghost").set(Good::STOCK, 1).returning_new().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("the write was done"), "{error}");
        assert!(error.to_string().contains("`pieces`"), "the first attribute that is missing: {error}");
        assert!(error.to_string().contains("an update without `if_exists` created it"), "{error}");
        assert!(error.decode_error().is_some());
        let error = Table::<Good>::delete("ghost").returning_old().await.unwrap_err();
        assert!(error.to_string().contains("the write was done"), "{error}");
        for error in [
            Table::<Good>::update("shadow").set(Good::STOCK, 1).await.and(Table::<Good>::get("shadow").await.map(drop)),
            Table::<Good>::query("shadow").await.map(drop),
            Table::<Good>::scan().await.map(drop),
            Table::<Good>::get_many(["shadow"]).await.map(drop),
        ] {
            let error = error.unwrap_err().to_string();
            assert!(
                error.contains("`pieces`") && error.contains("an update without `if_exists` created it"),
                "{error}"
            );
        }
        // An item of another shape was not made so.
        Table::<Good>::delete("shadow").await.unwrap();
        Table::<Good>::put(&good()).await.unwrap();
        update().decrement_unchecked(Good::STOCK, 4).await.unwrap();
        let error = Table::<Good>::get("tea").await.unwrap_err();
        assert!(!error.to_string().contains("if_exists"), "{error}");
        let error = Table::<Good>::update("nobody").set(Good::STOCK, 1).if_exists().await.unwrap_err();
        assert!(error.is_condition_failed());
        assert_eq!(Table::<Good>::get("nobody").await.unwrap(), None);
    })
    .await;
}
