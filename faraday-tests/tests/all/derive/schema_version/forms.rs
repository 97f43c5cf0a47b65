//! The forms of the options, and structs of every form, outside of requests.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::document::{from_json, from_map, from_plain_json, to_json, to_map, to_plain_json};
use faraday::schema::{OlderItem, SchemaVersioned};
use faraday::value::DecodeError;
use faraday::{Item, Value};

use super::fixture::{Order, OrderOf2, order, order_of_1, order_of_2};

#[test]
fn documents_of_all_forms_are_upgraded() {
    assert_eq!(from_map::<Order>(to_map(&order_of_1(1)).unwrap()).unwrap(), order(1));
    assert_eq!(from_map::<Order>(to_map(&order_of_2(2)).unwrap()).unwrap(), order(2));
    assert_eq!(from_map::<Order>(to_map(&order(3)).unwrap()).unwrap(), order(3));
    assert_eq!(from_json::<Order>(to_json(&order_of_1(1)).unwrap()).unwrap(), order(1));
    assert_eq!(from_json::<Order>(to_json(&order_of_2(2)).unwrap()).unwrap(), order(2));
    assert_eq!(from_json::<Order>(to_json(&order(3)).unwrap()).unwrap(), order(3));
    // Sets are arrays there, which only the older struct tells.
    assert_eq!(from_plain_json::<Order>(to_plain_json(&order_of_1(1)).unwrap()).unwrap(), order(1));
    assert_eq!(from_plain_json::<Order>(to_plain_json(&order_of_2(2)).unwrap()).unwrap(), order(2));
    assert_eq!(from_plain_json::<Order>(to_plain_json(&order(3)).unwrap()).unwrap(), order(3));
    assert_eq!(from_json::<OrderOf2>(to_json(&order_of_1(2)).unwrap()).unwrap(), order_of_2(2));
}

#[test]
fn the_schema_has_the_version() {
    let version = Order::SCHEMA.schema_version().unwrap();
    assert_eq!((version.attribute(), version.current()), ("schema_version", 3));
    assert_eq!(Order::SCHEMA_VERSION, version);
    assert!(super::fixture::WrittenOf1::SCHEMA.schema_version().is_none());
}

/// The attribute of another name, beside a case for names; the item keeps what it does not know.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages", rename_all = "camelCase", schema_version(2, rename = "v"), upgrade = upgrade_page)]
struct Page {
    #[faraday(partition_key)]
    page_path: String,
    page_title: String,
    #[faraday(extra)]
    others: BTreeMap<String, AttributeValue>,
}

fn upgrade_page(older: &OlderItem<'_>) -> Result<Page, DecodeError> {
    assert_eq!(format!("{older:?}"), "OlderItem(version 1)");
    // As a map, it has everything.
    let mut others: HashMap<String, AttributeValue> = older.read()?;
    let mut take = |name: &str| match others.remove(name) {
        Some(AttributeValue::S(text)) => Ok(text),
        _ => Err(DecodeError::missing(name, "S")),
    };
    Ok(Page { page_path: take("pagePath")?, page_title: take("title")?, others: others.into_iter().collect() })
}

#[test]
fn the_attribute_has_another_name_and_is_no_extra_one() {
    let page = Page { page_path: "/".into(), page_title: "Home".into(), others: BTreeMap::new() };
    let json = to_json(&page).unwrap();
    assert_eq!(json, r#"{"v":{"N":"2"},"pagePath":{"S":"/"},"pageTitle":{"S":"Home"}}"#);
    assert_eq!(from_json::<Page>(json).unwrap(), page);
    let old = r#"{"pagePath":{"S":"/"},"title":{"S":"Home"},"theme":{"S":"dark"}}"#;
    let theme = BTreeMap::from([("theme".to_owned(), AttributeValue::S("dark".into()))]);
    assert_eq!(from_json::<Page>(old).unwrap(), Page { others: theme, ..page.clone() });
    let taken = BTreeMap::from([("v".to_owned(), AttributeValue::N("7".into()))]);
    assert!(to_json(&Page { others: taken, ..page }).is_err());
}

/// Version 1: nothing is older, and an item without the attribute is of it.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages", schema_version = 1, deny_unknown)]
struct First {
    #[faraday(partition_key)]
    path: String,
}

#[test]
fn an_item_without_the_attribute_is_of_version_1() {
    let first = First { path: "/".into() };
    assert_eq!(to_json(&first).unwrap(), r#"{"schema_version":{"N":"1"},"path":{"S":"/"}}"#);
    assert_eq!(from_json::<First>(to_json(&first).unwrap()).unwrap(), first);
    assert_eq!(from_json::<First>(r#"{"path":{"S":"/"}}"#).unwrap(), first);
    let error = from_json::<First>(r#"{"path":{"S":"/"},"schema_version":{"N":"2"}}"#).unwrap_err().to_string();
    assert!(error.contains("expected schema version 1 of this item or an older one, found 2"), "{error}");
    let error = from_json::<First>(r#"{"path":{"S":"/"},"schema_version":{"N":"0"}}"#).unwrap_err().to_string();
    assert_eq!(error, "schema version 0 of this item is not known any more");
    // What is wrong with a current item is said as ever.
    let error = from_json::<First>(r#"{"path":{"N":"7"}}"#).unwrap_err().to_string();
    assert_eq!(error, "attribute `path`: expected S, found N");
    assert!(from_json::<First>(r#"{"path":{"S":"/"},"more":{"S":""}}"#).is_err());
    assert!(from_json::<First>(r#"{"path":{"S":"/"}"#).is_err());
}

/// So many fields that they are read out of line, and a type of a parameter.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "wide", schema_version = 2, upgrade = upgrade_wide)]
struct Wide<T: Value + Default + Send + Sync + 'static> {
    #[faraday(partition_key)]
    id: u64,
    a: T,
    b: u64,
    c: u64,
    d: u64,
    e: u64,
    f: u64,
    g: u64,
    h: u64,
    i: u64,
    j: u64,
    k: u64,
    l: u64,
    m: u64,
    n: u64,
    o: u64,
    p: u64,
    q: u64,
    r: Option<String>,
}

#[derive(Debug, Value)]
struct WideOf1 {
    id: u64,
}

fn upgrade_wide<T: Value + Default + Send + Sync + 'static>(older: &OlderItem<'_>) -> Result<Wide<T>, DecodeError> {
    let WideOf1 { id } = older.read()?;
    Ok(wide(id))
}

fn wide<T: Value + Default + Send + Sync + 'static>(id: u64) -> Wide<T> {
    Wide {
        id,
        a: T::default(),
        b: 1,
        c: 2,
        d: 3,
        e: 4,
        f: 5,
        g: 6,
        h: 7,
        i: 8,
        j: 9,
        k: 10,
        l: 11,
        m: 12,
        n: 13,
        o: 14,
        p: 15,
        q: 16,
        r: None,
    }
}

#[test]
fn a_struct_of_many_fields_and_a_parameter() {
    let item: Wide<String> = wide(7);
    assert_eq!(from_json::<Wide<String>>(to_json(&item).unwrap()).unwrap(), item);
    assert_eq!(from_map::<Wide<String>>(to_map(&item).unwrap()).unwrap(), item);
    assert_eq!(from_json::<Wide<String>>(r#"{"id":{"N":"7"}}"#).unwrap(), item);
    let error = from_json::<Wide<String>>(r#"{"id":{"N":"7"},"schema_version":{"N":"2"}}"#).unwrap_err();
    assert!(error.to_string().contains("attribute `a`"), "{error}");
}

/// An enum, and a value with the same form, whose tag the struct does not know: the older struct does not see it either.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", tag = "kind")]
enum Record {
    #[faraday(rename = "note")]
    Note(KindNote),
    #[faraday(rename = "mark")]
    Mark {
        #[faraday(partition_key)]
        id: u64,
    },
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", kind = "note", schema_version = 2, upgrade = upgrade_kind_note)]
struct KindNote {
    #[faraday(partition_key)]
    id: u64,
    text: String,
}

#[derive(Debug, Item)]
#[faraday(table = "records", kind = "note", deny_unknown)]
struct KindNoteOf1 {
    #[faraday(partition_key)]
    id: u64,
    line: String,
}

fn upgrade_kind_note(older: &OlderItem<'_>) -> Result<KindNote, DecodeError> {
    let KindNoteOf1 { id, line } = older.read()?;
    Ok(KindNote { id, text: line })
}

#[derive(Debug, PartialEq, Value)]
#[faraday(tag = "kind")]
enum Holder {
    Note(Note),
    Empty,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", schema_version = 2, upgrade = upgrade_note, deny_unknown)]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    text: String,
}

#[derive(Debug, Value)]
#[faraday(deny_unknown)]
struct NoteOf1 {
    id: u64,
    line: String,
}

fn upgrade_note(older: &OlderItem<'_>) -> Result<Note, DecodeError> {
    let NoteOf1 { id, line } = older.read()?;
    Ok(Note { id, text: line })
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", untagged)]
enum Untagged {
    Note(Note),
    Mark {
        #[faraday(partition_key)]
        id: u64,
        at: u64,
    },
}

#[test]
fn the_variants_of_an_enum_are_upgraded() {
    let record = Record::Note(KindNote { id: 1, text: "x".into() });
    let json = to_json(&record).unwrap();
    assert_eq!(json, r#"{"kind":{"S":"note"},"schema_version":{"N":"2"},"id":{"N":"1"},"text":{"S":"x"}}"#);
    assert_eq!(from_json::<Record>(json).unwrap(), record);
    let old = r#"{"id":{"N":"1"},"kind":{"S":"note"},"line":{"S":"x"}}"#;
    assert_eq!(from_json::<Record>(old).unwrap(), record);
    let map: HashMap<String, AttributeValue> = from_json(old).unwrap();
    assert_eq!(from_map::<Record>(map).unwrap(), record);
    assert_eq!(from_plain_json::<Record>(r#"{"line":"x","kind":"note","id":1}"#).unwrap(), record);
    assert_eq!(from_json::<Record>(to_json(&Record::Mark { id: 4 }).unwrap()).unwrap(), Record::Mark { id: 4 });

    let note = Note { id: 1, text: "x".into() };
    let old = r#"{"id":{"N":"1"},"line":{"S":"x"}}"#;
    assert_eq!(from_json::<Untagged>(old).unwrap(), Untagged::Note(note));
    let mark = Untagged::Mark { id: 1, at: 2 };
    assert_eq!(from_json::<Untagged>(to_json(&mark).unwrap()).unwrap(), mark);
}

/// Inside of another attribute as well, in every form.
#[test]
fn a_tag_that_is_hidden_from_the_struct_is_hidden_from_the_older_one() {
    let holder = || Holder::Note(Note { id: 1, text: "x".into() });
    let old = r#"{"holder":{"M":{"id":{"N":"1"},"kind":{"S":"Note"},"line":{"S":"x"}}},"last":{"N":"1"}}"#;
    #[derive(Debug, PartialEq, Value)]
    struct Outer {
        holder: Holder,
        last: u64,
    }
    assert_eq!(from_json::<Outer>(old).unwrap(), Outer { holder: holder(), last: 1 });
    let map: HashMap<String, AttributeValue> = from_json(old).unwrap();
    assert_eq!(from_map::<Outer>(map).unwrap(), Outer { holder: holder(), last: 1 });
    let plain = r#"{"holder":{"id":1,"kind":"Note","line":"x"},"last":1}"#;
    assert_eq!(from_plain_json::<Outer>(plain).unwrap(), Outer { holder: holder(), last: 1 });
    let current = Outer { holder: holder(), last: 1 };
    assert_eq!(from_json::<Outer>(to_json(&current).unwrap()).unwrap(), current);
    assert_eq!(from_map::<Outer>(to_map(&current).unwrap()).unwrap(), current);
    let empty = Outer { holder: Holder::Empty, last: 1 };
    assert_eq!(from_json::<Outer>(to_json(&empty).unwrap()).unwrap(), empty);
}
