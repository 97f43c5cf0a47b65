//! The writes of an import, and where it goes on.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use faraday::jobs::CheckpointFile;
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;
use futures_util::{StreamExt, stream};

use super::super::fixture::InMemory;
use super::support::{Folder, Row, import_of, line, read, row, rows, stored, written};

#[tokio::test]
async fn lines_of_a_stream_a_reader_and_a_file_are_written() {
    with_table::<Row>(async |db: &Database| {
        let lines: Vec<String> = (0..60).map(line).collect();
        let done = import_of(lines[..20].iter()).await.unwrap();
        assert_eq!(written(&done), (20, 20, 0));
        // With the line ends of Windows, an empty line, and no end after the last.
        let text = lines[20..40].join("\r\n\r\n");
        let done = Table::<Row>::import_from(Cursor::new(text)).await.unwrap();
        assert_eq!(written(&done), (20, 20, 0));
        let folder = Folder::new();
        std::fs::write(folder.path("rows"), lines[40..].join("\n")).unwrap();
        let done = Table::<Row>::import_file(folder.path("rows")).metered().await.unwrap();
        assert_eq!((written(&done), done.value.requests), ((20, 20, 0), 1));
        assert_eq!(stored(db).await.len(), 60);
        assert_eq!(Table::<Row>::get(("group-4", 53)).await.unwrap(), Some(row(53)));
    })
    .await;
}

#[tokio::test]
async fn a_text_of_several_lines_is_as_good_as_one_of_each() {
    with_table::<Row>(async |db: &Database| {
        let lines: Vec<String> = (0..10).map(line).collect();
        let texts = [lines[..4].join("\n") + "\n", lines[4..7].join("\n"), String::new(), lines[7..].join("\n\n")];
        let done = Table::<Row>::import(stream::iter(texts.map(Ok::<_, std::io::Error>))).await.unwrap();
        assert_eq!(written(&done), (10, 10, 0));
        assert_eq!(stored(db).await.len(), 10);
        // The numbers of lines count all of them: four, three, an empty one, and the third of the last text.
        let texts = [lines[..4].join("\n") + "\n", lines[4..7].join("\n"), String::new(), lines[7].clone() + "\n\n{}"];
        let wrong = Table::<Row>::import(stream::iter(texts.map(Ok::<_, std::io::Error>))).await.unwrap_err();
        assert!(wrong.to_string().contains("line 11:"), "{wrong}");
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_lines_with_one_key_counts() {
    with_table::<Row>(async |_: &Database| {
        let of = |text: usize| format!(r#"{{"group":{{"S":"a"}},"id":{{"N":"1"}},"text":{{"S":"{text}"}}}}"#);
        let done = import_of((0..200).map(of)).concurrency(8).await.unwrap();
        assert_eq!(written(&done), (200, 200, 0));
        assert_eq!(Table::<Row>::get(("a", 1)).await.unwrap().unwrap().text, "199");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_line_ends_the_import_with_all_before_it_written() {
    with_table::<Row>(async |db: &Database| {
        let lines = (0..40).map(line).chain(["{\"group\"".into()]).chain((41..80).map(line));
        let error = import_of(lines).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("line 41:"), "{error}");
        assert_eq!(error.operation(), Some("BatchWriteItem"));
        let failure = error.job_failure().unwrap();
        assert_eq!(written(failure.progress()), (40, 40, 1));
        assert_eq!(stored(db).await.len(), 40);
    })
    .await;
}

#[tokio::test]
async fn wrong_lines_are_left_out_up_to_a_number_of_them() {
    with_table::<Row>(async |db: &Database| {
        let lines = || (0..40).map(|id| if id % 10 == 3 { "{}".to_owned() } else { line(id) });
        let error = import_of(lines()).max_failures(4).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let failure = error.job_failure().unwrap();
        assert_eq!(written(failure.progress()), (40, 36, 4));
        let messages: Vec<String> = failure.failures().iter().map(ToString::to_string).collect();
        assert_eq!(messages.len(), 4);
        assert!(messages[1].starts_with("line 14: attribute `group`: expected S, found nothing"), "{messages:?}");
        assert_eq!(stored(db).await.len(), 36);

        let error = import_of(lines()).max_failures(3).await.unwrap_err();
        assert!(error.to_string().contains("line 34:"), "{error}");
        let failure = error.job_failure().unwrap();
        assert_eq!((failure.failures().len(), failure.progress().failed), (3, 4));
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_fails_has_its_lines_before_written() {
    with_table::<Row>(async |db: &Database| {
        let lines = (0..33).map(|id| Ok(line(id))).chain([Err(std::io::Error::other("the network is gone"))]);
        let error = Table::<Row>::import(stream::iter(lines.collect::<Vec<_>>())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Other);
        assert!(error.to_string().contains("line 34: the lines cannot be read"), "{error}");
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the network is gone");
        assert_eq!(error.job_failure().unwrap().progress().written, 33);
        assert_eq!(stored(db).await.len(), 33);
        // The error of an export keeps its kind.
        let export = Table::<Row>::scan().limit(1).parallel(2).export().stream();
        assert_eq!(Table::<Row>::import(export).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_there_is_an_error() {
    with_table::<Row>(async |_: &Database| {
        let error = Table::<Row>::import_file("/no/such/file").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Other);
        assert!(error.to_string().contains("the lines cannot be read"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_import_goes_on_after_the_lines_that_are_written() {
    with_table::<Row>(async |db: &Database| {
        let folder = Folder::new();
        let (path, saved) = (folder.path("rows"), folder.path("saved"));
        let mut lines: Vec<String> = (0..100).map(line).collect();
        lines[60] = "nonsense".into();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let import = || Table::<Row>::import_file(&path).checkpoint(CheckpointFile::new(&saved));
        let error = import().await.unwrap_err();
        assert!(error.to_string().contains("line 61:"), "{error}");
        let position: serde_json::Value = serde_json::from_str(&read(&saved)).unwrap();
        assert_eq!(position["import"]["lines"].as_u64(), Some(60));
        // Mended, it goes on there.
        let gone: Vec<_> = (0..60).map(|id| (row(id).group, id)).collect();
        Table::<Row>::delete_many(gone).await.unwrap();
        lines[60] = line(60);
        std::fs::write(&path, lines.join("\n")).unwrap();
        let done = import().await.unwrap();
        assert_eq!(written(&done), (100, 100, 0));
        assert_eq!(stored(db).await.keys().copied().collect::<Vec<_>>(), (60..100).collect::<Vec<_>>());
        // Once it has ended, it writes nothing.
        let again = import().await.unwrap();
        assert_eq!((written(&again), again.requests), ((100, 100, 0), 0));

        std::fs::write(&saved, "{}").unwrap();
        assert_eq!(import().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
    })
    .await;
}

#[tokio::test]
async fn of_a_stream_the_lines_before_the_checkpoint_are_left_out() {
    with_table::<Row>(async |db: &Database| {
        let store = InMemory::default();
        let broken = (0..50).map(|id| Ok(line(id))).chain([Err(std::io::Error::other("gone"))]);
        let broken = stream::iter(broken.collect::<Vec<_>>());
        Table::<Row>::import(broken).checkpoint(store.clone()).await.unwrap_err();
        let gone: Vec<_> = (0..50).map(|id| (row(id).group, id)).collect();
        Table::<Row>::delete_many(gone).await.unwrap();
        let done = import_of((0..80).map(line)).checkpoint(store.clone()).await.unwrap();
        assert_eq!(written(&done), (80, 80, 0));
        assert_eq!(stored(db).await.keys().copied().collect::<Vec<_>>(), (50..80).collect::<Vec<_>>());

        let short = import_of((0..8).map(line)).checkpoint(store).await.unwrap_err();
        assert_eq!(short.kind(), ErrorKind::InvalidCursor);
    })
    .await;
}

#[tokio::test]
async fn no_more_lines_are_taken_than_can_be_sent_soon() {
    with_table::<Row>(async |_: &Database| {
        let taken = Arc::new(Mutex::new((0_u64, 0_u64, 0_u64)));
        let (pulled, done) = (Arc::clone(&taken), Arc::clone(&taken));
        let lines = stream::iter(0..5_000).map(move |id| {
            let mut taken = pulled.lock().unwrap();
            taken.0 += 1;
            taken.2 = taken.2.max(taken.0 - taken.1);
            Ok::<_, std::io::Error>(line(id))
        });
        let import = Table::<Row>::import(lines).progress(move |now| done.lock().unwrap().1 = now.written);
        assert_eq!(import.await.unwrap().written, 5_000);
        let (_, _, most) = *taken.lock().unwrap();
        assert!(most <= 225, "{most} lines were taken and not written");
    })
    .await;
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "rows")]
struct Versioned {
    #[faraday(partition_key)]
    group: String,
    #[faraday(sort_key)]
    id: u64,
    #[faraday(default)]
    tags: std::collections::BTreeSet<String>,
    #[faraday(default)]
    raw: Vec<u8>,
    #[faraday(version)]
    version: u64,
}

#[tokio::test]
async fn a_version_stays_unless_the_items_are_decoded() {
    with_table::<Row>(async |_: &Database| {
        let line = r#"{"group":{"S":"a"},"id":{"N":"1"},"version":{"N":"7"},"more":{"BOOL":true}}"#;
        let read = async || Table::<Versioned>::get(("a", 1)).await.unwrap().unwrap().version;
        let attributes = async || Table::<Row>::export().await.unwrap();
        Table::<Versioned>::import_from(line.as_bytes()).await.unwrap();
        assert_eq!(read().await, 7);
        assert!(attributes().await.contains("more"));
        Table::<Versioned>::import_from(line.as_bytes()).decoded().await.unwrap();
        assert_eq!(read().await, 8);
        assert!(!attributes().await.contains("more"));
    })
    .await;
}

#[tokio::test]
async fn plain_lines_are_read_as_the_types_of_the_struct() {
    with_table::<Row>(async |_: &Database| {
        let line = r#"{"group":"a","id":1,"tags":["x","y"],"raw":"AQI=","version":0,"more":1}"#;
        Table::<Versioned>::import_from(line.as_bytes()).plain_json().await.unwrap();
        let stored = Table::<Versioned>::get(("a", 1)).await.unwrap().unwrap();
        assert_eq!((stored.tags.len(), stored.raw, stored.version), (2, vec![1, 2], 1));
        let wrong = Table::<Row>::import_from(line.as_bytes()).plain_json().await.unwrap_err();
        assert!(wrong.to_string().contains("line 1: attribute `text`"), "{wrong}");
    })
    .await;
}

#[tokio::test]
async fn an_import_of_nothing_sends_nothing() {
    with_table::<Row>(async |_: &Database| {
        let done = Table::<Row>::import_from(&b"\n\n  \n"[..]).metered().await.unwrap();
        assert_eq!((written(&done), done.value.requests), ((0, 0, 0), 0));
        let done = Table::<Row>::put_many(rows(1)).await;
        done.unwrap();
    })
    .await;
}
