//! The lines of an export, and where it goes on.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::jobs::{Export, ExportCheckpoint, ExportSource};
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::support::{Map, Row, ids, once, row, rows};

async fn put(db: &Database, item: Map) {
    let table = format!("{}rows", db.table_prefix());
    db.client().put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
}

/// An item that the struct cannot read, with an attribute that it does not have.
fn odd() -> Map {
    Map::from([
        ("group".to_owned(), AttributeValue::S("odd".into())),
        ("id".to_owned(), AttributeValue::N("7".into())),
        ("text".to_owned(), AttributeValue::L(vec![AttributeValue::N("12345678901234567890.5".into())])),
        ("more".to_owned(), AttributeValue::Bs(vec![aws_sdk_dynamodb::primitives::Blob::new([1, 2])])),
    ])
}

#[tokio::test]
async fn every_attribute_of_every_item_is_a_part_of_a_line() {
    with_table::<Row>(async |db: &Database| {
        put(db, odd()).await;
        let lines = Table::<Row>::export().await.unwrap();
        let line = lines.strip_suffix('\n').unwrap();
        assert!(!line.contains('\n'), "{lines}");
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let item: Map = faraday::document::from_json(line["Item"].to_string()).unwrap();
        assert_eq!(item, odd());

        let plain = Table::<Row>::export().plain_json().await.unwrap();
        let plain: serde_json::Value = serde_json::from_str(&plain).unwrap();
        let expected = r#"{"group":"odd","id":7,"text":[12345678901234567890.5],"more":["AQI="]}"#;
        assert_eq!(plain, serde_json::from_str::<serde_json::Value>(expected).unwrap());
    })
    .await;
}

#[tokio::test]
async fn decoded_items_have_the_attributes_of_the_struct_in_its_order() {
    with_table::<Row>(async |db: &Database| {
        Table::<Row>::put(&row(3)).await.unwrap();
        let plain = Table::<Row>::export().plain_json().decoded().await.unwrap();
        assert_eq!(plain, "{\"group\":\"group-3\",\"id\":3,\"text\":\"text 3\"}\n");
        let dynamo = Table::<Row>::query("group-3").export().decoded().await.unwrap();
        let expected = r#"{"Item":{"group":{"S":"group-3"},"id":{"N":"3"},"text":{"S":"text 3"}}}"#;
        assert_eq!(dynamo, format!("{expected}\n"));

        put(db, odd()).await;
        let error = Table::<Row>::export().decoded().await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.item_key().unwrap()["group"], AttributeValue::S("odd".into()));
    })
    .await;
}

#[tokio::test]
async fn a_query_keeps_its_order_its_filter_and_its_limit() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put_many(rows(70)).await.unwrap();
        let query = || Table::<Row>::query("group-2").descending().page_size(3);
        let all: Vec<u64> = (0..10).map(|place| 2 + (9 - place) * 7).collect();
        let found = async |export: Export<_>| -> Vec<u64> {
            let lines = export.plain_json().await.unwrap();
            let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_u64().unwrap();
            lines.lines().map(id).collect()
        };
        assert_eq!(found(query().export()).await, all);
        assert_eq!(found(query().limit(4).export()).await, all[..4]);
        assert_eq!(found(query().filter(Row::TEXT.ne("text 58")).limit(4).export()).await, [65, 51, 44, 37]);
        assert_eq!(found(query().filter(Row::TEXT.eq("nothing")).export()).await, Vec::<u64>::new());
    })
    .await;
}

/// Stops after each number of pages, and goes on at the position as text.
async fn stop_everywhere<Q: ExportSource>(export: impl Fn() -> Export<Q>, expected: &BTreeMap<u64, usize>) {
    let mut pages = 0;
    loop {
        let mut first = export().stream();
        let mut lines = Vec::new();
        let mut over = false;
        for _ in 0..pages {
            match first.try_next().await.unwrap() {
                Some(page) => lines.extend_from_slice(&page),
                None => over = true,
            }
        }
        let saved = serde_json::to_string(&first.checkpoint()).unwrap();
        drop(first);
        let checkpoint: ExportCheckpoint = serde_json::from_str(&saved).unwrap();
        assert_eq!(checkpoint.bytes(), lines.len() as u64);
        assert_eq!(checkpoint.items(), ids(&lines).len() as u64);
        let mut rest = export().resume(checkpoint).stream();
        while let Some(page) = rest.try_next().await.unwrap() {
            lines.extend_from_slice(&page);
        }
        assert_eq!(ids(&lines), *expected, "after {pages} pages");
        assert_eq!(rest.checkpoint().bytes(), lines.len() as u64);
        if over {
            return;
        }
        pages += 1;
    }
}

#[tokio::test]
async fn a_stream_goes_on_after_any_page_and_gives_each_item_once() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        stop_everywhere(|| Table::<Row>::scan().page_size(4).parallel(3).export(), &once(60)).await;
        stop_everywhere(|| Table::<Row>::scan().page_size(4).read_ahead().parallel(2).export(), &once(60)).await;
        let of_group = (0..60).filter(|id| id % 7 == 1).map(|id| (id, 1)).collect();
        stop_everywhere(|| Table::<Row>::query("group-1").page_size(2).export(), &of_group).await;
        let filtered = (0..60).filter(|id| id % 7 == 1 && *id != 8).map(|id| (id, 1)).collect();
        stop_everywhere(|| Table::<Row>::scan().page_size(7).export(), &once(60)).await;
        let query = || Table::<Row>::query("group-1").filter(Row::TEXT.ne("text 8")).page_size(1).export();
        stop_everywhere(query, &filtered).await;
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_of_another_export_is_refused_and_kept() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        let mut stream = Table::<Row>::scan().page_size(4).parallel(3).export().stream();
        stream.try_next().await.unwrap().unwrap();
        let checkpoint = stream.checkpoint();
        let scan = || Table::<Row>::scan().page_size(4);
        let others = [
            scan().parallel(2).export().resume(checkpoint.clone()),
            scan().parallel(3).export().plain_json().resume(checkpoint.clone()),
            scan().parallel(3).export().decoded().resume(checkpoint.clone()),
        ];
        for other in others {
            let mut stream = other.stream();
            assert_eq!(stream.try_next().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
            assert_eq!(stream.checkpoint().items(), checkpoint.items());
        }
        let query = Table::<Row>::query("group-1").export().resume(checkpoint.clone()).await;
        assert_eq!(query.unwrap_err().kind(), ErrorKind::InvalidCursor);
        let mut of_query = Table::<Row>::query("group-1").page_size(1).export().stream();
        of_query.try_next().await.unwrap().unwrap();
        let other = Table::<Row>::query("group-2").export().resume(of_query.checkpoint()).await;
        assert_eq!(other.unwrap_err().kind(), ErrorKind::InvalidCursor);
        // The same one goes on.
        let rest = scan().parallel(3).export().resume(checkpoint.clone()).await.unwrap();
        assert_eq!(ids(rest.as_bytes()).len() as u64, 60 - checkpoint.items());
    })
    .await;
}

#[tokio::test]
async fn a_limit_of_a_parallel_scan_is_refused_before_anything_is_sent() {
    with_table::<Row>(async |_: &Database| {
        let error = Table::<Row>::scan().limit(5).parallel(2).export().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    })
    .await;
}

#[tokio::test]
async fn a_writer_gets_whole_lines_and_its_error_ends_the_export() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        let (mut lines, seen) = (Vec::new(), std::sync::Arc::new(std::sync::Mutex::new(Vec::new())));
        let tell = std::sync::Arc::clone(&seen);
        let scan = || Table::<Row>::scan().page_size(9).parallel(2);
        let export = scan().export().write_to(&mut lines);
        let done = export.progress(move |done| tell.lock().unwrap().push(done.items)).metered().await.unwrap();
        assert_eq!(ids(&lines), once(60));
        assert_eq!((done.items, done.read, done.written), (60, 60, 0));
        assert_eq!((done.value.requests, done.count), (done.requests, 60));
        let seen = seen.lock().unwrap().clone();
        assert!(seen.is_sorted() && seen.len() > 6 && seen.last() == Some(&60), "{seen:?}");

        let mut room = [0_u8; 900];
        let error = scan().export().write_to(std::io::Cursor::new(&mut room[..])).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Other);
        let failure = error.job_failure().unwrap();
        assert!(failure.progress().items > 0 && failure.progress().items < 60, "{failure:?}");
    })
    .await;
}

/// Two kinds of items in one table.
mod kinds {
    use faraday::{Item, Table};

    #[derive(Table)]
    #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    pub struct App;

    #[derive(Item)]
    #[faraday(table = App, kind = "user", partition_key = "USER#{id}", sort_key = "USER", unique(email))]
    pub struct User {
        pub id: u64,
        pub email: String,
    }

    #[derive(Item)]
    #[faraday(table = App, kind = "order", partition_key = "USER#{user}", sort_key = "ORDER#{id}")]
    pub struct Order {
        pub user: u64,
        pub id: u64,
    }
}

#[tokio::test]
async fn items_of_other_kinds_and_guards_are_exported_if_asked_for() {
    faraday_tests::needs!(Transactions);
    with_table::<kinds::App>(async |_: &Database| {
        Table::<kinds::User>::insert(&kinds::User { id: 1, email: "ann@example.com".into() }).await.unwrap();
        Table::<kinds::Order>::put(&kinds::Order { user: 1, id: 2 }).await.unwrap();
        let count = |lines: String| lines.lines().count();
        assert_eq!(count(Table::<kinds::User>::export().await.unwrap()), 1);
        assert_eq!(count(Table::<kinds::Order>::export().await.unwrap()), 1);
        // With the guard of the user's address.
        let all = Table::<kinds::User>::export().every_kind();
        assert_eq!(count(all.await.unwrap()), 3);
        assert_eq!(count(Table::<kinds::Order>::query(1).export().every_kind().await.unwrap()), 1);
    })
    .await;
}

#[derive(Item)]
#[faraday(table = "notes")]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    text: String,
}

#[tokio::test]
async fn encrypted_attributes_stay_encrypted_and_need_no_key() {
    let ring = faraday::encryption::KeyRing::new("one", &[7; 32]).unwrap();
    with_table::<Note>(async |db: &Database| {
        let with_keys = Database::builder(db.client().clone()).table_prefix(db.table_prefix()).keys(ring).build();
        Table::<Note>::put(&Note { id: 1, text: "secret".into() }).on(&with_keys).await.unwrap();
        // This database has no keys.
        let lines = Table::<Note>::export().await.unwrap();
        // Some engines write spaces between the tokens.
        assert!(lines.replace(' ', "").contains(r#""text":{"B":"#) && !lines.contains("secret"), "{lines}");
        let error = Table::<Note>::export().decoded().on(&with_keys).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);

        Table::<Note>::delete(1).await.unwrap();
        Table::<Note>::import_from(std::io::Cursor::new(lines)).await.unwrap();
        let note = Table::<Note>::get(1).on(&with_keys).await.unwrap().unwrap();
        assert_eq!(note.text, "secret");
        // Decoded, it is encrypted anew.
        let lines = Table::<Note>::export().await.unwrap();
        Table::<Note>::import_from(std::io::Cursor::new(lines.clone())).decoded().on(&with_keys).await.unwrap();
        assert_ne!(Table::<Note>::export().await.unwrap(), lines);
        assert_eq!(Table::<Note>::get(1).on(&with_keys).await.unwrap().unwrap().text, "secret");
    })
    .await;
}
