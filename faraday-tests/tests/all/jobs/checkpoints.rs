//! A job goes on at its position, from a file, a table or a store of the user.

use std::path::PathBuf;
use std::time::Duration;

use faraday::jobs::{CheckpointFile, CheckpointStore, CheckpointTable, JobCheckpoint};
use faraday::testing::{Fault, Faults};
use faraday::{ErrorKind, Table};

use super::fixture::{InMemory, Message, Messages, counts, stored, with_messages};

/// A folder of this test's own, gone after it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("faraday-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Stops the job at its third page, and runs it again.
async fn stop_and_go_on(faults: &Faults, store: impl CheckpointStore + Clone) {
    let job = || {
        let change = |message: faraday::operation::Update<Message>| message.add(Message::VOTES, 100);
        let job = Messages::update_all(Messages::query("a").page_size(10), change);
        job.max_attempts(1).checkpoint(store.clone())
    };
    let mut pages = 0;
    faults.rule(move |request| {
        let is_page = request.operation == "Query";
        pages += usize::from(is_page);
        // The position is saved all the same.
        (is_page && pages == 3).then_some(Fault::Throttled)
    });
    let error = job().await.unwrap_err();
    assert_eq!(counts(error.job_failure().unwrap().progress()), [20, 20, 20, 0, 0]);
    faults.reset();
    assert_eq!(counts(&job().await.unwrap()), [30, 30, 30, 0, 0]);
    assert_eq!(faults.recorded().count("UpdateItem"), 10);
    assert!(stored("a").await.values().all(|message| (100..105).contains(&message.votes)), "each was updated once");
    // Once it has ended, it does nothing.
    faults.reset();
    assert_eq!(counts(&job().await.unwrap()), [30, 30, 30, 0, 0]);
    assert_eq!((faults.recorded().count("Query"), faults.recorded().count("UpdateItem")), (0, 0));
}

#[tokio::test]
async fn in_a_store_of_ones_own() {
    with_messages(30, async |_, faults| {
        stop_and_go_on(faults, InMemory::default()).await;
    })
    .await;
}

#[tokio::test]
async fn in_a_file() {
    with_messages(30, async |_, faults| {
        let folder = Folder::new("checkpoint-file");
        let store = CheckpointFile::new(folder.0.join("job"));
        stop_and_go_on(faults, store).await;
        let files: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(files, ["job"], "no other file is left");
    })
    .await;
}

#[tokio::test]
async fn in_a_table() {
    with_messages(30, async |db, faults| {
        let store = CheckpointTable::new("votes").on(db);
        store.create().await.unwrap();
        store.create().await.unwrap();
        stop_and_go_on(faults, store).await;
        let saved = Table::<JobCheckpoint>::get("votes").consistent().await.unwrap().unwrap();
        assert!(saved.saved_at.elapsed().unwrap() < Duration::from_secs(600));
        Table::<JobCheckpoint>::delete_table().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn another_job_refuses_a_checkpoint() {
    with_messages(30, async |_, faults| {
        let store = InMemory::default();
        let delete = |room: &str| Messages::delete_all(Messages::query(room)).checkpoint(store.clone());
        delete("a").await.unwrap();
        let others = [
            delete("b").await.map(drop),
            Messages::count_all(Messages::query("a")).checkpoint(store.clone()).await.map(drop),
            Messages::delete_all(Messages::query("a").sort_key_range(3..)).checkpoint(store.clone()).await.map(drop),
            Messages::delete_all(Messages::index(Message::BY_AUTHOR).query("a"))
                .checkpoint(store.clone())
                .await
                .map(drop),
            Messages::delete_all(Messages::scan().parallel(2)).checkpoint(store.clone()).await.map(drop),
            Messages::delete_all(Messages::query("a").filter(Message::VOTES.eq(1)))
                .checkpoint(store.clone())
                .await
                .map(drop),
            Messages::delete_all(Messages::query("a").descending()).checkpoint(store.clone()).await.map(drop),
            delete("a").on_table("messages-of-another-name").await.map(drop),
        ];
        faults.reset();
        for other in others {
            assert_eq!(other.unwrap_err().kind(), ErrorKind::InvalidCursor);
        }
        for text in ["", "{", r#"{"job":"delete_all"}"#] {
            *store.0.lock().unwrap() = Some(text.to_owned());
            assert_eq!(delete("a").await.unwrap_err().kind(), ErrorKind::InvalidCursor);
        }
        assert!(faults.recorded().is_empty());
        assert_eq!(stored("b").await.len(), 30);
    })
    .await;
}

/// A job of a scan, or of its segments, that has ended does not stand for one with another filter.
#[tokio::test]
async fn a_checkpoint_belongs_to_one_filter() {
    with_messages(30, async |_, _| {
        for segments in [0, 1, 3] {
            let store = InMemory::default();
            let delete = async |votes: u32| {
                let scan = Messages::scan().filter(Message::VOTES.eq(votes));
                let store = store.clone();
                match segments {
                    0 => Messages::delete_all(scan).checkpoint(store).await,
                    _ => Messages::delete_all(scan.parallel(segments)).checkpoint(store).await,
                }
            };
            let votes = segments;
            assert_eq!(delete(votes).await.unwrap().written, 12);
            assert_eq!(delete(votes).await.unwrap().written, 12);
            assert_eq!(delete(4).await.unwrap_err().kind(), ErrorKind::InvalidCursor);
        }
        assert_eq!(Messages::scan().count().await.unwrap(), 24);
    })
    .await;
}

/// A run that goes on after failed items ends with an error too, and so does each after it.
#[tokio::test]
async fn failed_items_of_an_earlier_run_are_not_forgotten() {
    with_messages(30, async |_, faults| {
        let store = InMemory::default();
        let job = || {
            let change = |message: faraday::operation::Update<Message>| message.set(Message::VOTES, 99);
            let job = Messages::update_all(Messages::query("a").page_size(10), change).max_failures(5);
            job.concurrency(1).checkpoint(store.clone())
        };
        let (mut updates, mut pages) = (0, 0);
        faults.rule(move |request| {
            updates += usize::from(request.operation == "UpdateItem");
            pages += usize::from(request.operation == "Query");
            match request.operation.as_str() {
                "UpdateItem" if updates == 3 => Some(Fault::refused("ValidationException")),
                "Query" if pages == 2 => Some(Fault::refused("AccessDeniedException")),
                _ => None,
            }
        });
        let error = job().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AccessDenied);
        assert_eq!(error.job_failure().unwrap().failures().len(), 1);
        faults.reset();
        for _ in 0..2 {
            let error = job().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Other);
            assert!(error.to_string().contains("1 item failed in earlier runs"), "{error}");
            let failure = error.job_failure().unwrap();
            assert_eq!((counts(failure.progress()), failure.failures().len()), ([30, 30, 29, 0, 1], 0));
        }
        assert_eq!(stored("a").await.values().filter(|message| message.votes == 99).count(), 29);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_leaves_the_checkpoint_alone() {
    with_messages(3, async |_, _| {
        let store = InMemory::default();
        let job = || Messages::delete_all(Messages::query("a")).checkpoint(store.clone());
        assert_eq!(job().dry_run().await.unwrap().written, 3);
        assert!(store.0.lock().unwrap().is_none());
        assert_eq!(job().await.unwrap().written, 3);
        assert!(store.0.lock().unwrap().is_some());
    })
    .await;
}

/// A limit bounds one run, so that a job can be done in portions.
#[tokio::test]
async fn a_job_with_a_limit_goes_on_after_it() {
    with_messages(25, async |_, _| {
        let store = InMemory::default();
        let change = |message: faraday::operation::Update<Message>| message.add(Message::VOTES, 100);
        let job = || Messages::update_all(Messages::query("a").limit(10), change).checkpoint(store.clone());
        for written in [10, 20, 25, 25] {
            assert_eq!(job().await.unwrap().written, written);
        }
        assert!(stored("a").await.values().all(|message| (100..105).contains(&message.votes)));
    })
    .await;
}

#[derive(Clone)]
struct Broken;

impl CheckpointStore for Broken {
    async fn load(&self) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(None)
    }

    async fn save(&self, _: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("the disk is full".into())
    }
}

#[tokio::test]
async fn a_store_that_fails_is_an_error_of_the_job() {
    with_messages(3, async |_, _| {
        let error = Messages::delete_all(Messages::query("a")).checkpoint(Broken).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Other);
        assert_eq!(counts(error.job_failure().unwrap().progress()), [3, 3, 3, 0, 0]);
        let missing = CheckpointTable::new("x");
        let error = Messages::delete_all(Messages::query("b")).checkpoint(missing).await.unwrap_err();
        assert!(error.is_table_not_found());
        assert_eq!(stored("b").await.len(), 3);
    })
    .await;
}

/// Run for two seconds at a time, a job comes to its end.
#[tokio::test(start_paused = true)]
async fn a_job_with_a_time_out_goes_on_after_it() {
    with_messages(60, async |_, faults| {
        faults.latency(Duration::from_millis(200)..Duration::from_millis(300));
        let store = InMemory::default();
        let job = || {
            let change = |message: faraday::operation::Update<Message>| message.set(Message::VOTES, 99);
            let job = Messages::update_all(Messages::query("a").page_size(5), change).concurrency(5);
            job.timeout(Duration::from_secs(2)).checkpoint(store.clone())
        };
        let mut runs = 1;
        let done = loop {
            match job().await {
                Ok(done) => break done,
                Err(error) => assert_eq!(error.kind(), ErrorKind::Timeout),
            }
            runs += 1;
        };
        assert_eq!(counts(&done), [60, 60, 60, 0, 0]);
        assert!((3..8).contains(&runs), "{runs} runs");
        assert!(stored("a").await.values().all(|message| message.votes == 99));
    })
    .await;
}
