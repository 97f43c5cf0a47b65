//! The scenarios of taoensso/faraday's own suite.

use std::ops::Bound;

use faraday::{Item, Table, operation::TableQuery};
use faraday_tests::tables::with_table;
use futures_util::TryStreamExt;

use super::fixture::{Details, Task, counted, numbers, with_tasks};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "reads_documents")]
struct Document {
    #[faraday(partition_key)]
    group: u64,
    #[faraday(sort_key)]
    at: u64,
    body: Vec<u8>,
}

const KILOBYTES_300: usize = 300_000;

#[tokio::test]
async fn a_hundred_items_of_300_kilobytes_are_read_over_many_pages() {
    counted::<Document>(async |_, faults| {
        for at in 0..100 {
            let body = vec![u8::try_from(at).unwrap(); KILOBYTES_300];
            Table::<Document>::put(&Document { group: 1, at, body }).await.unwrap();
        }
        let whole = |document: &Document| {
            document.body.len() == KILOBYTES_300 && document.body.iter().all(|byte| u64::from(*byte) == document.at)
        };
        let queried = Table::<Document>::query(1).await.unwrap();
        assert!(queried.iter().map(|document| document.at).eq(0..100));
        assert!(queried.iter().all(whole));
        drop(queried);
        assert!(faults.recorded().count("Query") >= 25, "{}", faults.recorded().count("Query"));

        let mut scanned = Table::<Document>::scan().await.unwrap();
        scanned.sort_by_key(|document| document.at);
        assert!(scanned.iter().map(|document| document.at).eq(0..100));
        assert!(scanned.iter().all(whole));
        drop(scanned);

        let mut stream = Table::<Document>::query(1).stream();
        let mut next = 0;
        while let Some(document) = stream.try_next().await.unwrap() {
            assert!(document.at == next && whole(&document));
            next += 1;
        }
        assert_eq!(next, 100);

        // Stopped after one page, and after two: a page is 1 MB.
        let page = Table::<Document>::scan().page().await.unwrap();
        let first = page.items.len();
        assert!((1..=4).contains(&first), "{first}");
        faults.reset();
        let mut pages = Table::<Document>::scan().pages();
        let two = [pages.try_next().await.unwrap().unwrap(), pages.try_next().await.unwrap().unwrap()];
        drop(pages);
        let seen = two.iter().map(|page| page.items.len()).sum::<usize>();
        assert!(seen > first && seen <= 8 && two.iter().all(|page| page.next.is_some()), "{seen}");
        assert_eq!(faults.recorded().count("Scan"), 2);
    })
    .await;
}

#[tokio::test]
async fn a_stream_asks_only_for_what_is_consumed() {
    with_tasks(async |_, faults| {
        let stream = || Table::<Task>::query("faraday").page_size(4).stream();
        drop(stream());
        assert_eq!(faults.recorded().count("Query"), 0);
        for (consumed, requests) in [(3, 1), (4, 1), (5, 2), (6, 2), (9, 3)] {
            faults.reset();
            let mut stream = stream();
            for _ in 0..consumed {
                stream.try_next().await.unwrap().unwrap();
            }
            drop(stream);
            tokio::task::yield_now().await;
            assert_eq!(faults.recorded().count("Query"), requests, "for {consumed}");
        }
        faults.reset();
        let mut scan = Table::<Task>::scan().page_size(4).stream();
        for _ in 0..6 {
            scan.try_next().await.unwrap().unwrap();
        }
        drop(scan);
        assert_eq!(faults.recorded().count("Scan"), 2);
    })
    .await;
}

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

#[tokio::test]
async fn every_bound_of_a_range_is_kept() {
    with_table::<Task>(async |_| {
        super::fixture::fill().await;
        let all = async |bounds: (Bound<u64>, Bound<u64>)| numbers(&query().sort_key_range(bounds).await.unwrap());
        assert_eq!(numbers(&query().sort_key(4).await.unwrap()), [4]);
        assert_eq!(all((Bound::Unbounded, Bound::Included(2))).await, [0, 1, 2]);
        assert_eq!(all((Bound::Unbounded, Bound::Excluded(2))).await, [0, 1]);
        assert_eq!(all((Bound::Included(8), Bound::Unbounded)).await, [8, 9]);
        assert_eq!(all((Bound::Excluded(8), Bound::Unbounded)).await, [9]);
        assert_eq!(all((Bound::Included(3), Bound::Included(4))).await, [3, 4]);
    })
    .await;
}

#[tokio::test]
async fn a_limit_cuts_ascending_and_descending_queries() {
    with_tasks(async |_, _| {
        assert_eq!(numbers(&query().ascending().limit(2).await.unwrap()), [0, 1]);
        assert_eq!(numbers(&query().descending().limit(2).await.unwrap()), [9, 8]);
        assert_eq!(numbers(&query().descending().ascending().limit(1).await.unwrap()), [0]);
        assert_eq!(numbers(&query().descending().page_size(3).limit(7).await.unwrap()), [9, 8, 7, 6, 5, 4, 3]);
        let streamed: Vec<Task> = query().descending().page_size(3).limit(4).stream().try_collect().await.unwrap();
        assert_eq!(numbers(&streamed), [9, 8, 7, 6]);
        // What a limit may have before it does not matter.
        assert_eq!(numbers(&query().limit(9).limit(2).await.unwrap()), [0, 1]);
    })
    .await;
}

#[tokio::test]
async fn nested_attributes_and_sizes_are_filtered() {
    with_tasks(async |_, _| {
        let depth = || Task::DETAILS.dot(Details::DEPTH);
        let labels = || Task::DETAILS.dot(Details::LABELS);
        let filtered = async |condition| numbers(&query().filter(condition).await.unwrap());
        assert_eq!(filtered(depth().ge(7)).await, [7, 9]);
        assert_eq!(filtered(depth().not_exists()).await, [0, 4, 8]);
        assert_eq!(filtered(labels().size().gt(2)).await, [3, 7]);
        assert_eq!(filtered(labels().at(1).eq("label 1") & Task::NAME.size().eq(6)).await, [2, 3, 6, 7]);
        assert_eq!(filtered(Task::DETAILS.dot(Details::COUNTS).entry("a.b").lt(2)).await, [0, 1]);
        let scanned = Table::<Task>::scan().filter(labels().size().gt(2)).await.unwrap();
        assert_eq!(scanned.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn attributes_named_like_reserved_words_are_filtered_and_selected() {
    with_tasks(async |_, _| {
        let rows = query()
            .filter(Task::STATUS.eq("open") & Task::SIZE.gt(10) & Task::NAME.begins_with("task"))
            .select((Task::STATUS, Task::NAME, Task::SIZE))
            .limit(1)
            .await
            .unwrap();
        assert_eq!(rows, [("open".to_owned(), "task 2".to_owned(), 20)]);
    })
    .await;
}
