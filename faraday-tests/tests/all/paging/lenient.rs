//! Items that cannot be read: lenient reads give them as rows, and streams go on after them.

use faraday::error::UnreadableItem;
use faraday::paging::Page;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, Item, Projection, Result, Table};
use futures_util::StreamExt;

use super::fixture::counted;

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "readings")]
struct Reading {
    #[faraday(partition_key)]
    station: String,
    #[faraday(sort_key)]
    number: u64,
    celsius: i64,
}

/// The same table, as another program writes it.
mod other {
    #[derive(Debug, faraday::Item)]
    #[faraday(table = "readings")]
    pub struct Reading {
        #[faraday(partition_key)]
        pub station: String,
        #[faraday(sort_key)]
        pub number: u64,
        pub celsius: String,
    }
}

const SECRET: &str = "minus-four";

/// A row as the tests compare it: the number, and whether the item can be read.
type Row = (u64, bool);

async fn put(station: &str, number: u64, is_good: bool) {
    let station = station.to_owned();
    match is_good {
        true => Table::<Reading>::put(&Reading { station, number, celsius: -4 }).await.unwrap(),
        false => {
            let bad = other::Reading { station, number, celsius: SECRET.into() };
            Table::<other::Reading>::put(&bad).await.unwrap();
        }
    }
}

fn of_unreadable(bad: &UnreadableItem) -> Row {
    assert_eq!(bad.reason().path(), "celsius");
    (bad.key().attributes()["number"].as_n().unwrap().parse().unwrap(), false)
}

fn of_lenient(row: std::result::Result<Reading, UnreadableItem>) -> Row {
    row.map_or_else(|bad| of_unreadable(&bad), |reading| (reading.number, true))
}

fn of_error(error: &Error) -> Row {
    assert!(error.is_decode() && error.operation().is_some() && error.table().is_some(), "{error}");
    (error.item_key().unwrap()["number"].as_n().unwrap().parse().unwrap(), false)
}

fn of_strict(row: Result<Reading>) -> Row {
    row.map_or_else(|error| of_error(&error), |reading| (reading.number, true))
}

const COUNT: u64 = 5;

/// The rows of the station in which the items of the bits that are 1 cannot be read.
fn expected(mask: u64) -> Vec<Row> {
    (0..COUNT).map(|number| (number, mask & (1 << number) == 0)).collect()
}

async fn with_stations(test: impl AsyncFnOnce(&Database, &Faults)) {
    counted::<Reading>(async |db, faults| {
        for mask in 0..1 << COUNT {
            for (number, is_good) in expected(mask) {
                put(&format!("s{mask}"), number, is_good).await;
            }
        }
        faults.reset();
        test(db, faults).await;
    })
    .await;
}

fn of_page(page: Page<std::result::Result<Reading, UnreadableItem>>) -> Vec<Row> {
    page.items.into_iter().map(of_lenient).collect()
}

/// Wherever the items are that cannot be read, and however the pages are cut.
#[tokio::test]
async fn every_item_comes_once_and_in_order() {
    with_stations(async |_, _| {
        for mask in 0..1 << COUNT {
            for (size, limit, filtered) in
                [(1, None, false), (2, Some(3), false), (3, None, true), (2, Some(3), true), (9, Some(4), true)]
            {
                let query = || {
                    let mut query = Table::<Reading>::query(format!("s{mask}")).page_size(size);
                    query = if filtered { query.filter(Reading::CELSIUS.exists()) } else { query };
                    match limit {
                        Some(limit) => query.limit(limit),
                        None => query,
                    }
                };
                let mut rows = expected(mask);
                rows.truncate(limit.map_or(rows.len(), |limit| limit as usize));
                let case = format!("{mask:b} in pages of {size}, {limit:?}, {filtered}");

                let lenient: Vec<Row> = query().lenient().await.unwrap().into_iter().map(of_lenient).collect();
                assert_eq!(lenient, rows, "{case}");
                let streamed: Vec<Row> = query().stream().map(of_strict).collect().await;
                assert_eq!(streamed, rows, "{case}");
                let ahead: Vec<Row> = query().read_ahead().stream().map(of_strict).collect().await;
                assert_eq!(ahead, rows, "{case}");
                let mut pages = Vec::new();
                let mut stream = query().lenient().pages();
                while let Some(page) = stream.try_next().await.unwrap() {
                    pages.extend(of_page(page));
                }
                assert_eq!(pages, rows, "{case}");

                let strict = query().await;
                match rows.iter().find(|(_, is_good)| !is_good) {
                    Some(bad) => assert_eq!(of_error(&strict.unwrap_err()), *bad, "{case}"),
                    None => assert_eq!(strict.unwrap().len(), rows.len(), "{case}"),
                }
            }
        }
    })
    .await;
}

/// The cursor of each page goes on after its last row, whether that can be read or not.
#[tokio::test]
async fn cursors_go_on_after_an_item_that_cannot_be_read() {
    with_stations(async |_, _| {
        for mask in 0..1 << COUNT {
            for (limit, filtered) in [(1, true), (2, true), (2, false), (3, true)] {
                let (mut rows, mut cursor) = (Vec::new(), None);
                loop {
                    let mut query = Table::<Reading>::query(format!("s{mask}")).limit(limit);
                    query = if filtered { query.filter(Reading::CELSIUS.exists()) } else { query };
                    query = cursor.into_iter().fold(query, |query, cursor| query.after(cursor));
                    let page = query.lenient().page().await.unwrap();
                    cursor = page.next.clone();
                    rows.extend(of_page(page));
                    if cursor.is_none() {
                        break;
                    }
                }
                assert_eq!(rows, expected(mask), "{mask:b} by {limit}, {filtered}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_with_an_item_that_cannot_be_read_is_an_error_and_the_next_one_comes() {
    with_stations(async |_, _| {
        // The items 0 and 3, of pages of two.
        let mut pages = Table::<Reading>::query("s9").page_size(2).pages();
        let mut seen = Vec::new();
        while let Some(page) = pages.next().await {
            seen.push(page.map(|page| page.items.len()).map_err(|error| of_error(&error).0));
        }
        assert_eq!(seen, [Err(0), Err(3), Ok(1)]);
    })
    .await;
}

#[tokio::test]
async fn after_an_error_of_a_request_a_stream_ends() {
    with_stations(async |_, faults| {
        let refused = || Fault::Answer { status: 400, body: r#"{"__type":"x#ValidationException"}"#.into() };
        faults.fail_next("Query", refused());
        let mut rows = Table::<Reading>::query("s1").stream();
        assert!(rows.try_next().await.is_err());
        assert!(rows.try_next().await.unwrap().is_none());
        let mut pages = Table::<Reading>::query("s1").pages();
        faults.fail_next("Query", refused());
        assert!(pages.try_next().await.is_err());
        assert!(pages.try_next().await.unwrap().is_none());
        faults.fail_next("Scan", refused());
        let mut rows = Table::<Reading>::scan().parallel(1).stream();
        assert!(rows.try_next().await.is_err());
        assert!(rows.try_next().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_parallel_scan_goes_on() {
    with_stations(async |_, _| {
        let all: usize = (0..1 << COUNT).map(|mask| expected(mask).len()).sum();
        let bad: usize = (0..1 << COUNT).flat_map(expected).filter(|(_, is_good)| !is_good).count();
        for segments in [1, 3] {
            let scan = || Table::<Reading>::scan().page_size(7).parallel(segments);
            let rows: Vec<Row> = scan().stream().map(of_strict).collect().await;
            assert_eq!(rows.len(), all);
            assert_eq!(rows.iter().filter(|(_, is_good)| !is_good).count(), bad);
            let rows = Table::<Reading>::scan().page_size(7).lenient().parallel(segments).await.unwrap();
            assert_eq!((rows.len(), rows.iter().filter(|row| row.is_err()).count()), (all, bad));
            assert!(scan().await.unwrap_err().item_key().is_some());
        }
        let limited = Table::<Reading>::scan().limit(20).parallel(3).stream().map(of_strict).count().await;
        assert_eq!(limited, 20);
    })
    .await;
}

#[tokio::test]
async fn a_parallel_scan_is_resumed_after_an_item_that_cannot_be_read() {
    with_stations(async |_, _| {
        let all: std::collections::BTreeSet<(String, u64)> =
            (0..1_u64 << COUNT).flat_map(|mask| (0..COUNT).map(move |number| (format!("s{mask}"), number))).collect();
        let mut seen = std::collections::BTreeSet::new();
        let mut checkpoint = None;
        for _ in 0..1000 {
            let mut scan = Table::<Reading>::scan().page_size(3).parallel(2);
            scan = checkpoint.into_iter().fold(scan, |scan, checkpoint| scan.resume(checkpoint));
            let mut rows = scan.stream();
            let mut count = 0;
            // It stops in the middle of pages, and resumes there.
            while count < 7 {
                match rows.next().await {
                    None => break,
                    Some(Ok(reading)) => drop(seen.insert((reading.station, reading.number))),
                    Some(Err(error)) => {
                        let key = error.item_key().unwrap();
                        let number = key["number"].as_n().unwrap().parse().unwrap();
                        seen.insert((key["station"].as_s().unwrap().clone(), number));
                    }
                }
                count += 1;
            }
            checkpoint = Some(rows.checkpoint());
            if count < 7 {
                break;
            }
        }
        assert_eq!(seen, all);
    })
    .await;
}

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
}
