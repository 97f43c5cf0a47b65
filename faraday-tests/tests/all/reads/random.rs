//! Random key conditions, and random walks.

use std::fmt::Debug;
use std::ops::Bound;

use faraday::{Cursor, ErrorKind, Item, Result, Table, TableQuery};
use faraday_tests::tables::own_database;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

fn run<T: Debug>(cases: u32, values: impl Strategy<Value = T>, test: impl Fn(T)) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&values, |value| {
        test(value);
        Ok(())
    });
    outcome.unwrap();
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// What is asked of the sort key.
#[derive(Debug, Clone)]
enum Asked<T> {
    Nothing,
    Equal(T),
    Range(Bound<T>, Bound<T>),
    Prefix(T),
}

fn asked<T: Debug + Clone + 'static>(values: BoxedStrategy<T>) -> BoxedStrategy<Asked<T>> {
    let bound = || {
        let values = values.clone();
        prop_oneof![Just(Bound::Unbounded), values.clone().prop_map(Bound::Included), values.prop_map(Bound::Excluded)]
    };
    prop_oneof![
        Just(Asked::Nothing),
        values.clone().prop_map(Asked::Equal),
        (bound(), bound()).prop_map(|(low, high)| Asked::Range(low, high)),
        values.prop_map(Asked::Prefix),
    ]
    .boxed()
}

fn texts() -> BoxedStrategy<String> {
    prop_oneof![
        Just(String::new()),
        any::<String>(),
        "[a-c]{1,3}",
        Just("\u{0}".to_owned()),
        Just("\"'#:{}\\\u{10FFFF}".to_owned()),
        Just("x".repeat(1024)),
        Just("ü".repeat(600)),
        Just("x".repeat(3000)),
    ]
    .boxed()
}

fn binaries() -> BoxedStrategy<Vec<u8>> {
    prop_oneof![Just(Vec::new()), any::<Vec<u8>>(), Just(vec![0xff; 1024]), Just(vec![0; 2100])].boxed()
}

fn integers() -> BoxedStrategy<i128> {
    prop_oneof![any::<i128>(), -3..3_i128, Just(i128::MIN), Just(i128::MAX)].boxed()
}

fn floats() -> BoxedStrategy<f64> {
    let extremes = [f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::INFINITY, f64::NAN, -0.0, 1e125, 1e126, 1e-130, 1e-131];
    prop_oneof![any::<f64>(), -2.0..2.0, proptest::sample::select(extremes.to_vec())].boxed()
}

/// The engine took the query, or we refused it before it was sent, or it is one of those whose fault only DynamoDB sees:
/// a value over the size of a key, a range whose ends are the wrong way round.
fn accepted<R>(result: Result<R>, engines: bool, described: &dyn Debug) {
    let Err(error) = result else { return };
    let ours = [ErrorKind::Encode, ErrorKind::InvalidArgument].contains(&error.kind()) && error.sdk_error().is_none();
    assert!(ours || engines && error.kind() == ErrorKind::Validation, "{:?} {error}: {described:?}", error.kind());
}

macro_rules! conditions {
    ($($test:ident: $partitions:expr => $partition:ty, $sorts:expr => $sort:ty, $size:expr,
        |$query:ident, $prefix:ident| $begins_with:expr;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Debug, Clone, Item)]
            #[faraday(table = "reads_random")]
            struct Random {
                #[faraday(partition_key)]
                partition: $partition,
                #[faraday(sort_key)]
                sort: $sort,
                more: Option<u64>,
            }

            let runtime = runtime();
            let db = own_database();
            runtime.block_on(Table::<Random>::create().on(&db).into_future()).unwrap();
            run(200, ($partitions, asked($sorts), any::<bool>()), |(partition, asked, descending)| {
                let (of_partition, of_sort): (usize, usize) = $size(&partition, &asked);
                let reversed = matches!(&asked,
                    Asked::Range(Bound::Included(low), Bound::Included(high)) if low > high);
                let engines = of_partition > 2048 || of_sort > 1024 || reversed;
                let query = Table::<Random>::query(partition).filter(Random::MORE.exists()).on(&db);
                let $query = if descending { query.descending() } else { query };
                let result = runtime.block_on(async {
                    match asked.clone() {
                        Asked::Nothing => $query.await,
                        Asked::Equal(value) => $query.sort_key(value).await,
                        Asked::Range(low, high) => $query.sort_key_range((low, high)).await,
                        Asked::Prefix($prefix) => $begins_with.await,
                    }
                });
                accepted(result, engines, &asked);
            });
            runtime.block_on(Table::<Random>::delete_table().on(&db).into_future()).unwrap();
        }
    )*};
}

fn longest<T>(asked: &Asked<T>, size: impl Fn(&T) -> usize) -> usize {
    let bound = |bound: &Bound<T>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => size(value),
        Bound::Unbounded => 0,
    };
    match asked {
        Asked::Nothing => 0,
        Asked::Equal(value) | Asked::Prefix(value) => size(value),
        Asked::Range(low, high) => bound(low).max(bound(high)),
    }
}

conditions! {
    texts_and_texts: texts() => String, texts() => String,
        |partition: &String, asked| (partition.len(), longest(asked, String::len)),
        |query, prefix| query.sort_key_begins_with(prefix);
    binaries_and_binaries: binaries() => Vec<u8>, binaries() => Vec<u8>,
        |partition: &Vec<u8>, asked| (partition.len(), longest(asked, Vec::len)),
        |query, prefix| query.sort_key_begins_with(prefix);
    texts_and_integers: texts() => String, integers() => i128,
        |partition: &String, _: &_| (partition.len(), 0),
        |query, prefix| query.sort_key(prefix);
    integers_and_floats: integers() => i128, floats() => f64,
        |_: &_, _: &_| (0, 0),
        |query, prefix| query.sort_key_range(..=prefix);
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "reads_walked", local_index(by_weight, sort_key = weight))]
struct Walked {
    #[faraday(partition_key)]
    group: String,
    #[faraday(sort_key)]
    at: i64,
    weight: u64,
    light: u64,
}

#[test]
fn random_walks_are_the_whole() {
    let runtime = runtime();
    let db = own_database();
    runtime.block_on(async {
        Table::<Walked>::create().on(&db).await.unwrap();
        for at in 0..24_i64 {
            // Some weigh the same: the index has no order of its own among them.
            let (weight, light) = ((at * 7 % 10).unsigned_abs(), (at * 3 % 10).unsigned_abs());
            let walked = Walked { group: "g".into(), at: at - 10, weight, light };
            Table::<Walked>::put(&walked).on(&db).await.unwrap();
        }
    });
    // The size of each page, what the filter keeps, the range, the order.
    let walks = (proptest::collection::vec(1..8_u32, 1..5), 0..10_u64, -12..14_i64, any::<bool>(), any::<bool>());
    run(60, walks, |(sizes, most, from, descending, by_index)| {
        let of_table = || -> TableQuery<Walked> { Table::<Walked>::query("g") };
        macro_rules! walk {
            ($query:expr) => {{
                let query = || {
                    let query = $query.filter(Walked::LIGHT.le(most)).on(&db);
                    if descending { query.descending() } else { query }
                };
                let whole = query().await.unwrap();
                let (mut walked, mut next, mut looked_at) = (Vec::new(), None::<Cursor>, 0);
                for size in sizes.iter().cycle() {
                    let query = next.take().into_iter().fold(query(), |query, cursor| query.after(cursor));
                    let page = query.page_size(*size).page().await.unwrap();
                    walked.extend(page.items);
                    looked_at += page.scanned_count;
                    next = page.next;
                    if next.is_none() {
                        break;
                    }
                }
                assert_eq!(walked, whole);
                let streamed = query().page_size(sizes[0]).limit(u64::from(sizes[0])).await.unwrap();
                assert_eq!(streamed, whole[..whole.len().min(sizes[0] as usize)]);
                assert!(looked_at >= whole.len() as u64);
            }};
        }
        runtime.block_on(async {
            if by_index {
                walk!(Table::<Walked>::index(Walked::BY_WEIGHT).query("g").sort_key_range(2..));
            } else {
                walk!(of_table().sort_key_range(from..));
            }
        });
    });
    runtime.block_on(Table::<Walked>::delete_table().on(&db).into_future()).unwrap();
}
