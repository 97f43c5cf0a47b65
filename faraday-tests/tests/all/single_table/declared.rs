//! A table that is declared on its own: create, describe and delete.

use aws_sdk_dynamodb::types::{StreamViewType, TimeToLiveStatus};
use faraday::schema::{Billing, DeclaredTable, StreamView};
use faraday::{Item, Table};
use faraday_tests::tables::{own_database, with_table};

use super::fixture::{App, Order};

const NAME: &str = "provisioned";

#[derive(Table)]
#[faraday(
    name = NAME,
    partition_key(id: u64),
    tag = "type",
    billing = provisioned(3, 4),
    global_index(by_owner, partition_key(owner: String), projection = include(title, r#type), throughput(1, 2))
)]
struct Provisioned;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Provisioned, kind = "page", index(by_owner, partition_key = owner, row = Title))]
struct Page {
    #[faraday(partition_key)]
    id: u64,
    owner: Option<String>,
    title: String,
    text: String,
}

#[derive(Debug, Clone, PartialEq, faraday::Projection)]
#[faraday(of = Page)]
struct Title {
    id: u64,
    title: String,
}

#[test]
fn it_says_what_it_has() {
    assert_eq!((App::SCHEMA.table(), App::SCHEMA.ttl()), ("app", Some("expires_at")));
    assert_eq!(App::SCHEMA.stream(), Some(StreamView::NewAndOldImages));
    assert_eq!(Provisioned::TABLE.billing(), Billing::Provisioned(3, 4));
    assert_eq!((Page::SCHEMA.table(), Page::SCHEMA.indexes().len()), (NAME, 1));
    let names: Vec<&str> = App::SCHEMA.indexes().iter().map(|index| index.name()).collect();
    assert_eq!(names, ["inverted", "gsi1", "gsi2", "by_status"]);
}

#[tokio::test]
async fn it_is_created_with_its_indexes_its_stream_and_its_time_to_live() {
    faraday_tests::needs!(TimeToLive);
    let db = own_database();
    Table::<App>::create().on(&db).await.unwrap();
    assert!(Table::<App>::create().on(&db).await.unwrap_err().is_table_in_use());
    Table::<App>::create().if_absent().on(&db).await.unwrap();
    let table = Table::<App>::describe().on(&db).await.unwrap().unwrap().raw;
    assert_eq!((table.global_secondary_indexes().len(), table.local_secondary_indexes().len()), (3, 1));
    let view = table.stream_specification().and_then(|stream| stream.stream_view_type());
    assert_eq!(view, Some(&StreamViewType::NewAndOldImages));
    let ttl = db.client().describe_time_to_live().table_name(db.table_name::<Order>()).send().await.unwrap();
    let ttl = ttl.time_to_live_description().unwrap();
    assert_eq!(ttl.attribute_name(), Some("expires_at"));
    assert_eq!(ttl.time_to_live_status(), Some(&TimeToLiveStatus::Enabled));
    Table::<App>::delete_table().on(&db).await.unwrap();
    assert!(Table::<App>::describe().on(&db).await.unwrap().is_none());
}

#[tokio::test]
async fn its_keys_may_be_fields_and_its_indexes_hold_a_part() {
    with_table::<Provisioned>(async |db| {
        let page = Page { id: 1, owner: Some("ann".into()), title: "Tea".into(), text: "…".into() };
        Table::<Page>::put(&page).await.unwrap();
        assert_eq!(Table::<Page>::get(1).await.unwrap().as_ref(), Some(&page));
        let rows = Table::<Page>::index(Page::BY_OWNER).query("ann").await.unwrap();
        assert_eq!(rows, [Title { id: 1, title: "Tea".into() }]);
        // It is a field and no template, so that it is set by itself.
        Table::<Page>::update(1).set(Page::OWNER, "bob").await.unwrap();
        assert_eq!(Table::<Page>::index(Page::BY_OWNER).query("bob").count().await.unwrap(), 1);
        let item = db.client().scan().table_name(db.table_name::<Page>()).send().await.unwrap();
        assert_eq!(item.items()[0]["type"].as_s().unwrap(), "page");
    })
    .await;
}
