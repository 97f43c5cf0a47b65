//! Frozen fields that say more: a version with its upgrade, and bytes of another origin.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Codec, Database, DecodeError, Frozen, Item, Older, Projection, Table, Value, transaction};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
}

/// As they were.
mod before {
    use faraday::Item;

    #[derive(Debug, Item)]
    #[faraday(table = "parcels")]
    pub struct Parcel {
        #[faraday(partition_key)]
        pub id: u64,
        #[faraday(frozen)]
        pub notes: String,
        #[faraday(frozen)]
        pub more: Option<String>,
        pub label: Vec<u8>,
    }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "parcels")]
struct Parcel {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    notes: Notes,
    #[faraday(frozen, version = 3, upgrade = self::upgrade)]
    more: Option<Notes>,
    #[faraday(frozen, passthrough)]
    label: Vec<u8>,
    #[faraday(frozen, passthrough = json, default)]
    tags: Vec<String>,
}

fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
    match older.version() {
        1 => Ok(Notes { lines: vec![older.read()?] }),
        2 => older.read(),
        _ => Err(older.unknown()),
    }
}

fn json(bytes: &[u8]) -> Result<Vec<String>, DecodeError> {
    serde_json::from_slice(bytes).map_err(|_| DecodeError::new("expected frozen bytes, or a JSON list"))
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Parcel)]
struct Row {
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    notes: Notes,
    #[faraday(frozen, version = 3, upgrade = upgrade)]
    more: Option<Notes>,
}

/// The same in a document, and in an enum's variant.
#[derive(Debug, Clone, PartialEq, Value)]
enum Event {
    Moved {
        #[faraday(frozen, version = 2, upgrade = upgrade)]
        notes: Notes,
    },
}

fn notes(lines: &[&str]) -> Notes {
    Notes { lines: lines.iter().map(ToString::to_string).collect() }
}

fn parcel(id: u64) -> Parcel {
    Parcel { id, notes: notes(&["a", "b"]), more: Some(notes(&["c"])), label: vec![1, 2], tags: vec!["x".into()] }
}

async fn with_parcels(test: impl AsyncFn(&Database)) {
    for codec in [Codec::Wire, Codec::Map] {
        with_table_of::<Parcel>(own_database_over(environment::client(), codec), async |db: &Database| test(db).await)
            .await;
    }
}

#[tokio::test]
async fn what_was_written_before_is_read_and_rewritten() {
    with_parcels(async |db: &Database| {
        let old = before::Parcel { id: 1, notes: "fragile".into(), more: None, label: vec![7] };
        Table::<before::Parcel>::put(&old).await.unwrap();
        let read = Table::<Parcel>::get(1).await.unwrap().unwrap();
        let expected = Parcel { id: 1, notes: notes(&["fragile"]), more: None, label: vec![7], tags: Vec::new() };
        assert_eq!(read, expected);
        let rewritten = Parcel { more: Some(notes(&["m"])), ..read };
        Table::<Parcel>::put(&rewritten).await.unwrap();
        assert_eq!(Table::<Parcel>::get(1).await.unwrap(), Some(rewritten));
        // The older program says that it is too old.
        let error = Table::<before::Parcel>::get(1).await.unwrap_err();
        assert!(error.to_string().contains("expected version 1 of this frozen type, found"), "{error}");
        let table = format!("{}parcels", db.table_prefix());
        let stored = db.client().get_item().table_name(table).key("id", AttributeValue::N("1".into()));
        let stored = stored.send().await.unwrap().item.unwrap();
        let versions = ["notes", "more", "label", "tags"]
            .map(|name| Frozen::inspect(stored[name].as_b().unwrap().as_ref()).unwrap().version);
        assert_eq!(versions, [2, 3, 1, 1]);
    })
    .await;
}

#[tokio::test]
async fn updates_selections_and_projections() {
    with_parcels(async |_: &Database| {
        Table::<Parcel>::put_many([parcel(1), parcel(2)]).await.unwrap();
        let new = Table::<Parcel>::update(1)
            .set(Parcel::NOTES, Frozen(notes(&["new"])))
            .set(Parcel::MORE, Frozen(Notes::default()))
            .set(Parcel::LABEL, Frozen(vec![9]))
            .condition(Parcel::TAGS.exists())
            .returning_new()
            .await
            .unwrap();
        assert_eq!((new.notes, new.more, new.label), (notes(&["new"]), Some(Notes::default()), vec![9]));
        transaction((Table::<Parcel>::update(2).set(Parcel::NOTES, Frozen(notes(&["t"]))).remove(Parcel::MORE),))
            .await
            .unwrap();
        let selected = Table::<Parcel>::get(2).select((Parcel::NOTES, Parcel::MORE)).await.unwrap().unwrap();
        assert_eq!((selected.0.into_inner(), selected.1.map(|more| more.into_inner())), (notes(&["t"]), None));
        let row = Table::<Parcel>::get(1).select_as::<Row>().await.unwrap();
        assert_eq!(row, Some(Row { notes: notes(&["new"]), more: Some(Notes::default()) }));
        let selected = Table::<Parcel>::get(1).select(Parcel::NOTES).await.unwrap().unwrap();
        assert_eq!(selected.lines, ["new"]);
        assert!(!format!("{selected:?}").contains("new"), "its Debug shows nothing of it");
    })
    .await;
}

#[tokio::test]
async fn bytes_without_a_header_pass_where_it_is_said() {
    with_parcels(async |db: &Database| {
        let table = format!("{}parcels", db.table_prefix());
        let frozen = |value: Notes, version| AttributeValue::B(Blob::new(Frozen(value).to_bytes_as(version).unwrap()));
        let put = async |notes: AttributeValue, tags: &[u8]| {
            let put = db.client().put_item().table_name(&table).item("id", AttributeValue::N("1".into()));
            let put = put.item("label", AttributeValue::B(Blob::new([0, 1, 2]))).item("notes", notes);
            put.item("tags", AttributeValue::B(Blob::new(tags))).send().await.unwrap();
        };
        put(frozen(notes(&["n"]), 2), br#"["a","b"]"#).await;
        let read = Table::<Parcel>::get(1).await.unwrap().unwrap();
        assert_eq!((read.label, read.tags), (vec![0, 1, 2], vec!["a".to_owned(), "b".into()]));
        put(frozen(notes(&["n"]), 2), b"secret").await;
        let error = Table::<Parcel>::get(1).await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains("attribute `tags`: expected frozen bytes, or a JSON list"),
            "{error}"
        );
        // Where it is not said, they are an error.
        put(AttributeValue::B(Blob::new(b"secret")), b"[]").await;
        let error = Table::<Parcel>::get(1).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("notes") && !error.to_string().contains("secret"));
        // A later version than this program knows.
        put(frozen(notes(&["n"]), 9), b"[]").await;
        let error = Table::<Parcel>::get(1).await.unwrap_err();
        assert!(error.to_string().contains("expected version 2 of this frozen type, found 9"), "{error}");
    })
    .await;
}

#[derive(Debug, PartialEq, Value)]
struct Log {
    events: Vec<Event>,
}

#[test]
fn in_documents_and_variants() {
    let log = Log { events: vec![Event::Moved { notes: notes(&["a"]) }, Event::Moved { notes: Notes::default() }] };
    let json = faraday::to_json(&log).unwrap();
    assert_eq!(faraday::from_json::<Log>(&json).unwrap(), log);
    let map = faraday::to_map(&log).unwrap();
    assert_eq!(faraday::from_map::<Log>(map).unwrap(), log);
}
