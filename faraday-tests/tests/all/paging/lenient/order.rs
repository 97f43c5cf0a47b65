//! All items come once and in order, wherever those are that cannot be read.

use super::*;

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
async fn after_a_page_with_an_item_that_cannot_be_read_pages_end() {
    with_stations(async |_, _| {
        // Of five items, 2 cannot be read: the second of three pages has it.
        let query = || Table::<Reading>::query("s4").page_size(2);
        let (mut pages, mut cursor, mut seen) = (query().pages(), None, Vec::new());
        while let Some(page) = pages.next().await {
            seen.push(page.map(|page| (cursor = page.next, page.items.len()).1).map_err(|error| of_error(&error).0));
        }
        assert_eq!(seen, [Ok(2), Err(2)]);
        assert!(pages.try_next().await.unwrap().is_none());
        // The cursor leads to the page that failed, so that no item is lost.
        let rest: Vec<_> = query().lenient().after(cursor).await.unwrap();
        assert_eq!(rest.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, true]);
        // A stream of items goes on by itself.
        let all: Vec<Row> = query().stream().map(of_strict).collect().await;
        assert_eq!(all, expected(4));
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
            let rows = scan().lenient().await.unwrap();
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
