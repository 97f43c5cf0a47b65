//! Memory and tasks while a soak runs: [`Sample`].

use std::time::Duration;

use super::tally::Tally;

/// The size of a memory page on the machines that run the soak.
const PAGE: u64 = 4_096;

/// The measurements at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The time since the soak began.
    pub time: Duration,
    /// The number of operations so far.
    pub operations: u64,
    /// The number of faults so far.
    pub faults: u64,
    /// The memory of the process in bytes; `None` if `/proc/self/statm` does not exist.
    pub memory: Option<u64>,
    /// The number of tasks of tokio's runtime.
    pub tasks: usize,
    /// The number of requests with a token so far. The embedded engine keeps each token for ten minutes.
    pub tokens: u64,
}

impl Sample {
    pub(super) fn now(time: Duration, tally: &Tally) -> Self {
        let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let (operations, faults, tokens) = (tally.operations(), tally.faults(), tally.tokens());
        Self { time, operations, faults, memory: memory(), tasks, tokens }
    }
}

impl std::fmt::Display for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { time, operations, faults, memory, tasks, tokens } = self;
        let memory = memory.unwrap_or_default() as f64 / 1e6;
        let seconds = time.as_secs();
        write!(
            f,
            "{seconds:>5} s {operations:>10} operations {faults:>9} faults {memory:>8.1} MB {tasks:>4} tasks {tokens:>9} tokens"
        )
    }
}

/// Returns the memory of this process that is in use, in bytes.
pub(super) fn memory() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * PAGE)
}
