//! Which import goes on at which checkpoint.

use std::io::Cursor;

use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, Item, Table};

use super::super::fixture::InMemory;
use super::faults::with_faults;
use super::support::{Folder, Row, import_of, line, stored, written};

#[derive(Debug, Item)]
#[faraday(table = "other-rows")]
struct OtherRow {
    #[faraday(partition_key)]
    group: String,
    #[faraday(sort_key)]
    id: u64,
    text: String,
}

/// Makes all batches after so many fail for good.
fn stop_after(faults: &Faults, requests: usize) {
    let mut sent = 0;
    faults.rule(move |request| {
        let is_write = request.operation == "BatchWriteItem";
        sent += usize::from(is_write);
        (is_write && sent > requests).then_some(Fault::refused("AccessDeniedException"))
    });
}

#[tokio::test]
async fn the_checkpoint_of_another_import_is_refused() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<OtherRow>::create().await.unwrap();
        Table::<Row>::create().on_table("rows-of-another-name").await.unwrap();
        let lines = || (0..60).map(line).collect::<Vec<_>>().join("\n");
        for ends in [false, true] {
            let store = InMemory::default();
            if !ends {
                stop_after(faults, 1);
            }
            let ended = import_of((0..60).map(line)).concurrency(1).checkpoint(store.clone()).await;
            assert_eq!(ended.is_ok(), ends);
            faults.reset();
            let other = Table::<OtherRow>::import_from(Cursor::new(lines())).checkpoint(store.clone());
            let others = [
                other.await,
                import_of((0..60).map(line)).plain_json().checkpoint(store.clone()).await,
                import_of((0..60).map(line)).decoded().checkpoint(store.clone()).await,
                import_of((0..60).map(line)).on_table("rows-of-another-name").checkpoint(store.clone()).await,
                import_of((100..160).map(line)).checkpoint(store.clone()).await,
                import_of((1..60).map(line)).checkpoint(store.clone()).await,
                import_of((0..3).map(line)).checkpoint(store.clone()).await,
                import_of(Vec::<String>::new()).checkpoint(store.clone()).await,
            ];
            for (place, other) in others.into_iter().enumerate() {
                assert_eq!(other.unwrap_err().kind(), ErrorKind::InvalidCursor, "{place}");
            }
            assert_eq!(faults.recorded().count("BatchWriteItem"), 0);
            // The same lines from elsewhere are the same import.
            let same = Table::<Row>::import_from(Cursor::new(lines())).checkpoint(store.clone()).await.unwrap();
            assert_eq!(written(&same), (60, 60, 0));
        }
        Table::<OtherRow>::delete_table().await.unwrap();
        Table::<Row>::delete_table().on_table("rows-of-another-name").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn another_file_at_the_same_path_is_refused() {
    with_faults(async |db: &Database, faults: &Faults| {
        let folder = Folder::new();
        let path = folder.path("rows");
        let write = |ids: std::ops::Range<u64>| {
            std::fs::write(&path, ids.map(|id| line(id) + "\n").collect::<String>()).unwrap();
        };
        let store = InMemory::default();
        let import = || Table::<Row>::import_file(&path).concurrency(1).checkpoint(store.clone());
        write(100..200);
        stop_after(faults, 2);
        import().await.unwrap_err();
        faults.reset();
        let before = stored(db).await.len();
        assert!((25..100).contains(&before), "{before}");
        // All lines have the same length, so that each position is between two lines.
        for other in [200..400, 101..300, 100..110] {
            write(other);
            assert_eq!(import().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
        }
        std::fs::remove_file(&path).unwrap();
        assert_eq!(import().await.unwrap_err().kind(), ErrorKind::Other);
        assert_eq!(stored(db).await.len(), before);
        write(100..200);
        assert_eq!(written(&import().await.unwrap()), (100, 100, 0));
        assert_eq!(stored(db).await.len(), 100);
    })
    .await;
}

/// Lines that were added after an import ended are not lost.
#[tokio::test]
async fn an_import_that_ended_goes_on_with_lines_that_were_added() {
    with_faults(async |db: &Database, _: &Faults| {
        let folder = Folder::new();
        let path = folder.path("rows");
        let store = InMemory::default();
        let import = || Table::<Row>::import_file(&path).checkpoint(store.clone());
        let mut text = format!("{}\n{}", line(1), line(2));
        // Once without and once with an end of the last line.
        for (added, lines) in [(String::new(), 2), (format!("\n{}\n", line(3)), 3), (line(4), 4), (String::new(), 4)] {
            text.push_str(&added);
            std::fs::write(&path, &text).unwrap();
            assert_eq!(written(&import().await.unwrap()), (lines, lines, 0));
        }
        assert_eq!(stored(db).await.len(), 4);
        // A last line that goes on is another line.
        std::fs::write(&path, text + &line(5)).unwrap();
        assert_eq!(import().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_no_checkpoint_is_refused() {
    with_faults(async |_: &Database, _: &Faults| {
        let old = r#"{"import":{"lines":1,"bytes":0,"items":1,"failed":0},"ended":true}"#;
        for text in ["", "{}", "7", old, r#"{"job":"delete_all"}"#] {
            let store = InMemory::default();
            *store.0.lock().unwrap() = Some(text.to_owned());
            let error = import_of((0..3).map(line)).checkpoint(store).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{text}");
        }
    })
    .await;
}

/// Lines that failed stay failed, in however many runs the import is done.
#[tokio::test]
async fn failed_lines_of_an_earlier_run_are_not_forgotten() {
    with_faults(async |db: &Database, faults: &Faults| {
        let lines = || (0..300).map(|id| if id == 0 { "{}".to_owned() } else { line(id) });
        let store = InMemory::default();
        let import = || import_of(lines()).max_failures(10).concurrency(1).checkpoint(store.clone());
        stop_after(faults, 5);
        let error = import().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AccessDenied);
        assert_eq!(error.job_failure().unwrap().failures().len(), 1);
        faults.reset();
        // The run that ends, and each after it.
        for _ in 0..3 {
            let error = import().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Other);
            assert!(error.to_string().contains("1 line failed in earlier runs"), "{error}");
            let failure = error.job_failure().unwrap();
            assert_eq!((written(failure.progress()), failure.failures().len()), ((300, 299, 1), 0));
        }
        assert_eq!(stored(db).await.len(), 299);
    })
    .await;
}
