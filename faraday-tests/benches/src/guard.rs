//! The guard on instructions.

use std::process::{Command, ExitCode};

use crate::peers::Peer;
use crate::report::instructions;
use crate::work::{Kind, Work};

const GUARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/guard.txt");
const GUARDED: [Work; 5] = [Work::GetItem, Work::PutItem, Work::Query1000, Work::Encode, Work::Decode];
/// By how much a work may become dearer.
const ALLOWED: f64 = 1.05;

/// Fails if a guarded work takes over 5 % more instructions than `guard.txt` says; `bless` writes that file.
pub fn guard(bless: bool) -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("the guard on instructions was skipped: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    let known = std::fs::read_to_string(GUARD).unwrap_or_default();
    let (mut code, mut lines) = (ExitCode::SUCCESS, String::new());
    for work in GUARDED {
        let Some(now) = instructions(Peer::Faraday, Kind::Nested, work) else {
            eprintln!("{}: valgrind gave no count", work.name());
            return ExitCode::FAILURE;
        };
        lines.push_str(&format!("{}: {now:.0}\n", work.name()));
        if !bless && !is_kept(work, now, before(&known, work)) {
            code = ExitCode::FAILURE;
        }
    }
    if bless && let Err(error) = std::fs::write(GUARD, &lines) {
        eprintln!("{GUARD}: {error}");
        return ExitCode::FAILURE;
    }
    code
}

fn before(known: &str, work: Work) -> Option<f64> {
    let line = known.lines().find_map(|line| line.strip_prefix(work.name())?.strip_prefix(": "));
    line.and_then(|count| count.parse().ok())
}

fn is_kept(work: Work, now: f64, before: Option<f64>) -> bool {
    let name = work.name();
    let Some(before) = before else {
        eprintln!("{name}: nothing in guard.txt to compare with; run with --bless");
        return false;
    };
    let kept = now <= before * ALLOWED;
    let change = (now / before - 1.0) * 100.0;
    if kept {
        println!("{name}: {now:.0} instructions, {before:.0} in guard.txt ({change:+.1} %)");
    } else {
        eprintln!("{name}: {now:.0} instructions, {before:.0} in guard.txt ({change:+.1} %): over 5 % dearer");
    }
    kept
}
