//! `get_many` over several tables: one request for up to 100 keys of all of them, and nothing lost.

use std::cell::Cell;
use std::time::Duration;

use faraday::testing::{Canned, Fault, FaultRates};
use faraday::{Database, ErrorKind, Item, Table, database::Codec, get_many};
use faraday_tests::tables::{own_database_over, unique_prefix, with_table};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::batch::support::{Number, Word, disturbed_client, number, numbers, put_numbers, with_both, word};

async fn put_words(places: impl Iterator<Item = u32>) {
    Table::<Word>::put_many(places.map(|place| word("a", place, place * 10))).await.unwrap();
}

#[tokio::test]
async fn each_list_stands_in_the_order_of_its_keys() {
    with_both(async |db, faults| {
        put_numbers(0..60).await;
        put_words(0..60).await;
        faults.reset();
        let ids = (0..70).rev();
        let places = (0..70).map(|place| ("a", place));
        let (found, values) =
            get_many((Table::<Number>::get_many(ids.clone()), Table::<Word>::get_many(places).select(Word::VALUE)))
                .on(db)
                .await
                .unwrap();
        assert_eq!(found, ids.map(|id| (id < 60).then(|| number(id, id * 2))).collect::<Vec<_>>());
        assert_eq!(values, (0..70).map(|place| (place < 60).then_some(place * 10)).collect::<Vec<_>>());
        // 140 keys: 100, of both tables, and 40.
        let sent = faults.recorded().of("BatchGetItem");
        let tables: Vec<usize> =
            sent.iter().map(|sent| sent.json()["RequestItems"].as_object().unwrap().len()).collect();
        assert_eq!(tables, [2, 1]);
    })
    .await;
}

#[tokio::test]
async fn empty_lists_are_no_requests() {
    with_both(async |_, faults| {
        let none: [u32; 0] = [];
        let (found, words) =
            get_many((Table::<Number>::get_many(none), Table::<Word>::get_many([("a", 1); 0]))).await.unwrap();
        assert!(found.is_empty() && words.is_empty());
        assert_eq!(faults.recorded().count("BatchGetItem"), 0);
        put_numbers(0..1).await;
        let (found, words) =
            get_many((Table::<Number>::get_many([0]), Table::<Word>::get_many([("a", 1); 0]))).await.unwrap();
        assert_eq!((found, words.len()), (vec![Some(number(0, 0))], 0));
    })
    .await;
}

/// Lists of one table share a request if they ask for the same of it; the keys that both have are asked for once.
#[tokio::test]
async fn lists_of_one_table_are_read_together_or_one_after_the_other() {
    with_both(async |_, faults| {
        put_numbers(0..5).await;
        faults.reset();
        let read = get_many((Table::<Number>::get_many([0, 1, 7]), Table::<Number>::get_many([1, 2, 1])));
        let read = read.metered().await.unwrap();
        assert_eq!((read.requests, read.count), (1, 3));
        let (one, other) = read.value;
        assert_eq!(one, [Some(number(0, 0)), Some(number(1, 2)), None]);
        assert_eq!(other, [Some(number(1, 2)), Some(number(2, 4)), Some(number(1, 2))]);

        faults.reset();
        let (whole, values, consistent) = get_many((
            Table::<Number>::get_many([0, 1]),
            Table::<Number>::get_many([1, 2]).select(Number::VALUE),
            Table::<Number>::get_many([3]).consistent(),
        ))
        .await
        .unwrap();
        assert_eq!(whole, numbers(0..2).into_iter().map(Some).collect::<Vec<_>>());
        assert_eq!((values, consistent), (vec![Some(2), Some(4)], vec![Some(number(3, 6))]));
        assert_eq!(faults.recorded().count("BatchGetItem"), 3);
    })
    .await;
}

#[tokio::test]
async fn each_list_may_have_a_table_of_its_own() {
    with_both(async |db, _| {
        put_numbers(0..3).await;
        let archive = format!("{}archive", unique_prefix());
        Table::<Number>::create().on_table(&archive).await.unwrap();
        Table::<Number>::put(&number(1, 77)).on_table(&archive).await.unwrap();
        let lists = || (Table::<Number>::get_many([1]), Table::<Number>::get_many([1]).on_table(&archive));
        let read = get_many(lists()).metered().await.unwrap();
        // The same key in two tables.
        assert_eq!((read.value, read.count), ((vec![Some(number(1, 2))], vec![Some(number(1, 77))]), 2));
        let shown = get_many(lists()).on(db).explain().to_string();
        assert!(shown.contains(&archive) && shown.contains(&db.table_name::<Number>()), "{shown}");
        Table::<Number>::delete_table().on_table(&archive).await.unwrap();
    })
    .await;
}

/// Another item, in a table that a rule puts into one with the first.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "sums")]
struct Sum {
    #[faraday(partition_key)]
    id: u32,
    value: u32,
}

#[tokio::test]
async fn a_rule_may_put_two_declared_tables_into_one() {
    let name = format!("{}all", unique_prefix());
    let rule = name.clone();
    let (client, _) = disturbed_client();
    let db = Database::builder(client).table_names(move |_| rule.clone()).build();
    Table::<Number>::create().on(&db).await.unwrap();
    Table::<Number>::put(&number(1, 2)).on(&db).await.unwrap();
    let lists = (Table::<Number>::get_many([1]), Table::<Sum>::get_many([1]));
    let found = get_many(lists).on(&db).await.unwrap();
    Table::<Number>::delete_table().on(&db).await.unwrap();
    assert_eq!(found, (vec![Some(number(1, 2))], vec![Some(Sum { id: 1, value: 2 })]));
}

#[tokio::test]
async fn what_holds_for_the_whole_is_refused_in_a_list() {
    with_both(async |db, faults| {
        let list = || Table::<Number>::get_many([1]);
        let refused = [
            list().on(db),
            list().timeout(Duration::from_secs(1)),
            list().max_attempts(2),
            list().concurrency(2),
            Table::<Number>::get_many([0; 0]).on(db),
        ];
        for list in refused {
            let error = get_many((Table::<Word>::get_many([("a", 1); 0]), list)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains("list 1: it has a"), "{error}");
            assert!(error.to_string().contains("the whole `get_many`"), "{error}");
        }
        assert_eq!(faults.recorded().count("BatchGetItem"), 0);
        let explained = get_many((list().on(db),)).explain();
        assert!(explained.body().is_err());
    })
    .await;
}

#[tokio::test]
async fn errors_name_the_list_the_key_and_the_table() {
    #[derive(Debug, Item)]
    #[faraday(table = "words")]
    #[allow(dead_code)]
    struct Wrong {
        #[faraday(partition_key)]
        word: String,
        #[faraday(sort_key)]
        place: u32,
        value: String,
    }
    with_both(async |_, faults| {
        put_numbers(0..2).await;
        put_words(0..2).await;
        faults.reset();
        let numbers = || Table::<Number>::get_many([0, 1]);
        let error = get_many((numbers(), Table::<Wrong>::get_many([("b", 1), ("a", 1)]))).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("list 1, key 1: attribute `value`"), "{error}");
        assert!(error.table().unwrap().ends_with("words"), "{error}");
        assert_eq!(error.operation(), Some("BatchGetItem"));
        assert_eq!(error.item_key().unwrap()["place"].as_n().unwrap(), "1");
        let lists = (numbers(), Table::<Wrong>::get_many([("b", 1), ("a", 1)]).lenient());
        let (_, words) = get_many(lists).await.unwrap();
        assert!(words[0].is_none() && matches!(&words[1], Some(Err(bad)) if bad.reason().path() == "value"));
        faults.reset();
        let error = get_many((numbers(), Table::<Word>::get_many([("", 1)]))).await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count("BatchGetItem")), (ErrorKind::Encode, 0));
        assert!(error.to_string().contains("key 0") && error.table().unwrap().ends_with("words"), "{error}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_put_off_are_asked_again_with_the_next() {
    with_both(async |_, faults| {
        put_numbers(0..120).await;
        put_words(0..30).await;
        faults.reset();
        faults.fail_next("BatchGetItem", Fault::Unprocessed((0..50).collect()));
        let lists = (Table::<Number>::get_many(0..120), Table::<Word>::get_many((0..30).map(|place| ("a", place))));
        let (found, words) = get_many(lists).concurrency(1).await.unwrap();
        assert_eq!(found, numbers(0..120).into_iter().map(Some).collect::<Vec<_>>());
        assert_eq!(words, (0..30).map(|place| Some(word("a", place, place * 10))).collect::<Vec<_>>());
        // 100 keys of which 50 are put off, and then 100.
        assert_eq!(faults.recorded().count("BatchGetItem"), 2);
    })
    .await;
}

async fn body<T>(operation: impl IntoFuture<Output = faraday::Result<T>>) -> String {
    let canned = Canned::answering("{}");
    let database = Database::builder(canned.client()).table_prefix("test-").build();
    database.scope(operation.into_future()).await.unwrap();
    assert_eq!(canned.recorded().len(), 1);
    canned.last().text().to_owned()
}

#[tokio::test]
async fn the_request_has_every_table_with_its_own_parameters() {
    let lists = (
        Table::<Word>::get_many([("a", 1)]).select(Word::VALUE).consistent(),
        Table::<Number>::get_many([3, 4]),
        Table::<Word>::get_many([("b", 2)]).select(Word::VALUE).consistent(),
    );
    assert_eq!(
        body(get_many(lists).metered()).await,
        r##"{"RequestItems":{"test-words":{"Keys":[{"word":{"S":"a"},"place":{"N":"1"}},{"word":{"S":"b"},"place":{"N":"2"}}],"ProjectionExpression":"#n0, #n1, #n2","ExpressionAttributeNames":{"#n0":"value","#n1":"word","#n2":"place"},"ConsistentRead":true},"test-numbers":{"Keys":[{"id":{"N":"3"}},{"id":{"N":"4"}}]}},"ReturnConsumedCapacity":"INDEXES"}"##
    );
}

#[tokio::test]
async fn it_is_explained() {
    let lists = (Table::<Word>::get_many([("a", 1)]).consistent(), Table::<Number>::get_many(0..150));
    let explained = get_many(lists).explain();
    assert_eq!((explained.operation(), explained.cost().read_units), ("BatchGetItem", Some(76.0)));
    assert!(explained.cost().reason.contains("the first of 2 requests"), "{explained}");
    let body: serde_json::Value = serde_json::from_str(explained.body().unwrap()).unwrap();
    assert_eq!(body["RequestItems"]["numbers"]["Keys"].as_array().unwrap().len(), 99);
}

#[tokio::test]
async fn an_answer_of_another_table_is_an_error() {
    for body in [
        r#"{"Responses":{"others":[{}]}}"#,
        r#"{"Responses":{"numbers":[],"words":[]},"UnprocessedKeys":{"others":{"Keys":[]}}}"#,
        r#"{"Responses":{"numbers":[{}]}}"#,
    ] {
        let db = Database::new(Canned::answering(body).client());
        let lists = (Table::<Number>::get_many([1]), Table::<Word>::get_many([("a", 1)]));
        assert!(get_many(lists).on(&db).await.unwrap_err().is_decode(), "{body}");
    }
}

#[tokio::test]
async fn one_list_in_it_is_read_as_by_itself() {
    with_table::<Number>(async |_| {
        put_numbers(0..2).await;
        let (found,) = get_many((Table::<Number>::get_many([1, 5]),)).await.unwrap();
        assert_eq!(found, Table::<Number>::get_many([1, 5]).await.unwrap());
    })
    .await;
}

#[derive(Debug, Clone)]
struct Run {
    numbers: Vec<u32>,
    values: Vec<u32>,
    words: Vec<u32>,
    rates: FaultRates,
    seed: u64,
    concurrency: usize,
    attempts: u32,
}

fn runs() -> impl Strategy<Value = Run> {
    let rate = |most: f64| prop_oneof![Just(0.0), 0.0..most];
    let rates = (rate(0.3), rate(0.2), rate(0.2), rate(0.8)).prop_map(
        |(throttled, internal_server_error, disconnected, unprocessed)| FaultRates {
            throttled,
            internal_server_error,
            disconnected,
            unprocessed,
            ..FaultRates::default()
        },
    );
    let keys = || prop::collection::vec(0..40_u32, 0..150);
    (keys(), keys(), keys(), rates, any::<u64>(), 1..5_usize, 1..8_u32).prop_map(
        |(numbers, values, words, rates, seed, concurrency, attempts)| Run {
            numbers,
            values,
            words,
            rates,
            seed,
            concurrency,
            attempts,
        },
    )
}

/// Half of the keys have items.
const ITEMS: u32 = 20;

/// Every key is answered as the table is, or the whole read fails because it was time to give up.
#[test]
fn nothing_is_lost_and_nothing_is_answered_twice() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let (client, faults) = runtime.block_on(async { disturbed_client() });
    let db = own_database_over(client, Codec::default());
    runtime.block_on(db.scope(async {
        Table::<Number>::create().await.unwrap();
        Table::<Word>::create().await.unwrap();
        put_numbers(0..ITEMS).await;
        put_words(0..ITEMS).await;
    }));
    let (given_up, read) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(crate::random::cases(120));
    let outcome = runner.run(&runs(), |run| {
        faults.reset();
        faults.rule(run.rates.seeded(run.seed));
        let lists = (
            Table::<Number>::get_many(&run.numbers),
            Table::<Number>::get_many(&run.values).select((Number::VALUE,)),
            Table::<Word>::get_many(run.words.iter().map(|place| ("a", *place))),
        );
        let read_all = get_many(lists).concurrency(run.concurrency).max_attempts(run.attempts).on(&db);
        match runtime.block_on(read_all.into_future()) {
            Ok((numbers, values, words)) => {
                read.set(read.get() + 1);
                let expected = |ids: &[u32], of: fn(u32) -> u32| -> Vec<Option<u32>> {
                    ids.iter().map(|id| (*id < ITEMS).then(|| of(*id))).collect()
                };
                let numbers: Vec<_> = numbers.into_iter().map(|found| found.map(|found| found.value)).collect();
                let values: Vec<_> = values.into_iter().map(|found| found.map(|(value,)| value)).collect();
                let words: Vec<_> = words.into_iter().map(|found| found.map(|found| found.value)).collect();
                assert_eq!(numbers, expected(&run.numbers, |id| id * 2));
                assert_eq!(values, expected(&run.values, |id| id * 2));
                assert_eq!(words, expected(&run.words, |place| place * 10));
            }
            Err(error) => {
                given_up.set(given_up.get() + 1);
                assert!(is_of_a_fault(&error), "{error:?}");
            }
        }
        assert_eq!(faults.in_flight(), 0);
        Ok(())
    });
    faults.reset();
    runtime.block_on(db.scope(async {
        Table::<Number>::delete_table().await.unwrap();
        Table::<Word>::delete_table().await.unwrap();
    }));
    outcome.unwrap();
    assert!(given_up.get() > 0 && read.get() > 0, "{} given up, {} read", given_up.get(), read.get());
}

/// Whether the error is one of a fault.
fn is_of_a_fault(error: &faraday::Error) -> bool {
    let kind = matches!(error.kind(), ErrorKind::InternalServerError | ErrorKind::Unprocessed);
    kind || error.is_unreachable() || error.is_throttled()
}
