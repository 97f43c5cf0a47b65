//! `Database::embedded_with`: latency, and faults by a script, a rule and seeded chance, in faraday's operations.

use std::time::Duration;

use faraday::testing::{Fault, FaultRates, Faults};
use faraday::{Database, ErrorKind, Table};
use tokio::time::Instant;

use super::{User, message, user};

async fn users(faults: Faults) -> Database {
    let db = Database::embedded_with(faults).unwrap();
    Table::<User>::create().on(&db).await.unwrap();
    db
}

#[tokio::test(start_paused = true)]
async fn the_tour_says_what_happens() {
    let latency = Duration::from_millis(5)..Duration::from_millis(50);
    let db = users(Faults::new().fail_next("PutItem", Fault::Throttled).latency(latency)).await;
    let started = Instant::now();
    Table::<User>::put(&user("ann")).on(&db).await.unwrap();
    assert_eq!(db.recorded().of("PutItem").operations(), ["PutItem", "PutItem"]);
    let took = started.elapsed();
    assert!(took >= Duration::from_millis(10) && took <= Duration::from_millis(110), "{took:?}");
}

#[tokio::test]
async fn faults_are_added_while_a_test_runs_and_clones_share_them() {
    let faults = Faults::new();
    let db = users(faults.clone()).await;
    faults.fail_next("GetItem", Fault::Throttled).fail_next("GetItem", Fault::InternalServerError);
    db.clone().faults().fail_next("GetItem", Fault::refused("ValidationException"));
    assert_eq!(db.faults().pending(), 3);
    let error = Table::<User>::get("ann").on(&db).await.unwrap_err();
    assert_eq!((error.kind(), db.faults().pending()), (ErrorKind::Validation, 0));
    assert_eq!(faults.recorded().count("GetItem"), 3);
    faults.reset();
    assert!(db.recorded().is_empty());
}

/// A rule sees the request, and may look at the record and add to the script.
#[tokio::test]
async fn a_rule_decides_by_the_request() {
    let db = users(Faults::new()).await;
    let faults = db.faults();
    db.faults().rule(move |request| {
        let is_first = faults.recorded().count("PutItem") == 0;
        (is_first && request.operation == "PutItem").then(|| {
            faults.fail_next("PutItem", Fault::Throttled);
            Fault::AnswerLost
        })
    });
    Table::<User>::put(&user("ann")).on(&db).await.unwrap();
    assert_eq!(db.recorded().count("PutItem"), 3);
}

/// The faults of this seed, by the operations and outcomes of the same requests.
async fn outcomes(seed: u64) -> (Vec<Option<ErrorKind>>, Vec<String>) {
    let rates = FaultRates { delayed: 0.0, ..FaultRates::all(0.8) };
    let db = Database::embedded().unwrap();
    Table::<User>::create().on(&db).await.unwrap();
    let (client, faults) = Faults::random(seed, rates).over(db.client());
    assert_eq!(faults.seed(), Some(seed));
    let db = Database::new(client);
    let mut outcomes = Vec::new();
    for number in 0..30 {
        let put = Table::<User>::put(&user(&number.to_string())).on(&db).await;
        outcomes.push(put.err().map(|error| error.kind()));
    }
    (outcomes, faults.recorded().operations())
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults() {
    let first = outcomes(7).await;
    assert_eq!(first, outcomes(7).await);
    assert_ne!(first, outcomes(8).await);
    let failed: std::collections::HashSet<_> = first.0.iter().flatten().collect();
    assert!(failed.len() > 1 && first.0.contains(&None), "{first:?}");
}

/// The faults of one database do not stop the retries of another: the SDK counts them by partition.
#[tokio::test]
async fn many_failures_of_one_database_are_not_anothers() {
    let failing = users(Faults::new()).await;
    failing.faults().rule(|_| Some(Fault::InternalServerError));
    for _ in 0..120 {
        Table::<User>::get("ann").on(&failing).await.unwrap_err();
    }
    let other = users(Faults::new().fail_next_times("GetItem", 2, Fault::InternalServerError)).await;
    assert!(Table::<User>::get("ann").on(&other).await.unwrap().is_none());
}

#[tokio::test]
async fn only_the_last_requests_are_kept_if_so_wanted() {
    let db = users(Faults::new().keep_last(2)).await;
    for id in ["ann", "bob", "cleo"] {
        Table::<User>::put(&user(id)).on(&db).await.unwrap();
    }
    let kept: Vec<User> = db.recorded().iter().map(|request| request.item()).collect();
    assert_eq!(kept, [user("bob"), user("cleo")]);
}

#[tokio::test]
async fn a_database_without_faults_says_so() {
    let db = Database::embedded().unwrap();
    for message in [message(|| db.faults()), message(|| db.recorded()), message(|| db.clock())] {
        assert!(message.contains("embedded_with"), "{message}");
    }
}

/// Prints how long a new engine takes, which the guide's page on tests says: run it with `--nocapture`.
#[tokio::test]
async fn each_of_a_hundred_engines_is_new() {
    let started = std::time::Instant::now();
    let engines: Vec<Database> = (0..100).map(|_| Database::embedded().unwrap()).collect();
    println!("a new engine takes {:?}", started.elapsed() / 100);
    for db in engines {
        assert!(Table::<User>::describe().on(&db).await.unwrap().is_none());
        Table::<User>::create().on(&db).await.unwrap();
    }
}
