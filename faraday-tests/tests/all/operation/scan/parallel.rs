//! Scans in segments.

use std::collections::BTreeSet;
use std::time::Duration;

use faraday::testing::Fault;
use faraday::{ErrorKind, Item, Table};
use futures_util::TryStreamExt;

use crate::paging::fixture::{Task, counted, task, with_tasks};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "reads_points", global_index(by_parity, partition_key = parity))]
pub(crate) struct Point {
    #[faraday(partition_key)]
    pub(crate) id: u64,
    pub(crate) parity: Option<u64>,
}

pub(crate) const POINTS: u64 = 60;

pub(crate) async fn put_points() {
    for id in 0..POINTS {
        Table::<Point>::put(&Point { id, parity: (id % 3 != 0).then_some(id % 2) }).await.unwrap();
    }
}

#[tokio::test]
async fn a_parallel_scan_sees_every_item_once() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        faults.reset();
        for segments in [1, 4, 16, 100] {
            for size in [1, 7, 1000] {
                let scan = || Table::<Point>::scan().page_size(size).parallel(segments);
                let all = scan().await.unwrap();
                assert_eq!(all.len() as u64, POINTS, "{segments} {size}");
                let ids: BTreeSet<u64> = all.iter().map(|point| point.id).collect();
                assert!(ids.into_iter().eq(0..POINTS));
                let streamed: Vec<Point> = scan().stream().try_collect().await.unwrap();
                assert_eq!(streamed.len() as u64, POINTS);
            }
            let requests = faults.recorded().of("Scan");
            let of = |segment| requests.iter().any(|request| request.json()["Segment"] == segment);
            assert!((0..segments).all(of) && !of(segments));
            assert!(requests.iter().all(|request| request.json()["TotalSegments"] == segments));
            faults.reset();
        }
        // Each on its own, as several processes would.
        let mut ids = BTreeSet::new();
        for segment in 0..5 {
            for point in Table::<Point>::scan().segment(segment, 5).consistent().await.unwrap() {
                assert!(ids.insert(point.id));
            }
        }
        assert_eq!(ids.len() as u64, POINTS);
    })
    .await;
}

#[tokio::test]
async fn a_parallel_scan_takes_limits_filters_and_selections() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        for segments in [1, 4, 16] {
            for limit in [0, 1, 9, 1000] {
                faults.reset();
                let some = Table::<Point>::scan().limit(limit).page_size(2).parallel(segments).await.unwrap();
                assert_eq!(some.len() as u64, limit.min(POINTS));
                let ids: BTreeSet<u64> = some.iter().map(|point| point.id).collect();
                assert_eq!(ids.len(), some.len());
                assert!(limit > 0 || faults.recorded().is_empty());
            }
            let even = Table::<Point>::scan().filter(Point::PARITY.eq(0)).parallel(segments).await.unwrap();
            assert_eq!(even.len(), 20);
            let mut ids = Table::<Point>::scan().select(Point::ID).parallel(segments).await.unwrap();
            ids.sort_unstable();
            assert!(ids.into_iter().eq(0..POINTS));
            let index = Table::<Point>::index(Point::BY_PARITY).scan().parallel(segments).await.unwrap();
            assert_eq!(index.len(), 40);
            let first = Table::<Point>::scan().filter(Point::ID.eq(41)).page_size(1).first().await.unwrap();
            assert_eq!(first.unwrap().id, 41);
        }
    })
    .await;
}

#[tokio::test]
async fn memory_is_bounded_by_a_page_for_each_segment() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        faults.reset();
        let mut stream = Table::<Point>::scan().page_size(2).parallel(4).stream();
        for consumed in 1..=8_usize {
            stream.try_next().await.unwrap().unwrap();
            // A page of two for each of four segments, and none further before one is used up.
            assert!(faults.recorded().count("Scan") <= 4 + consumed / 2, "{consumed}");
        }
        // A request may be under way, which is counted when it is answered.
        let (answered, sent) = (stream.consumed().requests, faults.recorded().count("Scan") as u64);
        assert!((4..=sent).contains(&answered), "{answered} of {sent}");
        drop(stream);
    })
    .await;
}

#[tokio::test]
async fn segments_that_make_no_sense_are_refused() {
    with_tasks(async |db, faults| {
        let scan = Table::<Task>::scan;
        let table = format!("{}{}", db.table_prefix(), Task::SCHEMA.table());
        let cursor = scan().cursor(&task("faraday", 1)).unwrap();
        let of_segment = scan().segment(0, 2).cursor(&task("faraday", 1)).unwrap();
        let errors = [
            scan().segment(2, 2).await.unwrap_err(),
            scan().segment(0, 0).await.unwrap_err(),
            scan().segment(u32::MAX, u32::MAX).await.unwrap_err(),
            scan().segment(0, 1_000_001).count().await.unwrap_err(),
            scan().segment(7, 3).stream().try_next().await.unwrap_err(),
            scan().segment(7, 3).limit(0).await.unwrap_err(),
            scan().parallel(0).await.unwrap_err(),
            scan().parallel(0).stream().try_next().await.unwrap_err(),
            scan().parallel(1_000_001).await.unwrap_err(),
            scan().limit(0).parallel(0).await.unwrap_err(),
            // These are of one segment: they would be passed over.
            scan().segment(0, 2).parallel(2).await.unwrap_err(),
            scan().after(cursor).parallel(2).await.unwrap_err(),
            scan().segment(0, 2).after(of_segment).parallel(2).await.unwrap_err(),
        ];
        for (position, error) in errors.iter().enumerate() {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{position}: {error}");
            assert_eq!(error.operation(), Some("Scan"));
            assert_eq!(error.table(), Some(table.as_str()), "{position}: {error}");
        }
        let mut ended = scan().parallel(0).stream();
        assert!(ended.try_next().await.is_err());
        assert!(ended.try_next().await.unwrap().is_none());
        assert!(faults.recorded().is_empty());
    })
    .await;
}

#[tokio::test]
async fn one_segment_that_fails_ends_the_scan() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        faults.reset();
        let mut stream = Table::<Point>::scan().page_size(3).parallel(4).stream();
        let mut seen = 0;
        while seen < 6 {
            stream.try_next().await.unwrap().unwrap();
            seen += 1;
        }
        let answer = faraday::testing::Fault::Answer {
            status: 400,
            body: r#"{"__type":"x#AccessDeniedException","message":"no more"}"#.into(),
        };
        faults.fail_next_times("Scan", 100, answer);
        let error = loop {
            match stream.try_next().await {
                Ok(item) => assert!(item.is_some()),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::AccessDenied);
        assert!(stream.try_next().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn at_most_128_segments_are_read_at_once() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        faults.reset();
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(1))));
        let all = Table::<Point>::scan().parallel(1_000).await.unwrap();
        assert!(all.iter().map(|point| point.id).collect::<BTreeSet<_>>().into_iter().eq(0..POINTS));
        assert_eq!((faults.recorded().count("Scan"), faults.most_in_flight()), (1_000, 128));
    })
    .await;
}
