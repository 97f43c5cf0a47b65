//! The guard: compares the instructions, allocations and bytes of a work with `guard.txt`.

use std::process::{Command, ExitCode};

use crate::guarded::Guarded;
use crate::peers::Peer;
use crate::report::{allocations, allocations_of, instructions, instructions_of};
use crate::work::{Kind, Work};

const GUARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/guard.txt");
const SHARED: [Work; 7] =
    [Work::GetItem, Work::PutItem, Work::Query10, Work::Query1000, Work::Batch25, Work::Encode, Work::Decode];
/// The highest allowed ratio to the figure in `guard.txt`.
const ALLOWED: f64 = 1.05;

/// The figures that are compared. Instructions are without those of SHA-256, which a CPU has in hardware and valgrind counts in software.
const MEASURES: [&str; 3] = ["instructions", "allocations", "bytes"];
type Counts = [f64; MEASURES.len()];

/// Fails if a figure of a guarded work is over 5 % higher than in `guard.txt`; `bless` writes that file.
pub fn guard(bless: bool) -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("the guard on instructions was skipped: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    let known = std::fs::read_to_string(GUARD).unwrap_or_default();
    let (mut code, mut lines) = (ExitCode::SUCCESS, String::new());
    let shared = SHARED.map(|work| (work.name(), count_shared as fn(&str) -> Option<Counts>));
    let own = Guarded::ALL.map(|guarded| (guarded.name(), count_own as fn(&str) -> Option<Counts>));
    for (name, count) in shared.into_iter().chain(own) {
        let Some(now) = count(name) else {
            eprintln!("{name}: valgrind gave no count");
            return ExitCode::FAILURE;
        };
        let counts: Vec<String> =
            now.iter().zip(MEASURES).map(|(count, measure)| format!("{count:.0} {measure}")).collect();
        lines.push_str(&format!("{name}: {}\n", counts.join(", ")));
        if !bless && !is_kept(name, now, before(&known, name)) {
            code = ExitCode::FAILURE;
        }
    }
    if bless && let Err(error) = std::fs::write(GUARD, &lines) {
        eprintln!("{GUARD}: {error}");
        return ExitCode::FAILURE;
    }
    code
}

fn count_shared(name: &str) -> Option<Counts> {
    let work = Work::of(name)?;
    let (all, of_sha) = instructions(Peer::Faraday, Kind::Nested, work)?;
    let (allocations, bytes) = allocations(Peer::Faraday, Kind::Nested, work);
    Some([all - of_sha, allocations, bytes])
}

fn count_own(name: &str) -> Option<Counts> {
    let guarded = Guarded::of(name)?;
    let (all, of_sha) = instructions_of(&["guarded", name], guarded.times())?;
    let (allocations, bytes) = allocations_of(|times| guarded.run(times), guarded.times());
    Some([all - of_sha, allocations, bytes])
}

fn before(known: &str, name: &str) -> Option<Counts> {
    let line = known.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))?;
    let counts = line.split(", ").map(|count| count.split_once(' ')?.0.parse().ok());
    counts.collect::<Option<Vec<f64>>>()?.try_into().ok()
}

fn is_kept(name: &str, now: Counts, before: Option<Counts>) -> bool {
    let Some(before) = before else {
        eprintln!("{name}: nothing in guard.txt to compare with; run with --bless");
        return false;
    };
    let mut kept = true;
    for ((now, before), measure) in now.into_iter().zip(before).zip(MEASURES) {
        let change = (now / before - 1.0) * 100.0;
        let is_kept = now <= before * ALLOWED;
        let dearer = if is_kept { "" } else { ": over 5 % dearer" };
        println!("{name}: {now:.0} {measure}, {before:.0} in guard.txt ({change:+.1} %){dearer}");
        kept = kept && is_kept;
    }
    kept
}
