//! Schema versions of items in tables of several kinds, of encrypted items, in change streams and in imports.

use std::time::SystemTime;

use faraday::changes::ChangeBatch;
use faraday::encryption::KeyRing;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;
use faraday::{Database, Item, Table};
use faraday_tests::tables::{own_database, with_table, with_table_of};
use serde_json::{Value, json};

use super::fixture::{Order, Orders, order, order_of_1, order_of_2};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
struct App;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{id}",
    schema_version = 2, upgrade = upgrade_user
)]
struct User {
    tenant: String,
    id: u64,
    email: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{id}")]
struct UserOf1 {
    tenant: String,
    id: u64,
    mail: String,
}

fn upgrade_user(older: &OlderItem<'_>) -> Result<User, DecodeError> {
    let UserOf1 { tenant, id, mail } = older.read()?;
    Ok(User { tenant, id, email: mail })
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "tenant", partition_key = "TENANT#{name}", sort_key = "TENANT")]
struct Tenant {
    name: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, whole_keys)]
enum Record {
    User(User),
    Tenant(Tenant),
}

fn user(id: u64) -> User {
    User { tenant: "acme".into(), id, email: format!("{id}@example.com") }
}

#[tokio::test]
async fn the_kinds_of_a_table_have_versions_of_their_own() {
    with_table::<App>(async |_| {
        Table::<Tenant>::put(&Tenant { name: "acme".into() }).await.unwrap();
        let old = UserOf1 { tenant: "acme".into(), id: 1, mail: "1@example.com".into() };
        Table::<UserOf1>::put(&old).await.unwrap();
        Table::<Record>::put(&Record::User(user(2))).await.unwrap();
        assert_eq!(Table::<User>::query("acme").await.unwrap(), [user(1), user(2)]);
        let records = Table::<Record>::query("TENANT#acme").await.unwrap();
        let wanted = [Record::Tenant(Tenant { name: "acme".into() }), Record::User(user(1)), Record::User(user(2))];
        assert_eq!(records, wanted);
        // A job for the items of one kind, and the same for an enum of all.
        assert_eq!(Table::<User>::upgrade_all(Table::<User>::scan()).dry_run().await.unwrap().written, 1);
        let all = || Table::<Record>::modify_all(Table::<Record>::scan(), |_| ());
        assert_eq!(all().await.unwrap().written, 1);
        assert_eq!(all().await.unwrap().written, 0);
        assert_eq!(Table::<User>::upgrade_all(Table::<User>::scan()).await.unwrap().written, 0);
        assert_eq!(Table::<User>::query("acme").await.unwrap(), [user(1), user(2)]);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vault", schema_version = 2, upgrade = upgrade_secret)]
struct Secret {
    #[faraday(partition_key)]
    id: u64,
    label: String,
    #[faraday(frozen, encrypted, alias = "words")]
    text: Vec<String>,
    #[faraday(updated_at)]
    updated: Option<SystemTime>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "vault")]
struct SecretOf1 {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted)]
    words: Vec<String>,
}

fn upgrade_secret(older: &OlderItem<'_>) -> Result<Secret, DecodeError> {
    let SecretOf1 { id, words } = older.read()?;
    Ok(Secret { id, label: "none".into(), text: words, updated: None })
}

/// The new struct says which attributes are decrypted, so that it has the old name as an alias.
#[tokio::test]
async fn encrypted_attributes_are_read_by_the_older_struct() {
    let db = own_database().with_keys(KeyRing::new("2026", &[0xAB; 32]).unwrap());
    with_table_of::<Secret>(db, async |db: &Database| {
        Table::<SecretOf1>::put(&SecretOf1 { id: 1, words: vec!["x".into()] }).await.unwrap();
        let read = Table::<Secret>::get(1).consistent().await.unwrap().unwrap();
        assert_eq!((read.label.as_str(), read.text.as_slice()), ("none", &["x".to_owned()][..]));
        let done = Table::<Secret>::upgrade_all(Table::<Secret>::scan()).await.unwrap();
        assert_eq!((done.written, done.skipped), (1, 0));
        let table = format!("{}vault", db.table_prefix());
        let stored = db.client().scan().table_name(table).send().await.unwrap().items.unwrap().remove(0);
        let mut names: Vec<_> = stored.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["id", "label", "schema_version", "text", "updated"]);
        let read = Table::<Secret>::get(1).consistent().await.unwrap().unwrap();
        assert_eq!(read.text, ["x"]);
    })
    .await;
}

fn image<T: Item>(item: &T) -> Value {
    serde_json::from_str(&faraday::document::to_json(item).unwrap()).unwrap()
}

#[test]
fn both_images_of_a_change_are_upgraded() {
    let (old, new) = (image(&order_of_1(1)), image(&order_of_2(1)));
    let keys = json!({ "customer": { "S": "ann" }, "id": { "N": "1" } });
    let data = json!({ "Keys": keys, "SequenceNumber": "1", "NewImage": new, "OldImage": old });
    let event = json!({ "Records": [{ "eventName": "MODIFY", "eventID": "1", "dynamodb": data }] });
    let batch: ChangeBatch<Order> = serde_json::from_value(event).unwrap();
    let change = batch.into_iter().next().unwrap().unwrap();
    assert_eq!((change.old(), change.new()), (Some(&order(1)), Some(&order(1))));
}

/// Lines of DynamoDB JSON keep their version, and so their shape; what is read as the struct is written as the struct.
#[tokio::test]
async fn lines_of_older_exports_are_imported() {
    with_table::<Order>(async |db: &Database| {
        let lines = [
            faraday::document::to_json(&order_of_1(1)).unwrap(),
            faraday::document::to_json(&order_of_2(2)).unwrap(),
            faraday::document::to_json(&order(3)).unwrap(),
        ]
        .join("\n");
        let bytes = lines.into_bytes();
        Orders::import_from(std::io::Cursor::new(bytes)).await.unwrap();
        assert_eq!(Orders::query("ann").await.unwrap(), [order(1), order(2), order(3)]);
        assert_eq!(super::fixture::stored_version(db, 1).await, None);
        let lines = faraday::document::to_plain_json(&order_of_2(2)).unwrap().into_bytes();
        Orders::import_from(std::io::Cursor::new(lines)).plain_json().await.unwrap();
        assert_eq!(super::fixture::stored_version(db, 2).await.as_deref(), Some("3"));
        assert_eq!(Orders::query("ann").await.unwrap(), [order(1), order(2), order(3)]);
    })
    .await;
}
