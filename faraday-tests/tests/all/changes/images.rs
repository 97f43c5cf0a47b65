//! How an image is decoded: kinds, encrypted and frozen fields, views, and images that do not fit.

use faraday::changes::{Change, ChangeKind, ChangeStream};
use faraday::encryption::KeyRing;
use faraday::schema::StreamView;
use faraday::{Database, ErrorKind, Item, Projection, Table};
use serde::{Deserialize, Serialize};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String), stream = new_and_old_images)]
struct App;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "order", partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{id}")]
struct Order {
    customer: String,
    id: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "user", partition_key = "USER#{email}", sort_key = "USER", unique(name))]
struct User {
    email: String,
    name: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, whole_keys)]
enum Record {
    Order(Order),
    User(User),
}

async fn app(view: StreamView) -> Database {
    let db = Database::embedded().unwrap();
    Table::<App>::create().stream(view).on(&db).await.unwrap();
    let (order, user) = records();
    Table::<Order>::put(&order).on(&db).await.unwrap();
    // With it comes its guard, an item of the table too.
    Table::<User>::insert(&user).on(&db).await.unwrap();
    db
}

fn records() -> (Order, User) {
    (Order { customer: "ann".into(), id: 7 }, User { email: "ann@example.com".into(), name: "Ann".into() })
}

#[tokio::test]
async fn an_enum_gets_the_changes_of_all_kinds_but_guards() {
    let db = app(StreamView::NewAndOldImages).await;
    let changes = Table::<Record>::changes().once().on(&db).await.unwrap();
    let new: Vec<_> = changes.iter().filter_map(Change::new).cloned().collect();
    let (order, user) = records();
    assert_eq!(new, [Record::Order(order), Record::User(user)]);
}

#[tokio::test]
async fn a_struct_gets_the_changes_of_its_own_kind() {
    for view in [StreamView::NewAndOldImages, StreamView::NewImage, StreamView::OldImage, StreamView::KeysOnly] {
        let db = app(view).await;
        let orders = Table::<Order>::changes().once().on(&db).await.unwrap();
        let users = Table::<User>::changes().once().on(&db).await.unwrap();
        assert_eq!((orders.len(), users.len()), (1, 1), "{view:?}");
        let has_new = matches!(view, StreamView::NewAndOldImages | StreamView::NewImage);
        assert_eq!(orders[0].new().is_some(), has_new);
    }
}

#[derive(Item)]
#[faraday(table = "notes", stream = keys_only)]
struct Note {
    #[faraday(partition_key)]
    author: String,
    #[faraday(sort_key)]
    number: i64,
    text: String,
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Note)]
struct NoteKey {
    author: String,
    number: i64,
}

#[tokio::test]
async fn a_stream_of_keys_alone_has_the_key_of_every_change() {
    let db = Database::embedded().unwrap();
    Table::<Note>::create().on(&db).await.unwrap();
    let note = Note { author: "ann".into(), number: -3, text: "hello".into() };
    Table::<Note>::put(&note).on(&db).await.unwrap();
    Table::<Note>::delete(("ann", -3)).on(&db).await.unwrap();
    let changes = Table::<Note>::changes().once().on(&db).await.unwrap();
    assert!(matches!(changes[0].kind, ChangeKind::Inserted(None)));
    assert!(matches!(changes[1].kind, ChangeKind::Removed { old: None, expired: false }));
    let key: NoteKey = changes[0].key_as().unwrap();
    assert_eq!(key, NoteKey { author: "ann".into(), number: -3 });
    assert!(changes[0].key == changes[1].key);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Report {
    blood: String,
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "patients", stream = new_and_old_images)]
struct Patient {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    report: Report,
    #[faraday(frozen)]
    history: Vec<String>,
}

#[tokio::test]
async fn encrypted_and_frozen_fields_are_read_as_in_other_reads() {
    let bare = Database::embedded().unwrap();
    let db = bare.with_keys(KeyRing::new("2026", &[7; 32]).unwrap());
    Table::<Patient>::create().on(&db).await.unwrap();
    let patient = Patient { id: 1, report: Report { blood: "AB".into() }, history: vec!["born".into()] };
    Table::<Patient>::put(&patient).on(&db).await.unwrap();
    let changes = Table::<Patient>::changes().once().on(&db).await.unwrap();
    assert_eq!(changes[0].new(), Some(&patient));
    // Without keys nothing is read, and so nothing is passed over.
    let error = Table::<Patient>::changes().once().on(&bare).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    let other = bare.with_keys(KeyRing::new("2027", &[8; 32]).unwrap());
    let error = Table::<Patient>::changes().once().on(&other).await.unwrap_err();
    assert!(error.is_decode() && error.item_key().is_some());
    assert!(!format!("{error} {error:?}").contains("AB"));
}

#[derive(Debug, Item)]
#[faraday(table = "prices", stream = new_and_old_images)]
struct Price {
    #[faraday(partition_key)]
    id: String,
    cents: u64,
}

/// The same table, with what a `Price` cannot read.
#[derive(Debug, Item)]
#[faraday(table = "prices")]
struct Wild {
    #[faraday(partition_key)]
    id: String,
    cents: String,
}

async fn drain(mut changes: ChangeStream<Price>) -> Vec<faraday::Result<Change<Price>>> {
    let mut all = Vec::new();
    while let Some(change) = changes.try_next().await.transpose() {
        all.push(change);
    }
    all
}

#[tokio::test]
async fn an_image_that_does_not_fit_is_an_error_of_its_own_record() {
    let db = Database::embedded().unwrap();
    Table::<Price>::create().on(&db).await.unwrap();
    Table::<Price>::put(&Price { id: "a".into(), cents: 1 }).on(&db).await.unwrap();
    Table::<Wild>::put(&Wild { id: "b".into(), cents: "secret".into() }).on(&db).await.unwrap();
    Table::<Price>::put(&Price { id: "c".into(), cents: 3 }).on(&db).await.unwrap();
    let changes = drain(Table::<Price>::changes().once().on(&db).stream()).await;
    assert_eq!(changes.len(), 3);
    assert!(changes[0].is_ok() && changes[2].is_ok());
    let error = changes[1].as_ref().unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.item_key().unwrap()["id"].as_s().unwrap(), "b");
    assert_eq!((error.operation(), error.table()), (Some("GetRecords"), Some("prices")));
    assert!(error.to_string().contains("attribute `cents`"), "{error}");
    assert!(!format!("{error} {error:?} {changes:?}").contains("secret"));
}
