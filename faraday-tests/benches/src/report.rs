//! Measures and shows.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::count;
use crate::peers::{Bench, Peer, bench};
use crate::work::{Kind, Work};

/// What one round of a work takes.
struct Measured {
    /// Counted by valgrind; `None` where it is not installed.
    instructions: Option<f64>,
    allocations: f64,
    bytes: f64,
    time: Duration,
}

fn measure(peer: Peer, kind: Kind, work: Work) -> Measured {
    let bench = bench(kind, work);
    let times = work.times();
    bench.run(peer, times);
    let before = count::so_far();
    bench.run(peer, times);
    let after = count::so_far();
    // The shortest of many: what was interrupted says nothing.
    let time = (0..20).map(|_| time(&*bench, peer, times)).min().unwrap_or_default();
    Measured {
        instructions: instructions(peer, kind, work),
        allocations: (after.0 - before.0) as f64 / f64::from(times),
        bytes: (after.1 - before.1) as f64 / f64::from(times),
        time: time / times,
    }
}

fn time(bench: &dyn Bench, peer: Peer, times: u32) -> Duration {
    let start = Instant::now();
    bench.run(peer, times);
    start.elapsed()
}

/// Instructions of one round: what twice as many rounds take more, so that the start does not count.
pub fn instructions(peer: Peer, kind: Kind, work: Work) -> Option<f64> {
    let times = work.times();
    let few = callgrind(peer, kind, work, times)?;
    let many = callgrind(peer, kind, work, times * 3)?;
    Some((many - few) as f64 / f64::from(times * 2))
}

fn callgrind(peer: Peer, kind: Kind, work: Work, times: u32) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .args(["run", peer.name(), kind.name(), work.name(), &times.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// The table of all peers and works on one shape, each as a ratio to the raw SDK.
pub fn table(kind: Kind, markdown: bool) {
    println!("{}{}\n", if markdown { "### " } else { "" }, kind.name());
    let (bar, head) = if markdown { ("| ", " |") } else { ("", "") };
    let row = |cells: &[String]| {
        let widths = [15, 15, 17, 15, 17, 15];
        let cells: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{bar}{}{head}", cells.join(if markdown { " | " } else { " " }));
    };
    row(&["work", "peer", "instructions", "allocations", "bytes allocated", "time"].map(str::to_owned));
    if markdown {
        println!("|---|---|---|---|---|---|");
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
                    (Some(own), Some(raw)) => ratio(own, raw),
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
