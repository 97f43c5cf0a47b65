//! Errors and the debug form of operations show no value of an item.

use std::collections::BTreeSet;
use std::error::Error as _;

use faraday::testing::Canned;
use faraday::{Database, Error, Item, Table, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

/// Stands in every value; none of its parts is in a name.
const SECRET: &str = "zq7!xv";
const NUMBER: u64 = 918_273_645;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    number: u64,
    name: String,
    data: Vec<u8>,
    tags: BTreeSet<String>,
    ratio: f64,
}

/// The same table through another struct, which the items do not fit.
#[derive(Debug, Item)]
#[faraday(table = "users")]
struct Other {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    number: u64,
    name: u64,
}

fn user() -> User {
    User {
        id: SECRET.into(),
        number: NUMBER,
        name: SECRET.into(),
        data: SECRET.into(),
        tags: BTreeSet::from([SECRET.to_owned()]),
        ratio: NUMBER as f64,
    }
}

fn assert_discreet(text: &str) {
    for secret in [SECRET, "918273645", "enE3IXh2"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

fn assert_tells_nothing(error: &Error) {
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert_discreet(&text);
    }
    let mut cause = error.source();
    while let Some(source) = cause {
        assert_discreet(&source.to_string());
        cause = source.source();
    }
    if let Some(error) = error.decode_error() {
        assert_discreet(&format!("{error:?}"));
    }
}

async fn errors() -> Vec<Error> {
    let key = || (SECRET, NUMBER);
    Table::<User>::put(&user()).await.unwrap();
    let absent = || Table::<User>::put(&user()).if_absent();
    vec![
        absent().await.unwrap_err(),
        absent().returning_current().await.unwrap_err(),
        Table::<User>::update(key()).add(User::RATIO, 1.0).if_absent().returning_current().await.unwrap_err(),
        Table::<User>::delete(key()).condition(User::NAME.ne(SECRET)).returning_current().await.unwrap_err(),
        absent().returning_current().await.unwrap_err().current::<Other>().unwrap_err(),
        Table::<Other>::get(key()).await.unwrap_err(),
        Table::<Other>::query(SECRET).await.unwrap_err(),
        Table::<Other>::update(key()).returning_new().await.unwrap_err(),
        Table::<User>::update(key()).set(User::RATIO, f64::NAN).await.unwrap_err(),
        Table::<User>::update(key()).set(User::NAME, SECRET).set(User::NAME, SECRET).await.unwrap_err(),
        Table::<User>::put(&User { name: SECRET.repeat(80_000), ..user() }).await.unwrap_err(),
        Table::<User>::put(&User { id: String::new(), ..user() }).await.unwrap_err(),
    ]
}

#[tokio::test]
async fn errors_do_not_show_values() {
    faraday_tests::needs!(ItemOnFailedCondition);
    for codec in [Codec::Wire, Codec::Map] {
        with_table_of::<User>(own_database_over(environment::client(), codec), async |_: &Database| {
            errors().await.iter().for_each(assert_tells_nothing);
        })
        .await;
    }
}

#[tokio::test]
async fn errors_do_not_show_answers() {
    for body in
        [format!(r#"{{"Item":{{"id":{{"S":"{SECRET}"}},"#), format!(r#"{{"Item":"{SECRET}"}}"#), SECRET.to_owned()]
    {
        for codec in [Codec::Wire, Codec::Map] {
            let db = Database::builder(Canned::answering(body.clone()).client()).codec(codec).build();
            let error = Table::<User>::get((SECRET, NUMBER)).on(&db).await.unwrap_err();
            for text in [error.to_string(), format!("{error:?}")] {
                assert_discreet(&text);
            }
        }
    }
}

#[tokio::test]
async fn operations_do_not_show_values() {
    let key = || (SECRET, NUMBER);
    let condition = || User::NAME.eq(SECRET) & User::RATIO.gt(NUMBER as f64);
    let query = || Table::<User>::query(SECRET).sort_key(NUMBER).filter(condition());
    let shown = [
        format!("{:?}", Table::<User>::put(&user()).condition(condition()).returning_old()),
        format!("{:?}", Table::<User>::get(key()).metered()),
        format!("{:?}", Table::<User>::update(key()).set(User::NAME, SECRET).condition(condition())),
        format!("{:?}", Table::<User>::delete(key()).condition(condition())),
        format!("{:?}", query()),
        format!("{:?}", query().stream()),
        format!("{:?}", condition()),
        format!("{:?}", User::NAME.size()),
        format!("{:?}", Table::<User>::create()),
    ];
    for text in shown {
        assert!(!text.is_empty());
        assert_discreet(&text);
    }
}

#[tokio::test]
async fn partial_items_show_names_alone() {
    with_table_of::<User>(own_database_over(environment::client(), Codec::Wire), async |_: &Database| {
        Table::<User>::put(&user()).await.unwrap();
        let update = Table::<User>::update((SECRET, NUMBER)).set(User::NAME, format!("{SECRET}2"));
        let partial = update.returning_updated_new().await.unwrap();
        let shown = format!("{partial:?}");
        assert_discreet(&shown);
        assert!(shown.contains("name"), "{shown}");
        assert_eq!(partial.get(User::NAME).unwrap(), Some(format!("{SECRET}2")));
    })
    .await;
}
