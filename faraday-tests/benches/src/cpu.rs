//! CPU time, user and system, as Linux accounts for it: `getrusage` without a foreign call, and in nanoseconds.

use std::fs;
use std::time::Duration;

/// The CPU time of this process so far. It counts only the threads that exist now, so it misses threads that have ended.
pub fn of_process() -> Duration {
    // The kernel updates a thread's own figure when the thread yields, and those of other threads when they sleep.
    std::thread::yield_now();
    let threads = fs::read_dir("/proc/self/task").expect("Linux's /proc");
    threads.flatten().filter_map(|thread| of(&thread.path().join("schedstat").to_string_lossy())).sum()
}

/// The CPU time of this thread so far.
pub fn of_thread() -> Duration {
    std::thread::yield_now();
    of("/proc/thread-self/schedstat").expect("Linux's /proc")
}

/// The first of the file's numbers; the others are the time that a thread waited and how often it ran.
fn of(path: &str) -> Option<Duration> {
    let figures = fs::read_to_string(path).ok()?;
    Some(Duration::from_nanos(figures.split(' ').next()?.parse().ok()?))
}

/// The lowest CPU time of this thread in `runs` runs: disturbed runs do not count.
pub fn least(runs: u32, run: impl Fn()) -> Duration {
    let one = |_| {
        let before = of_thread();
        run();
        of_thread() - before
    };
    (0..runs).map(one).min().unwrap_or_default()
}

pub fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
