//! Page by page.

use std::time::Duration;

use faraday::testing::{Canned, Fault};
use faraday::{Database, Projection, Table, database::Codec, operation::TableQuery, paging::Cursor};
use futures_util::future::poll_immediate;
use futures_util::{StreamExt, TryStreamExt};

use super::fixture::{Task, counted_by, fill, numbers, with_tasks};

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

#[tokio::test]
async fn a_walk_by_cursors_gives_every_item() {
    with_tasks(async |_, faults| {
        for size in 1..=11 {
            let (mut walked, mut next) = (Vec::new(), None::<Cursor>);
            faults.reset();
            loop {
                let query = next.take().into_iter().fold(query().page_size(size), |query, cursor| query.after(cursor));
                let page = query.page().await.unwrap();
                assert!(page.items.len() <= size as usize && page.scanned_count == page.items.len() as u64);
                walked.extend(page.items);
                // As a client of a web service would give it back.
                next = page.next.map(|cursor| cursor.to_string().parse().unwrap());
                if next.is_none() {
                    break;
                }
            }
            assert_eq!(walked, query().await.unwrap());
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_is_one_request() {
    with_tasks(async |_, faults| {
        let page = query().page().await.unwrap();
        assert_eq!((page.items.len(), page.next, page.scanned_count), (10, None, 10));
        let page = query().page_size(3).filter(Task::STATUS.eq("done")).page().await.unwrap();
        assert_eq!((numbers(&page.items), page.next.is_some(), page.scanned_count), (vec![1], true, 3));
        // A page may be empty, and not the last.
        let page = query().page_size(3).filter(Task::NAME.eq("task 9")).page().await.unwrap();
        assert!(page.items.is_empty() && page.next.is_some());
        assert_eq!(faults.recorded().count("Query"), 3);
        let none = Table::<Task>::query("none").page().await.unwrap();
        assert_eq!((none.items.len(), none.next, none.scanned_count), (0, None, 0));
        let none = query().limit(0).page().await.unwrap();
        assert_eq!((none.items.len(), none.next), (0, None));
    })
    .await;
}

#[tokio::test]
async fn a_limit_with_a_filter_cuts_a_page() {
    for codec in [Codec::Wire, Codec::Map] {
        counted_by::<Task>(codec, async |_, faults| {
            fill().await;
            faults.reset();
            let open = || query().filter(Task::STATUS.eq("open"));
            // One request looks at all; the cursor is that of the last one that is kept.
            let page = open().limit(3).page().await.unwrap();
            assert_eq!((numbers(&page.items), page.scanned_count), (vec![0, 2, 4], 10));
            assert_eq!(faults.recorded().count("Query"), 1);
            assert!(faults.recorded()[0].json().get("Limit").is_none());
            assert_eq!(page.next, Some(query().cursor(&page.items[2]).unwrap()));
            assert_eq!(numbers(&open().after(page.next.unwrap()).await.unwrap()), [6, 8]);
            // As many as there are, and more.
            let page = open().limit(5).page().await.unwrap();
            assert_eq!((page.items.len(), page.next), (5, None));
            assert_eq!(open().limit(9).page().await.unwrap().next, None);
            // The key is read though it was not selected, and no row sees it.
            let names =
                || Table::<Task>::index(Task::BY_OWNER).query("ann").filter(Task::SIZE.gt(0)).select(Task::NAME);
            let page = names().limit(2).page().await.unwrap();
            assert_eq!(page.items, ["task 9", "task 6"]);
            assert_eq!(names().after(page.next.unwrap()).await.unwrap(), ["task 3", "task 3"]);
            let only = || query().filter(Task::STATUS.eq("done")).select_as::<Only>();
            let page = only().limit(1).page().await.unwrap();
            assert_eq!(page.items, [Only { name: "task 1".into() }]);
            assert_eq!(only().after(page.next.unwrap()).limit(1).await.unwrap(), [Only { name: "task 3".into() }]);
            // Over several pages, none with one request an item.
            faults.reset();
            let pages: Vec<_> = open().page_size(4).limit(4).pages().try_collect().await.unwrap();
            let found: Vec<_> = pages.iter().map(|page| numbers(&page.items)).collect();
            assert_eq!((found, faults.recorded().count("Query")), (vec![vec![0, 2], vec![4, 6]], 2));
            let last = open().page_size(6).limit(4).pages().try_collect::<Vec<_>>().await.unwrap().pop().unwrap();
            assert_eq!(numbers(&last.items), [6]);
            assert_eq!(numbers(&open().after(last.next.unwrap()).await.unwrap()), [8]);
            let scan = || Table::<Task>::scan().filter(Task::STATUS.eq("done"));
            let page = scan().limit(2).page().await.unwrap();
            assert_eq!(page.items.len() + scan().after(page.next.unwrap()).await.unwrap().len(), 6);
        })
        .await;
    }
}

/// Without a key.
#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Task)]
struct Only {
    name: String,
}

#[tokio::test]
async fn counts_that_no_table_has_do_not_overflow() {
    let counts = format!(r#""Count":{max},"ScannedCount":{max}"#, max = u64::MAX);
    let page = |number: u64| {
        format!(
            r#"{{"Items":[],{counts},"LastEvaluatedKey":{{"project":{{"S":"faraday"}},"number":{{"N":"{number}"}}}}}}"#
        )
    };
    let canned = Canned::answering(page(1)).then(page(2));
    let db = Database::new(canned.client());
    let mut pages = query().on(&db).pages();
    for _ in 0..2 {
        assert!(pages.try_next().await.unwrap().unwrap().next.is_some());
    }
    let spent = pages.consumed();
    assert_eq!((spent.requests, spent.count, spent.scanned_count), (2, u64::MAX, u64::MAX));
    assert_eq!(query().on(&db).limit(u64::MAX).count().await.unwrap(), u64::MAX);
}

#[tokio::test]
async fn pages_come_as_a_stream() {
    with_tasks(async |_, faults| {
        let pages: Vec<_> = query().page_size(4).pages().try_collect().await.unwrap();
        let sizes: Vec<_> = pages.iter().map(|page| page.items.len()).collect();
        assert_eq!(sizes, [4, 4, 2]);
        assert!(pages[2].next.is_none());
        for (position, page) in pages.iter().enumerate().take(2) {
            let rest = query().after(page.next.clone().unwrap()).await.unwrap();
            assert_eq!(rest.len(), 10 - 4 * (position + 1));
        }
        faults.reset();
        let mut pages = query().page_size(4).pages();
        assert_eq!(faults.recorded().count("Query"), 0);
        pages.try_next().await.unwrap().unwrap();
        assert_eq!((faults.recorded().count("Query"), pages.consumed().requests), (1, 1));
        drop(pages);
        let limited: Vec<_> = query().page_size(4).limit(6).pages().try_collect().await.unwrap();
        assert_eq!(limited.iter().map(|page| page.items.len()).sum::<usize>(), 6);
        let empty: Vec<_> = query().filter(Task::NAME.eq("x")).page_size(5).pages().try_collect().await.unwrap();
        assert!(empty.iter().all(|page| page.items.is_empty()));
        assert_eq!(empty.iter().map(|page| page.scanned_count).sum::<u64>(), 10);
        let scanned = Table::<Task>::scan().page_size(6).pages();
        let scanned: Vec<_> = scanned.map_ok(|page| page.items.len()).try_collect().await.unwrap();
        assert_eq!(scanned, [6, 5]);
    })
    .await;
}

/// Polls until as many requests are under way, which do not come to an end by then.
async fn poll_until<T>(future: impl Future<Output = T>, under_way: impl Fn() -> bool) {
    let mut future = std::pin::pin!(future);
    while !under_way() {
        assert!(poll_immediate(&mut future).await.is_none());
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_dropped_half_way_leaves_nothing_behind() {
    with_tasks(async |_, faults| {
        let delay = Fault::Delayed(Duration::from_secs(3600));
        let mut stream = query().page_size(2).stream();
        stream.next().await.unwrap().unwrap();
        stream.next().await.unwrap().unwrap();
        // Dropped while a page is under way, the request is given up and none follows.
        faults.fail_next("Query", delay.clone());
        poll_until(stream.next(), || faults.recorded().count("Query") == 2).await;
        drop(stream);
        faults.fail_next_times("Scan", 4, delay);
        let mut parallel = Table::<Task>::scan().page_size(1).parallel(4).stream();
        poll_until(parallel.next(), || faults.recorded().count("Scan") == 4).await;
        drop(parallel);
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!((faults.recorded().count("Query"), faults.recorded().count("Scan")), (2, 4));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_was_not_waited_for_goes_on() {
    with_tasks(async |_, faults| {
        faults.fail_next("Query", Fault::Delayed(Duration::from_millis(50)));
        let mut stream = query().stream();
        poll_until(stream.try_next(), || faults.recorded().count("Query") == 1).await;
        assert_eq!(stream.try_next().await.unwrap().unwrap().number, 0);
        assert_eq!(faults.recorded().count("Query"), 1);
    })
    .await;
}
