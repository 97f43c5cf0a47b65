//! A parallel scan that goes on after a crash.

use std::collections::BTreeMap;

use faraday::testing::Fault;
use faraday::{ErrorKind, Item, Table, operation::Checkpoint};
use futures_util::TryStreamExt;

use super::parallel::{POINTS, Point, put_points};
use crate::paging::fixture::counted;

fn through_json(checkpoint: &Checkpoint) -> Checkpoint {
    serde_json::from_str(&serde_json::to_string(checkpoint).unwrap()).unwrap()
}

/// How often each item was seen.
fn tally(seen: impl IntoIterator<Item = Point>) -> BTreeMap<u64, usize> {
    let mut tally = BTreeMap::new();
    for point in seen {
        *tally.entry(point.id).or_default() += 1;
    }
    tally
}

#[tokio::test]
async fn nothing_is_lost_wherever_a_scan_stops() {
    counted::<Point>(async |_, _| {
        put_points().await;
        let size = 3;
        for segments in [1, 4, 16] {
            let scan = || Table::<Point>::scan().page_size(size).parallel(segments);
            for stop in [0, 1, 2, 3, 4, 17, 31, 59, 60] {
                let mut stream = scan().stream();
                let mut seen = Vec::new();
                for _ in 0..stop {
                    seen.push(stream.try_next().await.unwrap().unwrap());
                }
                let checkpoint = through_json(&stream.checkpoint());
                assert_eq!(checkpoint, stream.checkpoint());
                drop(stream);
                let rest: Vec<Point> = scan().resume(checkpoint).stream().try_collect().await.unwrap();
                seen.extend(rest);
                let tally = tally(seen);
                assert!(tally.keys().copied().eq(0..POINTS), "{segments} {stop}");
                // Only items of the page that each segment was at come twice, and none more often.
                let twice = tally.values().filter(|times| **times > 1).count();
                assert!(tally.values().all(|times| *times <= 2) && twice <= (segments * (size - 1)) as usize);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_scan_resumed_at_its_end_reads_nothing_more() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        let scan = || Table::<Point>::scan().parallel(4);
        let mut stream = scan().stream();
        while stream.try_next().await.unwrap().is_some() {}
        faults.reset();
        assert!(scan().resume(through_json(&stream.checkpoint())).await.unwrap().is_empty());
        assert!(faults.recorded().is_empty());
        // One with a limit was not at its end.
        for limit in [0, 5] {
            let mut stream = Table::<Point>::scan().limit(limit).page_size(2).parallel(4).stream();
            let mut seen = Vec::new();
            while let Some(point) = stream.try_next().await.unwrap() {
                seen.push(point);
            }
            assert_eq!(seen.len() as u64, limit);
            seen.extend(scan().resume(stream.checkpoint()).await.unwrap());
            assert!(tally(seen).keys().copied().eq(0..POINTS));
        }
    })
    .await;
}

#[tokio::test]
async fn the_checkpoint_after_a_failure_goes_on_from_there() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        let scan = || Table::<Point>::scan().page_size(2).parallel(3);
        let mut stream = scan().stream();
        let mut seen = Vec::new();
        for _ in 0..9 {
            seen.push(stream.try_next().await.unwrap().unwrap());
        }
        let body = r#"{"__type":"x#AccessDeniedException","message":"no more"}"#;
        faults.fail_next_times("Scan", 20, Fault::Answer { status: 400, body: body.into() });
        while let Ok(Some(point)) = stream.try_next().await {
            seen.push(point);
        }
        faults.reset();
        let checkpoint = through_json(&stream.checkpoint());
        // Twice: the second crash comes before the first item.
        let again = scan().resume(checkpoint).stream().checkpoint();
        seen.extend(scan().resume(again).await.unwrap());
        let tally = tally(seen);
        assert!(tally.keys().copied().eq(0..POINTS));
        assert!(tally.values().filter(|times| **times > 1).count() <= 3);
    })
    .await;
}

#[tokio::test]
async fn a_scan_that_could_not_go_on_keeps_its_checkpoint() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        let scan = || Table::<Point>::scan().page_size(2).parallel(3);
        let mut stream = scan().stream();
        let mut seen = Vec::new();
        for _ in 0..20 {
            seen.push(stream.try_next().await.unwrap().unwrap());
        }
        let checkpoint = stream.checkpoint();
        drop(stream);
        faults.reset();
        // A page size of 0, another number of segments, a segment's cursor that was changed.
        let mut json = serde_json::to_value(&checkpoint).unwrap();
        let cursor = json["segments"][2]["After"].as_str().unwrap().to_owned();
        let other = if &cursor[8..9] == "A" { "B" } else { "A" };
        json["segments"][2]["After"] = format!("{}{other}{}", &cursor[..8], &cursor[9..]).into();
        let changed: Checkpoint = serde_json::from_value(json).unwrap();
        let refused = [
            (Table::<Point>::scan().page_size(0).parallel(3), checkpoint.clone()),
            (Table::<Point>::scan().parallel(4), checkpoint.clone()),
            (scan(), changed),
        ];
        for (scan, given) in refused {
            let mut stream = scan.resume(given.clone()).stream();
            assert_eq!(stream.checkpoint(), given);
            stream.try_next().await.unwrap_err();
            assert_eq!(stream.checkpoint(), given);
        }
        assert!(faults.recorded().is_empty());
        seen.extend(scan().resume(checkpoint).await.unwrap());
        assert!(tally(seen).keys().copied().eq(0..POINTS));
        // One that was to begin is at its beginning.
        let mut stream = Table::<Point>::scan().page_size(0).parallel(3).stream();
        stream.try_next().await.unwrap_err();
        assert_eq!(scan().resume(stream.checkpoint()).await.unwrap().len() as u64, POINTS);
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(table = "reads_points_too")]
struct Other {
    #[faraday(partition_key)]
    id: u64,
}

#[tokio::test]
async fn a_checkpoint_of_another_scan_is_refused() {
    counted::<Point>(async |_, faults| {
        put_points().await;
        let scan = || Table::<Point>::scan().page_size(2).parallel(4);
        let mut stream = scan().stream();
        for _ in 0..20 {
            stream.try_next().await.unwrap().unwrap();
        }
        let checkpoint = stream.checkpoint();
        drop(stream);
        let of_index = Table::<Point>::index(Point::BY_PARITY).scan().parallel(4).stream().checkpoint();
        faults.reset();
        let resumed = |checkpoint| async { scan().resume(checkpoint).await.unwrap_err() };
        let mut errors = vec![
            Table::<Point>::scan().parallel(5).resume(checkpoint.clone()).await.unwrap_err(),
            Table::<Point>::scan().parallel(3).resume(checkpoint.clone()).await.unwrap_err(),
            Table::<Other>::scan().parallel(4).resume(checkpoint.clone()).await.unwrap_err(),
            Table::<Point>::index(Point::BY_PARITY).scan().parallel(4).resume(checkpoint.clone()).await.unwrap_err(),
            resumed(of_index).await,
        ];
        // Changed: the seal, the number of segments, the cursors of two segments exchanged, a cursor's key.
        let json = serde_json::to_value(&checkpoint).unwrap();
        let mut sealed = json.clone();
        sealed["seal"] = (json["seal"].as_u64().unwrap() ^ 1).into();
        let mut fewer = json.clone();
        fewer["segments"].as_array_mut().unwrap().pop();
        let mut exchanged = json.clone();
        exchanged["segments"].as_array_mut().unwrap().swap(0, 1);
        let mut cut = json.clone();
        let cursor = cut["segments"][0]["After"].as_str().unwrap().to_owned();
        cut["segments"][0]["After"] = cursor[..cursor.len() - 4].into();
        for changed in [sealed, fewer, exchanged] {
            assert_ne!(changed, json);
            errors.push(resumed(serde_json::from_value(changed).unwrap()).await);
        }
        // Of a short cursor so little may be left that it is refused when it is read.
        match serde_json::from_value(cut) {
            Ok(cut) => errors.push(resumed(cut).await),
            Err(error) => assert!(error.to_string().contains("not a cursor"), "{error}"),
        }
        for (position, error) in errors.iter().enumerate() {
            assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{position}: {error}");
        }
        assert!(faults.recorded().is_empty());
        assert!(serde_json::from_str::<Checkpoint>("{}").is_err());
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_is_resumed_with_another_page_size_and_selection() {
    counted::<Point>(async |_, _| {
        put_points().await;
        let mut stream = Table::<Point>::scan().page_size(1).parallel(4).stream();
        let mut seen = vec![stream.try_next().await.unwrap().unwrap().id];
        let rest = Table::<Point>::scan().page_size(9).select(Point::ID).parallel(4).resume(stream.checkpoint());
        seen.extend(rest.await.unwrap());
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..POINTS));
    })
    .await;
}
