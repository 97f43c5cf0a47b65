//! Lines that only DynamoDB refuses, forms that are read as a struct, and marks at the beginning of a file.

use faraday::jobs::Import;
use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;
use futures_util::stream;

use super::super::fixture::InMemory;
use super::faults::with_faults;
use super::support::{Folder, Row, import_of, line, line_of, row, stored, written};

/// A line with an attribute that DynamoDB does not store.
fn refused(id: u64) -> Vec<String> {
    let of = |attribute: &str| format!(r#"{{"group":{{"S":"g"}},"id":{{"N":"{id}"}},{attribute}}}"#);
    let deep = format!(r#""x":{}{{"N":"1"}}{}"#, r#"{"L":["#.repeat(40), "]}".repeat(40));
    vec![of(r#""":{"S":"x"}"#), of(r#""x":{"M":{"":{"S":"x"}}}"#), of(&deep)]
}

#[tokio::test]
async fn a_line_that_dynamodb_refuses_fails_no_other_line() {
    faraday_tests::needs!(RefusedAttributes);
    with_table::<Row>(async |db: &Database| {
        for wrong in refused(99) {
            let lines = || (0..40).map(|id| if id == 20 { wrong.clone() } else { line(id) });
            let error = import_of(lines()).max_failures(5).await.unwrap_err();
            let failure = error.job_failure().unwrap();
            assert_eq!(written(failure.progress()), (40, 39, 1), "{wrong}");
            assert_eq!(failure.failures().len(), 1);
            assert_eq!(failure.failures()[0].kind(), ErrorKind::Validation);
            assert_eq!(line_of(&failure.failures()[0]), "line 21");
            assert_eq!(stored(db).await.len(), 39);
            Table::<Row>::delete_many((0..40).map(row).map(|row| (row.group, row.id))).await.unwrap();
        }
    })
    .await;
}

/// The first one ends the import: the lines before it are written, and the checkpoint is before it.
#[tokio::test]
async fn a_line_that_dynamodb_refuses_ends_an_import_without_failures() {
    faraday_tests::needs!(RefusedAttributes);
    with_table::<Row>(async |db: &Database| {
        for wrong in [39, 20] {
            let store = InMemory::default();
            let lines = (0..40).map(|id| if id == wrong { refused(99).remove(0) } else { line(id) });
            let error = import_of(lines).checkpoint(store.clone()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Validation);
            assert!(error.to_string().contains(&format!("line {}: ", wrong + 1)), "{error}");
            let found = stored(db).await;
            assert!((0..wrong).all(|id| found.contains_key(&id)), "{} lines", found.len());
            assert_eq!(error.job_failure().unwrap().progress().failed, 1);

            let other = import_of((0..wrong + 1).map(line)).checkpoint(store.clone()).await.unwrap();
            assert_eq!((other.written, other.failed), (wrong + 1, 0));
        }
    })
    .await;
}

#[tokio::test]
async fn the_lines_of_a_refused_request_are_found_under_faults() {
    faraday_tests::needs!(RefusedAttributes);
    with_faults(async |db: &Database, faults: &Faults| {
        let mut requests = 0;
        faults.rule(move |request| {
            let is_write = request.operation == "BatchWriteItem";
            requests += u32::from(is_write);
            (is_write && requests % 7 == 0).then_some(Fault::Throttled)
        });
        let lines = (0..100).map(|id| if id % 50 == 3 { refused(999).remove(0) } else { line(id) });
        let error = import_of(lines).max_failures(2).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(written(failure.progress()), (100, 98, 2));
        let numbers: Vec<_> = failure.failures().iter().map(line_of).collect();
        assert_eq!(numbers, ["line 4", "line 54"]);
        faults.reset();
        assert_eq!(stored(db).await.len(), 98);
    })
    .await;
}

/// A batch of the user's is as it was: the error names all writes of the request.
#[tokio::test]
async fn a_batch_that_dynamodb_refuses_is_not_sent_one_by_one() {
    with_faults(async |_: &Database, faults: &Faults| {
        faults.reset();
        faults.fail_next("BatchWriteItem", Fault::refused("ValidationException"));
        let error = Table::<Row>::put_many((0..10).map(row)).await.unwrap_err();
        assert_eq!(error.batch_failure().unwrap().unwritten_items::<Row>().unwrap().len(), 10);
        assert_eq!(faults.recorded().count("BatchWriteItem"), 1);
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(
    table = "documents",
    vector_index(near, attribute = embedding, dimensions = 3, distance = cosine)
)]
struct Document {
    #[faraday(partition_key)]
    id: u64,
    embedding: Vec<f32>,
}

#[tokio::test]
async fn a_vector_of_another_length_or_type_fails_no_other_line() {
    faraday_tests::needs!(VectorSearch);
    with_table::<Document>(async |_: &Database| {
        let of = |id: u64, vector: &str| format!(r#"{{"id":{{"N":"{id}"}},"embedding":{{"L":[{vector}]}}}}"#);
        let good = r#"{"N":"1"},{"N":"1"},{"N":"1"}"#;
        let lines = [of(1, good), of(2, r#"{"N":"1"}"#), of(3, r#"{"S":"1"},{"N":"1"},{"N":"1"}"#), of(4, good)];
        let import: Import<Document> = Table::import(stream::iter(lines.map(Ok::<_, std::io::Error>)));
        let error = import.max_failures(2).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(written(failure.progress()), (4, 2, 2));
        let mut ids: Vec<_> = Table::<Document>::scan().await.unwrap().into_iter().map(|found| found.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, [1, 4]);
    })
    .await;
}

#[tokio::test]
async fn a_line_is_one_object_in_every_form() {
    with_table::<Row>(async |db: &Database| {
        let plain = r#"{"group":"a","id":1,"text":"x"}"#;
        let bare = r#"{"group":{"S":"a"},"id":{"N":"1"},"text":{"S":"x"}}"#;
        let wrapped = format!(r#"{{"Item":{bare}}}"#);
        for (line, form) in [(plain, 0), (bare, 1), (&wrapped, 1), (bare, 2), (&wrapped, 2)] {
            let twice = line.replacen('}', r#"},"id":{"N":"2"}"#, 1);
            let twice = if form == 0 { line.replace(r#","text""#, r#","id":2,"text""#) } else { twice };
            for wrong in [format!("{line}{line}"), format!("{line} x"), format!("{line},"), twice] {
                let import = import_of([&wrong]);
                let import = match form {
                    0 => import.plain_json(),
                    1 => import.decoded(),
                    _ => import,
                };
                let error = import.await.expect_err(&wrong);
                assert_eq!(error.kind(), ErrorKind::Decode, "{wrong}: {error}");
                assert!(error.to_string().contains("line 1: "), "{error}");
            }
        }
        assert!(stored(db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_byte_order_mark_is_no_part_of_the_first_line() {
    with_table::<Row>(async |db: &Database| {
        let folder = Folder::new();
        let path = folder.path("rows");
        let text = format!("\u{feff}{}\n{}\n", line(1), line(2));
        std::fs::write(&path, &text).unwrap();
        let store = InMemory::default();
        let import = || Table::<Row>::import_file(&path).checkpoint(store.clone());
        assert_eq!(written(&import().await.unwrap()), (2, 2, 0));
        assert_eq!(written(&import().await.unwrap()), (2, 2, 0), "it is skipped again as well");
        assert_eq!(written(&import_of([text]).await.unwrap()), (2, 2, 0));
        assert_eq!(written(&import_of(["\u{feff}"]).await.unwrap()), (0, 0, 0));
        assert_eq!(stored(db).await.len(), 2);
        // Elsewhere it belongs to no JSON.
        let error = import_of([line(1), format!("\u{feff}{}", line(2))]).await.unwrap_err();
        assert!(error.to_string().contains("line 2: "), "{error}");
    })
    .await;
}
