//! A short soak in each run of the tests, and tests that a soak finds violations.

use std::env;

use faraday_tests::soak::{Length, Report, Sabotage, Settings, soak};

/// The seed of `FARADAY_SOAK_SEED`, or a random one.
fn seed() -> u64 {
    let seed = env::var("FARADAY_SOAK_SEED").ok().filter(|seed| !seed.is_empty());
    seed.map_or_else(|| fastrand::u64(..), |seed| seed.parse().expect("a number in FARADAY_SOAK_SEED"))
}

fn assert_nothing_found(report: &Report) {
    assert!(report.violations.is_empty(), "replay with FARADAY_SOAK_SEED={}\n{report}", report.seed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_wrong_or_done_after_all() {
    let seed = seed();
    println!("FARADAY_SOAK_SEED={seed}");
    let report = soak(Settings::new(seed, Length::Operations(1_200))).await;
    println!("{report}");
    assert_nothing_found(&report);
    assert!(report.counts.all_operations() >= 1_200 && report.counts.all_faults() > 100, "{report}");
    let reports = &report.counts.reports;
    for what in ["success", "dropped", "failed, Unknown", "condition failed, NotDone"] {
        assert!(reports.contains_key(what), "{what} did not happen: {report}");
    }
}

/// One task, with a clock that does not wait.
fn alone(seed: u64, operations: u64, sabotage: Option<Sabotage>) -> Report {
    let settings = Settings { tasks: 1, sabotage, ..Settings::new(seed, Length::Operations(operations)) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(soak(settings))
}

#[test]
fn one_task_does_the_same_again_with_the_same_seed() {
    let seed = seed();
    println!("FARADAY_SOAK_SEED={seed}");
    let (one, again, other) = (alone(seed, 300, None), alone(seed, 300, None), alone(seed ^ 1, 300, None));
    assert_nothing_found(&one);
    assert_eq!((&one.counts, one.time), (&again.counts, again.time), "FARADAY_SOAK_SEED={seed}");
    assert_ne!(one.counts, other.counts, "FARADAY_SOAK_SEED={seed}");
}

/// What a soak finds in a library or an engine with this fault.
fn found(sabotage: Sabotage) -> String {
    let mut reports = (1..=3).map(|seed| alone(seed, 2_000, Some(sabotage)));
    let report = reports.find(|report| !report.violations.is_empty()).expect("a violation");
    let text = report.violations[0].to_string();
    // All that is needed to look into it, and to do it again.
    assert!(text.starts_with(&format!("seed {}, task-0: ", report.seed)), "{text}");
    let again = alone(report.seed, 2_000, Some(sabotage));
    assert_eq!(again.violations[0].to_string(), text);
    text
}

#[test]
fn a_write_that_is_called_not_done_and_was_done_is_found() {
    let text = found(Sabotage::UnknownIsNotDone);
    assert!(text.contains("NotDone"), "{text}");
}

#[test]
fn a_lost_write_is_found() {
    let text = found(Sabotage::LostWrites);
    assert!(text.contains("put of") || text.contains("save of"), "{text}");
}

#[test]
fn a_wrong_read_is_found() {
    let text = found(Sabotage::LostReads);
    assert!(text.contains("the last operations of this key"), "{text}");
}
