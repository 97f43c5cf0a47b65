//! The scenarios for tables in taoensso/faraday, and single changes, on the embedded engine.

use faraday::schema::{
    Billing, IndexSchema, IndexScope, KeyElement, PointInTimeRecovery, Projected, StreamView, TableClass, TableSchema,
};
use faraday::value::AttributeType;
use faraday::{Database, ErrorKind, Item, Table};

use super::any_table::{Any, declare, leak};

const fn key(name: &'static str, kind: AttributeType) -> KeyElement {
    KeyElement::of(name, kind)
}

const HASH: KeyElement = key("artist", AttributeType::S);
const RANGE: KeyElement = key("song", AttributeType::S);
const GENRE: &[KeyElement] = &[key("genre", AttributeType::S)];
const YEAR: &[KeyElement] = &[key("year", AttributeType::N)];

fn hash() -> TableSchema {
    TableSchema::new("any-table", HASH)
}

fn both() -> TableSchema {
    hash().with_sort_key(RANGE)
}

/// Creates the table, and returns its keys and its indexes: names, scopes, keys.
async fn created(schema: TableSchema) -> (Vec<String>, Vec<(String, IndexScope, Vec<String>)>) {
    let db = Database::embedded().unwrap();
    declare(schema);
    Table::<Any>::create().on(&db).await.unwrap();
    Table::<Any>::verify().on(&db).await.unwrap();
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    let names = |keys: &[faraday::admin::KeyDescription]| keys.iter().map(|key| key.name.clone()).collect::<Vec<_>>();
    let mut indexes: Vec<_> =
        table.indexes.iter().map(|index| (index.name.clone(), index.scope, names(&index.keys))).collect();
    indexes.sort_by(|one, other| one.0.cmp(&other.0));
    (names(&table.keys), indexes)
}

#[tokio::test]
async fn tables_of_every_shape() {
    let named = |name: &str, scope, keys: &[&str]| {
        (name.to_owned(), scope, keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(created(hash()).await, (vec!["artist".into()], vec![]));
    assert_eq!(created(both()).await.0, ["artist", "song"]);
    let global = leak([IndexSchema::global("by_genre", GENRE, &[])]);
    assert_eq!(created(hash().with_indexes(global)).await.1, [named("by_genre", IndexScope::Global, &["genre"])]);
    let sorted = leak([
        IndexSchema::global("by_genre", GENRE, YEAR),
        IndexSchema::global("by_year", YEAR, &[]).with_projection(Projected::KeysOnly),
    ]);
    let expected =
        [named("by_genre", IndexScope::Global, &["genre", "year"]), named("by_year", IndexScope::Global, &["year"])];
    assert_eq!(created(both().with_indexes(sorted)).await.1, expected);
    let partition = leak([HASH]);
    let mixed = leak([
        IndexSchema::local("a_year", partition, YEAR),
        IndexSchema::local("b_genre", partition, GENRE).with_projection(Projected::Include(&["label"])),
        IndexSchema::global("c_genre", GENRE, YEAR),
    ]);
    let expected = [
        named("a_year", IndexScope::Local, &["artist", "year"]),
        named("b_genre", IndexScope::Local, &["artist", "genre"]),
        named("c_genre", IndexScope::Global, &["genre", "year"]),
    ];
    assert_eq!(created(both().with_indexes(mixed)).await.1, expected);
}

#[tokio::test]
async fn throughput_goes_up_and_down_and_the_same_is_no_change() {
    let db = Database::embedded().unwrap();
    declare(hash());
    Table::<Any>::create().provisioned(1, 1).on(&db).await.unwrap();
    let billing = async || Table::<Any>::describe().on(&db).await.unwrap().unwrap().billing;
    for (read, write) in [(16, 16), (256, 1), (2, 2)] {
        assert_eq!(Table::<Any>::update_table().provisioned(read, write).on(&db).await.unwrap().len(), 1);
        assert_eq!(billing().await, Billing::Provisioned(read, write));
    }
    assert!(Table::<Any>::update_table().provisioned(2, 2).on(&db).await.unwrap().is_empty());
    assert!(Table::<Any>::update_table().on(&db).await.unwrap().is_empty());
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    let throughput = table.throughput.unwrap();
    assert!(throughput.last_increase.is_some() && throughput.last_decrease.is_some());
}

#[tokio::test]
async fn billing_is_switched() {
    let db = Database::embedded().unwrap();
    declare(hash().with_indexes(leak([IndexSchema::global("by_genre", GENRE, &[]).with_throughput(7, 8)])));
    Table::<Any>::create().on(&db).await.unwrap();
    let table = async || Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    Table::<Any>::update_table().provisioned(3, 4).on(&db).await.unwrap();
    let provisioned = table().await;
    let units = provisioned.index("by_genre").unwrap().throughput.clone().unwrap();
    assert_eq!((provisioned.billing, units.read_units, units.write_units), (Billing::Provisioned(3, 4), 7, 8));
    Table::<Any>::update_table().index_provisioned("by_genre", 9, 9).on(&db).await.unwrap();
    assert_eq!(table().await.index("by_genre").unwrap().throughput.as_ref().unwrap().read_units, 9);
    Table::<Any>::update_table().on_demand_up_to(50, 60).on(&db).await.unwrap();
    let limited = table().await;
    assert_eq!((limited.billing, limited.throughput), (Billing::OnDemandUpTo(50, 60), None));
    Table::<Any>::update_table().on_demand().on(&db).await.unwrap();
    assert_eq!(table().await.billing, Billing::OnDemand);
    // Units of an index are nothing in a table that is billed on demand.
    let error = Table::<Any>::update_table().index_provisioned("by_genre", 9, 9).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    let error =
        Table::<Any>::update_table().provisioned(1, 1).index_provisioned("none", 9, 9).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    Table::<Any>::create().if_absent().index_up_to("by_genre", 5, 5).on(&db).await.unwrap();
}

#[tokio::test]
async fn indexes_are_created_changed_and_dropped() {
    let db = Database::embedded().unwrap();
    declare(both());
    Table::<Any>::create().on(&db).await.unwrap();
    let names = async || {
        let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
        let mut names: Vec<_> =
            table.indexes.iter().map(|index| format!("{} {}", index.name, index.keys.len())).collect();
        names.sort();
        names
    };
    let error = Table::<Any>::update_table().create_index("by_genre").on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "an index that is not declared: {error}");
    let indexes = leak([IndexSchema::global("by_genre", GENRE, &[]), IndexSchema::global("by_year", YEAR, &[])]);
    declare(both().with_indexes(indexes));
    Table::<Any>::update_table().create_index("by_genre").create_index("by_year").on(&db).await.unwrap();
    assert_eq!(names().await, ["by_genre 1", "by_year 1"]);
    assert!(Table::<Any>::update_table().create_index("by_genre").on(&db).await.unwrap().is_empty());
    // Two at once are provisioned.
    Table::<Any>::update_table().provisioned(2, 2).on(&db).await.unwrap();
    let done = Table::<Any>::update_table()
        .index_provisioned("by_genre", 3, 3)
        .index_provisioned("by_year", 4, 4)
        .on(&db)
        .await
        .unwrap();
    assert_eq!(done.len(), 1);
    // The units of the table are not those of its indexes.
    Table::<Any>::update_table().provisioned(5, 5).on(&db).await.unwrap();
    let table = Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    assert_eq!(table.index("by_year").unwrap().throughput.as_ref().map(|units| units.read_units), Some(4));
    let rebuilt = Table::<Any>::update_table().drop_index("by_genre").create_index("by_genre").on(&db).await;
    assert_eq!(rebuilt.unwrap_err().kind(), ErrorKind::InvalidArgument);
    // Another key: the index is made anew, with the units of the table.
    declare(both().with_indexes(leak([IndexSchema::global("by_genre", GENRE, YEAR)])));
    let done = Table::<Any>::update_table().create_index("by_genre").on(&db).await.unwrap();
    assert_eq!((done.len(), names().await), (2, vec!["by_genre 2".into(), "by_year 1".into()]));
    let done = Table::<Any>::update_table().drop_index("by_year").drop_index("none").on(&db).await.unwrap();
    assert_eq!((done.len(), names().await), (1, vec!["by_genre 2".into()]));
}

/// What the builder does not name stays: an index is not made anew because another wants its attribute as another type.
#[tokio::test]
async fn an_index_takes_no_attribute_of_another() {
    let db = Database::embedded().unwrap();
    let by_text = leak([IndexSchema::global("other", leak([key("year", AttributeType::S)]), &[])]);
    declare(both().with_indexes(by_text));
    Table::<Any>::create().on(&db).await.unwrap();
    declare(both().with_indexes(leak([IndexSchema::global("by_year", YEAR, &[])])));
    let error = Table::<Any>::update_table().create_index("by_year").on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    declare(both().with_indexes(by_text));
    Table::<Any>::verify().on(&db).await.unwrap();
    // Alone it may change its own.
    declare(both().with_indexes(leak([IndexSchema::global("other", YEAR, &[])])));
    Table::<Any>::update_table().create_index("other").on(&db).await.unwrap();
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test]
async fn a_local_index_is_not_dropped() {
    let db = Database::embedded().unwrap();
    declare(both().with_indexes(leak([IndexSchema::local("by_year", leak([HASH]), YEAR)])));
    Table::<Any>::create().on(&db).await.unwrap();
    let error = Table::<Any>::update_table().drop_index("by_year").on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
}

/// Terraform knows a key by its ARN only.
#[test]
fn a_template_of_terraform_has_the_arn_of_the_key() {
    let with = |key: &str| Table::<User>::template().encryption_key(key).to_terraform();
    assert_eq!(with("alias/orders").unwrap_err().kind(), ErrorKind::InvalidArgument);
    for key in ["arn:aws:kms:eu-west-1:1:key/abc", "${var.key}"] {
        assert!(with(key).unwrap().contains(key));
    }
}

#[tokio::test]
async fn an_index_of_a_table_on_demand_has_no_units() {
    let db = Database::embedded().unwrap();
    declare(hash());
    Table::<Any>::create().on(&db).await.unwrap();
    declare(hash().with_indexes(leak([IndexSchema::global("by_genre", GENRE, &[]).with_throughput(5, 5)])));
    Table::<Any>::update_table().create_index("by_genre").on(&db).await.unwrap();
    Table::<Any>::verify().on(&db).await.unwrap();
}

#[tokio::test]
async fn settings_are_changed_one_by_one() {
    let db = Database::embedded().unwrap();
    declare(hash());
    Table::<Any>::create().on(&db).await.unwrap();
    let table = async || Table::<Any>::describe().on(&db).await.unwrap().unwrap();
    let update = || Table::<Any>::update_table();
    // On, another view, off; twice is once.
    assert_eq!(update().stream(StreamView::NewImage).on(&db).await.unwrap().len(), 1);
    assert_eq!(update().stream(StreamView::NewImage).on(&db).await.unwrap().len(), 0);
    assert_eq!(update().stream(StreamView::KeysOnly).on(&db).await.unwrap().len(), 2);
    assert_eq!(table().await.stream, Some(StreamView::KeysOnly));
    assert_eq!(update().without_stream().on(&db).await.unwrap().len(), 1);
    assert_eq!((update().without_stream().on(&db).await.unwrap().len(), table().await.stream), (0, None));
    for expected in [1, 0] {
        assert_eq!(update().ttl("expires").on(&db).await.unwrap().len(), expected);
    }
    assert_eq!(table().await.ttl.attribute.as_deref(), Some("expires"));
    assert_eq!(update().ttl("until").on(&db).await.unwrap().len(), 2);
    for expected in [1, 0] {
        assert_eq!(update().without_ttl().on(&db).await.unwrap().len(), expected);
    }
    for expected in [1, 0] {
        assert_eq!(update().deletion_protection(true).on(&db).await.unwrap().len(), expected);
    }
    assert!(table().await.deletion_protection);
    let error = Table::<Any>::delete_table().on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
    update().deletion_protection(false).table_class(TableClass::StandardInfrequentAccess).on(&db).await.unwrap();
    assert_eq!(table().await.table_class, TableClass::StandardInfrequentAccess);
    for expected in [1, 0] {
        assert_eq!(update().tag("team", "shop").tag("tier", "1").on(&db).await.unwrap().len(), expected);
        assert_eq!(
            update().point_in_time_recovery(PointInTimeRecovery::Days(9)).on(&db).await.unwrap().len(),
            expected
        );
        assert_eq!(update().encryption_key("some-key").on(&db).await.unwrap().len(), expected);
        assert_eq!(update().warm_throughput(20_000, 6_000).on(&db).await.unwrap().len(), expected);
    }
    for expected in [1, 0] {
        assert_eq!(update().without_tag("tier").without_tag("none").on(&db).await.unwrap().len(), expected);
    }
    let arn = table().await.arn.unwrap();
    let tags = db.client().list_tags_of_resource().resource_arn(arn).send().await.unwrap().tags.unwrap();
    assert_eq!(tags.iter().map(|tag| tag.key()).collect::<Vec<_>>(), ["team"]);
    // The last word holds.
    for _ in 0..2 {
        assert!(update().tag("gone", "1").without_tag("gone").on(&db).await.unwrap().is_empty());
    }
    // Whether an alias is another key, DynamoDB does not tell.
    let error = update().encryption_key("alias/other").on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    for refused in [
        update().point_in_time_recovery(PointInTimeRecovery::Days(99)),
        update().tag("aws:x", "1"),
        update().provisioned(0, 1),
        update().ttl(""),
    ] {
        let error = refused.on(&db).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    let error = Table::<Any>::update_table().ttl("x").on(&Database::embedded().unwrap()).await.unwrap_err();
    assert!(error.is_table_not_found(), "{error}");
}

#[derive(Debug, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
}

/// A name that only becomes wrong at run time is refused before anything is sent.
#[tokio::test]
async fn names_are_those_that_dynamodb_takes() {
    let db = Database::embedded().unwrap();
    let with = |prefix: &str| Database::builder(db.client().clone()).table_prefix(prefix).build();
    for prefix in ["a b-", "stage/", "ü", "x".repeat(251).as_str()] {
        let error = Table::<User>::create().on(&with(prefix)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert_eq!(Table::<User>::ensure().on(&with(prefix)).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    let error = Table::<User>::create().on_table("ab").on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    declare(TableSchema::new("any-table", key(Box::leak("k".repeat(256).into_boxed_str()), AttributeType::S)));
    let error = Table::<Any>::create().on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    declare(hash().with_indexes(leak([IndexSchema::global("by genre", GENRE, &[])])));
    let error = Table::<Any>::create().on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
}

/// Prefixes and names of the moment hold for all of it.
#[tokio::test]
async fn names_at_run_time_are_respected_by_every_operation() {
    let db = Database::embedded().unwrap();
    let other = Database::builder(db.client().clone()).table_prefix("stage-").build();
    let plan = Table::<User>::plan().on(&other).await.unwrap();
    assert_eq!(plan.table(), "stage-users");
    plan.apply().await.unwrap();
    Table::<User>::verify().on(&other).await.unwrap();
    Table::<User>::ensure().on(&db).on_table("archive").await.unwrap();
    let plan = Table::<User>::plan().deletion_protection(true).on_table("archive").on(&db).await.unwrap();
    assert_eq!((plan.table(), plan.steps().len()), ("archive", 1));
    plan.apply().await.unwrap();
    Table::<User>::update_table().deletion_protection(false).on_table("archive").on(&db).await.unwrap();
    assert!(!Table::<User>::describe().on(&db).on_table("archive").await.unwrap().unwrap().deletion_protection);
    let error = Table::<User>::verify().on_table("archive").deletion_protection(true).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::TableMismatch, Some("archive")));
}
