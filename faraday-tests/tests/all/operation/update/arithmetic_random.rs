//! After any additions and subtractions of integers the item still decodes, and only results that do not fit are refused.

use std::num::NonZero;

use faraday::{Database, Error, Item, Table};
use faraday_tests::tables::with_table;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::random::cases;

#[derive(Debug, Clone, Copy)]
enum Operation {
    Add,
    Increment,
    Decrement,
}

fn operations() -> impl Strategy<Value = Operation> {
    prop_oneof![Just(Operation::Add), Just(Operation::Increment), Just(Operation::Decrement)]
}

/// What the update must do: the number that is then stored, or the kind of its error.
#[derive(Debug, PartialEq)]
enum Outcome<T> {
    Stored(T),
    ConditionFailed,
    Missing,
}

/// To an `i128`, and back if it fits.
type Wide<T> = (fn(T) -> i128, fn(i128) -> Option<T>);

fn expected<T: Copy>(
    stored: Option<T>,
    operation: Operation,
    amount: T,
    (to_wide, of_wide): Wide<T>,
    is_unsigned: bool,
) -> Outcome<T> {
    let amount = to_wide(amount);
    let Some(before) = stored.map(to_wide) else {
        return match operation {
            Operation::Add => of_wide(amount).map_or(Outcome::ConditionFailed, Outcome::Stored),
            Operation::Decrement if is_unsigned => Outcome::ConditionFailed,
            Operation::Increment | Operation::Decrement => Outcome::Missing,
        };
    };
    let after = match operation {
        Operation::Add | Operation::Increment => before + amount,
        Operation::Decrement => before - amount,
    };
    of_wide(after).map_or(Outcome::ConditionFailed, Outcome::Stored)
}

fn outcome<T>(updated: Result<(), Error>, stored: Option<T>) -> Outcome<T> {
    match updated {
        Ok(()) => Outcome::Stored(stored.expect("an update leaves a number")),
        Err(error) if error.is_condition_failed() => Outcome::ConditionFailed,
        Err(error) if error.is_validation() => Outcome::Missing,
        Err(error) => panic!("{error}"),
    }
}

/// Runs random cases against one table. The runner is not asynchronous, so that it has a thread of its own.
fn run<T: Item, V: std::fmt::Debug + 'static>(
    strategy: impl Strategy<Value = V> + Send + 'static,
    case: impl AsyncFn(V) + Send + 'static,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    runtime.block_on(with_table::<T>(async |db: &Database| {
        let db = db.clone();
        let test = move || {
            let mut runner = TestRunner::new(cases(40));
            let outcome = runner.run(&strategy, |input| {
                handle.block_on(db.scope(case(input)));
                Ok(())
            });
            outcome.map_err(|error| error.to_string())
        };
        tokio::task::spawn_blocking(test).await.unwrap().unwrap();
    }));
}

macro_rules! of_types {
    ($($test:ident: $type:ty, $numbers:expr, $to_wide:expr, $of_wide:expr, $unsigned:expr;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Debug, Clone, PartialEq, Item)]
            #[faraday(table = "numbers")]
            struct Holder {
                #[faraday(partition_key)]
                id: u8,
                number: Option<$type>,
            }

            let wide: (fn($type) -> i128, fn(i128) -> Option<$type>) = ($to_wide, $of_wide);
            let numbers = || $numbers;
            let steps = proptest::collection::vec((operations(), numbers()), 1..6);
            run::<Holder, _>((proptest::option::of(numbers()), steps), async move |(start, steps)| {
                Table::<Holder>::put(&Holder { id: 1, number: start }).await.unwrap();
                let mut stored = start;
                for (operation, amount) in steps {
                    let update = Table::<Holder>::update(1);
                    let update = match operation {
                        Operation::Add => update.add(Holder::NUMBER, amount),
                        Operation::Increment => update.increment(Holder::NUMBER, amount),
                        Operation::Decrement => update.decrement(Holder::NUMBER, amount),
                    };
                    let updated = update.await;
                    let now = Table::<Holder>::get(1).consistent().await.unwrap().unwrap().number;
                    let expected = expected(stored, operation, amount, wide, $unsigned);
                    assert_eq!(outcome(updated, now), expected, "{stored:?} {operation:?} {amount}");
                    if !matches!(expected, Outcome::Stored(_)) {
                        assert_eq!(now, stored, "nothing is changed");
                    }
                    stored = now;
                }
            });
        }
    )*};
}

macro_rules! of_integers {
    ($($test:ident: $type:ty;)*) => {
        of_types! {$(
            $test: $type,
            prop_oneof![any::<$type>(), <$type>::MIN..<$type>::MIN + 4, 0..4 as $type, <$type>::MAX - 3..=<$type>::MAX],
            i128::from, |wide| wide.try_into().ok(), <$type>::MIN == 0;
        )*}
    };
}

of_integers! {
    numbers_of_u8: u8;
    numbers_of_u16: u16;
    numbers_of_u32: u32;
    numbers_of_u64: u64;
    numbers_of_i8: i8;
    numbers_of_i16: i16;
    numbers_of_i32: i32;
    numbers_of_i64: i64;
}

of_types! {
    numbers_of_nonzero_u8: NonZero<u8>,
    (1..=u8::MAX).prop_map(|number| NonZero::new(number).unwrap()),
    |number| number.get().into(), |wide| u8::try_from(wide).ok().and_then(NonZero::new), true;
    numbers_of_nonzero_i8: NonZero<i8>,
    prop_oneof![i8::MIN..0, -3..0_i8, 1..4_i8, 1..=i8::MAX].prop_map(|number| NonZero::new(number).unwrap()),
    |number| number.get().into(), |wide| i8::try_from(wide).ok().and_then(NonZero::new), false;
}
