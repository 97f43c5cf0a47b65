//! What nothing and empty values do: the table of the page `value/null_and_empty.md`, made by running it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;
use std::{env, fs};

use faraday::value::Value as Stored;
use faraday::{
    Item, Table, Value,
    document::{from_json, to_json},
    execute::Explain,
};
use faraday_tests::tables::with_table;

#[derive(Debug, Value)]
struct One<T> {
    v: T,
}

fn written<T: Stored>(value: T) -> String {
    let json = to_json(&One { v: value }).unwrap();
    match json.strip_prefix(r#"{"v":"#).and_then(|json| json.strip_suffix('}')) {
        Some(value) => format!("`{value}`"),
        None => "left out".to_owned(),
    }
}

fn inside<T: Stored>(value: T) -> String {
    let list = written(vec![value]);
    format!("`{}`", list.strip_prefix(r#"`{"L":["#).and_then(|list| list.strip_suffix("]}`")).unwrap())
}

fn read<T: Stored + Debug>(json: &str) -> String {
    match from_json::<One<T>>(json) {
        Ok(one) => format!("`{:?}`", one.v),
        Err(_) => "error".to_owned(),
    }
}

fn sent(explained: Explain) -> &'static str {
    if explained.body().is_ok() { "yes" } else { "error" }
}

/// The line of a type: what its value does that is nothing or empty.
macro_rules! line {
    (@common $name:literal, $ty:ty, $value:expr) => {
        [
            $name.to_owned(),
            written::<$ty>($value),
            inside::<$ty>($value),
            read::<$ty>("{}"),
            read::<$ty>(r#"{"v":{"NULL":true}}"#),
        ]
    };
    // An update does not take an `Option`, which `ui/operation` shows.
    ($name:literal, Option<$ty:ty>, $value:expr) => {{
        let [name, item, list, absent, null] = line!(@common $name, Option<$ty>, $value);
        [name, item, list, absent, null, "does not compile: `remove`".to_owned(), "`not_exists`".to_owned()]
    }};
    ($name:literal, $ty:ty, $value:expr) => {{
        #[derive(Item)]
        #[faraday(table = "rows")]
        struct Row {
            #[faraday(partition_key)]
            id: u8,
            #[allow(dead_code)]
            v: $ty,
        }
        let [name, item, list, absent, null] = line!(@common $name, $ty, $value);
        let update = sent(Table::<Row>::update(1).set(Row::V, $value).explain());
        let condition = sent(Table::<Row>::delete(1).condition(Row::V.eq($value)).explain());
        [name, item, list, absent, null, update.to_owned(), condition.to_owned()]
    }};
}

fn table() -> String {
    let head = ["value", "in an item", "in a `Vec` or `BTreeMap`", "absent reads as", "NULL reads as", "`set`", "`eq`"];
    let lines = [
        line!("`None` of `Option<u64>`", Option<u64>, None),
        line!("`()`", (), ()),
        line!("`\"\"`", String, String::new()),
        line!("empty `Vec<u8>`", Vec<u8>, vec![]),
        line!("empty `Vec<String>`", Vec<String>, vec![]),
        line!("empty `BTreeMap<String, u8>`", BTreeMap<String, u8>, BTreeMap::new()),
        line!("empty `BTreeSet<String>`", BTreeSet<String>, BTreeSet::new()),
        line!("`Some` of an empty `BTreeSet<u8>`", Option<BTreeSet<u8>>, Some(BTreeSet::new())),
        line!("`0`", u64, 0u64),
        line!("`false`", bool, false),
    ];
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for line in lines {
        text += &format!("| {} |\n", line.join(" | "));
    }
    text
}

#[test]
fn the_page_says_what_is_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../faraday-core/src/value/null_and_empty.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("<!-- table -->\n").unwrap();
    let (old, after) = rest.split_once("<!-- end -->").unwrap();
    let new = table();
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(&path, format!("{before}<!-- table -->\n{new}<!-- end -->{after}")).unwrap();
        return;
    }
    assert!(new == old, "the table of value/null_and_empty.md is not what is so (FARADAY_BLESS=1 rewrites it):\n{new}");
}

/// What the page says beside the table, on a table.
#[tokio::test]
async fn nothing_and_null_are_told_apart_by_conditions() {
    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = "rows")]
    struct Row {
        #[faraday(partition_key)]
        id: u8,
        left_out: Option<u64>,
        #[faraday(null)]
        null: Option<u64>,
        tags: BTreeSet<String>,
    }
    with_table::<Row>(async |db| {
        let row = Row { id: 1, left_out: None, null: None, tags: BTreeSet::new() };
        Table::<Row>::put(&row).on(db).await.unwrap();
        assert_eq!(Table::<Row>::get(1).on(db).await.unwrap(), Some(row.clone()));
        for (condition, holds) in [
            (Row::LEFT_OUT.not_exists(), true),
            (Row::NULL.exists(), true),
            (Row::NULL.eq(1), false),
            (Row::LEFT_OUT.ne(1), true),
            (Row::LEFT_OUT.lt(1), false),
            (Row::TAGS.not_exists(), true),
        ] {
            let found = Table::<Row>::scan().filter(condition).on(db).await.unwrap();
            assert_eq!(found.len() == 1, holds, "{found:?}");
        }
        Table::<Row>::update(1).set(Row::LEFT_OUT, 1).insert(Row::TAGS, ["a"]).on(db).await.unwrap();
        Table::<Row>::update(1).remove(Row::LEFT_OUT).delete(Row::TAGS, ["a"]).on(db).await.unwrap();
        // The last element took the attribute with it.
        assert_eq!(Table::<Row>::get(1).on(db).await.unwrap(), Some(row));
    })
    .await;
}
