//! Measures and prints.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::count;
use crate::peers::{Bench, Peer, bench};
use crate::work::{Kind, Work};

/// The cost of one round of a work.
struct Measured {
    /// The instructions that valgrind counts, and those of SHA-256 among them; `None` if valgrind is not installed.
    instructions: Option<(f64, f64)>,
    allocations: f64,
    bytes: f64,
    time: Duration,
}

fn measure(peer: Peer, kind: Kind, work: Work) -> Measured {
    let bench = bench(kind, work);
    let times = work.times();
    let (allocations, bytes) = allocations_of(|times| bench.run(peer, times), times);
    // The shortest of many runs, because interrupted runs do not count.
    let time = (0..20).map(|_| time(&*bench, peer, times)).min().unwrap_or_default();
    Measured { instructions: instructions(peer, kind, work), allocations, bytes, time: time / times }
}

/// Allocations of one round, and their bytes.
pub fn allocations(peer: Peer, kind: Kind, work: Work) -> (f64, f64) {
    let bench = bench(kind, work);
    allocations_of(|times| bench.run(peer, times), work.times())
}

/// Allocations and bytes of any work, as the difference between twice as many runs and once, so that the start does not count.
pub fn allocations_of(run: impl Fn(u32), times: u32) -> (f64, f64) {
    let of = |times| {
        let before = count::so_far();
        run(times);
        let after = count::so_far();
        (after.0 - before.0, after.1 - before.1)
    };
    of(times);
    let (few, many) = (of(times), of(times * 2));
    let of_one = |few: u64, many: u64| many.saturating_sub(few) as f64 / f64::from(times);
    (of_one(few.0, many.0), of_one(few.1, many.1))
}

fn time(bench: &dyn Bench, peer: Peer, times: u32) -> Duration {
    let start = Instant::now();
    bench.run(peer, times);
    start.elapsed()
}

/// Instructions of one round, and those that hash with SHA-256: valgrind counts them in software, but a CPU has special instructions for
/// them. It is the difference between twice as many rounds and once, so that the start does not count.
pub fn instructions(peer: Peer, kind: Kind, work: Work) -> Option<(f64, f64)> {
    instructions_of(&[peer.name(), kind.name(), work.name()], work.times())
}

/// Instructions of this program with these arguments.
pub fn instructions_of(arguments: &[&str], times: u32) -> Option<(f64, f64)> {
    let (few, few_of_sha) = callgrind(arguments, times)?;
    let (many, many_of_sha) = callgrind(arguments, times * 3)?;
    let rounds = f64::from(times * 2);
    Some(((many - few) as f64 / rounds, (many_of_sha - few_of_sha) as f64 / rounds))
}

fn callgrind(arguments: &[&str], times: u32) -> Option<(u64, u64)> {
    let file = std::env::temp_dir().join(format!("faraday-callgrind-{}", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", &format!("--callgrind-out-file={}", file.display())])
        .arg(std::env::current_exe().ok()?)
        .arg("run")
        .args(arguments)
        .arg(times.to_string())
        .output()
        .ok()?;
    let profile = std::fs::read_to_string(&file).ok()?;
    std::fs::remove_file(&file).ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    Some((line.rsplit(' ').next()?.parse().ok()?, cost_of(&profile, "sha256")))
}

/// Returns the instructions of functions with `name` in their names, from callgrind's file: after the name of a function come lines of a
/// position and a cost. A line after `calls=` is the cost of another function.
fn cost_of(profile: &str, name: &str) -> u64 {
    let (mut cost, mut counts, mut of_call) = (0, false, false);
    // A name is written in full the first time, and then by its number.
    let mut numbers = std::collections::HashMap::new();
    for line in profile.lines() {
        if let Some(function) = line.strip_prefix("fn=") {
            let (number, full) = function.split_once(' ').unwrap_or((function, ""));
            counts = *numbers.entry(number.to_owned()).or_insert_with(|| full.contains(name));
        } else if let Some(function) = line.strip_prefix("cfn=") {
            let (number, full) = function.split_once(' ').unwrap_or((function, ""));
            numbers.entry(number.to_owned()).or_insert_with(|| full.contains(name));
        } else if line.starts_with("calls=") {
            of_call = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '*')) {
            if counts && !of_call {
                cost += line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok()).unwrap_or_default();
            }
            of_call = false;
        }
    }
    cost
}

/// Prints the table of all peers and works on one shape, each as a ratio to the raw SDK.
pub fn table(kind: Kind, markdown: bool) {
    println!("{}{}\n", if markdown { "### " } else { "" }, kind.name());
    let (bar, head) = if markdown { ("| ", " |") } else { ("", "") };
    let row = |cells: &[String]| {
        let widths = [15, 15, 17, 17, 15, 17, 15];
        let cells: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{bar}{}{head}", cells.join(if markdown { " | " } else { " " }));
    };
    row(&["work", "peer", "instructions", "without SHA-256", "allocations", "bytes allocated", "time"]
        .map(str::to_owned));
    if markdown {
        println!("|---|---|---|---|---|---|---|");
    }
    for work in Work::ALL {
        let raw = measure(Peer::Raw, kind, work);
        for &peer in Peer::ALL {
            let own = if peer == Peer::Raw { None } else { Some(measure(peer, kind, work)) };
            let own = own.as_ref().unwrap_or(&raw);
            let ratio = |value: f64, base: f64| format!("{value:.0} ({:.2})", value / base);
            row(&[
                work.name().to_owned(),
                peer.name().to_owned(),
                match (own.instructions, raw.instructions) {
                    (Some(own), Some(raw)) => ratio(own.0, raw.0),
                    _ => "no valgrind".to_owned(),
                },
                match (own.instructions, raw.instructions) {
                    (Some(own), Some(raw)) => ratio(own.0 - own.1, raw.0 - raw.1),
                    _ => "no valgrind".to_owned(),
                },
                ratio(own.allocations, raw.allocations),
                ratio(own.bytes, raw.bytes),
                format!("{:.1?} ({:.2})", own.time, own.time.as_secs_f64() / raw.time.as_secs_f64()),
            ]);
        }
    }
    println!();
}
