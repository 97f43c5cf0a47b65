//! Operations on tables.

use faraday::{Database, Item, Table};

use super::yielding::Watched;
use super::{Run, drop_everywhere};

#[derive(Debug, Item)]
#[faraday(table = "dropped-sessions", global_index(by_user, partition_key = user))]
struct Session {
    #[faraday(partition_key)]
    token: String,
    user: Option<String>,
    #[faraday(ttl)]
    expires: Option<u64>,
}

type Sessions = Table<Session>;

async fn drop_table(db: &Database) {
    Sessions::delete_table().if_exists().on(db).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_change_of_a_table_that_is_dropped_can_be_made_again() {
    let engine = Watched::new();
    let quiet = engine.quiet();
    let absent = async || drop_table(&quiet).await;
    let there = async || {
        drop_table(&quiet).await;
        Sessions::create().on(&quiet).await.unwrap();
    };
    // As the struct declares it, or not there; what the last steps set is set by a plan.
    let is_declared = async |over: bool| {
        if over {
            Sessions::verify().on(&quiet).await.unwrap();
        }
    };
    let finish = async |db: &Database| {
        Sessions::plan().on(db).await?.apply().on(db).await?;
        Sessions::verify().on(db).await
    };
    let create: Run = |db| Box::pin(Sessions::create().on(db).into_future());
    drop_everywhere("create", &engine, create, absent, is_declared, finish).await;
    let ensure: Run = |db| Box::pin(async { Sessions::ensure().on(db).await.map(drop) });
    drop_everywhere("ensure", &engine, ensure, absent, is_declared, finish).await;
    let plan: Run = |db| {
        Box::pin(async {
            Sessions::plan().on(db).await?.apply().on(db).await?;
            Ok(())
        })
    };
    drop_everywhere("plan", &engine, plan, absent, is_declared, finish).await;

    let delete: Run = |db| Box::pin(Sessions::delete_table().on(db).into_future());
    let is_gone = async |over: bool| assert!(!over || Sessions::describe().on(&quiet).await.unwrap().is_none());
    let again = async |db: &Database| Sessions::delete_table().if_exists().on(db).await;
    drop_everywhere("delete", &engine, delete, there, is_gone, again).await;

    let update: Run =
        |db| Box::pin(async { Sessions::update_table().deletion_protection(true).on(db).await.map(drop) });
    let protected = async || {
        let table = Sessions::describe().on(&quiet).await.unwrap().unwrap();
        table.raw.deletion_protection_enabled() == Some(true)
    };
    let unprotected = async || {
        if Sessions::describe().on(&quiet).await.unwrap().is_some() {
            Sessions::update_table().deletion_protection(false).on(&quiet).await.unwrap();
        } else {
            Sessions::create().on(&quiet).await.unwrap();
        }
    };
    let is_protected = async |over: bool| assert!(!over || protected().await);
    drop_everywhere("update", &engine, update, unprotected, is_protected, async |db| update(db).await).await;
    unprotected().await;
    let list: Run = |db| {
        Box::pin(async {
            let mut tables = db.tables();
            while tables.try_next().await?.is_some() {}
            Ok(())
        })
    };
    drop_everywhere("list", &engine, list, async || (), async |_| (), async |db| list(db).await).await;
    drop_table(&quiet).await;
}
