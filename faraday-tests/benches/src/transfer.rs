//! An import of a million rows and their export, each by a process that is killed halfway and run again.
//!
//! The rows are in an embedded engine that keeps them in a file, so the process holds only the memory of the work and of the engine's
//! cache. The process reports its peak at a tenth of the rows and at the end: it fails if the peak grows by half.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Instant;

use faraday::jobs::CheckpointFile;
use faraday::{Database, Item, Table};

#[derive(Item)]
#[faraday(table = "events")]
struct Event {
    #[faraday(partition_key)]
    stream: u64,
    #[faraday(sort_key)]
    at: u64,
    body: String,
}

const BODY: usize = 200;

/// `--transfer`, with or without a number of rows.
pub fn table(rows: Option<&str>) -> ExitCode {
    let rows: u64 = rows.and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let folder = std::env::temp_dir().join(format!("faraday-transfer-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    write_lines(&folder.join("given.jsonl"), rows);
    println!("| job | rows | killed at | s before | s after | peak at a tenth | peak at the end |");
    println!("|---|---|---|---|---|---|---|");
    let flat = ["import", "export"].map(|job| measure(job, rows, &folder));
    scan_alone(rows, &folder);
    let exported = lines_of(&folder.join("exported.jsonl"));
    fs::remove_dir_all(&folder).expect("a folder that can be removed");
    println!("\n{exported} lines were exported, each once.");
    let all_there = exported == rows;
    if all_there && flat == [true, true] { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write_lines(path: &Path, rows: u64) {
    let mut lines = BufWriter::new(fs::File::create(path).expect("a file"));
    let body = "x".repeat(BODY);
    for at in 0..rows {
        let (stream, body) = (at % 1_000, &body);
        writeln!(lines, r#"{{"Item":{{"stream":{{"N":"{stream}"}},"at":{{"N":"{at}"}},"body":{{"S":"{body}"}}}}}}"#)
            .expect("a line");
    }
}

/// Returns the number of different rows in the lines; 0 if a row is repeated.
fn lines_of(path: &Path) -> u64 {
    let lines = BufReader::new(fs::File::open(path).expect("a file")).lines();
    let mut seen = Vec::new();
    for line in lines {
        let line: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let at: usize = line["Item"]["at"]["N"].as_str().and_then(|at| at.parse().ok()).expect("a number");
        if seen.len() <= at {
            seen.resize(at + 1, false);
        }
        if std::mem::replace(&mut seen[at], true) {
            return 0;
        }
    }
    seen.into_iter().filter(|seen| *seen).count() as u64
}

/// Runs the job in a process, kills it halfway, and runs it again. Returns whether the memory stayed flat.
fn measure(job: &str, rows: u64, folder: &Path) -> bool {
    let mut killed_at = 0;
    let begun = Instant::now();
    let mut first = spawn(job, rows, folder);
    for (items, _) in reports(&mut first) {
        if items >= rows / 2 {
            killed_at = items;
            first.kill().expect("a process that can be killed");
            break;
        }
    }
    first.wait().expect("an end");
    let before = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let mut second = spawn(job, rows, folder);
    let seen: Vec<(u64, u64)> = reports(&mut second).collect();
    assert!(second.wait().expect("an end").success(), "the {job} failed");
    let after = begun.elapsed().as_secs_f64();
    let (from, _) = *seen.first().expect("a report");
    let early = seen.iter().find(|(items, _)| *items >= from + rows / 10).expect("a report").1;
    let (_, late) = *seen.last().expect("a report");
    let mb = |kb: u64| kb as f64 / 1024.0;
    println!("| {job} | {rows} | {killed_at} | {before:.0} | {after:.0} | {:.1} MB | {:.1} MB |", mb(early), mb(late));
    late * 2 <= early * 3
}

/// Reads the same four segments with the SDK and drops them: what the engine in the process holds by itself.
fn scan_alone(rows: u64, folder: &Path) {
    let begun = Instant::now();
    let mut scan = spawn("scan", rows, folder);
    let seen: Vec<(u64, u64)> = reports(&mut scan).collect();
    assert!(scan.wait().expect("an end").success(), "the scan failed");
    let early = seen.iter().find(|(items, _)| *items >= rows / 10).expect("a report").1;
    let (items, late) = *seen.last().expect("a report");
    assert_eq!(items, rows, "the scan missed rows");
    let (seconds, mb) = (begun.elapsed().as_secs_f64(), |kb: u64| kb as f64 / 1024.0);
    println!("| the SDK's scan | {rows} | | {seconds:.0} | | {:.1} MB | {:.1} MB |", mb(early), mb(late));
}

/// Reads all pages of one segment with the SDK, and adds up the items.
async fn scan_segment(client: &aws_sdk_dynamodb::Client, segment: i32, items: &std::cell::Cell<u64>, rows: u64) {
    let mut start = None;
    loop {
        let scan = client.scan().table_name("events").segment(segment).total_segments(4).set_exclusive_start_key(start);
        let page = scan.send().await.expect("a page");
        let before = items.get();
        items.set(before + page.items().len() as u64);
        if before * 50 / rows != items.get() * 50 / rows {
            println!("{} {}", items.get(), peak());
        }
        start = page.last_evaluated_key;
        if start.is_none() {
            return;
        }
    }
}

fn spawn(job: &str, rows: u64, folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("transfer").arg(job).arg(rows.to_string()).arg(folder).stdout(Stdio::piped());
    command.spawn().expect("a process")
}

/// Yields the items that are done, and the peak memory so far in KB.
fn reports(child: &mut Child) -> impl Iterator<Item = (u64, u64)> + use<> {
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    lines.map_while(Result::ok).filter_map(|line| {
        let (items, memory) = line.split_once(' ')?;
        Some((items.parse().ok()?, memory.parse().ok()?))
    })
}

/// Runs the job, in a process of its own: `transfer import 1000000 folder`.
pub fn run(job: &str, rows: &str, folder: &str) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let rows: u64 = rows.parse().expect("a number");
    let folder = Path::new(folder);
    runtime.block_on(async {
        let db = Database::open(folder.join("engine")).expect("an engine");
        let saved = CheckpointFile::new(folder.join(job));
        if job == "scan" {
            let (client, items) = (db.client(), std::cell::Cell::new(0));
            let segment = |segment| scan_segment(client, segment, &items, rows);
            futures_util::future::join4(segment(0), segment(1), segment(2), segment(3)).await;
            println!("{} {}", items.get(), peak());
            return;
        }
        let (mut next, step) = (0, rows / 50);
        let tell = move |done: &faraday::jobs::JobProgress| {
            if done.items >= next {
                next = done.items + step;
                println!("{} {}", done.items, peak());
            }
        };
        let done = if job == "import" {
            Table::<Event>::create().if_absent().on(&db).await.expect("a table");
            let import = Table::<Event>::import_file(folder.join("given.jsonl"));
            import.checkpoint(saved).progress(tell).on(&db).await
        } else {
            let export = Table::<Event>::export().write_to_file(folder.join("exported.jsonl"));
            export.checkpoint(saved).progress(tell).on(&db).await
        };
        println!("{} {}", done.expect("all rows").items, peak());
    });
    ExitCode::SUCCESS
}

/// Returns the peak memory of this process, in KB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
