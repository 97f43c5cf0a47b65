//! Attributes that are selected by names that are known only at run time.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Database, ErrorKind, Item, Partial, Table, get_many, transaction_get};
use faraday_tests::tables::{own_database, with_table, with_table_of};

use crate::execute::golden::golden;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "profiles",
    global_index(by_city, partition_key = city, projection = include(name)),
    global_index(by_name, partition_key = name)
)]
struct Profile {
    #[faraday(partition_key)]
    team: String,
    #[faraday(sort_key)]
    number: u64,
    name: String,
    city: String,
    // A reserved word of DynamoDB's, and a name with a dot.
    #[faraday(rename = "status")]
    state: Option<String>,
    #[faraday(rename = "address.street")]
    street: String,
    scores: Vec<u64>,
}

/// The same table with an attribute that `Profile` does not have.
mod whole {
    #[derive(faraday::Item)]
    #[faraday(table = "profiles")]
    pub struct Profile {
        #[faraday(partition_key)]
        pub team: String,
        #[faraday(sort_key)]
        pub number: u64,
        pub name: String,
        pub city: String,
        #[faraday(rename = "address.street")]
        pub street: String,
        pub scores: Vec<u64>,
        pub password: String,
    }
}

async fn fill() {
    for number in 0..3 {
        let (team, name, city) = ("a".into(), format!("name {number}"), "Leeds".into());
        let (street, scores, password) = ("High Street".into(), vec![number], "secret".into());
        Table::<whole::Profile>::put(&whole::Profile { team, number, name, city, street, scores, password })
            .await
            .unwrap();
    }
}

fn json(rows: &[Partial<Profile>]) -> Vec<String> {
    rows.iter().map(|row| row.to_plain_json().unwrap()).collect()
}

#[tokio::test]
async fn every_read_takes_names() {
    with_table::<Profile>(async |_| {
        fill().await;
        let names = || "name,status,number".split(',');
        let expected = |number: u64| format!(r#"{{"name":"name {number}","number":{number}}}"#);
        let rows = Table::<Profile>::query("a").select_names(names()).await.unwrap();
        assert_eq!(json(&rows), (0..3).map(expected).collect::<Vec<_>>());
        assert_eq!(rows[1].get(Profile::NAME).unwrap(), Some("name 1".to_owned()));
        assert_eq!(rows[1].get(Profile::STATE).unwrap(), None);
        assert_eq!(rows[1].get(Profile::CITY).unwrap(), None);
        let rows = Table::<Profile>::scan().select_names(names()).limit(9).await.unwrap();
        assert_eq!(rows.len(), 3);
        let row = Table::<Profile>::get(("a", 2)).select_names(names()).consistent().await.unwrap().unwrap();
        assert_eq!(row.to_plain_json().unwrap(), expected(2));
        let rows = Table::<Profile>::get_many([("a", 1), ("a", 9)]).select_names(names()).await.unwrap();
        assert!(rows[1].is_none());
        assert_eq!(rows[0].as_ref().unwrap().to_plain_json().unwrap(), expected(1));
        let (rows,) = get_many((Table::<Profile>::get_many([("a", 1)]).select_names(["city"]),)).await.unwrap();
        // The key is read to find the place of the item, and is not among what was named.
        assert_eq!(rows[0].as_ref().unwrap().to_plain_json().unwrap(), r#"{"city":"Leeds"}"#);
        let rows = Table::<Profile>::scan().select_names(["city"]).parallel(2).await.unwrap();
        assert_eq!(json(&rows), [r#"{"city":"Leeds"}"#; 3]);
        // Nothing of what was named is there.
        let row = Table::<Profile>::query("a").select_names(["status"]).first().await.unwrap().unwrap();
        assert!(row.is_empty());
        let map = Table::<Profile>::query("a").select_names(["number"]).first().await.unwrap().unwrap().into_map();
        assert_eq!(map["number"], AttributeValue::N("0".into()));
    })
    .await;
}

#[tokio::test]
async fn a_transaction_takes_names() {
    faraday_tests::needs!(Transactions);
    with_table::<Profile>(async |_| {
        fill().await;
        let reads = (Table::<Profile>::get(("a", 1)).select_names(["status"]), Table::<Profile>::get(("b", 1)));
        let (row, none) = transaction_get(reads).await.unwrap();
        assert!(row.unwrap().is_empty() && none.is_none());
    })
    .await;
}

#[tokio::test]
async fn cut_pages_have_what_was_named_and_no_more() {
    with_table::<Profile>(async |_| {
        fill().await;
        let query = || Table::<Profile>::query("a").filter(Profile::CITY.eq("Leeds")).select_names(["name"]).limit(2);
        let page = query().page().await.unwrap();
        assert_eq!(json(&page.items), [r#"{"name":"name 0"}"#, r#"{"name":"name 1"}"#]);
        let rest = query().after(page.next.unwrap()).page().await.unwrap();
        assert_eq!(json(&rest.items), [r#"{"name":"name 2"}"#]);
    })
    .await;
}

#[tokio::test]
async fn names_that_the_struct_does_not_have_are_refused_before_anything_is_sent() {
    with_table::<Profile>(async |db| {
        fill().await;
        let long = "x".repeat(5_000);
        let none: [&str; 0] = [];
        let refused: [(Vec<&str>, &str); 5] = [
            (vec!["name", "password"], r#"have no attribute "password""#),
            (vec!["scores[0]"], "`select` places inside documents"),
            (vec!["address.city"], r#"have no attribute "address.city""#),
            (vec![&long], "xxxx"),
            (none.to_vec(), "name one attribute or more"),
        ];
        for (names, message) in refused {
            let errors = [
                Table::<Profile>::query("a").select_names(names.clone()).await.unwrap_err(),
                Table::<Profile>::scan().select_names(names.clone()).await.unwrap_err(),
                Table::<Profile>::get(("a", 1)).select_names(names.clone()).await.unwrap_err(),
                Table::<Profile>::get_many([("a", 1)]).select_names(names.clone()).await.unwrap_err(),
            ];
            for error in errors {
                assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
                assert!(error.to_string().contains(message), "{error}");
                assert!(error.to_string().len() < 300, "{error}");
            }
        }
        let mut stream = Table::<Profile>::query("a").select_names(["password"]).on(db).stream();
        assert!(stream.try_next().await.is_err());
        assert!(stream.try_next().await.unwrap().is_none());
        // A dot in a name is a part of it.
        let row = Table::<Profile>::query("a").select_names(["address.street"]).first().await.unwrap().unwrap();
        assert_eq!(row.to_plain_json().unwrap(), r#"{"address.street":"High Street"}"#);
        // An index that does not hold an attribute.
        let index = Table::<Profile>::index(Profile::BY_CITY).query("Leeds").select_names(["scores"]);
        assert!(index.await.unwrap_err().to_string().contains("does not hold it"));
        let rows = Table::<Profile>::index(Profile::BY_CITY).query("Leeds").select_names(["name"]).await.unwrap();
        assert_eq!(rows.len(), 3);
    })
    .await;
}

#[derive(Table)]
#[faraday(
    name = "select-names-app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(total: u64)),
)]
struct App;

#[derive(Debug, Item)]
#[faraday(
    table = App, kind = "order", schema_version = 1,
    partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{id}",
    index(gsi1, partition_key = "CUSTOMER#{customer}", sort_key = total),
)]
struct Order {
    customer: String,
    id: u64,
    total: u64,
}

#[derive(Debug, Item)]
#[faraday(table = App)]
enum Record {
    Order(Order),
}

#[tokio::test]
async fn the_layout_of_the_table_is_not_selected() {
    with_table_of::<App>(own_database(), async |_: &Database| {
        Table::<Order>::put(&Order { customer: "ann".into(), id: 7, total: 5 }).await.unwrap();
        let row = Table::<Order>::query("ann").select_names(["customer", "total"]).first().await.unwrap().unwrap();
        assert_eq!(row.to_plain_json().unwrap(), r#"{"customer":"ann","total":5}"#);
        for name in ["pk", "sk", "gsi1pk", "kind", "schema_version"] {
            let error = Table::<Order>::query("ann").select_names([name]).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
            assert!(error.to_string().contains("have no attribute"), "{error}");
        }
        // The kind tells the variants of an enum apart.
        let row = Table::<Record>::query("ann").select_names(["kind", "total"]).first().await.unwrap().unwrap();
        assert_eq!(row.to_plain_json().unwrap(), r#"{"kind":"order","total":5}"#);
        for name in ["pk", "gsi1pk", "schema_version"] {
            let error = Table::<Record>::query("ann").select_names([name]).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        }
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(table = "profiles")]
#[allow(dead_code)]
struct Open {
    #[faraday(partition_key)]
    team: String,
    #[faraday(sort_key)]
    number: u64,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

#[tokio::test]
async fn a_struct_that_exposes_every_attribute_takes_every_name() {
    with_table::<Profile>(async |_| {
        fill().await;
        let row = Table::<Open>::query("a").select_names(["password"]).first().await.unwrap().unwrap();
        assert_eq!(row.to_plain_json().unwrap(), r#"{"password":"secret"}"#);
        // More names than fit into an expression of DynamoDB.
        let many = (0..1_000).map(|number| format!("name{number}"));
        let error = Table::<Open>::query("a").select_names(many).await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidArgument && error.to_string().contains("4096"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_an_error_of_its_own() {
    with_table::<Profile>(async |_| {
        fill().await;
        let wrong = AttributeValue::M([("scores".to_owned(), AttributeValue::Bool(true))].into());
        let AttributeValue::M(wrong) = wrong else { unreachable!() };
        let partial = Partial::<Profile>::of(wrong);
        assert_eq!(partial.get(Profile::SCORES).unwrap_err().path(), "scores");
        assert_eq!(partial.get(Profile::NAME).unwrap(), None);
        assert_eq!(format!("{partial:?}"), r#"{"scores"}"#);
    })
    .await;
}

#[tokio::test]
async fn golden_bodies() {
    golden("select_names_query", Table::<Profile>::query("a").select_names(["status", "name", "status"])).await;
    golden("select_names_get", Table::<Profile>::get(("a", 1)).select_names(["address.street"])).await;
    golden("select_names_get_many", Table::<Profile>::get_many([("a", 1)]).select_names(["name", "team"])).await;
}
