//! A worker that lost its lease stops, and moves no position.

use faraday_tests::stream_service::Fault;

use super::*;

/// From now on the requests on leases fail that name the worker.
fn cut_off(service: &StreamService, name: &'static str) {
    service.on_call(move |request, body| {
        let is_cut = matches!(request, "UpdateItem" | "TransactWriteItems") && body.to_string().contains(name);
        is_cut.then_some(Fault::InternalError)
    });
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_cannot_renew_its_lease_stops_before_another_takes_it() {
    let service = service();
    let log = Log::default();
    let first = start(&service, "first", &log, 200).await;
    pass(5).await;
    let second = start(&service, "second", &log, 200).await;
    pass(10).await;
    cut_off(&service, "first");
    for _ in 0..400 {
        put(&service, "ann");
        sleep(Duration::from_millis(200)).await;
    }
    log.wait(400).await;
    let entries = log.entries().clone();
    let of_second = entries.iter().position(|(worker, _)| worker == "second").expect("it takes over");
    assert!(entries[of_second..].iter().all(|(worker, _)| worker == "second"));
    let owner = open_lease(&service).await.owner;
    assert_eq!(owner.as_deref(), Some("second"));
    service.clear();
    first.stop().await.unwrap();
    second.stop().await.unwrap();
}

/// The handler of the first worker blocks it for longer than its lease holds.
#[tokio::test(start_paused = true)]
async fn a_worker_that_comes_back_after_its_lease_was_taken_moves_no_position() {
    let service = service();
    let written = put_all(&service, ["ann", "ann", "ann", "ann"]);
    let log = Log::default();
    let first = start(&service, "first", &log, 100_000).await;
    pass(10).await;
    cut_off(&service, "first");
    let second = start(&service, "second", &log, 0).await;
    log.wait(4).await;
    pass(5).await;
    let kept = open_lease(&service).await;
    assert_eq!((kept.owner.as_deref(), kept.after.as_ref()), (Some("second"), written.last()));
    service.clear();
    log.wait(5).await;
    pass(20).await;
    assert_eq!(open_lease(&service).await.after.as_ref(), written.last());
    let by_first: Vec<_> = log.entries().iter().filter(|(worker, _)| worker == "first").cloned().collect();
    assert_eq!(by_first, [("first".to_owned(), written[0].clone())], "the change that it was handling");
    first.stop().await.unwrap();
    second.stop().await.unwrap();
    assert_eq!(open_lease(&service).await.after.as_ref(), written.last());
}

/// A process that was thought dead, and the one that was started in its place.
#[tokio::test(start_paused = true)]
async fn of_two_workers_with_one_name_the_later_one_has_the_lease() {
    let service = service();
    let written = put_all(&service, ["ann", "ann", "ann", "ann"]);
    let log = Log::default();
    let first = start(&service, "worker", &log, 12_000).await;
    pass(6).await;
    let before = open_lease(&service).await.epoch;
    let second = start(&service, "worker", &log, 10).await;
    pass(3).await;
    assert!(open_lease(&service).await.epoch > before);
    let handled = log.numbers();
    assert_eq!(handled, written, "by the second one");
    first.kill().await;
    second.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_starts_again_goes_on_at_once() {
    let service = service();
    let log = Log::default();
    let first = start(&service, "worker", &log, 0).await;
    pass(10).await;
    first.kill().await;
    let written = put(&service, "ann");
    let start_again = Instant::now();
    let second = start(&service, "worker", &log, 0).await;
    log.wait(1).await;
    assert!(start_again.elapsed() < Duration::from_secs(3), "{:?}", start_again.elapsed());
    assert_eq!(log.numbers(), [written]);
    second.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_lease_whose_taking_was_not_answered_is_found_and_read() {
    let service = service();
    let log = Log::default();
    service.fail_next("UpdateItem", 2, Fault::LostAnswer);
    let worker = start(&service, "worker", &log, 0).await;
    let written = put(&service, "ann");
    log.wait(1).await;
    assert_eq!(log.numbers(), [written]);
    worker.stop().await.unwrap();
}
