//! Indexes of an enum of structs: declared on the enum, or by its structs.

use std::collections::BTreeMap;

use faraday::{ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "app",
    tag = "kind",
    global_index(inverted, partition_key = sk, sort_key = pk),
    global_index(by_owner, partition_key(owner: String), sort_key(at: u64)),
    local_index(by_at, sort_key(at: u64))
)]
enum Record {
    Order(Order),
    User(User),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", kind = "Order", global_index(by_state, partition_key = state))]
struct Order {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    owner: Option<String>,
    at: u64,
    state: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", kind = "User")]
struct User {
    #[faraday(partition_key, rename = "pk")]
    tenant: String,
    #[faraday(sort_key, rename = "sk")]
    name: String,
    #[faraday(flatten)]
    rest: BTreeMap<String, String>,
}

fn order(sk: &str, owner: &str, at: u64) -> Record {
    let (owner, state) = (Some(owner.to_owned()), Some("open".to_owned()));
    Record::Order(Order { pk: "t1".into(), sk: sk.into(), owner, at, state })
}

fn user(name: &str, rest: &[(&str, &str)]) -> Record {
    let rest = rest.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Record::User(User { tenant: "t1".into(), name: name.into(), rest })
}

#[tokio::test]
async fn the_indexes_of_the_enum_and_of_its_structs_are_created_and_queried() {
    with_table::<Record>(async |_| {
        let all = [order("o1", "ann", 1), order("o2", "ann", 2), user("ann", &[("city", "Leeds")])];
        Table::<Record>::put_many(&all).await.unwrap();
        let [first, second, ann] = all;

        let inverted = Table::<Record>::index(Record::INVERTED).query("ann").sort_key("t1").await.unwrap();
        assert_eq!(inverted, [ann]);
        let owned = Table::<Record>::index(Record::BY_OWNER).query("ann").sort_key_range(2..).await.unwrap();
        assert_eq!(owned, std::slice::from_ref(&second));
        let by_at = Table::<Record>::index(Record::BY_AT).query("t1").descending().await.unwrap();
        assert_eq!(by_at, [second.clone(), first.clone()]);
        // That of a struct, by the struct.
        let open = Table::<Order>::index(Order::BY_STATE).query("open").await.unwrap();
        assert_eq!(open.len(), 2);

        let description = Table::<Record>::describe().await.unwrap().unwrap().raw;
        let global = description.global_secondary_indexes().iter().filter_map(|index| index.index_name());
        let mut names: Vec<_> = global.collect();
        names.sort_unstable();
        assert_eq!(names, ["by_owner", "by_state", "inverted"]);
    })
    .await;
}

#[tokio::test]
async fn keys_of_indexes_are_checked_inside_of_the_structs() {
    with_table::<Record>(async |_| {
        let long = "x".repeat(2049);
        for (record, attribute) in [
            (order("o1", "", 1), "owner"),
            (order("o1", &long, 1), "owner"),
            // By a map, of a type that is not the key's.
            (user("ann", &[("at", "1")]), "at"),
            (user("ann", &[("state", "")]), "state"),
        ] {
            let error = Table::<Record>::put(&record).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
            assert!(error.to_string().contains(attribute) && !error.to_string().contains("xx"), "{error}");
        }
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", untagged)]
enum Conflicting {
    One(One),
    Other(Other),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", global_index(by_x, partition_key = x))]
struct One {
    #[faraday(partition_key)]
    pk: String,
    x: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "app", global_index(by_x, partition_key = x))]
struct Other {
    #[faraday(partition_key)]
    pk: String,
    x: u64,
}

#[test]
fn structs_that_declare_one_index_in_two_ways_are_refused() {
    let refused = Table::<Conflicting>::create().explain();
    assert!(refused.body().is_err());
}
