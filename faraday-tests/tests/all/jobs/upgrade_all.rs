//! Items of older schema versions are written in the present shape, and nothing of them is lost.

use std::collections::BTreeMap;
use std::time::Duration;

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::testing::{Fault, FaultRates, Faults};
use faraday::{Database, ErrorKind, Table};
use faraday_tests::tables::{own_database_over, with_table_of};
use fastrand::Rng;

use super::fixture::{InMemory, counts, disturbed_client, n, put_raw, s};
use crate::derive::schema_version::fixture::{
    Order, OrderOf2, OrderOf4, Orders, WrittenOf1, order, order_of_1, order_of_2, order_of_4, raw, stored_version,
    with_orders,
};
use crate::dropped::polled;

#[tokio::test]
async fn older_items_are_written_and_current_ones_skipped() {
    with_orders(async |db: &Database| {
        let job = || Orders::upgrade_all(Orders::scan().parallel(2));
        let before = raw(db, 1).await;
        assert_eq!(counts(&job().dry_run().await.unwrap()), [3, 3, 2, 1, 0]);
        assert_eq!(raw(db, 1).await, before, "a dry run writes nothing");
        let current = raw(db, 3).await;
        assert_eq!(counts(&job().await.unwrap()), [3, 3, 2, 1, 0]);
        assert_eq!(counts(&job().await.unwrap()), [3, 3, 0, 3, 0]);
        assert_eq!(raw(db, 3).await, current);
        for id in 1..=3 {
            assert_eq!(stored_version(db, id).await.as_deref(), Some("3"));
            assert_eq!(Orders::get(("ann", id)).await.unwrap(), Some(order(id)));
        }
        // It is in the index now, and can be updated.
        assert_eq!(Orders::index(Order::BY_STATUS).query("open").await.unwrap().len(), 3);
        Orders::update(("ann", 1)).set(Order::TOTAL, 1).await.unwrap();
    })
    .await;
}

/// The attributes of the older struct are replaced, those that neither struct knows stay.
#[tokio::test]
async fn what_no_struct_knows_is_kept() {
    with_orders(async |db: &Database| {
        let old =
            [("customer", s("ann")), ("id", n(7)), ("total", n(7)), ("mail", s("7@example.com")), ("theme", s("dark"))];
        put_raw(db, format!("{}orders", db.table_prefix()), old).await;
        Orders::upgrade_all(Orders::query("ann")).await.unwrap();
        let mut names: Vec<_> = raw(db, 7).await.into_keys().collect();
        names.sort_unstable();
        assert_eq!(names, ["customer", "email", "id", "schema_version", "status", "theme", "total"]);
    })
    .await;
}

/// A change that does nothing upgrades as well, and one that does something does both in one write.
#[tokio::test]
async fn modify_all_upgrades_what_it_reads() {
    with_orders(async |db: &Database| {
        let job = Orders::modify_all(Orders::query("ann"), |order| order.total += u64::from(order.id == 1));
        assert_eq!(counts(&job.await.unwrap()), [3, 3, 2, 1, 0]);
        assert_eq!(Orders::get(("ann", 1)).await.unwrap(), Some(Order { total: 701, ..order(1) }));
        assert_eq!(stored_version(db, 2).await.as_deref(), Some("3"));
        assert!(!raw(db, 1).await.contains_key("mail"));
    })
    .await;
}

#[tokio::test]
async fn items_that_cannot_be_upgraded_fail_alone() {
    with_orders(async |db: &Database| {
        Table::<OrderOf4>::put(&order_of_4(4)).await.unwrap();
        let bad = [("customer", s("ann")), ("id", n(9)), ("total", s("much"))];
        put_raw(db, format!("{}orders", db.table_prefix()), bad).await;
        let error = Orders::upgrade_all(Orders::query("ann")).max_failures(5).await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [5, 5, 2, 1, 2]);
        let failed: BTreeMap<_, _> = failure
            .failures()
            .iter()
            .map(|error| (error.item_key().unwrap()["id"].as_n().unwrap().clone(), error.kind()))
            .collect();
        assert_eq!(failed, BTreeMap::from([("4".to_owned(), ErrorKind::Decode), ("9".to_owned(), ErrorKind::Decode)]));
        assert_eq!(stored_version(db, 4).await.as_deref(), Some("4"));
    })
    .await;
}

/// `update_all` leaves out items that are gone, but not those that it may not update.
#[tokio::test]
async fn update_all_reports_older_items() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_orders(async |_| {
        let job = || Orders::update_all(Orders::query("ann"), |order| order.set(Order::TOTAL, 1)).max_failures(5);
        let error = job().await.unwrap_err();
        let failure = error.job_failure().unwrap();
        assert_eq!(counts(failure.progress()), [3, 3, 1, 0, 2]);
        assert!(failure.failures().iter().all(|error| error.kind() == ErrorKind::SchemaVersionMismatch));
        Orders::upgrade_all(Orders::query("ann")).await.unwrap();
        assert_eq!(job().await.unwrap().written, 3);
    })
    .await;
}

/// Somebody else writes the item between the read and the write: neither write is lost.
#[tokio::test]
async fn an_item_that_was_written_meanwhile_is_read_again() {
    let (client, faults) = disturbed_client();
    with_table_of::<Order>(own_database_over(client, Codec::default()), async |db: &Database| {
        Table::<WrittenOf1>::put(&order_of_1(1)).await.unwrap();
        faults.reset();
        // The first write is refused as if the item had changed; by then it is current.
        let name = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
        let body = format!(r#"{{"__type":"{name}","message":"no"}}"#);
        faults.fail_next("UpdateItem", Fault::Answer { status: 400, body });
        assert_eq!(counts(&Orders::upgrade_all(Orders::query("ann")).await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(faults.recorded().count("UpdateItem"), 2);
        assert_eq!(Orders::get(("ann", 1)).consistent().await.unwrap(), Some(order(1)));
        assert_eq!(stored_version(db, 1).await.as_deref(), Some("3"));
        faults.reset();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_is_lost_counts_once() {
    let (client, faults) = disturbed_client();
    with_table_of::<Order>(own_database_over(client, Codec::default()), async |_: &Database| {
        for fault in [Fault::AnswerLost, Fault::InternalServerError, Fault::Throttled, Fault::Disconnected] {
            Table::<WrittenOf1>::put_many((0..3).map(order_of_1)).await.unwrap();
            faults.fail_next_times("UpdateItem", 2, fault.clone());
            let job = Orders::upgrade_all(Orders::query("ann"));
            assert_eq!(counts(&job.await.unwrap()), [3, 3, 3, 0, 0], "{fault:?}");
            assert_eq!(Orders::query("ann").consistent().await.unwrap(), [order(0), order(1), order(2)]);
        }
        Table::<WrittenOf1>::put_many((0..3).map(order_of_1)).await.unwrap();
        faults.fail_next_times("UpdateItem", 1_000, Fault::AnswerLost);
        let error = Orders::upgrade_all(Orders::query("ann")).max_attempts(1).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        faults.reset();
    })
    .await;
}

/// Whatever is stored, and whichever requests fail: after runs that are killed and go on, every item is current, and means what it meant.
#[tokio::test(start_paused = true)]
async fn every_item_is_upgraded_under_random_faults() {
    for seed in 0..12 {
        let mut rng = Rng::with_seed(seed);
        let (client, faults) = disturbed_client();
        with_table_of::<Order>(own_database_over(client, Codec::default()), async |db: &Database| {
            let count = rng.u64(1..40);
            for id in 0..count {
                match rng.u8(0..3) {
                    0 => Table::<WrittenOf1>::put(&order_of_1(id)).await.unwrap(),
                    1 => Table::<OrderOf2>::put(&order_of_2(id)).await.unwrap(),
                    _ => Orders::put(&order(id)).await.unwrap(),
                }
            }
            run_until_done(&faults, &mut rng).await;
            faults.reset();
            let wanted: Vec<_> = (0..count).map(order).collect();
            assert_eq!(Orders::query("ann").consistent().all().await.unwrap(), wanted);
            for id in 0..count {
                assert_eq!(stored_version(db, id).await.as_deref(), Some("3"), "{id}");
            }
        })
        .await;
    }
}

/// Runs the job from its checkpoint until it ends, with faults, and sometimes dropped.
async fn run_until_done(faults: &Faults, rng: &mut Rng) {
    let store = InMemory::default();
    for run in 0..200 {
        faults.reset();
        let rate = if run < 60 { 0.2 } else { 0.0 };
        faults.rule(FaultRates::all(rate).seeded(rng.u64(..)));
        let job = Orders::upgrade_all(Orders::scan().page_size(5).parallel(3));
        let job = job.checkpoint(store.clone()).concurrency(3).max_attempts(2);
        if rng.bool() && run < 60 {
            if let Some(Ok(_)) = polled(job.into_future(), rng.usize(1..60)).await {
                return;
            }
        } else if job.await.is_ok() {
            return;
        }
        // What was sent before is over before the job is run again.
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    panic!("the job does not end");
}
