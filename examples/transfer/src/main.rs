//! Imports a file of 20,000 lines into a table, exports the table into another file, and compares the two. The import stops halfway, at
//! a line that is cut short, and goes on at its checkpoint when the line is whole.
//!
//! `cargo run -p transfer`, or with an endpoint: `cargo run -p transfer -- http://localhost:8000`. In a terminal, each part shows a
//! progress bar.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use faraday::jobs::{CheckpointFile, JobProgress};
use faraday::{Database, Item, Table};
use indicatif::{ProgressBar, ProgressStyle};

const CUSTOMERS: u64 = 20_000;

#[derive(Item)]
#[faraday(table = "transfer-customers")]
struct Customer {
    #[faraday(partition_key)]
    id: u64,
    name: String,
    tags: BTreeSet<String>,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    let folder = std::env::temp_dir().join(format!("faraday-transfer-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Table::<Customer>::create().await?;
    let result = run(&folder).await;
    Table::<Customer>::delete_table().await?;
    fs::remove_dir_all(&folder)?;
    result
}

async fn run(folder: &Path) -> Result<()> {
    let (given, exported) = (folder.join("given.jsonl"), folder.join("exported.jsonl"));
    write_customers(&given, Some(CUSTOMERS / 2))?;
    let Err(error) = import(&given, folder, &progress_bar("Importing")?).await else {
        return Err("the line that is cut short was imported".into());
    };
    let Some(failure) = error.job_failure() else { return Err(error.into()) };
    let before = failure.progress().written;
    println!("The import stopped after {before} items: line {} is cut short", CUSTOMERS / 2 + 1);

    write_customers(&given, None)?;
    let done = import(&given, folder, &progress_bar("Importing")?).await?;
    println!(
        "Run again at its checkpoint, it wrote the other {}: {} items in all",
        done.written - before,
        done.written
    );

    println!("Exported {} items", export(&exported, folder, &progress_bar("Exporting")?).await?.items);
    if lines(&given)? != lines(&exported)? {
        return Err("the two files have different lines".into());
    }
    println!("The exported file has the same lines as the imported one");
    Ok(())
}

/// Puts each line into the table. With the checkpoint, an import that was stopped or has failed goes on where it was when it is run
/// again. The lines before that are read and compared, not written.
async fn import(file: &Path, folder: &Path, bar: &ProgressBar) -> faraday::Result<JobProgress> {
    let checkpoint = CheckpointFile::new(folder.join("import.checkpoint"));
    let job = Table::<Customer>::import_file(file).plain_json().checkpoint(checkpoint);
    let shown = bar.clone();
    let done = job.progress(move |progress| shown.set_position(progress.written)).await;
    bar.finish_and_clear();
    done
}

/// Writes each item of the table as a line. `decoded` reads it as a `Customer` first, so that the file holds nothing else.
async fn export(file: &Path, folder: &Path, bar: &ProgressBar) -> faraday::Result<JobProgress> {
    let checkpoint = CheckpointFile::new(folder.join("export.checkpoint"));
    let job = Table::<Customer>::export().plain_json().decoded().write_to_file(file).checkpoint(checkpoint);
    let shown = bar.clone();
    let done = job.progress(move |progress| shown.set_position(progress.items)).await;
    bar.finish_and_clear();
    done
}

/// It is drawn on standard error, and not drawn if that is no terminal.
fn progress_bar(what: &'static str) -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos} of {len} items, {eta} left")?;
    Ok(ProgressBar::new(CUSTOMERS).with_message(what).with_style(style))
}

/// Writes a line for each customer. The line of `cut` is cut short, as in a file that is copied by hand.
fn write_customers(file: &Path, cut: Option<u64>) -> Result<()> {
    let mut lines = BufWriter::new(fs::File::create(file)?);
    for id in 0..CUSTOMERS {
        if cut == Some(id) {
            writeln!(lines, r#"{{"id":{id},"name":"cust"#)?;
            continue;
        }
        writeln!(lines, r#"{{"id":{id},"name":"customer {id}","tags":["group-{}","new"]}}"#, id % 7)?;
    }
    Ok(lines.flush()?)
}

/// The lines of a file, without their order: a scan has none.
fn lines(file: &Path) -> Result<BTreeSet<String>> {
    Ok(fs::read_to_string(file)?.lines().map(str::to_owned).collect())
}
