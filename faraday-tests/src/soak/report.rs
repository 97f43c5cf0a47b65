//! The result of a soak: [`Report`].

use std::fmt;
use std::time::Duration;

use super::measure::Sample;
use super::tally::Counts;
use super::worker::Violation;

/// The result of a soak.
#[derive(Debug, Clone)]
pub struct Report {
    /// The seed, for running it again.
    pub seed: u64,
    /// The counts of operations. With one task on a paused clock, the same seed gives the same counts.
    pub counts: Counts,
    /// The contradictions of the model. The soak stops at the first.
    pub violations: Vec<Violation>,
    /// Memory and tasks, at intervals.
    pub samples: Vec<Sample>,
    /// The time that it took.
    pub time: Duration,
}

impl Report {
    /// Returns by how much the mean of the second half is above that of the first half, after a warm-up of a tenth: 0.02 is two per cent.
    /// `None` if there are too few samples.
    #[must_use]
    pub fn growth(&self, measure: impl Fn(&Sample) -> f64) -> Option<f64> {
        let warm = self.samples.get(self.samples.len() / 10 + 1..)?;
        let (first, second) = warm.split_at(warm.len() / 2);
        let mean = |samples: &[Sample]| samples.iter().map(&measure).sum::<f64>() / samples.len() as f64;
        (first.len() > 1).then(|| mean(second) / mean(first) - 1.0)
    }

    /// Returns the bytes of memory that each token takes, by a line fitted to all samples after the warm-up. It assumes that memory grows
    /// only with the tokens. `None` if there are too few samples.
    #[must_use]
    pub fn memory_of_a_token(&self) -> Option<f64> {
        let warm = self.samples.get(self.samples.len() / 10 + 1..)?;
        let points: Vec<(f64, f64)> =
            warm.iter().filter_map(|sample| Some((sample.tokens as f64, sample.memory? as f64))).collect();
        let count = points.len() as f64;
        let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
        let (up, across) = points.iter().fold((0.0, 0.0), |(up, across), point| {
            (up + (point.0 - x) * (point.1 - y), across + (point.0 - x) * (point.0 - x))
        });
        (points.len() > 2 && across > 0.0).then_some(up / across)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, counts, violations, time, .. } = self;
        let (operations, faults) = (counts.all_operations(), counts.all_faults());
        writeln!(
            f,
            "seed {seed}: {operations} operations, {} requests and {faults} faults in {} s",
            counts.requests,
            time.as_secs()
        )?;
        for (title, counts) in [("reports", &counts.reports), ("faults", &counts.faults)] {
            let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            writeln!(f, "{title}: {}", counts.join(", "))?;
        }
        let counts: Vec<String> = counts.operations.iter().map(|(name, count)| format!("{name} {count}")).collect();
        writeln!(f, "operations: {}", counts.join("; "))?;
        if let (Some(memory), Some(tasks), Some(token)) = (
            self.growth(|sample| sample.memory.unwrap_or_default() as f64),
            self.growth(|sample| sample.tasks as f64),
            self.memory_of_a_token(),
        ) {
            let (memory, tasks) = (memory * 100.0, tasks * 100.0);
            writeln!(
                f,
                "second half to first: memory {memory:+.1} %, tasks {tasks:+.1} %; memory grew by {token:.0} bytes a token"
            )?;
        }
        match violations.as_slice() {
            [] => write!(f, "no violation"),
            _ => violations.iter().try_for_each(|violation| writeln!(f, "VIOLATION {violation}")),
        }
    }
}
