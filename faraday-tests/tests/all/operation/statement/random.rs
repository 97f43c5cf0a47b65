//! Statements with random values, and their pages under random faults: nothing is lost, and nothing comes twice.

use std::cell::Cell;

use faraday::operation::StatementRows;
use faraday::paging::Cursor;
use faraday::testing::FaultRates;
use faraday::{Database, Error, ErrorKind, Result, Table, database::Codec};
use faraday_tests::tables::{own_database, own_database_over};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::runtime::{Builder, Runtime};

use super::{Order, insert, order, statement};
use crate::operation::batch::support::disturbed_client;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-c'\"? ]{1,8}", Just("'; DELETE FROM orders".to_owned()), Just("?".to_owned())]
}

/// A value is stored and found as it was given, whatever it looks like.
#[test]
fn a_value_is_never_a_part_of_the_text() {
    faraday_tests::needs!(PartiQl);
    let runtime = runtime();
    let db = runtime.block_on(async { own_database() });
    runtime.block_on(Table::<Order>::create().on(&db).into_future()).unwrap();
    let mut runner = TestRunner::new(crate::random::cases(150));
    let outcome = runner.run(&(texts(), texts(), any::<u64>(), any::<u64>()), |(customer, note, id, total)| {
        // A key attribute is never empty.
        let customer = format!("c{customer}");
        let expected = Order { note: Some(note.clone()), ..order(&customer, id, total) };
        runtime.block_on(async {
            let new = statement(&db, "INSERT INTO orders VALUE {'customer': ?, 'id': ?, 'total': ?, 'note': ?}");
            new.bind(&customer).bind(id).bind(total).bind(&note).await.unwrap();
            let select =
                statement(&db, "SELECT * FROM orders WHERE customer = ? AND id = ? AND note = ? AND total = ?");
            let found = select.bind(&customer).bind(id).bind(&note).bind(total).rows::<Order>().one().await.unwrap();
            assert_eq!(found, Some(expected));
            let delete = statement(&db, "DELETE FROM orders WHERE customer = ? AND id = ?");
            delete.bind(&customer).bind(id).await.unwrap();
            assert_eq!(Table::<Order>::scan().consistent().count().on(&db).await.unwrap(), 0);
        });
        Ok(())
    });
    runtime.block_on(Table::<Order>::delete_table().on(&db).into_future()).unwrap();
    outcome.unwrap();
}

/// How the rows are read.
#[derive(Debug, Clone, Copy)]
enum Way {
    All,
    Stream,
    Pages,
    /// Page by page, each in a request of its own, which goes on at a cursor after a failure.
    Cursors,
}

#[derive(Debug, Clone)]
struct Run {
    way: Way,
    least: u64,
    page_size: u32,
    read_ahead: bool,
    attempts: u32,
    rates: FaultRates,
    seed: u64,
}

fn runs() -> impl Strategy<Value = Run> {
    let way = prop_oneof![Just(Way::All), Just(Way::Stream), Just(Way::Pages), Just(Way::Cursors)];
    let rate = || prop_oneof![Just(0.0), 0.0..0.25_f64];
    let rates =
        (rate(), rate(), rate(), rate()).prop_map(|(throttled, internal_server_error, disconnected, answer_lost)| {
            FaultRates { throttled, internal_server_error, disconnected, answer_lost, ..FaultRates::default() }
        });
    (way, 0..ORDERS + 2, 1..4_u32, any::<bool>(), 1..6_u32, rates, any::<u64>()).prop_map(
        |(way, least, page_size, read_ahead, attempts, rates, seed)| Run {
            way,
            least,
            page_size,
            read_ahead,
            attempts,
            rates,
            seed,
        },
    )
}

const ORDERS: u64 = 11;

fn select(db: &Database, run: &Run) -> StatementRows<Order> {
    let select = statement(db, "SELECT * FROM orders WHERE customer = ? AND id >= ? AND total < ?");
    let rows = select.bind("ann").bind(run.least).bind(8).rows::<Order>().page_size(run.page_size);
    let rows = if run.read_ahead { rows.read_ahead() } else { rows };
    rows.max_attempts(run.attempts)
}

/// The rows that were read, and the error after them.
async fn read(db: &Database, run: &Run) -> (Vec<u64>, Result<()>) {
    let mut ids = Vec::new();
    let result = async {
        match run.way {
            Way::All => ids.extend(select(db, run).await?.into_iter().map(|order| order.id)),
            Way::Stream => {
                let mut rows = select(db, run).stream();
                while let Some(order) = rows.try_next().await? {
                    ids.push(order.id);
                }
            }
            Way::Pages => {
                let mut pages = select(db, run).pages();
                while let Some(page) = pages.try_next().await? {
                    ids.extend(page.items.into_iter().map(|order| order.id));
                }
            }
            Way::Cursors => {
                let (mut next, mut failures) = (None::<Cursor>, 0);
                loop {
                    match select(db, run).after(next.clone()).page().await {
                        Ok(page) => {
                            ids.extend(page.items.into_iter().map(|order| order.id));
                            let Some(cursor) = page.next else { break };
                            next = Some(cursor.to_string().parse()?);
                        }
                        Err(error) => {
                            assert!(is_of_a_fault(&error), "{error:?}");
                            failures += 1;
                            assert!(failures < 10_000, "it makes no progress");
                        }
                    }
                }
            }
        }
        Ok(())
    };
    let result = result.await;
    (ids, result)
}

/// A read writes nothing, so its outcome is known whatever fails.
fn is_of_a_fault(error: &Error) -> bool {
    let kind = error.kind() == ErrorKind::InternalServerError || error.is_unreachable() || error.is_throttled();
    kind && !error.is_outcome_unknown()
}

#[test]
fn no_row_is_lost_and_none_comes_twice() {
    faraday_tests::needs!(PartiQl);
    let runtime = runtime();
    let (client, faults) = runtime.block_on(async { disturbed_client() });
    let db = own_database_over(client, Codec::default());
    runtime.block_on(async {
        Table::<Order>::create().on(&db).await.unwrap();
        for id in 0..ORDERS {
            insert(&db, &order("ann", id, id % 10)).await.unwrap();
        }
    });
    let (given_up, whole) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(crate::random::cases(200));
    let outcome = runner.run(&runs(), |run| {
        faults.reset();
        faults.rule(run.rates.seeded(run.seed));
        let expected: Vec<u64> = (run.least..ORDERS).filter(|id| id % 10 < 8).collect();
        match runtime.block_on(read(&db, &run)) {
            (ids, Ok(())) => {
                whole.set(whole.get() + 1);
                assert_eq!(ids, expected);
            }
            (ids, Err(error)) => {
                given_up.set(given_up.get() + 1);
                assert!(is_of_a_fault(&error), "{error:?}");
                assert!(expected.starts_with(&ids), "{ids:?} of {expected:?}");
            }
        }
        Ok(())
    });
    faults.reset();
    runtime.block_on(Table::<Order>::delete_table().on(&db).into_future()).unwrap();
    outcome.unwrap();
    assert!(given_up.get() > 0 && whole.get() > 0, "{} given up, {} read", given_up.get(), whole.get());
}
