//! No error, and no `Debug`, shows a value of a line.

use std::error::Error as _;

use faraday::{Database, Table};
use faraday_tests::tables::with_table;

use super::support::{Row, import_of};

const SECRET: &str = "zq7!xv";

#[tokio::test]
async fn no_error_shows_a_line() {
    with_table::<Row>(async |_: &Database| {
        let lines = [
            SECRET.to_owned(),
            format!(r#"{{"group":{{"S":"{SECRET}"}}}}"#),
            format!(r#"{{"group":{{"N":"{SECRET}"}},"id":{{"N":"1"}}}}"#),
            format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"{SECRET}"}}}}"#),
            format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"1"}},"x":{{"SS":["{SECRET}","{SECRET}"]}}}}"#),
            format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"1"}},"x":{{"B":"{SECRET}"}}}}"#),
            format!(r#"{{"group":"{SECRET}","id":"{SECRET}"}}"#),
        ];
        for line in lines {
            for import in [import_of([&line]), import_of([&line]).decoded(), import_of([&line]).plain_json()] {
                assert!(!format!("{import:?}").contains(SECRET));
                let error = import.max_failures(1).await.unwrap_err();
                let failure = error.job_failure().unwrap();
                let mut shown = format!("{error} {error:?} {failure:?}");
                let mut cause = error.source();
                while let Some(error) = cause {
                    shown.push_str(&format!("{error} {error:?}"));
                    cause = error.source();
                }
                assert!(!shown.contains(SECRET), "{line}: {shown}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn no_debug_form_shows_an_item() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put(&Row { group: SECRET.into(), id: 1, text: SECRET.into() }).await.unwrap();
        let export = Table::<Row>::query(SECRET).export();
        assert!(!format!("{export:?}").contains(SECRET));
        let mut stream = Table::<Row>::query(SECRET).page_size(1).export().stream();
        stream.try_next().await.unwrap().unwrap();
        let shown = format!("{stream:?} {:?}", stream.checkpoint());
        assert!(!shown.contains(SECRET), "{shown}");
    })
    .await;
}
