//! Each item that cannot be read is named by its key, in every kind of read and in the errors of writes.

use super::*;

#[derive(Debug, Projection)]
#[faraday(of = Reading)]
#[allow(dead_code)]
struct Line {
    number: u64,
    celsius: i64,
}

#[derive(Projection)]
#[faraday(of = Reading)]
#[allow(dead_code)]
struct Seen<'r> {
    station: &'r str,
    number: u64,
    celsius: i64,
}

#[tokio::test]
async fn terminals_are_lenient_too() {
    with_stations(async |_, _| {
        let query = || Table::<Reading>::query("s1");
        assert_eq!(query().lenient().first().await.unwrap().map(of_lenient), Some((0, false)));
        assert_eq!(of_error(&query().first().await.unwrap_err()), (0, false));
        let only = query().sort_key(0).lenient().one().await.unwrap();
        assert_eq!(only.map(of_lenient), Some((0, false)));
        assert!(query().lenient().one().await.unwrap_err().kind() == faraday::ErrorKind::NotUnique);
        assert_eq!(query().lenient().count().await.unwrap(), COUNT);
        // A function has seen the items before the one that cannot be read, and none after it.
        let mut seen = Vec::new();
        let error =
            Table::<Reading>::query("s4").for_each_as::<Seen<'_>>(|line| seen.push(line.number)).await.unwrap_err();
        assert_eq!((of_error_of_view(&error), seen), (2, vec![0, 1]));
    })
    .await;
}

fn of_error_of_view(error: &Error) -> u64 {
    assert!(error.is_decode());
    error.item_key().unwrap()["number"].as_n().unwrap().parse().unwrap()
}

/// A key is known as far as it is selected, and `select` may come before `lenient` or after it.
#[tokio::test]
async fn the_key_is_known_as_far_as_it_is_read() {
    with_stations(async |_, _| {
        let query = || Table::<Reading>::query("s1").sort_key(0);
        let shown = |bad: &UnreadableItem| (bad.key().to_string(), bad.reason().to_string());
        let whole = query().lenient().first().await.unwrap().unwrap().unwrap_err();
        let wrong = "attribute `celsius`: expected N, found S".to_owned();
        assert_eq!(shown(&whole), (r#"{"number":0,"station":"s1"}"#.to_owned(), wrong.clone()));
        let sort_key = query().lenient().select_as::<Line>().await.unwrap().pop().unwrap().unwrap_err();
        assert_eq!(shown(&sort_key), (r#"{"number":0}"#.to_owned(), wrong.clone()));
        let nothing = query().select(Reading::CELSIUS).lenient().await.unwrap().pop().unwrap().unwrap_err();
        assert_eq!(shown(&nothing), ("{}".to_owned(), wrong));
        assert!(nothing.key().to_key::<Reading>().is_err());
        // What does not matter for the row is not read.
        assert_eq!(query().lenient().select(Reading::NUMBER).await.unwrap().pop().unwrap().unwrap(), 0);
        let names = query().lenient().select_names(["celsius"]).await.unwrap().pop().unwrap().unwrap();
        assert!(names.get(Reading::CELSIUS).is_err());
        // The key is as operations take it.
        let key = whole.key().to_key::<Reading>().unwrap();
        Table::<Reading>::delete(&key).await.unwrap();
        assert!(Table::<Reading>::get(key).await.unwrap().is_none());
        // An error of the whole read has a key that is whole.
        put("s1", 0, false).await;
        let error = query().select_as::<Line>().await.unwrap_err();
        assert!(error.item_key().is_none());
        assert!(Error::from(whole).item_key().is_some());
    })
    .await;
}

#[tokio::test]
async fn gets_are_lenient_and_their_errors_have_keys() {
    with_stations(async |_, _| {
        let keys = || [("s2", 0), ("s2", 1), ("s2", 9), ("s2", 1)];
        let rows = Table::<Reading>::get_many(keys()).lenient().await.unwrap();
        let rows: Vec<Option<Row>> = rows.into_iter().map(|row| row.map(of_lenient)).collect();
        assert_eq!(rows, [Some((0, true)), Some((1, false)), None, Some((1, false))]);
        let error = Table::<Reading>::get_many(keys()).await.unwrap_err();
        assert_eq!(of_error(&error), (1, false));
        assert_eq!(of_error(&Table::<Reading>::get(("s2", 1)).await.unwrap_err()), (1, false));
    })
    .await;
}

/// A key that is asked for again has its row where its first request would have put it, readable or not.
#[tokio::test(start_paused = true)]
async fn unprocessed_keys_of_a_lenient_get_are_asked_for_again() {
    with_stations(async |_, faults| {
        let keys = || (0..COUNT).map(|number| ("s10", number)).chain([("s10", 77)]);
        let mut wanted: Vec<Option<Row>> = expected(10).into_iter().map(Some).collect();
        wanted.push(None);
        let read = async || -> Vec<Option<Row>> {
            let rows = Table::<Reading>::get_many(keys()).lenient().max_attempts(100).await.unwrap();
            rows.into_iter().map(|row| row.map(of_lenient)).collect()
        };
        faults.fail_next("BatchGetItem", Fault::Unprocessed(vec![1, 3, 4]));
        assert_eq!(read().await, wanted);
        assert_eq!(faults.recorded().count("BatchGetItem"), 2);
        for seed in 0..20 {
            faults.reset();
            faults.rule(FaultRates { unprocessed: 0.7, throttled: 0.1, ..FaultRates::default() }.seeded(seed));
            assert_eq!(read().await, wanted, "seed {seed}");
        }
        faults.reset();
    })
    .await;
}

#[tokio::test]
async fn transactions_and_failed_conditions_have_keys_as_well() {
    faraday_tests::needs!(Transactions);
    with_stations(async |_, _| {
        let error = faraday::transaction_get((Table::<Reading>::get(("s2", 1)),)).await.unwrap_err();
        assert_eq!(of_error(&error), (1, false));
        let reading = Reading { station: "s2".into(), number: 1, celsius: 0 };
        let put = || Table::<Reading>::put(&reading).if_absent().returning_current();
        let error = put().await.unwrap_err();
        assert_eq!(of_error(&error.current::<Reading>().unwrap_err()), (1, false));
        let error = faraday::transaction((put(),)).await.unwrap_err();
        assert_eq!(of_error(&error.cancellation_reasons()[0].current::<Reading>().unwrap_err()), (1, false));
    })
    .await;
}

#[tokio::test]
async fn a_write_whose_returned_item_cannot_be_read_was_done() {
    with_stations(async |_, _| {
        let reading = || Reading { station: "s2".into(), number: 1, celsius: 7 };
        let error = Table::<Reading>::put(&reading()).returning_old().await.unwrap_err();
        assert_eq!((of_error(&error), error.outcome()), ((1, false), faraday::error::Outcome::Done));
        assert!(error.to_string().ends_with("; the write was done"), "{error}");
        assert!(error.to_string().contains("the item that the write returned cannot be read"), "{error}");
        assert_eq!(Table::<Reading>::get(("s2", 1)).await.unwrap(), Some(reading()));
        put("s2", 1, false).await;
        let error = Table::<Reading>::delete(("s2", 1)).returning_old().await.unwrap_err();
        assert_eq!((of_error(&error), error.outcome()), ((1, false), faraday::error::Outcome::Done));
        assert!(Table::<Reading>::get(("s2", 1)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn no_stored_value_is_shown_unless_asked_for() {
    with_stations(async |_, _| {
        let bad = Table::<Reading>::query("s1").lenient().first().await.unwrap().unwrap().unwrap_err();
        let shown = format!("{bad} {bad:?} {:?} {:?}", bad.key(), bad.reason());
        assert!(!shown.contains(SECRET) && !shown.contains("s1"), "{shown}");
        assert!(bad.key().to_string().contains("s1"));
        assert_eq!(format!("{:?}", bad.key()), r#"{"number", "station"}"#);
        let error = Error::from(bad);
        assert!(!format!("{error} {error:?}").contains("s1"), "{error:?}");
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(table = "people")]
#[allow(dead_code)]
struct Person {
    // A number that the table takes and the struct does not.
    #[faraday(partition_key, sensitive)]
    id: u8,
    #[faraday(sort_key)]
    year: u64,
}

mod wider {
    #[derive(faraday::Item)]
    #[faraday(table = "people")]
    pub struct Person {
        #[faraday(partition_key)]
        pub id: u64,
        #[faraday(sort_key)]
        pub year: u64,
    }
}

#[tokio::test]
async fn a_key_that_does_not_fit_is_known_all_the_same() {
    counted::<Person>(async |_, _| {
        Table::<wider::Person>::put(&wider::Person { id: 77_777, year: 1999 }).await.unwrap();
        let bad = Table::<Person>::scan().lenient().await.unwrap().pop().unwrap().unwrap_err();
        assert_eq!(bad.reason().path(), "id");
        assert_eq!(bad.key().attributes()["id"].as_n().unwrap(), "77777");
        // What is sensitive is not shown.
        assert_eq!(bad.key().to_string(), r#"{"id":"<sensitive>","year":1999}"#);
        Table::<Person>::delete(bad.key().to_key::<Person>().unwrap()).await.unwrap();
        assert!(Table::<wider::Person>::scan().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_request_stays_the_same() {
    let query = || Table::<Reading>::query("ann").filter(Reading::CELSIUS.gt(0)).limit(3).consistent();
    let body = |explained: faraday::execute::Explain| explained.body().unwrap().to_owned();
    assert_eq!(body(query().lenient().explain()), body(query().explain()));
    let select = || query().select((Reading::NUMBER, Reading::CELSIUS));
    assert_eq!(body(select().lenient().explain()), body(select().explain()));
    assert_eq!(body(query().lenient().select((Reading::NUMBER, Reading::CELSIUS)).explain()), body(select().explain()));
    assert_eq!(body(query().lenient().page().explain()), body(query().page().explain()));
    let keys = || Table::<Reading>::get_many([("a", 1), ("b", 2)]);
    assert_eq!(body(keys().lenient().explain()), body(keys().explain()));
    let scan = || Table::<Reading>::scan();
    assert_eq!(body(scan().lenient().parallel(3).explain()), body(scan().parallel(3).explain()));
    assert_eq!(body(scan().parallel(3).lenient().explain()), body(scan().parallel(3).explain()));
}
