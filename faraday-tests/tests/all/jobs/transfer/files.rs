//! Exports into files, which go on after a crash.

use faraday::jobs::{CheckpointFile, Export, ExportToFile};
use faraday::operation::ParallelScan;
use faraday::{Database, ErrorKind, Table};
use faraday_tests::tables::with_table;

use super::support::{Folder, Row, ids, once, read, rows};

fn export() -> Export<ParallelScan<Row>> {
    Table::<Row>::scan().page_size(5).parallel(3).export()
}

fn to_file(folder: &Folder) -> ExportToFile<ParallelScan<Row>> {
    export().write_to_file(folder.path("rows")).checkpoint(CheckpointFile::new(folder.path("saved")))
}

#[tokio::test]
async fn an_export_into_a_file_is_done_once() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        let folder = Folder::new();
        let done = to_file(&folder).progress(|done| assert!(done.items > 0)).await.unwrap();
        assert_eq!((done.items, done.read), (60, 60));
        let lines = read(&folder.path("rows"));
        assert_eq!(ids(lines.as_bytes()), once(60));
        // It has ended.
        let again = to_file(&folder).await.unwrap();
        assert_eq!((again.items, again.requests), (60, 0));
        assert_eq!(read(&folder.path("rows")), lines);
    })
    .await;
}

#[tokio::test]
async fn no_file_is_overwritten() {
    with_table::<Row>(async |_: &Database| {
        let folder = Folder::new();
        std::fs::write(folder.path("rows"), "mine").unwrap();
        for export in [to_file(&folder), export().write_to_file(folder.path("rows"))] {
            assert_eq!(export.await.unwrap_err().kind(), ErrorKind::Other);
            assert_eq!(read(&folder.path("rows")), "mine");
        }
        assert!(!folder.path("saved").exists());
    })
    .await;
}

#[tokio::test]
async fn a_file_is_not_cut_for_the_checkpoint_of_something_else() {
    with_table::<Row>(async |_: &Database| {
        Table::<Row>::put_many(rows(60)).await.unwrap();
        let folder = Folder::new();
        // It stops, so that its checkpoint is not that of an export that has ended.
        let dropped = tokio::time::timeout(std::time::Duration::ZERO, to_file(&folder).into_future()).await;
        assert!(dropped.is_err());
        to_file(&folder).await.unwrap();
        let lines = read(&folder.path("rows"));
        let saved = read(&folder.path("saved")).replace("\"ended\":true", "\"ended\":false");
        std::fs::write(folder.path("saved"), &saved).unwrap();

        let plain = export().plain_json().write_to_file(folder.path("rows"));
        let plain = plain.checkpoint(CheckpointFile::new(folder.path("saved"))).await;
        assert_eq!(plain.unwrap_err().kind(), ErrorKind::InvalidCursor);
        let query = Table::<Row>::query("group-1").export().write_to_file(folder.path("rows"));
        let query = query.checkpoint(CheckpointFile::new(folder.path("saved"))).await;
        assert_eq!(query.unwrap_err().kind(), ErrorKind::InvalidCursor);
        assert_eq!(read(&folder.path("rows")), lines);
        // A file that lacks what was written is not gone on with.
        std::fs::write(folder.path("rows"), &lines[..40]).unwrap();
        assert_eq!(to_file(&folder).await.unwrap_err().kind(), ErrorKind::InvalidCursor);
        // What stands after the position is cut.
        std::fs::write(folder.path("rows"), format!("{lines}half a li")).unwrap();
        to_file(&folder).await.unwrap();
        assert_eq!(read(&folder.path("rows")), lines);
        std::fs::write(folder.path("saved"), "nonsense").unwrap();
        assert_eq!(to_file(&folder).await.unwrap_err().kind(), ErrorKind::InvalidCursor);
    })
    .await;
}
