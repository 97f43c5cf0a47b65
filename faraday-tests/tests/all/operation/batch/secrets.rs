//! Errors and the debug form of a batch show no value of an item.

use std::error::Error as _;

use faraday::testing::{Canned, Fault, Faults};
use faraday::{Batch, Database, Error, Item, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use futures_util::stream;

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
    ratio: f64,
}

/// The same table through another struct, which the items do not fit.
#[derive(Debug, Item)]
#[faraday(table = "users")]
struct Other {
    #[faraday(partition_key)]
    #[allow(dead_code)]
    id: String,
    #[faraday(sort_key)]
    #[allow(dead_code)]
    number: u64,
    #[allow(dead_code)]
    name: u64,
}

fn user() -> User {
    User { id: SECRET.into(), number: NUMBER, name: SECRET.into(), ratio: NUMBER as f64 }
}

fn assert_discreet(text: &str) {
    assert!(!text.is_empty());
    for secret in [SECRET, "918273645"] {
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
    if let Some(failure) = error.batch_failure() {
        assert_discreet(&format!("{failure:?} {failure:#?} {:?}", failure.retry()));
    }
}

#[tokio::test(start_paused = true)]
async fn errors_do_not_show_values() {
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<User>(own_database_over(client, faraday::database::Codec::default()), async |_: &Database| {
        let key = || (SECRET, NUMBER);
        Table::<User>::put_many([user()]).await.unwrap();
        let bad = [
            User { ratio: f64::NAN, ..user() },
            User { name: SECRET.repeat(80_000), ..user() },
            User { id: String::new(), ..user() },
        ];
        for bad in bad {
            assert_tells_nothing(&Table::<User>::put_many([user(), bad.clone()]).await.unwrap_err());
            assert_tells_nothing(&Table::<User>::put_many([bad.clone()]).skip_invalid().await.unwrap_err());
            assert_tells_nothing(&Table::<User>::put_stream(stream::iter([bad])).await.unwrap_err());
        }
        assert_tells_nothing(&Table::<Other>::get_many([key()]).await.unwrap_err());
        assert_tells_nothing(&Table::<User>::get_many([key(), ("", NUMBER)]).await.unwrap_err());
        assert_tells_nothing(&Table::<User>::delete_many([key(), ("", NUMBER)]).await.unwrap_err());
        for fault in [Fault::Throttled, Fault::AnswerLost, Fault::Unprocessed(vec![0])] {
            faults.rule(move |_| Some(fault.clone()));
            let error = Table::<User>::put_many([user()]).max_attempts(2).await.unwrap_err();
            assert_tells_nothing(&error);
            let decoded = error.batch_failure().unwrap().unwritten_items::<Other>();
            assert_eq!(decoded.unwrap().len(), 0);
            assert_tells_nothing(&Table::<User>::get_many([key()]).max_attempts(2).await.unwrap_err());
        }
        faults.reset();
        let elsewhere = Database::new(environment::client());
        assert_tells_nothing(&Table::<User>::put_many([user()]).on(&elsewhere).await.unwrap_err());
        assert_tells_nothing(&Table::<User>::get_many([key()]).on(&elsewhere).await.unwrap_err());
    })
    .await;
}

#[tokio::test]
async fn errors_do_not_show_answers() {
    let put_off =
        format!(r#"{{"UnprocessedItems":{{"users":[{{"PutRequest":{{"Item":{{"id":{{"S":"{SECRET}"}}}}}}}}]}}}}"#);
    let row = format!(r#"{{"Responses":{{"users":[{{"id":{{"S":"{SECRET}"}},"number":{{"N":"{SECRET}"}}}}]}}}}"#);
    for body in [put_off.as_str(), &row, SECRET, &row[..row.len() - 2]] {
        let db = Database::new(Canned::answering(body).client());
        for error in [
            Table::<User>::put_many([user()]).on(&db).await.err(),
            Table::<User>::get_many([(SECRET, NUMBER)]).on(&db).await.err(),
        ] {
            error.iter().for_each(assert_tells_nothing);
        }
    }
}

#[tokio::test]
async fn operations_do_not_show_values() {
    let keys = || [(SECRET, NUMBER)];
    let shown = [
        format!("{:?}", Table::<User>::put_many([user()])),
        format!("{:?}", Table::<User>::put_many([user()]).metered()),
        format!("{:?}", Table::<User>::delete_many(keys())),
        format!("{:?}", Table::<User>::put_stream(stream::iter([user()]))),
        format!("{:?}", Table::<User>::get_many(keys()).select((User::NAME,))),
        format!("{:?}", Table::<User>::get_many(keys()).metered()),
        format!("{:?}", Batch::new().put(&user()).delete::<User>((SECRET, NUMBER))),
    ];
    shown.iter().for_each(|text| assert_discreet(text));
}
