//! Which export into a file goes on at which checkpoint.

use faraday::testing::{Fault, Faults};
use faraday::{Condition, Database, ErrorKind, Item, Table};

use super::super::fixture::InMemory;
use super::faults::with_faults;
use super::support::{Folder, Row, ids, once, read, rows};

#[derive(Debug, Item)]
#[faraday(table = "other-rows")]
struct OtherRow {
    #[faraday(partition_key)]
    group: String,
    #[faraday(sort_key)]
    id: u64,
}

/// Makes all scans and queries after so many fail for good.
fn stop_after(faults: &Faults, requests: usize) {
    let mut sent = 0;
    faults.rule(move |request| {
        let is_read = ["Scan", "Query"].contains(&request.operation.as_str());
        sent += usize::from(is_read);
        (is_read && sent > requests).then_some(Fault::refused("AccessDeniedException"))
    });
}

fn small() -> Condition<Row> {
    Row::ID.lt(40)
}

#[tokio::test]
async fn the_checkpoint_of_another_export_is_refused() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        Table::<OtherRow>::create().await.unwrap();
        Table::<Row>::create().on_table("rows-of-another-name").await.unwrap();
        for ends in [false, true] {
            let (folder, store) = (Folder::new(), InMemory::default());
            let path = folder.path("rows");
            let scan = || Table::<Row>::scan().page_size(5);
            if !ends {
                stop_after(faults, 4);
            }
            let export = || scan().filter(small()).parallel(3).export();
            assert_eq!(export().write_to_file(&path).checkpoint(store.clone()).await.is_ok(), ends);
            faults.reset();
            let lines = read(&path);
            let other = Table::<OtherRow>::scan().parallel(3).export().write_to_file(&path);
            let others = [
                other.checkpoint(store.clone()).await,
                export().plain_json().write_to_file(&path).checkpoint(store.clone()).await,
                export().decoded().write_to_file(&path).checkpoint(store.clone()).await,
                export().on_table("rows-of-another-name").write_to_file(&path).checkpoint(store.clone()).await,
                scan().parallel(3).export().write_to_file(&path).checkpoint(store.clone()).await,
                scan().filter(Row::ID.lt(41)).parallel(3).export().write_to_file(&path).checkpoint(store.clone()).await,
                Table::<Row>::query("group-1").export().write_to_file(&path).checkpoint(store.clone()).await,
                export().write_to_file(folder.path("other")).checkpoint(store.clone()).await,
            ];
            for (place, other) in others.into_iter().enumerate() {
                assert_eq!(other.unwrap_err().kind(), ErrorKind::InvalidCursor, "{place}");
            }
            assert!(faults.recorded().is_empty());
            assert_eq!(read(&path), lines);
            assert!(!folder.path("other").exists());

            assert_eq!(export().write_to_file(&path).checkpoint(store.clone()).await.unwrap().items, 40);
            assert_eq!(ids(read(&path).as_bytes()), once(40));
        }
        Table::<OtherRow>::delete_table().await.unwrap();
        Table::<Row>::delete_table().on_table("rows-of-another-name").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_export_of_a_query_does_not_go_on_in_the_other_order() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<Row>::put_many(rows(140)).await.unwrap();
        let (folder, store) = (Folder::new(), InMemory::default());
        let query = || Table::<Row>::query("group-1").page_size(5);
        stop_after(faults, 2);
        let first = query().export().write_to_file(folder.path("rows")).checkpoint(store.clone());
        first.await.unwrap_err();
        faults.reset();
        let other = query().descending().export().write_to_file(folder.path("rows")).checkpoint(store.clone());
        assert_eq!(other.await.unwrap_err().kind(), ErrorKind::InvalidCursor);
        let same = query().export().write_to_file(folder.path("rows")).checkpoint(store.clone());
        assert_eq!(same.await.unwrap().items, 20);
    })
    .await;
}

#[tokio::test]
async fn an_export_that_ended_has_its_file() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        for ends in [true, false] {
            let (folder, store) = (Folder::new(), InMemory::default());
            let path = folder.path("rows");
            let export = || {
                let export = Table::<Row>::scan().page_size(10).export();
                export.write_to_file(&path).checkpoint(store.clone())
            };
            if !ends {
                stop_after(faults, 3);
            }
            assert_eq!(export().await.is_ok(), ends);
            faults.reset();
            let lines = read(&path);
            let mut changed = lines.clone();
            changed.replace_range(0..1, "[");
            for other in [&lines[..lines.len() - 1], "", &changed] {
                std::fs::write(&path, other).unwrap();
                assert_eq!(export().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
                assert_eq!(read(&path), other);
            }
            std::fs::remove_file(&path).unwrap();
            assert_eq!(export().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
            assert!(!path.exists() && faults.recorded().is_empty());
            std::fs::write(&path, &lines).unwrap();
            assert_eq!(export().await.unwrap().items, 60);
            assert_eq!(ids(read(&path).as_bytes()), once(60));
        }
    })
    .await;
}

/// The bytes before the checkpoint of the stream are in no file of this export.
#[tokio::test]
async fn the_rest_of_a_stream_goes_on_in_a_file_of_its_own() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        let (folder, store) = (Folder::new(), InMemory::default());
        let path = folder.path("rest");
        let export = || Table::<Row>::scan().page_size(10).export();
        let mut stream = export().stream();
        let first = stream.try_next().await.unwrap().unwrap();
        let checkpoint = stream.checkpoint();
        let rest = || export().resume(checkpoint.clone()).write_to_file(&path).checkpoint(store.clone());
        stop_after(faults, 2);
        rest().await.unwrap_err();
        faults.reset();
        assert_eq!(ids(read(&path).as_bytes()).len(), 20);
        assert_eq!(rest().await.unwrap().items, 60);
        assert_eq!(rest().await.unwrap().items, 60);
        assert_eq!(ids(&[&first[..], read(&path).as_bytes()].concat()), once(60));
    })
    .await;
}

#[tokio::test]
async fn a_stream_refuses_the_checkpoint_of_another_filter() {
    with_faults(async |_: &Database, faults: &Faults| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        let scan = || Table::<Row>::scan().page_size(10);
        let mut stream = scan().filter(small()).export().stream();
        stream.try_next().await.unwrap();
        let checkpoint = stream.checkpoint();
        faults.reset();
        let error = scan().export().resume(checkpoint.clone()).stream().try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCursor);
        assert!(faults.recorded().is_empty());
        assert!(scan().filter(small()).export().resume(checkpoint).stream().try_next().await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_no_checkpoint_of_an_export_is_refused() {
    with_faults(async |_: &Database, _: &Faults| {
        let folder = Folder::new();
        for text in ["", "{}", "7", r#"{"export":{"source":{"seal":1,"segments":[]}},"ended":true}"#] {
            let store = InMemory::default();
            *store.0.lock().unwrap() = Some(text.to_owned());
            let error = Table::<Row>::export().write_to_file(folder.path("rows")).checkpoint(store).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{text}");
            assert!(!folder.path("rows").exists());
        }
    })
    .await;
}
