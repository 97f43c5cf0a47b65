//! Several types that declare one table together.

use faraday::schema::IndexScope;
use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::own_database;

#[derive(Debug, Item)]
#[faraday(table = "shop", global_index(by_state, partition_key = state), global_index(by_total, partition_key = total))]
struct Order {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    state: String,
    total: u64,
}

#[derive(Debug, Item)]
#[faraday(table = "shop", global_index(by_email, partition_key = email), global_index(by_state, partition_key = state))]
struct Customer {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    email: String,
    state: String,
}

/// The same index by another attribute.
#[derive(Debug, Item)]
#[faraday(table = "shop", global_index(by_state, partition_key = land))]
struct Depot {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    land: String,
}

/// An attribute of another type, in an index of its own.
#[derive(Debug, Item)]
#[faraday(table = "shop", global_index(by_level, partition_key = total))]
struct Stock {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    total: String,
}

#[derive(Debug, Item)]
#[faraday(table = "shop")]
struct Renamed {
    #[faraday(partition_key, rename = "id")]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
}

#[derive(Debug, Item)]
#[faraday(table = "shop")]
struct Simple {
    #[faraday(partition_key)]
    pk: String,
}

#[derive(Debug, Item)]
#[faraday(table = "shop", tags(team = "shop", tier = "1"))]
struct Tagged {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
}

#[derive(Debug, Item)]
#[faraday(table = "shop", tags(cost = "7", tier = "1"))]
struct Costly {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
}

#[derive(Debug, Item)]
#[faraday(table = "shop", tags(tier = "2"))]
struct OtherTier {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
}

#[derive(Debug, Item)]
#[faraday(table = "other")]
struct Elsewhere {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
}

#[tokio::test]
async fn the_table_has_the_indexes_of_all() {
    let db = own_database();
    Table::<(Order, Customer)>::create().on(&db).await.unwrap();
    let table = Table::<(Order, Customer)>::describe().on(&db).await.unwrap().unwrap();
    let mut names: Vec<_> = table.indexes.iter().map(|index| (index.name.as_str(), index.scope)).collect();
    names.sort_by_key(|(name, _)| *name);
    let global = IndexScope::Global;
    assert_eq!(names, [("by_email", global), ("by_state", global), ("by_total", global)]);
    Table::<(Customer, Order)>::verify().on(&db).await.unwrap();
    // One of them alone declares less.
    let error = Table::<Order>::verify().on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TableMismatch, "{error}");
    let subjects: Vec<_> = error.table_differences().iter().map(|difference| difference.subject()).collect();
    assert_eq!(subjects, ["the global index `by_email`"]);
    Table::<(Order, Customer)>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn the_table_has_the_tags_of_all() {
    faraday_tests::needs!(TagsOfNewTables);
    let db = own_database();
    Table::<(Tagged, Costly)>::create().on(&db).await.unwrap();
    Table::<Tagged>::verify().on(&db).await.unwrap();
    Table::<(Tagged, Costly)>::verify().tag("cost", "7").on(&db).await.unwrap();
    assert!(Table::<(Tagged, Costly)>::verify().tag("cost", "8").on(&db).await.is_err());
    Table::<Tagged>::delete_table().on(&db).await.unwrap();
}

#[tokio::test]
async fn a_contradiction_names_both() {
    async fn names<T: faraday::schema::DeclaredTable>(parts: [&str; 3]) {
        let error = Table::<T>::create().on(&own_database()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        for part in parts {
            assert!(error.to_string().contains(part), "{error}");
        }
        assert_eq!(Table::<T>::ensure().on(&own_database()).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    names::<(Order, Depot)>(["Order", "Depot", "by_state"]).await;
    names::<(Order, Stock)>(["Order", "Stock", "`total`"]).await;
    names::<(Order, Renamed)>(["Order", "Renamed", "the partition key"]).await;
    names::<(Order, Elsewhere)>(["Order", "Elsewhere", "the name"]).await;
    names::<(Tagged, OtherTier)>(["Tagged", "OtherTier", "the tag `tier`"]).await;
    names::<(Order, Simple)>(["Order", "Simple", "the sort key"]).await;
    names::<(Customer, (Order, Depot))>(["Customer", "Depot", "by_state"]).await;
}
