//! faraday compared with its peers, on the same bytes from the same canned connector.
//!
//! `cargo run --release` prints the tables, of all shapes or of the named ones; other modes follow `--`:
//!
//! - `--markdown`, with or without names of shapes: the tables as Markdown.
//! - `--changes`: a change stream of 100,000 and of a million changes; `--changes-embedded`: 100,000 in the embedded engine.
//! - `--memory`: the memory that is held while a million items are read and written.
//! - `--transfer`, with or without a number of rows: an import and an export of a million rows, each killed halfway and run again. It
//!   needs the feature `transfer`.
//! - `--concurrency`: many tasks at once, on a connector that answers late.
//! - `--socket`: many tasks at once, over a loopback socket and the SDK's own HTTP client.
//! - `--batches`: batches that write one key again and again.
//! - `--segments`: a parallel scan in few segments and in many.
//! - `--fields`: structs of 5 to 250 fields.
//! - `--extra`: long texts in attributes without a field.
//! - `--enums`: untagged enums, and nested tagged ones.
//! - `--plots`: draws `plots/*.svg` from the figures of that run.
//! - `--guard`: compares faraday's instructions with those in `guard.txt`, and fails if one is more than 5 % higher; `--bless` writes that
//!   file.
//!
//! `--no-default-features` leaves out change streams and all peers except the raw SDK. The modes print Markdown. They report the lowest CPU
//! time of several rounds, or instructions if valgrind is installed. `compile.sh` measures the cost of compiling.

mod alone;
mod batches;
mod canned;
#[cfg(feature = "changes")]
mod changes;
mod concurrency;
mod count;
mod cpu;
mod enums;
mod extra;
mod fields;
mod guard;
mod guarded;
mod memory;
mod peers;
mod plots;
mod report;
mod segments;
mod shapes;
mod socket;
#[cfg(feature = "changes")]
mod streams;
mod svg;
mod tasks;
#[cfg(feature = "transfer")]
mod transfer;
mod work;

use std::process::ExitCode;

use peers::Peer;
use work::{Kind, Work};

#[global_allocator]
static ALLOCATOR: count::Counting = count::Counting;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["run", of @ .., times] => {
            let Some(()) = times.parse().ok().and_then(|times| run(of, times)) else {
                eprintln!("unknown peer, shape, work or number");
                return ExitCode::FAILURE;
            };
            ExitCode::SUCCESS
        }
        ["serve"] => socket::serve(),
        ["--guard"] => guard::guard(false),
        ["--bless"] | ["--guard", "--bless"] => guard::guard(true),
        #[cfg(feature = "changes")]
        ["--changes"] => changes::table(),
        #[cfg(feature = "changes")]
        ["--changes-embedded"] => changes::table_of_embedded(),
        ["--memory"] => memory::table(),
        #[cfg(feature = "transfer")]
        ["--transfer", rows @ ..] => transfer::table(rows.first().copied()),
        #[cfg(feature = "transfer")]
        ["transfer", "serve", folder] => transfer::serve(folder),
        #[cfg(feature = "transfer")]
        ["transfer", job, rows, folder, endpoint] => transfer::run(job, rows, folder, endpoint),
        ["--concurrency"] => concurrency::table(),
        ["--socket"] => socket::table(),
        ["--batches"] => batches::table(),
        ["--segments"] => segments::table(),
        ["--fields"] => fields::table(),
        ["--extra"] => extra::table(),
        ["--enums"] => enums::table(),
        ["--plots"] => plots::draw(),
        ["--markdown", kinds @ ..] => tables(true, kinds),
        kinds => tables(false, kinds),
    }
}

/// Runs one work `times` times, under valgrind. `None` if there is no such work.
fn run(of: &[&str], times: u32) -> Option<()> {
    match of {
        ["guarded", name] => guarded::Guarded::of(name)?.run(times),
        ["alone", name] => alone::Alone::of(name)?.run(times),
        ["page", peer, items] => peers::page(items.parse().ok()?).run(Peer::of(peer)?, times),
        [peer, kind, work] => peers::bench(Kind::of(kind)?, Work::of(work)?).run(Peer::of(peer)?, times),
        _ => return None,
    }
    Some(())
}

fn tables(markdown: bool, kinds: &[&str]) -> ExitCode {
    let Some(mut kinds) = kinds.iter().map(|name| Kind::of(name)).collect::<Option<Vec<_>>>() else {
        eprintln!("usage: faraday-benches [--markdown] [flat | nested | list | binary]…");
        eprintln!("       faraday-benches --memory | --concurrency | --socket | --batches | --segments");
        eprintln!("       faraday-benches --fields | --extra | --enums | --plots | --guard | --bless");
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
