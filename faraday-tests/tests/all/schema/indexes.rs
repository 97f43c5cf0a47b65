//! Indexes and projections as the derives declare them, on an engine.

use std::fmt::Debug;

use aws_sdk_dynamodb::types::{KeySchemaElement, Projection as Projected};
use faraday::{Frozen, Item, Projection, Table};
use faraday_tests::tables::own_database;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "index_derive_orders",
    rename_all = "camelCase",
    global_index(by_status, partition_key = status, sort_key = placed_at, throughput(3, 4)),
    global_index(by_email, partition_key = email, projection = keys_only),
    global_index(by_courier, partition_key = courier, projection = include(total, note), rename = "by-courier"),
    global_index(by_carrier, partition_key = courier, projection = include(total, note), row = Parcel),
    local_index(by_total, sort_key = total),
    local_index(by_date, sort_key = placed_at, projection = keys_only)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    placed_at: u64,
    /// Where the receipt goes.
    email: Option<String>,
    courier: Option<String>,
    #[faraday(rename = "t")]
    total: u64,
    #[faraday(frozen)]
    note: Note,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Note(String);

/// A row of one's own.
#[derive(Debug, Clone, PartialEq, Projection)]
#[faraday(of = Order)]
struct Parcel {
    id: u64,
    #[faraday(from = total)]
    price: u64,
    note: Frozen<Note>,
    #[faraday(skip)]
    weight: u8,
}

/// Rows of fields that are neither `Clone` nor `Debug` nor `PartialEq`.
#[derive(Item)]
#[faraday(table = "index_derive_opaque", global_index(by_name, partition_key = name, projection = include(opaque)))]
struct Opaque {
    #[faraday(partition_key)]
    id: u64,
    name: String,
    opaque: Shut,
}

#[derive(faraday::Value)]
struct Shut(u64);

/// A generic item.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "index_derive_generic", global_index(by_tag, partition_key = tag, sort_key = id))]
struct Tagged<K, T> {
    #[faraday(partition_key)]
    id: K,
    tag: Option<T>,
}

fn order(id: u64) -> Order {
    Order {
        customer: "ann".into(),
        id,
        status: if id.is_multiple_of(2) { "open" } else { "paid" }.into(),
        placed_at: 100 - id,
        email: (id == 3).then(|| "ann@example.com".into()),
        courier: (id > 3).then(|| "fox".into()),
        total: id * 10,
        note: Note(format!("note {id}")),
    }
}

fn key(elements: &[KeySchemaElement]) -> Vec<String> {
    elements.iter().map(|element| format!("{} {}", element.attribute_name(), element.key_type())).collect()
}

fn projected(projection: Option<&Projected>) -> String {
    let projection = projection.unwrap();
    let mut names = projection.non_key_attributes().to_vec();
    names.sort();
    format!("{} {}", projection.projection_type().unwrap(), names.join(" "))
}

#[tokio::test]
async fn the_table_has_every_index() {
    let db = own_database();
    Table::<Order>::create().on(&db).await.unwrap();
    let table = Table::<Order>::describe().on(&db).await.unwrap().unwrap().raw;
    let mut global: Vec<_> = table
        .global_secondary_indexes()
        .iter()
        .map(|index| (index.index_name().unwrap(), key(index.key_schema()), projected(index.projection())))
        .collect();
    global.sort();
    let expected = [
        ("by-courier", vec!["courier HASH"], "INCLUDE note t"),
        ("by_carrier", vec!["courier HASH"], "INCLUDE note t"),
        ("by_email", vec!["email HASH"], "KEYS_ONLY "),
        ("by_status", vec!["status HASH", "placedAt RANGE"], "ALL "),
    ];
    assert_eq!(
        global,
        expected.map(|(name, key, held)| (name, key.into_iter().map(str::to_owned).collect(), held.to_owned()))
    );
    let mut local: Vec<_> = table
        .local_secondary_indexes()
        .iter()
        .map(|index| (index.index_name().unwrap(), key(index.key_schema()), projected(index.projection())))
        .collect();
    local.sort();
    let expected = [
        ("by_date", vec!["customer HASH", "placedAt RANGE"], "KEYS_ONLY "),
        ("by_total", vec!["customer HASH", "t RANGE"], "ALL "),
    ];
    assert_eq!(
        local,
        expected.map(|(name, key, held)| (name, key.into_iter().map(str::to_owned).collect(), held.to_owned()))
    );
    let mut types: Vec<_> = table
        .attribute_definitions()
        .iter()
        .map(|attribute| format!("{} {}", attribute.attribute_name(), attribute.attribute_type()))
        .collect();
    types.sort();
    assert_eq!(types, ["courier S", "customer S", "email S", "id N", "placedAt N", "status S", "t N"]);
    assert_eq!(Order::BY_STATUS.schema().throughput(), Some((3, 4)));
    Table::<Order>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn queries_of_indexes_find_by_their_keys() {
    let db = own_database();
    Table::<Order>::create().on(&db).await.unwrap();
    for id in 1..=6 {
        Table::<Order>::put(&order(id)).on(&db).await.unwrap();
    }

    // Global, with a sort-key condition and without.
    let open: Vec<Order> = Table::<Order>::index(Order::BY_STATUS).query("open").on(&db).await.unwrap();
    assert_eq!(open, [order(6), order(4), order(2)]);
    let late = Table::<Order>::index(Order::BY_STATUS).query("open").sort_key_range(95..=97).on(&db).await.unwrap();
    assert_eq!(late, [order(4)].iter().map(Clone::clone).collect::<Vec<_>>());

    // Sparse: only what has an address; and of it only the keys.
    let rows: Vec<OrderByEmail> = Table::<Order>::index(Order::BY_EMAIL).scan().on(&db).await.unwrap();
    let expected = OrderByEmail { customer: "ann".into(), id: 3, email: Some("ann@example.com".into()) };
    assert_eq!(rows, std::slice::from_ref(&expected));
    let row = Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").one().on(&db).await.unwrap();
    assert_eq!(row, Some(expected.clone()));
    assert!(format!("{expected:?}").starts_with("OrderByEmail { customer: \"ann\", id: 3"));

    // Included fields, renamed and frozen as in the struct.
    let mut rows: Vec<OrderByCourier> = Table::<Order>::index(Order::BY_COURIER).query("fox").on(&db).await.unwrap();
    rows.sort_by_key(|row| row.id);
    let ids: Vec<_> = rows.iter().map(|row| (row.id, row.total, row.note.0.as_str())).collect();
    assert_eq!(ids, [(4, 40, "note 4"), (5, 50, "note 5"), (6, 60, "note 6")]);
    assert_eq!(rows.first().and_then(|row| row.courier.as_deref()), Some("fox"));

    // A row of one's own.
    let mut parcels: Vec<Parcel> = Table::<Order>::index(Order::BY_CARRIER).query("fox").on(&db).await.unwrap();
    parcels.sort_by_key(|parcel| parcel.id);
    let first = Parcel { id: 4, price: 40, note: Frozen(Note("note 4".into())), weight: 0 };
    assert_eq!(parcels.first(), Some(&first));
    let parcels = Table::<Order>::query("ann").sort_key(4).select_as::<Parcel>().on(&db).await.unwrap();
    assert_eq!(parcels, [first]);

    // Local, with consistent reads.
    let dear = Table::<Order>::index(Order::BY_TOTAL)
        .query("ann")
        .sort_key_range(50..)
        .consistent()
        .descending()
        .on(&db)
        .await
        .unwrap();
    assert_eq!(dear, [order(6), order(5)]);
    let first: Option<OrderByDate> =
        Table::<Order>::index(Order::BY_DATE).query("ann").consistent().first().on(&db).await.unwrap();
    assert_eq!(first, Some(OrderByDate { customer: "ann".into(), id: 6, placed_at: 94 }));
    Table::<Order>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn a_row_may_have_fields_without_traits() {
    trait Not {
        const DEBUG: bool = false;
    }
    struct Probe<T>(std::marker::PhantomData<T>);
    impl<T> Not for Probe<T> {}
    impl<T: Debug> Probe<T> {
        #[allow(dead_code)]
        const DEBUG: bool = true;
    }
    const {
        assert!(Probe::<OrderByEmail>::DEBUG);
        assert!(!Probe::<OpaqueByName>::DEBUG);
    }

    let db = own_database();
    Table::<Opaque>::create().on(&db).await.unwrap();
    Table::<Opaque>::put(&Opaque { id: 1, name: "ann".into(), opaque: Shut(7) }).on(&db).await.unwrap();
    let row = Table::<Opaque>::index(Opaque::BY_NAME).query("ann").first().on(&db).await.unwrap();
    assert_eq!(row.map(|row| (row.id, row.opaque.0)), Some((1, 7)));
    Table::<Opaque>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn an_index_may_be_of_a_generic_item() {
    let db = own_database();
    Table::<Tagged<u64, String>>::create().on(&db).await.unwrap();
    let tagged = Tagged { id: 1u64, tag: Some("new".to_owned()) };
    Table::put(&tagged).on(&db).await.unwrap();
    Table::put(&Tagged { id: 2u64, tag: None::<String> }).on(&db).await.unwrap();
    let found = Table::index(Tagged::<u64, String>::BY_TAG).query("new").sort_key(1).on(&db).await.unwrap();
    assert_eq!(found, [tagged]);
    Table::<Tagged<u64, String>>::delete_table().on(&db).await.unwrap();
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "index_derive_matches",
    global_index(
        by_round,
        partition_key = (tenant, region),
        sort_key = (round, bracket, id),
    )
)]
struct Match {
    #[faraday(partition_key)]
    id: u64,
    tenant: String,
    region: u64,
    round: String,
    bracket: u64,
}

#[tokio::test]
async fn an_index_of_several_attributes_is_queried() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    let db = own_database();
    Table::<Match>::create().on(&db).await.unwrap();
    let table = Table::<Match>::describe().on(&db).await.unwrap().unwrap().raw;
    let index = table.global_secondary_indexes().first().unwrap();
    assert_eq!(
        key(index.key_schema()),
        ["tenant HASH", "region HASH", "round RANGE", "bracket RANGE", "id RANGE"].map(str::to_owned)
    );
    assert_eq!(table.attribute_definitions().len(), 5);
    let played = |id, tenant: &str, round: &str, bracket| Match {
        id,
        tenant: tenant.into(),
        region: 7,
        round: round.into(),
        bracket,
    };
    for (id, tenant, round, bracket) in [
        (1, "acme", "final", 1),
        (2, "acme", "final", 2),
        (3, "acme", "final", 3),
        (4, "acme", "semi", 2),
        (5, "fox", "final", 2),
    ] {
        Table::<Match>::put(&played(id, tenant, round, bracket)).on(&db).await.unwrap();
    }
    let query = || Table::<Match>::index(Match::BY_ROUND).query(("acme", 7));
    let ids = |matches: Vec<Match>| matches.iter().map(|played| played.id).collect::<Vec<_>>();
    assert_eq!(ids(query().on(&db).await.unwrap()), [1, 2, 3, 4]);
    assert_eq!(ids(query().sort_key("final").on(&db).await.unwrap()), [1, 2, 3]);
    assert_eq!(ids(query().sort_key("final").sort_key_range(2..).on(&db).await.unwrap()), [2, 3]);
    assert_eq!(ids(query().sort_key("final").sort_key(2).sort_key_range(..=9).on(&db).await.unwrap()), [2]);
    Table::<Match>::delete_table().on(&db).await.unwrap();
}

#[test]
fn an_empty_index_key_is_refused() {
    let empty = Match { id: 1, tenant: String::new(), region: 7, round: "final".into(), bracket: 1 };
    let error = faraday::document::to_map(&empty).unwrap_err().to_string();
    assert!(error.contains("tenant") && error.contains("must not be empty"), "{error}");
}

#[test]
fn an_index_of_several_attributes_is_asked_for() {
    let query = Table::<Match>::index(Match::BY_ROUND).query(("acme", 7)).sort_key("final").sort_key_range(2..);
    let request = query.explain().to_string();
    assert!(request.contains("#n0 = :v0 AND #n1 = :v1 AND #n2 = :v2 AND #n3 >= :v3"), "{request}");
    let keys: Vec<_> =
        Match::BY_ROUND.schema().sort_key().iter().map(|key| (key.name(), key.key_type().name())).collect();
    assert_eq!(keys, [("round", "S"), ("bracket", "N"), ("id", "N")]);
}
