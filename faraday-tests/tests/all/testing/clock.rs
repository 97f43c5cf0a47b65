//! The clock of a test: managed times, reads that leave out what has expired, and the process that deletes it.

use std::time::{Duration, SystemTime};

use faraday::changes::ChangeKind;
use faraday::testing::{Clock, Faults};
use faraday::{Database, ErrorKind, Item, Table};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "sessions", stream = new_and_old_images)]
struct Session {
    #[faraday(partition_key)]
    token: String,
    #[faraday(ttl)]
    expires_at: Option<SystemTime>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "notes")]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(version)]
    version: u64,
    #[faraday(updated_at)]
    changed: SystemTime,
}

const HOUR: Duration = Duration::from_secs(3_600);

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

async fn sessions() -> Database {
    let db = Database::embedded_with(Faults::new()).unwrap();
    db.clock().set(at(1_800_000_000));
    Table::<Session>::create().on(&db).await.unwrap();
    db
}

async fn put(db: &Database, token: &str, expires_at: Option<SystemTime>) -> Session {
    let session = Session { token: token.into(), expires_at };
    Table::<Session>::put(&session).on(db).await.unwrap();
    session
}

#[test]
fn a_clock_goes_with_the_machine_until_it_is_set() {
    let clock = Clock::new();
    let before = SystemTime::now();
    assert!(clock.now() >= before && clock.now() < before + HOUR);
    clock.advance(HOUR);
    assert!(clock.now() >= before + HOUR);
    clock.clone().set(at(7));
    assert_eq!(clock.now(), at(7));
    clock.advance(HOUR);
    clock.advance(HOUR);
    assert_eq!((clock.now(), clock.reader()()), (at(7_207), at(7_207)));
    clock.advance(Duration::MAX);
    assert_eq!(Clock::at(at(3)).now(), at(3));
}

#[tokio::test]
async fn managed_times_are_those_of_the_clock() {
    let db = sessions().await;
    Table::<Note>::create().on(&db).await.unwrap();
    let mut note = Note { id: 1, version: 0, changed: at(0) };
    Table::<Note>::save(&mut note).on(&db).await.unwrap();
    assert_eq!(note.changed, at(1_800_000_000));
    db.clock().advance(HOUR);
    Table::<Note>::save(&mut note).on(&db).await.unwrap();
    assert_eq!(Table::<Note>::get(1).on(&db).await.unwrap().unwrap().changed, at(1_800_003_600));
}

#[tokio::test]
async fn what_has_expired_is_deleted_when_the_test_says_so() {
    let db = sessions().await;
    let now = db.clock().now();
    let soon = put(&db, "soon", Some(now + HOUR)).await;
    put(&db, "later", Some(now + 10 * HOUR)).await;
    put(&db, "never", None).await;
    assert_eq!(db.expire_now().await.unwrap(), 0);
    db.clock().advance(2 * HOUR);
    // Expired, and still there: as in DynamoDB.
    assert_eq!(Table::<Session>::get("soon").on(&db).await.unwrap(), Some(soon.clone()));
    assert_eq!(Table::<Session>::scan().live().on(&db).await.unwrap().len(), 2);
    assert_eq!(db.expire_now().await.unwrap(), 1);
    assert_eq!(Table::<Session>::get("soon").on(&db).await.unwrap(), None);
    assert_eq!(Table::<Session>::scan().on(&db).await.unwrap().len(), 2);
    assert_eq!(db.expire_now().await.unwrap(), 0);

    let changes = Table::<Session>::changes().once().on(&db).await.unwrap();
    let removed: Vec<_> = changes.iter().filter(|change| change.new().is_none()).collect();
    assert!(matches!(&removed[..], [change] if change.kind == ChangeKind::Removed { old: Some(soon), expired: true }));
}

/// A deletion by a program is not one by the time to live.
#[tokio::test]
async fn a_deletion_is_no_expiry() {
    let db = sessions().await;
    put(&db, "soon", Some(db.clock().now() + HOUR)).await;
    Table::<Session>::delete("soon").on(&db).await.unwrap();
    db.clock().advance(2 * HOUR);
    assert_eq!(db.expire_now().await.unwrap(), 0);
    let changes = Table::<Session>::changes().once().on(&db).await.unwrap();
    assert!(!changes.iter().any(|change| change.is_expiry()));
}

#[tokio::test]
async fn many_items_expire_at_once() {
    let db = sessions().await;
    let expires_at = Some(db.clock().now() + HOUR);
    let many: Vec<_> = (0..120).map(|number| Session { token: number.to_string(), expires_at }).collect();
    Table::<Session>::put_many(&many).on(&db).await.unwrap();
    db.clock().advance(2 * HOUR);
    assert_eq!(db.expire_now().await.unwrap(), 120);
    assert!(Table::<Session>::scan().on(&db).await.unwrap().is_empty());
}

/// Without a clock of the test it is the machine's time; and there must be an engine.
#[tokio::test]
async fn other_databases_expire_by_the_time_of_the_machine_or_not_at_all() {
    let path = std::env::temp_dir().join(format!("faraday-expire-{}.db", std::process::id()));
    for db in [Database::embedded().unwrap(), Database::open(&path).unwrap()] {
        Table::<Session>::create().on(&db).await.unwrap();
        put(&db, "old", Some(SystemTime::now() - HOUR)).await;
        put(&db, "new", Some(SystemTime::now() + HOUR)).await;
        assert_eq!(db.expire_now().await.unwrap(), 1);
        assert_eq!(Table::<Session>::scan().on(&db).await.unwrap().len(), 1);
    }
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    let error = Database::local("http://localhost:8000").expire_now().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}
