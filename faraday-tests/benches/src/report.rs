//! Measures and shows.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::count;
use crate::peers::{Bench, Peer, Work};

/// What one round of a work takes.
struct Measured {
    /// Counted by valgrind; `None` where it is not installed.
    instructions: Option<f64>,
    allocations: f64,
    bytes: f64,
    time: Duration,
}

fn measure(peer: Peer, work: Work) -> Measured {
    let bench = Bench::new(work);
    let times = work.times();
    bench.run(peer, times);
    let before = count::so_far();
    bench.run(peer, times);
    let after = count::so_far();
    // The shortest of many: what was interrupted says nothing.
    let time = (0..20).map(|_| time(&bench, peer, times)).min().unwrap_or_default();
    Measured {
        instructions: instructions(peer, work),
        allocations: (after.0 - before.0) as f64 / f64::from(times),
        bytes: (after.1 - before.1) as f64 / f64::from(times),
        time: time / times,
    }
}

fn time(bench: &Bench, peer: Peer, times: u32) -> Duration {
    let start = Instant::now();
    bench.run(peer, times);
    start.elapsed()
}

/// Instructions of one round: what twice as many rounds take more, so that the start does not count.
fn instructions(peer: Peer, work: Work) -> Option<f64> {
    let times = work.times();
    let few = callgrind(peer, work, times)?;
    let many = callgrind(peer, work, times * 3)?;
    Some((many - few) as f64 / f64::from(times * 2))
}

fn callgrind(peer: Peer, work: Work, times: u32) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .args(["run", peer.name(), work.name(), &times.to_string()])
        // Hash maps must not be seeded by chance through the address of a variable.
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// The table of all peers and works, each as a ratio to the raw SDK.
pub fn table(markdown: bool) -> ExitCode {
    let (bar, head) = if markdown { ("| ", " |") } else { ("", "") };
    let row = |cells: &[String]| {
        let widths = [15, 13, 20, 20, 22, 18];
        let cells: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{bar}{}{head}", cells.join(if markdown { " | " } else { " " }));
    };
    row(&["work", "peer", "instructions", "allocations", "bytes allocated", "time"].map(str::to_owned));
    if markdown {
        println!("|---|---|---|---|---|---|");
    }
    for work in Work::ALL {
        let raw = measure(Peer::Raw, work);
        for peer in Peer::ALL {
            let own = if peer == Peer::Raw { None } else { Some(measure(peer, work)) };
            let own = own.as_ref().unwrap_or(&raw);
            let ratio = |value: f64, base: f64| format!("{value:.0} ({:.2})", value / base);
            row(&[
                work.name().to_owned(),
                peer.name().to_owned(),
                match (own.instructions, raw.instructions) {
                    (Some(own), Some(raw)) => ratio(own, raw),
                    _ => "no valgrind".to_owned(),
                },
                ratio(own.allocations, raw.allocations),
                ratio(own.bytes, raw.bytes),
                format!("{:.1?} ({:.2})", own.time, own.time.as_secs_f64() / raw.time.as_secs_f64()),
            ]);
        }
    }
    ExitCode::SUCCESS
}

const GUARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/guard.txt");
const GUARDED: [Work; 4] = [Work::GetItem, Work::Query1000, Work::Encode, Work::Decode];

/// Fails if a guarded work takes over 5 % more instructions than `guard.txt` says; `bless` writes that file.
pub fn guard(bless: bool) -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("the guard on instructions was skipped: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    let known = std::fs::read_to_string(GUARD).unwrap_or_default();
    let known = |work: Work| {
        let line = known.lines().find_map(|line| line.strip_prefix(work.name())?.strip_prefix(": "));
        line.and_then(|count| count.parse::<f64>().ok())
    };
    let (mut code, mut lines) = (ExitCode::SUCCESS, String::new());
    for work in GUARDED {
        let Some(now) = instructions(Peer::Faraday, work) else {
            eprintln!("{}: valgrind gave no count", work.name());
            return ExitCode::FAILURE;
        };
        lines.push_str(&format!("{}: {now:.0}\n", work.name()));
        match known(work) {
            _ if bless => {}
            Some(before) if now <= before * 1.05 => {
                println!("{}: {now:.0} instructions, {before:.0} before", work.name())
            }
            Some(before) => {
                eprintln!("{}: {now:.0} instructions, {before:.0} before: over 5 % dearer", work.name());
                code = ExitCode::FAILURE;
            }
            None => {
                eprintln!("{}: nothing in guard.txt to compare with; run with --bless", work.name());
                code = ExitCode::FAILURE;
            }
        }
    }
    if bless && let Err(error) = std::fs::write(GUARD, &lines) {
        eprintln!("{GUARD}: {error}");
        return ExitCode::FAILURE;
    }
    code
}
