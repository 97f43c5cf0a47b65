//! Logs the tests for `faraday-tests/engines/run`, because libtest has no hook at its end and knows no skipped tests.

use std::collections::HashSet;
use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::Capability;

/// Logs that the running test calls `needs!`.
pub(crate) fn asked() {
    line("asked", "");
}

/// Logs that the running test is skipped.
pub(crate) fn skipped(capability: Capability) {
    line("skipped", &format!("{capability:?}"));
}

/// Logs that the running test would be skipped, but runs.
pub(super) fn tried(capability: Capability) {
    line("tried", &format!("{capability:?}"));
}

/// Adds a line to the file that `FARADAY_TEST_LOG` names, once a process. The threads of tests have their names.
fn line(event: &str, capability: &str) {
    static WRITTEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let Some(path) = env::var_os("FARADAY_TEST_LOG") else { return };
    let thread = thread::current();
    let line = format!("{event}\t{}\t{capability}\n", thread.name().unwrap_or("a thread without a name"));
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    if written.get_or_insert_default().insert(line.clone()) {
        let mut file = OpenOptions::new().create(true).append(true).open(path).expect("the file of FARADAY_TEST_LOG");
        file.write_all(line.as_bytes()).expect("a line of FARADAY_TEST_LOG");
    }
}
