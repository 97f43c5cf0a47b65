//! Random transactions under random faults, compared with a model: each is done once, or not at all.

use std::collections::BTreeMap;
use std::time::Duration;

use faraday::testing::{Fault, FaultRates, Faults};
use faraday::{
    Database, Table,
    database::Codec,
    execute::{TransactWrite, Write},
    transaction,
};
use futures_util::future::join_all;
use proptest::prelude::any;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{Account, Order, account, cancels, order, watched, with_tables};

const WRITE: &str = "TransactWriteItems";
const CHAINS: u8 = 20;
const RUNS: usize = 100;
const KEYS: u8 = 6;

/// One operation on the account of this number: what it is, by the amount and condition that it has.
#[derive(Debug, Clone, Copy)]
enum Step {
    Put(i64),
    PutNew(i64),
    Add(i64),
    AddIfRich(i64),
    Delete,
    DeleteExisting,
    CheckThere,
    CheckGone,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Trouble {
    Throttle,
    Fault,
    Disconnect,
    Lose,
    Cut,
    Delay,
    Conflict,
}

#[derive(Debug, Clone)]
struct Run {
    steps: Vec<(u8, Step)>,
    troubles: Vec<Trouble>,
    attempts: u32,
}

type Model = BTreeMap<String, i64>;

fn step() -> impl Strategy<Value = Step> {
    (0..8_u8, -9..10_i64).prop_map(|(kind, amount)| match kind {
        0 => Step::Put(amount),
        1 => Step::PutNew(amount),
        2 => Step::Add(amount),
        3 => Step::AddIfRich(amount),
        4 => Step::Delete,
        5 => Step::DeleteExisting,
        6 => Step::CheckThere,
        _ => Step::CheckGone,
    })
}

fn run() -> impl Strategy<Value = Run> {
    let trouble = (0..7_u8).prop_map(|kind| match kind {
        0 => Trouble::Throttle,
        4 => Trouble::Cut,
        5 => Trouble::Delay,
        1 => Trouble::Fault,
        2 => Trouble::Disconnect,
        3 => Trouble::Lose,
        _ => Trouble::Conflict,
    });
    let steps = proptest::collection::btree_map(0..KEYS, step(), 1..5);
    let troubles = proptest::collection::vec(trouble, 0..6);
    (steps, troubles, any::<bool>()).prop_map(|(steps, troubles, short)| Run {
        steps: steps.into_iter().collect(),
        troubles,
        attempts: if short { 2 } else { 10 },
    })
}

fn name(key: u8) -> String {
    format!("owner-{key}")
}

fn write(key: u8, step: Step) -> TransactWrite {
    let owner = name(key);
    match step {
        Step::Put(amount) => Table::<Account>::put(&account(&owner, amount)).into_write(),
        Step::PutNew(amount) => Table::<Account>::put(&account(&owner, amount)).if_absent().into_write(),
        Step::Add(amount) => Table::<Account>::update(&owner).add(Account::BALANCE, amount).into_write(),
        Step::AddIfRich(amount) => {
            let update = Table::<Account>::update(&owner).add(Account::BALANCE, amount);
            update.condition(Account::BALANCE.ge(0)).into_write()
        }
        Step::Delete => Table::<Account>::delete(&owner).into_write(),
        Step::DeleteExisting => Table::<Account>::delete(&owner).if_exists().into_write(),
        Step::CheckThere => Table::<Account>::check(&owner, Account::OWNER.exists()).into_write(),
        Step::CheckGone => Table::<Account>::check(&owner, Account::OWNER.not_exists()).into_write(),
    }
}

/// What is stored after it, or which operations have a condition that does not hold.
fn model(before: &Model, steps: &[(u8, Step)]) -> Result<Model, Vec<usize>> {
    let mut after = before.clone();
    let mut failed = Vec::new();
    for (position, (key, step)) in steps.iter().enumerate() {
        let owner = name(*key);
        let found = before.get(&owner).copied();
        let holds = match step {
            Step::PutNew(_) | Step::CheckGone => found.is_none(),
            Step::AddIfRich(_) => found.is_some_and(|balance| balance >= 0),
            Step::DeleteExisting | Step::CheckThere => found.is_some(),
            Step::Put(_) | Step::Add(_) | Step::Delete => true,
        };
        if !holds {
            failed.push(position);
        }
        match step {
            Step::Put(amount) | Step::PutNew(amount) => after.insert(owner, *amount),
            Step::Add(amount) | Step::AddIfRich(amount) => after.insert(owner, found.unwrap_or(0) + amount),
            Step::Delete | Step::DeleteExisting => after.remove(&owner),
            Step::CheckThere | Step::CheckGone => None,
        };
    }
    if failed.is_empty() { Ok(after) } else { Err(failed) }
}

async fn read() -> Model {
    let accounts = Table::<Account>::scan().consistent().await.unwrap();
    accounts.into_iter().map(|account| (account.owner, account.balance)).collect()
}

fn inject(faults: &Faults, run: &Run) {
    for trouble in &run.troubles {
        let conflict: Vec<&str> = run.steps.iter().map(|_| "TransactionConflict").collect();
        faults.fail_next_times(
            WRITE,
            1,
            match trouble {
                Trouble::Throttle => Fault::Throttled,
                Trouble::Fault => Fault::InternalServerError,
                Trouble::Disconnect => Fault::Disconnected,
                Trouble::Lose => Fault::AnswerLost,
                Trouble::Cut => Fault::AnswerCut,
                Trouble::Delay => Fault::Delayed(Duration::from_millis(3)),
                Trouble::Conflict => cancels(&conflict),
            },
        );
    }
}

/// Runs one and gives what is stored after it.
async fn check(db: &Database, faults: &Faults, before: &Model, run: &Run) -> Model {
    faults.reset();
    inject(faults, run);
    let writes: Vec<_> = run.steps.iter().map(|(key, step)| write(*key, *step)).collect();
    let outcome = transaction(writes).max_attempts(run.attempts).on(db).await;
    let requests = faults.recorded().of(WRITE);
    assert!(requests.windows(2).all(|pair| pair[0].body == pair[1].body), "one request, the same each time");
    let met = &run.troubles[..requests.len().min(run.troubles.len())];
    let lost = met.contains(&Trouble::Lose) || met.contains(&Trouble::Cut);
    faults.reset();
    let after = read().await;
    match (&outcome, model(before, &run.steps)) {
        (Ok(()), Ok(expected)) => assert_eq!(after, expected, "acknowledged: done, and once"),
        (Ok(()), Err(failed)) => panic!("acknowledged although {failed:?} failed"),
        (Err(error), Ok(_)) if !lost => {
            assert!(!error.is_condition_failed(), "{error:?}");
            assert_eq!(&after, before, "nothing of what was refused: {error:?}");
        }
        // The answer was lost and no other came: it was done once, whole.
        (Err(error), Ok(expected)) => {
            assert!(!error.is_condition_failed(), "{error:?}");
            assert_eq!(after, expected);
        }
        (Err(error), Err(failed)) => {
            assert_eq!(&after, before);
            if error.is_condition_failed() {
                let told: Vec<_> = error.cancellation_reasons().iter().map(|reason| reason.operation()).collect();
                assert_eq!(told, failed);
            }
        }
    }
    if run.troubles.is_empty() {
        assert_eq!(requests.len(), 1, "no more requests than one where nothing fails");
        assert_eq!(outcome.is_ok(), model(before, &run.steps).is_ok());
    }
    after
}

/// Many runs one after the other on a table of their own; gives how many changed something.
async fn chain(number: u8) -> usize {
    let mut seed = *b"transactions: all or nothing  ..";
    seed[31] = number;
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let mut changed = 0;
    watched::<Account>(Codec::Wire, async |db: &Database, faults: &Faults| {
        let mut stored = Model::new();
        for _ in 0..RUNS {
            let run = run().new_tree(&mut runner).unwrap().current();
            let next = check(db, faults, &stored, &run).await;
            changed += usize::from(next != stored);
            stored = next;
        }
    })
    .await;
    changed
}

#[tokio::test]
async fn a_transaction_is_done_once_or_not_at_all_under_faults() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    // At once, as most of the time is spent in pauses.
    let changed: usize = join_all((0..CHAINS).map(chain)).await.into_iter().sum();
    let all = RUNS * usize::from(CHAINS);
    assert!((all / 10..all * 9 / 10).contains(&changed), "{changed} of {all} changed something");
}

/// Many at once, over two tables: each moves one from an account to another and notes it, once or not at all.
#[tokio::test]
async fn concurrent_transfers_keep_the_sum() {
    faraday_tests::needs!(Transactions, Concurrency);
    const TASKS: u64 = 8;
    const TRANSFERS: u64 = 40;
    with_tables(async |db: &Database, faults: &Faults| {
        for owner in 0..4 {
            Table::<Account>::put(&account(&name(owner), 1_000)).await.unwrap();
        }
        let odds = FaultRates {
            throttled: 0.1,
            internal_server_error: 0.05,
            disconnected: 0.05,
            answer_lost: 0.1,
            delayed: 0.1,
            ..FaultRates::default()
        };
        faults.rule(odds.seeded(11));
        let transfer = |task: u64, number: u64| {
            let (from, to) = (name((number % 4) as u8), name(((number + 1 + task % 3) % 4) as u8));
            let take = Table::<Account>::update(&from).add(Account::BALANCE, -1).condition(Account::BALANCE.ge(1));
            let give = Table::<Account>::update(&to).add(Account::BALANCE, 1);
            let note = Table::<Order>::put(&order(task * TRANSFERS + number, 1)).if_absent();
            transaction((take, give, note)).max_attempts(50).on(db)
        };
        let tasks = (0..TASKS).map(|task| async move {
            for number in 0..TRANSFERS {
                transfer(task, number).await.unwrap();
            }
        });
        join_all(tasks).await;
        faults.reset();
        assert_eq!(read().await.into_values().sum::<i64>(), 4_000);
        let notes = Table::<Order>::query("ann").consistent().count().await.unwrap();
        assert_eq!(notes, TASKS * TRANSFERS);
    })
    .await;
}
