//! Random key conditions, and random walks.

use std::fmt::Debug;
use std::ops::Bound;

use faraday::{ErrorKind, Item, Result, Table, operation::TableQuery, paging::Cursor};
use faraday_tests::tables::own_database;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::test_runner::TestRunner;
use tokio::runtime::Runtime;

fn run<T: Debug>(cases: u32, values: impl Strategy<Value = T>, test: impl Fn(T)) {
    let mut runner = TestRunner::new(crate::random::cases(cases));
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

/// The engine took the query, or we refused it before it was sent.
fn accepted<R>(result: Result<R>, described: &dyn Debug) {
    let Err(error) = result else { return };
    let ours = [ErrorKind::Encode, ErrorKind::InvalidArgument].contains(&error.kind()) && error.sdk_error().is_none();
    assert!(ours, "{:?} {error}: {described:?}", error.kind());
}

macro_rules! conditions {
    ($($test:ident: $partitions:expr => $partition:ty, $sorts:expr => $sort:ty,
        |$query:ident, $prefix:ident| $begins_with:expr;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Debug, Clone, Item)]
            #[faraday(table = "reads_random", global_index(by_both, partition_key = partition, sort_key = sort))]
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
                macro_rules! ask {
                    ($reading:expr) => {{
                        let query = $reading.filter(Random::MORE.exists()).on(&db);
                        let $query = if descending { query.descending() } else { query };
                        let result = runtime.block_on(async {
                            match asked.clone() {
                                Asked::Nothing => $query.await,
                                Asked::Equal(value) => $query.sort_key(value).await,
                                Asked::Range(low, high) => $query.sort_key_range((low, high)).await,
                                Asked::Prefix($prefix) => $begins_with.await,
                            }
                        });
                        accepted(result, &asked);
                    }};
                }
                ask!(Table::<Random>::query(partition.clone()));
                ask!(Table::<Random>::index(Random::BY_BOTH).query(partition));
            });
            runtime.block_on(Table::<Random>::delete_table().on(&db).into_future()).unwrap();
        }
    )*};
}

conditions! {
    texts_and_texts: texts() => String, texts() => String,
        |query, prefix| query.sort_key_begins_with(prefix);
    binaries_and_binaries: binaries() => Vec<u8>, binaries() => Vec<u8>,
        |query, prefix| query.sort_key_begins_with(prefix);
    texts_and_integers: texts() => String, integers() => i128,
        |query, prefix| query.sort_key(prefix);
    integers_and_floats: integers() => i128, floats() => f64,
        |query, prefix| query.sort_key_range(..=prefix);
}

/// Four attributes for each key of an index.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "reads_several",
    global_index(by_all, partition_key = (a, b, c, d), sort_key = (w, x, y, z))
)]
struct Several {
    #[faraday(partition_key)]
    id: u64,
    a: String,
    b: i64,
    c: Vec<u8>,
    d: u64,
    w: String,
    x: i64,
    y: Vec<u8>,
    z: String,
}

#[test]
fn the_engine_takes_every_index_key_of_eight_attributes_or_we_refuse_it() {
    faraday_tests::needs!(IndexKeysOfSeveralAttributes);
    let runtime = runtime();
    let db = own_database();
    runtime.block_on(Table::<Several>::create().on(&db).into_future()).unwrap();
    let first =
        Several { id: 0, a: "a".into(), b: -1, c: vec![0], d: 7, w: "w".into(), x: 1, y: vec![1], z: "zed".into() };
    let rows: Vec<Several> = (0..9).map(|id| Several { id, z: format!("z{}", id % 5), ..first.clone() }).collect();
    for row in &rows {
        runtime.block_on(Table::<Several>::put(row).on(&db).into_future()).unwrap();
    }
    let partition = (prop_oneof![Just("a".to_owned()), texts()], -2..2_i64, binaries(), any::<u64>());
    let sort = (texts(), any::<i64>(), binaries(), asked(texts()));
    run(150, (partition, sort, 0..5_usize, any::<bool>()), |((a, b, c, d), (w, x, y, z), depth, descending)| {
        let query = Table::<Several>::index(Several::BY_ALL).query((a, b, c, d)).on(&db);
        let query = if descending { query.descending() } else { query };
        let described = (&w, x, &y, &z, depth);
        let result = runtime.block_on(async {
            match (depth, z.clone()) {
                (0, _) => query.await,
                (1, _) => query.sort_key(w.clone()).await,
                (2, _) => query.sort_key(w.clone()).sort_key_range(x..).await,
                (3, _) => query.sort_key(w.clone()).sort_key(x).sort_key_begins_with(y.clone()).await,
                (_, z) => {
                    let query = query.sort_key(w.clone()).sort_key(x).sort_key(y.clone());
                    match z {
                        Asked::Nothing => query.await,
                        Asked::Equal(value) => query.sort_key(value).await,
                        Asked::Range(low, high) => query.sort_key_range((low, high)).await,
                        Asked::Prefix(prefix) => query.sort_key_begins_with(prefix).await,
                    }
                }
            }
        });
        accepted(result, &described);
    });
    runtime.block_on(async {
        let query = || Table::<Several>::index(Several::BY_ALL).query(("a", -1, [0], 7)).on(&db);
        let last = || query().sort_key("w").sort_key(1).sort_key([1]);
        // What begins so, and what does not.
        assert_eq!(last().sort_key_begins_with("z3").count().await.unwrap(), 2);
        assert_eq!(last().sort_key_begins_with("z").count().await.unwrap(), 9);
        assert_eq!(last().sort_key_begins_with("y").count().await.unwrap(), 0);
        assert_eq!(last().sort_key_range("z1"..="z2").count().await.unwrap(), 4);
        // Page by page, by cursors of pages and of items.
        let whole = query().await.unwrap();
        assert_eq!(whole.len(), rows.len());
        for size in [1, 2, 4, 9, 10] {
            let (mut walked, mut next) = (Vec::new(), None::<Cursor>);
            loop {
                let query = next.take().into_iter().fold(last().page_size(size), |query, cursor| query.after(cursor));
                let page = query.page().await.unwrap();
                walked.extend(page.items);
                let Some(cursor) = page.next else { break };
                assert_eq!(cursor, last().cursor(walked.last().unwrap()).unwrap());
                next = Some(cursor);
            }
            assert_eq!(walked, whole);
        }
        let mut scanned = Table::<Several>::index(Several::BY_ALL).scan().page_size(4).on(&db).await.unwrap();
        scanned.sort_by_key(|row| row.id);
        assert_eq!(scanned, rows);
    });
    runtime.block_on(Table::<Several>::delete_table().on(&db).into_future()).unwrap();
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
fn random_walks_give_every_item() {
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
