//! faraday beside its peers, on the same bytes behind the same canned connector.
//!
//! `cargo run --release` prints the table; `-- --markdown` prints it for `BENCHMARKS.md`; `-- --guard` compares faraday's
//! instructions with those in `guard.txt` and fails if one is more than 5 % dearer.

mod canned;
mod count;
mod item;
mod peers;
mod report;

use std::process::ExitCode;

use peers::{Peer, Work};

#[global_allocator]
static ALLOCATOR: count::Counting = count::Counting;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        // What the report runs under valgrind: one peer at one work, so many times.
        ["run", peer, work, times] => {
            let (Some(peer), Some(work), Ok(times)) = (Peer::of(peer), Work::of(work), times.parse()) else {
                eprintln!("unknown peer, work or number");
                return ExitCode::FAILURE;
            };
            peers::Bench::new(work).run(peer, times);
            ExitCode::SUCCESS
        }
        ["--guard"] => report::guard(false),
        ["--bless"] => report::guard(true),
        ["--markdown"] => report::table(true),
        [] => report::table(false),
        _ => {
            eprintln!("usage: faraday-benches [--markdown | --guard | --bless]");
            ExitCode::FAILURE
        }
    }
}
