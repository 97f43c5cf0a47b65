//! faraday beside its peers, on the same bytes behind the same canned connector.
//!
//! `cargo run --release` prints the tables; `-- --markdown` prints them for `BENCHMARKS.md`, and either takes the names of
//! some shapes; `-- --concurrency` measures many tasks at once, `-- --memory` what is held while a million
//! items are read and written; `-- --guard` compares faraday's instructions with those in
//! `guard.txt` and fails if one is more than 5 % dearer, `-- --bless` writes that file. `--no-default-features` leaves out
//! all peers but the raw SDK.

mod canned;
mod concurrency;
mod count;
mod guard;
mod guarded;
mod memory;
mod peers;
mod report;
mod shapes;
mod work;

use std::process::ExitCode;

use peers::Peer;
use work::{Kind, Work};

#[global_allocator]
static ALLOCATOR: count::Counting = count::Counting;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        // What the report runs under valgrind: one peer at one work, so many times.
        ["run", peer, kind, work, times] => {
            let (Some(peer), Some(kind), Some(work), Ok(times)) =
                (Peer::of(peer), Kind::of(kind), Work::of(work), times.parse())
            else {
                eprintln!("unknown peer, shape, work or number");
                return ExitCode::FAILURE;
            };
            peers::bench(kind, work).run(peer, times);
            ExitCode::SUCCESS
        }
        ["run", "guarded", name, times] => {
            let (Some(guarded), Ok(times)) = (guarded::Guarded::of(name), times.parse()) else {
                eprintln!("unknown work or number");
                return ExitCode::FAILURE;
            };
            guarded.run(times);
            ExitCode::SUCCESS
        }
        ["--guard"] => guard::guard(false),
        ["--bless"] | ["--guard", "--bless"] => guard::guard(true),
        ["--memory"] => memory::table(),
        ["--concurrency"] => concurrency::table(),
        ["--markdown", kinds @ ..] => tables(true, kinds),
        kinds => tables(false, kinds),
    }
}

fn tables(markdown: bool, kinds: &[&str]) -> ExitCode {
    let Some(mut kinds) = kinds.iter().map(|name| Kind::of(name)).collect::<Option<Vec<_>>>() else {
        eprintln!("usage: faraday-benches [--markdown] [flat | nested | list | binary]…");
        eprintln!("       faraday-benches --concurrency | --memory | --guard | --bless");
        return ExitCode::FAILURE;
    };
    if kinds.is_empty() {
        kinds = Kind::ALL.to_vec();
    }
    for kind in kinds {
        report::table(kind, markdown);
    }
    ExitCode::SUCCESS
}
