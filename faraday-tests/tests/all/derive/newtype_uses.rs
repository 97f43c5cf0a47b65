//! A newtype, and a field with another stored form, can do what that form can.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use bytes::Bytes;
use faraday::{Item, Table, Value};
use faraday_tests::tables::with_table;
use serde_json::json;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Value)]
struct Sku(String);

#[derive(Debug, Clone, PartialEq, Value)]
struct Tags(BTreeSet<Sku>);

#[derive(Debug, Clone, PartialEq, Value)]
struct Lines(Option<Vec<Sku>>);

#[derive(Debug, Clone, PartialEq, Value)]
struct Prices<T>(BTreeMap<String, T>);

#[derive(Debug, Clone, PartialEq, Value)]
struct Blob(Vec<u8>);

#[derive(Debug, Clone, Copy, PartialEq, Value)]
struct Count(u64);

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "things")]
struct Thing {
    #[faraday(partition_key)]
    id: Sku,
    sku: Sku,
    tags: Tags,
    lines: Lines,
    prices: Prices<u64>,
    blob: Blob,
    bytes: Bytes,
    count: Count,
    #[faraday(with = faraday::value::text)]
    host: IpAddr,
    #[faraday(as = String)]
    colour: Colour,
    document: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq)]
struct Colour(u32);

impl From<&Colour> for String {
    fn from(colour: &Colour) -> Self {
        format!("#{:06x}", colour.0)
    }
}

impl TryFrom<String> for Colour {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u32::from_str_radix(text.trim_start_matches('#'), 16).map(Self)
    }
}

fn thing() -> Thing {
    Thing {
        id: Sku("a".into()),
        sku: Sku("tea-green".into()),
        tags: Tags([Sku("hot".into())].into()),
        lines: Lines(Some(vec![Sku("l".into())])),
        prices: Prices([("gb".to_owned(), 5)].into()),
        blob: Blob(vec![1, 2, 3]),
        bytes: Bytes::from_static(&[4, 5]),
        count: Count(1),
        host: IpAddr::from([127, 0, 0, 1]),
        colour: Colour(0xff8800),
        document: json!({"a": [1, {"b": "deep"}]}),
    }
}

#[tokio::test]
async fn conditions_take_a_newtype_or_what_it_holds() {
    faraday_tests::needs!(BinaryOperands);
    with_table::<Thing>(async |db| {
        Table::<Thing>::put(&thing()).on(db).await.unwrap();
        for (number, (condition, holds)) in [
            (Thing::SKU.contains("green"), true),
            (Thing::SKU.contains("black"), false),
            (Thing::SKU.begins_with("tea"), true),
            (Thing::SKU.eq(Sku("tea-green".into())), true),
            (Thing::SKU.size().eq(9), true),
            (Thing::ID.contains("a"), true),
            (Thing::TAGS.contains(Sku("hot".into())), true),
            (Thing::TAGS.contains(Sku("cold".into())), false),
            (Thing::TAGS.size().eq(1), true),
            (Thing::LINES.contains(Sku("l".into())), true),
            (Thing::LINES.at(0).begins_with("l"), true),
            (Thing::PRICES.entry("gb").gt(4), true),
            (Thing::BLOB.contains([2u8, 3]), true),
            (Thing::BLOB.begins_with([1u8]), true),
            (Thing::BYTES.contains(Bytes::from_static(&[5])), true),
            (Thing::BYTES.begins_with([4u8]), true),
            (Thing::COUNT.ge(Count(1)), true),
            (Thing::HOST.begins_with("127."), true),
            (Thing::HOST.contains(".0."), true),
            (Thing::COLOUR.contains("88"), true),
            (Thing::COLOUR.eq("#ff8800"), true),
            (Thing::DOCUMENT.entry("a").at(1).entry("b").eq(json!("deep")), true),
        ]
        .into_iter()
        .enumerate()
        {
            let found = Table::<Thing>::scan().filter(condition).on(db).await.unwrap();
            assert_eq!(found.len() == 1, holds, "condition {number}");
        }
    })
    .await;
}

#[tokio::test]
async fn updates_take_a_newtype_or_what_it_holds() {
    with_table::<Thing>(async |db| {
        Table::<Thing>::put(&thing()).on(db).await.unwrap();
        let changed = Table::<Thing>::update(Sku("a".into()))
            .insert(Thing::TAGS, [Sku("new".into())])
            .append(Thing::LINES, Lines(Some(vec![Sku("m".into())])))
            .set(Thing::PRICES.entry("fr"), 7)
            .add(Thing::COUNT, Count(4))
            .set(Thing::HOST, "::1")
            .set(Thing::COLOUR, "#000001")
            .set(Thing::DOCUMENT.entry("a").at(0), json!("one"))
            .returning_new()
            .on(db)
            .await
            .unwrap();
        let mut expected = thing();
        expected.tags.0.insert(Sku("new".into()));
        expected.lines = Lines(Some(vec![Sku("l".into()), Sku("m".into())]));
        expected.prices.0.insert("fr".into(), 7);
        expected.count = Count(5);
        expected.host = "::1".parse().unwrap();
        expected.colour = Colour(1);
        expected.document = json!({"a": ["one", {"b": "deep"}]});
        assert_eq!(changed, expected);
    })
    .await;
}
