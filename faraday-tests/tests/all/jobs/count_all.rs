//! `count_all` counts items in parallel, and goes on after a crash.

use faraday::testing::Fault;

use super::fixture::{InMemory, Message, Messages, with_messages};

#[tokio::test]
async fn what_a_query_or_a_scan_finds_is_counted() {
    with_messages(30, async |_, faults| {
        assert_eq!(Messages::count_all(Messages::query("a").page_size(7)).await.unwrap(), 30);
        assert_eq!(Messages::count_all(Messages::scan().page_size(7).parallel(4)).await.unwrap(), 60);
        let filtered = || Messages::query("a").filter(Message::VOTES.eq(0)).page_size(7);
        assert_eq!(Messages::count_all(filtered()).await.unwrap(), 6);
        for (limit, count) in [(0, 0), (1, 1), (3, 3), (6, 6), (9, 6)] {
            assert_eq!(Messages::count_all(filtered().limit(limit)).await.unwrap(), count);
            assert_eq!(Messages::count_all(Messages::query("a").limit(limit)).await.unwrap(), limit);
        }
        assert!(faults.recorded().iter().all(|request| request.json()["Select"] == "COUNT"));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_count_goes_on_where_it_was() {
    with_messages(30, async |_, faults| {
        let store = InMemory::default();
        let count =
            || Messages::count_all(Messages::query("a").page_size(10)).max_attempts(1).checkpoint(store.clone());
        let mut pages = 0;
        faults.rule(move |_| {
            pages += 1;
            (pages == 2).then_some(Fault::Throttled)
        });
        let error = count().await.unwrap_err();
        assert_eq!(error.job_failure().unwrap().progress().read, 10);
        assert_eq!(count().await.unwrap(), 30);
        let asked = faults.recorded().count("Query");
        assert_eq!(count().await.unwrap(), 30);
        assert_eq!(faults.recorded().count("Query"), asked, "a job that has ended sends nothing");
    })
    .await;
}
