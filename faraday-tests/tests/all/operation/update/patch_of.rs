//! Patches of enums, of generic items, and of items with versions and times.

use std::time::SystemTime;

use faraday::{Edit, Item, Patch, Table, Value};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "entries", tag = "kind")]
enum Entry {
    Customer {
        #[faraday(partition_key)]
        pk: String,
        note: Option<String>,
    },
    Order {
        #[faraday(partition_key)]
        pk: String,
        note: Option<String>,
        total: u64,
    },
}

#[derive(Patch)]
#[faraday(of = Entry)]
struct EntryPatch {
    note: Edit<String>,
}

#[tokio::test]
async fn a_patch_of_an_enum_changes_common_attributes_and_creates_nothing() {
    with_table::<Entry>(async |_| {
        let order = |note: Option<&str>| Entry::Order { pk: "o".into(), note: note.map(Into::into), total: 5 };
        Table::<Entry>::put(&order(None)).await.unwrap();
        let patch = |note| EntryPatch { note };
        let new = Table::<Entry>::update("o").apply(patch(Edit::Set("x".into()))).returning_new().await.unwrap();
        assert_eq!(new, order(Some("x")));
        Table::<Entry>::update("o").apply(patch(Edit::Remove)).await.unwrap();
        assert_eq!(Table::<Entry>::get("o").consistent().await.unwrap(), Some(order(None)));
        let error = Table::<Entry>::update("c").apply(patch(Edit::Remove)).await.unwrap_err();
        assert!(error.is_condition_failed());

        // Another variant: what only the former one had is removed.
        let customer = Entry::Customer { pk: "o".into(), note: Some("y".into()) };
        Table::<Entry>::upsert(&customer).await.unwrap();
        assert_eq!(Table::<Entry>::get("o").consistent().await.unwrap(), Some(customer.clone()));
        Table::<Entry>::update_from(&customer, &order(None)).await.unwrap();
        assert_eq!(Table::<Entry>::get("o").consistent().await.unwrap(), Some(order(None)));
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "docs")]
struct Doc<T> {
    #[faraday(partition_key)]
    id: u64,
    body: T,
    before: Option<T>,
    #[faraday(updated_at)]
    updated: Option<SystemTime>,
    #[faraday(version)]
    version: u64,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Meta {
    title: String,
}

#[derive(Patch)]
#[faraday(of = Doc<Meta>)]
struct DocPatch {
    body: Option<Meta>,
    before: Option<Option<Meta>>,
}

#[tokio::test]
async fn a_patch_of_a_generic_item_raises_its_version() {
    with_table::<Doc<Meta>>(async |_| {
        let meta = |title: &str| Meta { title: title.into() };
        let doc = Doc { id: 1, body: meta("a"), before: None, updated: None, version: 0 };
        Table::<Doc<Meta>>::put(&doc).await.unwrap();
        let read = Table::<Doc<Meta>>::get(1).consistent().await.unwrap().unwrap();
        let patch = DocPatch { body: Some(meta("b")), before: Some(Some(meta("a"))) };
        let update = || Table::<Doc<Meta>>::update(1).apply(&patch).if_unchanged(&read);
        let new = update().returning_new().await.unwrap();
        assert_eq!((&new.body, &new.before, new.version), (&meta("b"), &Some(meta("a")), 2));
        assert!(update().await.unwrap_err().is_version_conflict());
    })
    .await;
}
