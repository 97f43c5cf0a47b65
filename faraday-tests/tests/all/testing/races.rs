//! The embedded engine shows races like a network, and its own steps have none.

use std::collections::BTreeSet;

use faraday::{Database, ErrorKind, Item, Table, transaction};

use super::{User, user};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    path: String,
    hits: u64,
    #[faraday(version)]
    version: u64,
}

async fn users() -> Database {
    let db = Database::embedded().unwrap();
    Table::<User>::create().on(&db).await.unwrap();
    Table::<User>::put(&user("ann")).on(&db).await.unwrap();
    db
}

async fn visits(db: &Database) -> u64 {
    Table::<User>::get("ann").consistent().on(db).await.unwrap().unwrap().visits
}

/// Adds one visit by reading and writing, without a condition: the mistake that a test should show.
async fn read_and_write(db: &Database) {
    let mut ann = Table::<User>::get("ann").consistent().on(db).await.unwrap().unwrap();
    ann.visits += 1;
    Table::<User>::put(&ann).on(db).await.unwrap();
}

#[tokio::test]
async fn a_read_and_a_write_without_a_condition_lose_an_update() {
    let db = users().await;
    tokio::join!(read_and_write(&db), read_and_write(&db));
    assert_eq!(visits(&db).await, 2, "1 and two visits would be 3");
}

#[tokio::test]
async fn an_update_expression_loses_none() {
    let db = users().await;
    let add = async || Table::<User>::update("ann").add(User::VISITS, 1).on(&db).await.unwrap();
    tokio::join!(add(), add(), add());
    assert_eq!(visits(&db).await, 4);
}

#[tokio::test]
async fn a_condition_refuses_the_second_write() {
    let db = users().await;
    let write = async || {
        let mut ann = Table::<User>::get("ann").consistent().on(&db).await.unwrap().unwrap();
        let read = ann.visits;
        ann.visits += 1;
        Table::<User>::put(&ann).condition(User::VISITS.eq(read)).on(&db).await
    };
    let (one, other) = tokio::join!(write(), write());
    let refused = [one, other].into_iter().filter_map(Result::err).map(|error| error.kind());
    assert_eq!(refused.collect::<Vec<_>>(), [ErrorKind::ConditionalCheckFailed]);
    assert_eq!(visits(&db).await, 2);
}

#[tokio::test]
async fn a_version_refuses_the_second_write_and_modify_repeats_it() {
    let db = Database::embedded().unwrap();
    Table::<Page>::create().on(&db).await.unwrap();
    let mut page = Page { path: "/".into(), hits: 0, version: 0 };
    Table::<Page>::save(&mut page).on(&db).await.unwrap();
    let save = async || {
        let mut page = Table::<Page>::get("/").consistent().on(&db).await.unwrap().unwrap();
        page.hits += 1;
        Table::<Page>::save(&mut page).on(&db).await
    };
    let (one, other) = tokio::join!(save(), save());
    assert!(one.is_ok() != other.is_ok());
    assert!(one.err().or(other.err()).unwrap().is_version_conflict());
    let modify = async || Table::<Page>::modify("/", |page| page.hits += 1).on(&db).await.unwrap();
    tokio::join!(modify(), modify());
    assert_eq!(Table::<Page>::get("/").consistent().on(&db).await.unwrap().unwrap().hits, 3);
}

#[tokio::test]
async fn transactions_lose_nothing() {
    let db = users().await;
    Table::<User>::put(&user("bob")).on(&db).await.unwrap();
    let both = async || {
        let add = |id: &str| Table::<User>::update(id).add(User::VISITS, 1);
        transaction((add("ann"), add("bob"))).on(&db).await.unwrap();
    };
    tokio::join!(both(), both(), both());
    assert_eq!(visits(&db).await, 4);
}

/// An update that returns the item before it reads the item and updates it. No other write may come between.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_update_returns_the_item_that_it_changed() {
    let db = users().await;
    let mut tasks = Vec::new();
    for _ in 0..32 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let mut seen = Vec::new();
            for _ in 0..8 {
                let old = Table::<User>::update("ann").add(User::VISITS, 1).returning_old().on(&db).await.unwrap();
                seen.push(old.unwrap().visits);
                // An update that returns nothing shares the engine with others.
                Table::<User>::update("ann").set(User::NAME, "Anna").on(&db).await.unwrap();
            }
            seen
        }));
    }
    let mut seen = BTreeSet::new();
    for task in tasks {
        seen.extend(task.await.unwrap());
    }
    assert_eq!(seen.len(), 256, "no two updates changed the same item");
    assert_eq!(visits(&db).await, 257);
}

/// An update that returns the item before it and a deletion take turns: it returns a whole item or none, never what is left of one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_item_that_is_deleted_meanwhile_is_returned_whole_or_not_at_all() {
    let db = users().await;
    let mut tasks = Vec::new();
    for task in 0..8 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            for _ in 0..200 {
                if task % 2 == 0 {
                    Table::<User>::delete("ann").on(&db).await.unwrap();
                } else {
                    let update = Table::<User>::update("ann").add(User::VISITS, 1).set(User::NAME, "Ann");
                    update.returning_old().on(&db).await.unwrap();
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}
