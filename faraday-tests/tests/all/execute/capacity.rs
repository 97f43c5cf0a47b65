//! The capacity that reads consume.

use faraday::{Table, database::Codec, operation::TableQuery};

use faraday_tests::tables::with_table;

use crate::operation::user::{User, user};
use crate::paging::fixture::{Task, counted_by, fill, with_tasks};

fn query() -> TableQuery<Task> {
    Table::<Task>::query("faraday")
}

#[tokio::test]
async fn capacity_is_summed_over_pages() {
    with_tasks(async |_, _| {
        let one = query().metered().await.unwrap();
        assert_eq!((one.requests, one.count, one.scanned_count), (1, 10, 10));
        let many = query().page_size(3).filter(Task::STATUS.eq("open")).metered().await.unwrap();
        assert_eq!((many.len(), many.requests, many.count, many.scanned_count), (5, 4, 5, 10));
        let [one, many] = [one.capacity.unwrap(), many.capacity.unwrap()];
        assert!(one.total > 0.0 && many.total >= one.total, "{one:?} {many:?}");
        let count = query().page_size(3).count().metered().await.unwrap();
        assert_eq!((count.value, count.requests, count.count), (10, 4, 10));
        assert!(count.capacity.is_some() && count.request_id.is_some());
        let first = query().filter(Task::NAME.eq("task 5")).page_size(2).first().metered().await.unwrap();
        assert_eq!((first.value.as_ref().unwrap().number, first.requests, first.scanned_count), (5, 3, 6));
        let one = query().sort_key(4).one().metered().await.unwrap();
        assert!(one.value.is_some() && one.capacity.is_some());
        let page = query().page_size(3).page().metered().await.unwrap();
        assert_eq!((page.value.items.len(), page.requests, page.count), (3, 1, 3));
        let scan = Table::<Task>::scan().page_size(4).metered().await.unwrap();
        assert_eq!((scan.len(), scan.requests, scan.scanned_count), (11, 3, 11));
        let parallel = Table::<Task>::scan().page_size(1).parallel(4).metered().await.unwrap();
        assert_eq!((parallel.len(), parallel.scanned_count), (11, 11));
        assert!(parallel.requests >= 4 && parallel.capacity.is_some());
    })
    .await;
}

#[tokio::test]
async fn capacity_is_told_by_index() {
    with_tasks(async |_, _| {
        let of_ann = Table::<Task>::index(Task::BY_OWNER).query("ann").page_size(2).metered().await.unwrap();
        let capacity = of_ann.capacity.as_ref().unwrap();
        assert!(of_ann.requests >= 3 && capacity.total > 0.0);
        assert!(capacity.indexes["by_owner"] > 0.0 && capacity.indexes.len() == 1, "{capacity:?}");
        let by_due = Table::<Task>::index(Task::BY_DUE).query("faraday").metered().await.unwrap();
        assert!(by_due.capacity.as_ref().unwrap().indexes["by_due"] > 0.0);
    })
    .await;
}

#[tokio::test]
async fn a_stream_says_what_it_consumed_so_far() {
    with_tasks(async |_, _| {
        let mut stream = query().page_size(4).metered().stream();
        assert_eq!(stream.consumed().requests, 0);
        stream.try_next().await.unwrap().unwrap();
        let spent = stream.consumed();
        assert_eq!((spent.requests, spent.count, spent.scanned_count), (1, 4, 4));
        let first = spent.capacity.unwrap().total;
        assert!(first > 0.0);
        while stream.try_next().await.unwrap().is_some() {}
        let spent = stream.consumed();
        assert_eq!((spent.requests, spent.count), (3, 10));
        assert!(spent.capacity.unwrap().total > first);

        let mut pages = Table::<Task>::scan().page_size(4).metered().pages();
        while pages.try_next().await.unwrap().is_some() {}
        assert_eq!(pages.consumed().scanned_count, 11);
        assert!(pages.consumed().capacity.is_some());
        let mut parallel = Table::<Task>::scan().parallel(3).metered().stream();
        while parallel.try_next().await.unwrap().is_some() {}
        assert!(parallel.consumed().capacity.is_some() && parallel.consumed().requests == 3);
        // Where nobody asked, requests and items are counted all the same.
        let mut plain = query().stream();
        plain.try_next().await.unwrap();
        assert_eq!((plain.consumed().requests, plain.consumed().count, plain.consumed().capacity), (1, 10, None));
    })
    .await;
}

#[tokio::test]
async fn both_codecs_read_the_same_capacity() {
    let mut outcomes = Vec::new();
    for codec in [Codec::Wire, Codec::Map] {
        counted_by::<Task>(codec, async |_, faults| {
            fill().await;
            faults.reset();
            let pages = query().page_size(4).filter(Task::STATUS.eq("open")).metered().await.unwrap();
            let page = query().descending().page_size(3).page().await.unwrap();
            let rest = query().descending().after(page.next.clone().unwrap()).await.unwrap();
            let mut scanned = Table::<Task>::scan().page_size(4).parallel(3).await.unwrap();
            scanned.sort_by_key(|task| (task.project.clone(), task.number));
            let segment = Table::<Task>::scan().segment(0, 1).consistent().count().await.unwrap();
            let index = Table::<Task>::index(Task::BY_OWNER).query("ann").sort_key_range(92..).metered().await.unwrap();
            let count = query().filter(Task::SIZE.gt(30)).limit(4).page_size(3).count().metered().await.unwrap();
            let projected = Table::<Task>::index(Task::BY_SIZE).query("open").sort_key(40).one().await.unwrap();
            let spent = (pages.requests, pages.count, pages.scanned_count, pages.capacity.clone());
            let counted = (count.value, count.requests, count.scanned_count);
            let bodies: Vec<_> = faults.recorded().of("Query").iter().map(|request| request.json()).collect();
            let bodies: Vec<_> = bodies
                .into_iter()
                .map(|mut body| body.as_object_mut().unwrap().remove("TableName").map(|_| body.clone()))
                .collect();
            let read = (pages.value, page.items, rest, scanned, segment);
            outcomes.push((read, spent, counted, index.value, index.capacity, projected.unwrap().name, bodies));
        })
        .await;
    }
    let map = outcomes.pop().unwrap();
    assert!(outcomes[0] == map);
    assert_eq!(map.0.3.len(), 11);
}

#[tokio::test]
async fn a_metered_operation_gives_its_capacity_requests_and_request_id() {
    with_table::<User>(async |db| {
        let ann = user("ann", 1);
        let put = Table::<User>::put(&ann).returning_old().metered().await.unwrap();
        assert_eq!((put.value, put.requests), (None, 1));
        assert!(put.request_id.is_some_and(|id| !id.is_empty()));
        let capacity = put.capacity.expect("the engine says what was consumed");
        assert!(capacity.total > 0.0 && capacity.indexes.is_empty(), "{capacity:?}");
        let got = Table::<User>::get("ann").consistent().on(db).metered().await.unwrap();
        assert_eq!(got.value.as_ref(), Some(&ann));
        assert!(got.capacity.as_ref().is_some_and(|capacity| capacity.total > 0.0));
        let updated = Table::<User>::update("ann").add(User::VISITS, 1).returning_new().metered().on(db).await.unwrap();
        assert_eq!((updated.visits, updated.requests), (2, 1));
        assert!(updated.capacity.is_some());
        let deleted = Table::<User>::delete("ann").metered().await.unwrap();
        assert!(deleted.capacity.is_some() && deleted.request_id.is_some());
    })
    .await;
}
