//! Streams that request a page before they need it.

use std::collections::BTreeSet;

use faraday::testing::Fault;
use faraday::{Table, operation::Checkpoint};
use futures_util::TryStreamExt;

use super::fixture::{Task, numbers, with_tasks};

#[tokio::test]
async fn the_next_page_is_requested_when_one_arrives() {
    with_tasks(async |_, faults| {
        let query = || Table::<Task>::query("faraday").consistent().page_size(3);
        let mut lazy = query().stream();
        lazy.try_next().await.unwrap().unwrap();
        assert_eq!(faults.recorded().count("Query"), 1);
        faults.reset();
        let mut ahead = query().read_ahead().stream();
        ahead.try_next().await.unwrap().unwrap();
        assert_eq!(faults.recorded().count("Query"), 2, "one page, and no more");
        faults.reset();
        let plain: Vec<Task> = query().stream().try_collect().await.unwrap();
        let requests = faults.recorded().count("Query");
        faults.reset();
        let read: Vec<Task> = query().read_ahead().stream().try_collect().await.unwrap();
        assert_eq!((numbers(&read), faults.recorded().count("Query")), (numbers(&plain), requests));
        let pages: Vec<_> = query().read_ahead().pages().try_collect().await.unwrap();
        let paged: Vec<Task> = pages.into_iter().flat_map(|page| page.items).collect();
        assert_eq!(numbers(&paged), numbers(&plain));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_requested_beyond_a_limit() {
    with_tasks(async |_, faults| {
        let query = Table::<Task>::query("faraday").page_size(3).limit(3).read_ahead();
        let read: Vec<Task> = query.stream().try_collect().await.unwrap();
        assert_eq!((read.len(), faults.recorded().count("Query")), (3, 1));
    })
    .await;
}

#[tokio::test]
async fn an_error_comes_after_the_items_that_were_read_before_it() {
    with_tasks(async |_, faults| {
        let refused = || Fault::Answer { status: 400, body: r#"{"__type":"x#ValidationException"}"#.into() };
        let mut calls = 0;
        faults.rule(move |request| {
            let is_query = request.operation == "Query";
            calls += usize::from(is_query);
            (is_query && calls == 2).then(refused)
        });
        let mut stream = Table::<Task>::query("faraday").page_size(3).read_ahead().stream();
        for _ in 0..3 {
            assert!(stream.try_next().await.unwrap().is_some());
        }
        stream.try_next().await.unwrap_err();
        assert!(stream.try_next().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_loses_nothing_that_was_read_ahead() {
    with_tasks(async |_, _| {
        let all: BTreeSet<(String, u64)> = all(Table::<Task>::scan().consistent().stream()).await;
        for segments in [1, 3] {
            let scan = || Table::<Task>::scan().consistent().page_size(2).read_ahead().parallel(segments);
            for taken in 0..=all.len() {
                let mut stream = scan().stream();
                let mut seen = BTreeSet::new();
                for _ in 0..taken {
                    let task = stream.try_next().await.unwrap().unwrap();
                    seen.insert((task.project, task.number));
                }
                let saved = serde_json::to_string(&stream.checkpoint()).unwrap();
                drop(stream);
                let checkpoint: Checkpoint = serde_json::from_str(&saved).unwrap();
                let mut rest = scan().resume(checkpoint).stream();
                while let Some(task) = rest.try_next().await.unwrap() {
                    seen.insert((task.project, task.number));
                }
                assert_eq!(seen, all, "{taken} items of {segments} segments");
            }
        }
    })
    .await;
}

async fn all(stream: faraday::paging::Items<Task>) -> BTreeSet<(String, u64)> {
    stream.map_ok(|task| (task.project, task.number)).try_collect().await.unwrap()
}
