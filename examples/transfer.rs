//! Imports 20,000 lines from a file, with progress, exports them again, and compares the two files.
//!
//! `cargo run --bin transfer`, or with an endpoint as the argument.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;

use faraday::jobs::CheckpointFile;
use faraday::{Database, Item, Table};

const LINES: usize = 20_000;

#[derive(Item)]
#[faraday(table = "customers")]
struct Customer {
    #[faraday(partition_key)]
    id: u64,
    name: String,
    tags: BTreeSet<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    let folder = std::env::temp_dir().join(format!("faraday-transfer-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (given, exported) = (folder.join("given.jsonl"), folder.join("exported.jsonl"));
    std::fs::write(&given, lines()?)?;

    Table::<Customer>::create().await?;
    // Run again after a crash, both go on where they were.
    let saved = CheckpointFile::new(folder.join("import.checkpoint"));
    let import = Table::<Customer>::import_file(&given).plain_json().checkpoint(saved);
    let done = import.progress(|done| report("imported", done.written)).await?;
    println!("imported {} items in {} requests", done.written, done.requests);

    let saved = CheckpointFile::new(folder.join("export.checkpoint"));
    let export = Table::<Customer>::export().plain_json().decoded().write_to_file(&exported).checkpoint(saved);
    let done = export.progress(|done| report("exported", done.items)).await?;
    println!("exported {} items in {} requests", done.items, done.requests);
    Table::<Customer>::delete_table().await?;

    // A scan has no order.
    let (given, exported) = (std::fs::read_to_string(given)?, std::fs::read_to_string(exported)?);
    let are_same = given.lines().collect::<BTreeSet<_>>() == exported.lines().collect::<BTreeSet<_>>();
    std::fs::remove_dir_all(folder)?;
    println!("the two files have {} lines", if are_same { "the same" } else { "different" });
    if are_same { Ok(()) } else { Err("a line was lost".into()) }
}

fn lines() -> Result<String, std::fmt::Error> {
    let mut lines = String::new();
    for id in 0..LINES {
        writeln!(lines, r#"{{"id":{id},"name":"customer {id}","tags":["new","of-{}"]}}"#, id % 7)?;
    }
    Ok(lines)
}

/// Every 5,000 items.
fn report(what: &str, items: u64) {
    if items % 5_000 < 25 && items > 25 {
        println!("{what} {items} of {LINES}");
    }
}
