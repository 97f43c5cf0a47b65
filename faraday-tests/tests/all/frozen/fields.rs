//! Frozen fields with options: versions, upgrades, passthrough.

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{
    Database, Frozen, Item, Projection, Table, Value,
    document::{from_json, from_map, from_plain_json, to_json, to_map, to_plain_json},
    frozen::Older,
    value::DecodeError,
};
use faraday_tests::tables::{own_database, with_table, with_table_of};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
    author: String,
}

/// Version 2; version 1 was a string.
#[derive(Serialize, Deserialize)]
struct NotesOfVersion2 {
    lines: Vec<String>,
}

fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
    let lines = match older.version() {
        1 => vec![older.read()?],
        2 => older.read::<NotesOfVersion2>()?.lines,
        _ => return Err(older.unknown()),
    };
    Ok(Notes { lines, author: "unknown".into() })
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", global_index(by_kind, partition_key = kind, projection = include(notes)))]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    kind: String,
    #[faraday(frozen, version = 3, upgrade = upgrade)]
    notes: Notes,
    #[faraday(frozen, version = 3, upgrade = upgrade, null)]
    more: Option<Notes>,
    #[faraday(frozen, version = 7, default)]
    count: u32,
    part: Part,
    /// The optimistic lock, which is another thing.
    #[faraday(version)]
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Part {
    #[faraday(frozen, version = 3, upgrade = upgrade)]
    notes: Notes,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[faraday(of = Order)]
struct Summary {
    id: u64,
    #[faraday(frozen)]
    notes: Notes,
    #[faraday(frozen, from = more)]
    rest: Option<Notes>,
}

fn notes(line: &str) -> Notes {
    Notes { lines: vec![line.into()], author: "unknown".into() }
}

fn order(id: u64) -> Order {
    Order {
        id,
        kind: "plain".into(),
        notes: notes("one"),
        more: Some(notes("two")),
        count: 4,
        part: Part { notes: notes("three") },
        version: 0,
    }
}

fn blob(bytes: Vec<u8>) -> AttributeValue {
    AttributeValue::B(bytes.into())
}

fn of_version_1(text: &str) -> AttributeValue {
    blob(Frozen(text.to_owned()).to_bytes().unwrap())
}

fn of_version_2(text: &str) -> AttributeValue {
    blob(Frozen(NotesOfVersion2 { lines: vec![text.into()] }).to_bytes_as(2).unwrap())
}

#[test]
fn the_version_is_written() {
    let map = to_map(&order(1)).unwrap();
    let version = |value: &AttributeValue| Frozen::inspect(value.as_b().unwrap().as_ref()).unwrap().version;
    assert_eq!([&map["notes"], &map["more"], &map["count"]].map(version), [3, 3, 7]);
    assert_eq!(version(&map["part"].as_m().unwrap()["notes"]), 3);
    assert!(to_map(&Order { more: None, ..order(1) }).unwrap()["more"].is_null());
    for read in [
        from_map::<Order>(map).unwrap(),
        from_json(to_json(&order(1)).unwrap()).unwrap(),
        from_plain_json(to_plain_json(&order(1)).unwrap()).unwrap(),
    ] {
        assert_eq!(read, order(1));
    }
}

#[test]
fn older_versions_are_upgraded() {
    let mut map = to_map(&order(1)).unwrap();
    map.insert("notes".into(), of_version_1("one"));
    map.insert("more".into(), of_version_2("two"));
    map.insert("part".into(), AttributeValue::M([("notes".into(), of_version_1("three"))].into()));
    assert_eq!(from_map::<Order>(map.clone()).unwrap(), order(1));
    map.insert("more".into(), AttributeValue::Null(true));
    assert_eq!(from_map::<Order>(map).unwrap(), Order { more: None, ..order(1) });
}

#[test]
fn other_versions_are_an_error() {
    let error = |name: &str, value: AttributeValue| {
        let mut map = to_map(&order(1)).unwrap();
        map.insert(name.into(), value);
        from_map::<Order>(map).unwrap_err().to_string()
    };
    let newer = blob(Frozen(notes("one")).to_bytes_as(4).unwrap());
    assert_eq!(error("notes", newer), "attribute `notes`: expected version 3 of this frozen type, found 4");
    // Without an upgrade none that is older is known.
    let older = blob(Frozen(4_u32).to_bytes().unwrap());
    assert_eq!(error("count", older), "attribute `count`: version 1 of this frozen type is no longer known");
    assert!(error("notes", blob(b"fragile".to_vec())).contains("found bytes without its header"));
    assert!(error("notes", AttributeValue::S("fragile".into())).contains("expected B, found S"));
    assert!(error("part", AttributeValue::M([("notes".into(), blob(vec![]))].into())).contains("`part.notes`"));
}

async fn put_raw(database: &Database, table: &str, map: std::collections::HashMap<String, AttributeValue>) {
    let table = format!("{}{table}", database.table_prefix());
    database.client().put_item().table_name(table).set_item(Some(map)).send().await.unwrap();
}

#[tokio::test]
async fn reads_of_parts_upgrade_too() {
    with_table_of::<Order>(own_database(), async |database: &Database| {
        let mut map = to_map(&order(1)).unwrap();
        map.insert("notes".into(), of_version_1("one"));
        map.insert("more".into(), of_version_2("two"));
        put_raw(database, "orders", map).await;

        let get = || Table::<Order>::get(1);
        assert_eq!(get().select(Order::NOTES).await.unwrap(), Some(Frozen(notes("one"))));
        let row = get().select((Order::ID, Order::MORE, Order::COUNT)).await.unwrap();
        assert_eq!(row, Some((1, Some(Frozen(notes("two"))), Frozen(4))));
        let summary = Summary { id: 1, notes: notes("one"), rest: Some(notes("two")) };
        assert_eq!(get().select_as::<Summary>().await.unwrap(), Some(summary));
        let rows = Table::<Order>::index(Order::BY_KIND).query("plain").await.unwrap();
        assert_eq!(rows[0].notes, notes("one"));
    })
    .await;
}

#[tokio::test]
async fn an_update_writes_the_version() {
    with_table::<Order>(async |_: &Database| {
        Table::<Order>::put(&order(1)).await.unwrap();
        let partial = Table::<Order>::update(1)
            .set(Order::NOTES, Frozen(notes("new")))
            .set(Order::MORE, Frozen(notes("newer")))
            .set(Order::COUNT, Frozen(9))
            .condition(Order::NOTES.exists() & !Order::COUNT.not_exists())
            .returning_updated_new()
            .await
            .unwrap();
        assert_eq!(partial.get_frozen(Order::MORE).unwrap(), Some(Some(Frozen(notes("newer")))));
        let map = partial.into_map();
        assert_eq!(Frozen::inspect(map["count"].as_b().unwrap().as_ref()).unwrap().version, 7);
        let found = Table::<Order>::get(1).await.unwrap().unwrap();
        assert_eq!((found.notes, found.more, found.count), (notes("new"), Some(notes("newer")), 9));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "files")]
struct File {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, passthrough)]
    body: Vec<u8>,
    #[faraday(frozen, passthrough = from_json_bytes)]
    lines: Option<Vec<String>>,
    #[faraday(frozen, version = 3, upgrade = upgrade, passthrough = from_text)]
    notes: Notes,
    #[faraday(frozen)]
    strict: Vec<u8>,
}

fn from_json_bytes(bytes: &[u8]) -> Result<Vec<String>, DecodeError> {
    serde_json::from_slice(bytes).map_err(|_| DecodeError::new("expected frozen bytes, or JSON"))
}

fn from_text(bytes: &[u8]) -> Result<Notes, DecodeError> {
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| DecodeError::new("expected frozen bytes, or text"))?;
    Ok(notes(&text))
}

fn file() -> File {
    File { id: 1, body: vec![1, 2], lines: Some(vec!["a".into()]), notes: notes("one"), strict: vec![3] }
}

#[test]
fn bytes_without_a_header_are_passed_through_where_it_is_said() {
    let mut map = to_map(&file()).unwrap();
    // What is written is frozen.
    for name in ["body", "lines", "notes"] {
        assert!(Frozen::inspect(map[name].as_b().unwrap().as_ref()).is_ok(), "{name}");
    }
    assert_eq!(from_map::<File>(map.clone()).unwrap(), file());
    map.insert("body".into(), blob(vec![1, 2]));
    map.insert("lines".into(), blob(br#"["a"]"#.to_vec()));
    map.insert("notes".into(), blob(b"one".to_vec()));
    assert_eq!(from_map::<File>(map.clone()).unwrap(), file());
    map.insert("notes".into(), of_version_1("one"));
    assert_eq!(from_map::<File>(map.clone()).unwrap(), file());

    // What has a header and is damaged is never taken as it is, nor is another type.
    let refused = |name: &str, value: AttributeValue| {
        let mut map = map.clone();
        map.insert(name.into(), value);
        assert!(from_map::<File>(map).is_err(), "{name}");
    };
    refused("body", blob(vec![0xF5, 0x52, 0x44]));
    refused("body", blob(vec![0xF5, 0x52, 0x44, 1, 0, 9, 1]));
    refused("body", AttributeValue::S("text".into()));
    refused("lines", blob(b"no JSON".to_vec()));
    refused("strict", blob(vec![3]));
}

proptest! {
    #![proptest_config(crate::random::cases(2_000))]

    #[test]
    fn any_bytes_are_a_value_or_an_error(bytes in vec(any::<u8>(), 0..80), framed in any::<bool>(), flags in 0..8_u8) {
        let bytes = if framed { [&[0xF5, 0x52, 0x44, 2, flags], &bytes[..]].concat() } else { bytes };
        for name in ["body", "lines", "notes", "strict"] {
            let mut map = to_map(&file()).unwrap();
            map.insert(name.into(), blob(bytes.clone()));
            let _ = from_map::<File>(map);
        }
        let mut map = to_map(&order(1)).unwrap();
        map.insert("notes".into(), blob(bytes));
        let _ = from_map::<Order>(map);
    }

    /// Mutated bytes of each version, in a field that upgrades.
    #[test]
    fn mutated_versions_are_a_value_or_an_error(version in 1..4_u32, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let value = match version {
            1 => of_version_1(&"fragile ".repeat(20)),
            2 => of_version_2("fragile"),
            _ => blob(Frozen(notes("fragile")).to_bytes_as(3).unwrap()),
        };
        let mut bytes = value.as_b().unwrap().as_ref().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let mut map = to_map(&order(1)).unwrap();
        map.insert("notes".into(), blob(bytes));
        let _ = from_map::<Order>(map);
    }
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Holder<T: Serialize + serde::de::DeserializeOwned> {
    #[faraday(frozen, version = 2)]
    held: T,
}

#[derive(Debug, Clone, PartialEq, Value)]
#[faraday(tag = "kind")]
enum Event {
    Noted {
        #[faraday(frozen, version = 3, upgrade = upgrade)]
        notes: Notes,
    },
}

/// The functions have the names of the fields.
#[derive(Debug, Clone, PartialEq, Value)]
#[faraday(tag = "kind")]
enum Named {
    Noted {
        #[faraday(frozen, version = 3, upgrade = upgrade, passthrough = from_text)]
        upgrade: Notes,
        #[faraday(frozen, passthrough = from_json_bytes)]
        from_json_bytes: Option<Vec<String>>,
    },
}

#[test]
fn functions_may_have_names_of_fields() {
    let value = Named::Noted { upgrade: notes("one"), from_json_bytes: Some(vec!["a".into()]) };
    let mut map = to_map(&value).unwrap();
    map.insert("upgrade".into(), of_version_1("one"));
    map.insert("from_json_bytes".into(), blob(br#"["a"]"#.to_vec()));
    assert_eq!(from_map::<Named>(map).unwrap(), value);
}

#[test]
fn generic_values_and_variants_have_versions() {
    let holder = Holder { held: vec![1_u8, 2] };
    assert_eq!(from_map::<Holder<Vec<u8>>>(to_map(&holder).unwrap()).unwrap(), holder);
    let event = Event::Noted { notes: notes("one") };
    let mut map = to_map(&event).unwrap();
    assert_eq!(from_map::<Event>(map.clone()).unwrap(), event);
    map.insert("notes".into(), of_version_1("one"));
    assert_eq!(from_map::<Event>(map).unwrap(), event);
}
