//! Lines that are longer than any item.

use std::io::Cursor;

use faraday::{Database, ErrorKind, Table};
use faraday_tests::tables::with_table;

use super::super::fixture::InMemory;
use super::support::{Row, import_of, line, line_of, stored, written};

fn long() -> String {
    "x".repeat(17 * 1024 * 1024)
}

#[tokio::test]
async fn a_line_over_16_mb_is_refused_before_it_is_read_whole() {
    with_table::<Row>(async |_: &Database| {
        let endless = tokio::io::BufReader::new(tokio::io::repeat(b'x'));
        let error = Table::<Row>::import_from(endless).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("line 1: "), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_line_over_16_mb_is_one_wrong_line() {
    with_table::<Row>(async |db: &Database| {
        let lines = [line(1), long(), line(2), " ".repeat(17 * 1024 * 1024), line(3), long()];
        let text = lines.join("\n");
        let store = InMemory::default();
        let of_reader = || Table::<Row>::import_from(Cursor::new(text.clone())).max_failures(3);
        for import in [
            of_reader().checkpoint(store.clone()),
            import_of(&lines).max_failures(3),
            import_of([&text]).max_failures(3),
        ] {
            let error = import.await.unwrap_err();
            let failure = error.job_failure().unwrap();
            assert_eq!(written(failure.progress()), (6, 3, 3));
            let parts: Vec<_> = failure.failures().iter().map(line_of).collect();
            assert_eq!(parts, ["line 2", "line 4", "line 6"]);
            assert!(failure.failures().iter().all(|error| error.kind() == ErrorKind::Decode));
        }
        assert_eq!(stored(db).await.len(), 3);
        // They are the same lines when they are read again.
        let again = of_reader().checkpoint(store).await.unwrap_err();
        assert_eq!(again.kind(), ErrorKind::Other);
        assert_eq!(again.job_failure().unwrap().progress().failed, 3);
    })
    .await;
}
