//! Pages whose items have their attributes in any order: what the decoder learns from one item changes nothing for the next.

use std::collections::BTreeMap;

use faraday::document::from_json;
use faraday::testing::Canned;
use faraday::{Database, Item, Table, Value};
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "things")]
struct Thing {
    #[faraday(partition_key)]
    id: String,
    #[faraday(default)]
    text: String,
    number: Option<i64>,
    #[faraday(alias = "old")]
    new: Option<bool>,
    inner: Option<Inner>,
    #[faraday(default)]
    many: Vec<Inner>,
    #[faraday(default)]
    named: BTreeMap<String, Inner>,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Inner {
    /// It has another number here than in a `Thing`.
    number: Option<i64>,
    #[faraday(rename = "text")]
    words: Option<String>,
    deeper: Option<Box<Inner>>,
}

/// The kinds have the same names in another order.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "things", tag = "is")]
enum Kind {
    One {
        #[faraday(partition_key)]
        id: String,
        text: Option<String>,
        number: Option<i64>,
    },
    Two {
        number: Option<i64>,
        text: Option<String>,
        #[faraday(partition_key)]
        id: String,
    },
}

/// One attribute as DynamoDB JSON, with its name; spaces and escapes where JSON allows them.
fn attribute(name: &'static str) -> impl Strategy<Value = String> {
    let value = match name {
        "text" => prop_oneof![
            Just(r#"{"S":"plain"}"#.to_owned()),
            Just(r#"{"S":"\u0041\n\""}"#.to_owned()),
            Just(r#"{ "S" : "x" }"#.to_owned())
        ]
        .boxed(),
        "number" => {
            prop_oneof![(-9i64..9).prop_map(|n| format!(r#"{{"N":"{n}"}}"#)), Just(r#"{"NULL":true}"#.to_owned())]
                .boxed()
        }
        "new" | "old" => any::<bool>().prop_map(|b| format!(r#"{{"BOOL":{b}}}"#)).boxed(),
        "other" => Just(r#"{"XX":{"number":[1]}}"#.to_owned()).boxed(),
        "extra" => Just(r#"{"L":[{"N":"1"}]}"#.to_owned()).boxed(),
        _ => Just(r#"{"S":"a"}"#.to_owned()).boxed(),
    };
    let written = prop_oneof![9 => Just(format!("\"{name}\"")), 1 => Just(format!("\"\\u{:04x}{}\"", name.as_bytes()[0], &name[1..]))];
    (value, written, prop_oneof![9 => Just(":"), 1 => Just(" : ")])
        .prop_map(|(value, name, colon)| name + colon + &value)
}

/// A map of some of these, in any order.
fn map(names: &'static [&'static str], more: BoxedStrategy<Vec<String>>) -> BoxedStrategy<String> {
    let some = proptest::sample::subsequence(names, 0..=names.len());
    let own = some.prop_flat_map(|names| names.into_iter().map(attribute).collect::<Vec<_>>());
    let parts = (own, more).prop_map(|(own, more)| own.into_iter().chain(more).collect::<Vec<_>>());
    let comma = prop_oneof![9 => Just(","), 1 => Just(" , ")];
    (parts.prop_shuffle(), comma).prop_map(|(parts, comma)| format!("{{{}}}", parts.join(comma))).boxed()
}

fn inner() -> BoxedStrategy<String> {
    const NAMES: &[&str] = &["text", "number", "extra", "other"];
    let leaf = map(NAMES, Just(Vec::new()).boxed());
    let deeper = proptest::option::of(leaf)
        .prop_map(|inner| inner.into_iter().map(|inner| format!(r#""deeper":{{"M":{inner}}}"#)).collect())
        .boxed();
    map(NAMES, deeper)
}

fn thing() -> impl Strategy<Value = String> {
    let inners = (proptest::option::of(inner()), vec(inner(), 0..3), vec(inner(), 0..3));
    let more = inners.prop_map(|(one, many, named)| {
        let m = |inner: &String| format!(r#"{{"M":{inner}}}"#);
        let mut more = vec![r#""id":{"S":"a"}"#.to_owned()];
        more.extend(one.iter().map(|one| format!(r#""inner":{}"#, m(one))));
        let listed: Vec<_> = many.iter().map(m).collect();
        more.push(format!(r#""many":{{"L":[{}]}}"#, listed.join(",")));
        let named: Vec<_> =
            named.iter().zip(["x", "text", "y"]).map(|(inner, name)| format!(r#""{name}":{}"#, m(inner))).collect();
        more.push(format!(r#""named":{{"M":{{{}}}}}"#, named.join(",")));
        more
    });
    map(&["text", "number", "new", "old", "extra", "other"], more.boxed())
}

fn kind() -> impl Strategy<Value = String> {
    let more = prop_oneof![Just("One"), Just("Two")]
        .prop_map(|kind| vec![r#""id":{"S":"a"}"#.to_owned(), format!(r#""is":{{"S":"{kind}"}}"#)]);
    map(&["text", "number", "extra"], more.boxed())
}

/// Reads a page, and each of its items by itself.
fn compare<I: Item<Key = faraday::schema::Simple<String>> + PartialEq + std::fmt::Debug>(items: &[String]) {
    let body = format!(r#"{{"Count":1,"Items":[{}],"ScannedCount":1}}"#, items.join(","));
    let database = Database::new(Canned::answering(body).client());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let page = runtime.block_on(async { Table::<I>::query("a").on(&database).await });
    let alone: Result<Vec<I>, _> = items.iter().map(|item| from_json(item)).collect();
    match (page, alone) {
        (Ok(page), Ok(alone)) => assert_eq!(page, alone),
        (Err(page), Err(alone)) => assert!(page.to_string().contains(&alone.to_string()), "{page}: {alone}"),
        (page, alone) => panic!("{page:?} {alone:?}"),
    }
}

proptest! {
    #![proptest_config(crate::random::cases(192))]

    #[test]
    fn a_page_is_read_as_its_items_alone(items in vec(thing(), 1..8)) {
        compare::<Thing>(&items);
    }

    #[test]
    fn kinds_in_turn_are_told_apart(items in vec(kind(), 1..12)) {
        compare::<Kind>(&items);
    }
}
