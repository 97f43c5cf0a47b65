//! Which database an operation runs on if it names none.

use std::env;
use std::process::Command;

use faraday::{ErrorKind, Table};

use super::{User, having};

async fn who() -> String {
    Table::<User>::get("x").await.unwrap().unwrap().id
}

/// Runs a test of this file, which is ignored elsewhere, in a process of its own: what is installed is the process's.
fn in_a_process_of_its_own(test: &str) {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", &format!("database::resolve::{test}"), "--nocapture", "--test-threads=1"])
        .env("FARADAY_TEST_CHILD", test)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}{err}");
}

/// Whether this is that process; elsewhere the test starts it and is done.
fn is_child(test: &str) -> bool {
    let child = env::var("FARADAY_TEST_CHILD").is_ok_and(|child| child == test);
    if !child {
        in_a_process_of_its_own(test);
    }
    child
}

#[tokio::test]
async fn the_nearest_database_counts() {
    if !is_child("the_nearest_database_counts") {
        return;
    }
    let [(_, installed), (_, scoped), (_, inner), (_, told)] = ["installed", "scoped", "inner", "told"].map(having);
    installed.install();
    assert_eq!(who().await, "installed");
    assert_eq!(tokio::spawn(who()).await.unwrap(), "installed");
    told.install();
    assert_eq!(who().await, "told");
    scoped
        .scope(async {
            assert_eq!(who().await, "scoped");
            assert_eq!(inner.scope(who()).await, "inner");
            assert_eq!(Table::<User>::get("x").on(&told).await.unwrap().unwrap().id, "told");
            assert_eq!(Table::<User>::get("x").metered().on(&told).await.unwrap().value.unwrap().id, "told");
            assert_eq!(who().await, "scoped");
            // A new task starts without the scope, and must not run on the installed database in silence.
            let error = tokio::spawn(async { Table::<User>::get("x").await }).await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NoDatabase);
            assert!(error.to_string().contains("spawned") && error.to_string().contains(".on(&db)"), "{error}");
            let inner = inner.clone();
            assert_eq!(tokio::spawn(async move { inner.scope(who()).await }).await.unwrap(), "inner");
        })
        .await;
    assert_eq!(Table::<User>::get("x").await.unwrap_err().kind(), ErrorKind::NoDatabase);
    installed.install();
    assert_eq!(Table::<User>::get("x").await.unwrap_err().kind(), ErrorKind::NoDatabase);
    assert_eq!(Table::<User>::get("x").on(&installed).await.unwrap().unwrap().id, "installed");
}

#[tokio::test]
async fn without_a_database_the_error_says_what_to_do() {
    if !is_child("without_a_database_the_error_says_what_to_do") {
        return;
    }
    let user = User { id: "ann".into(), visits: 1 };
    let errors = [
        Table::<User>::get("ann").await.unwrap_err(),
        Table::<User>::put(&user).await.unwrap_err(),
        Table::<User>::update("ann").add(User::VISITS, 1).returning_new().await.unwrap_err(),
        Table::<User>::delete("ann").metered().await.unwrap_err(),
        Table::<User>::query("ann").await.unwrap_err(),
        Table::<User>::query("ann").stream().try_next().await.unwrap_err(),
        Table::<User>::create().await.unwrap_err(),
        Table::<User>::describe().await.unwrap_err(),
        Table::<User>::delete_table().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::NoDatabase, "{error}");
        assert!(error.operation().is_some(), "{error}");
        for way in [".on(&db)", "db.scope(", "db.install()"] {
            assert!(error.to_string().contains(way), "{error}");
        }
    }
}
