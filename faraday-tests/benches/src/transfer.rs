//! An import of a million rows and their export, each by a process that is killed halfway and run again.
//!
//! The rows are in an embedded engine in a process of its own, because the engine reads the rest of a segment for each page of a scan: its
//! memory grows with the table. So the process of a job holds only the memory of the job. It reports its peak at a tenth of the rows and at
//! the end: the benchmark fails if the peak grows by half.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Instant;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
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
    let (mut engine, endpoint) = start_engine(&folder);
    println!("| job | rows | killed at | s before | s after | peak at a tenth | peak at the end |");
    println!("|---|---|---|---|---|---|---|");
    let flat = ["import", "export"].map(|job| measure(job, rows, &folder, &endpoint));
    println!("\nThe engine's own process: {:.1} MB at its peak.", mb(peak_of(&engine.id().to_string())));
    engine.kill().expect("a process that can be killed");
    engine.wait().expect("an end");
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
fn measure(job: &str, rows: u64, folder: &Path, endpoint: &str) -> bool {
    let mut killed_at = 0;
    let begun = Instant::now();
    let mut first = spawn(&[job, &rows.to_string()], folder, Some(endpoint));
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
    let mut second = spawn(&[job, &rows.to_string()], folder, Some(endpoint));
    let seen: Vec<(u64, u64)> = reports(&mut second).collect();
    assert!(second.wait().expect("an end").success(), "the {job} failed");
    let after = begun.elapsed().as_secs_f64();
    let (from, _) = *seen.first().expect("a report");
    let early = seen.iter().find(|(items, _)| *items >= from + rows / 10).expect("a report").1;
    let (_, late) = *seen.last().expect("a report");
    println!("| {job} | {rows} | {killed_at} | {before:.0} | {after:.0} | {:.1} MB | {:.1} MB |", mb(early), mb(late));
    late * 2 <= early * 3
}

fn mb(kb: u64) -> f64 {
    kb as f64 / 1024.0
}

/// Starts the engine's process. Returns its endpoint with it.
fn start_engine(folder: &Path) -> (Child, String) {
    let mut engine = spawn(&["serve"], folder, None);
    let mut endpoint = String::new();
    BufReader::new(engine.stdout.take().expect("its output")).read_line(&mut endpoint).expect("its endpoint");
    (engine, endpoint.trim().to_owned())
}

fn spawn(of: &[&str], folder: &Path, endpoint: Option<&str>) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("transfer").args(of).arg(folder).args(endpoint).stdout(Stdio::piped());
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

/// Is the engine, in a process of its own: prints its endpoint and answers until it is killed.
pub fn serve(folder: &str) -> ExitCode {
    let db = Database::open(Path::new(folder).join("engine")).expect("an engine");
    println!("{}", faraday_tests::server::start(&db));
    loop {
        std::thread::park();
    }
}

/// Connects without time limits: the engine reads a quarter of the table for each of the first pages, which may take it over ten seconds.
fn unlimited(endpoint: &str) -> Database {
    let config = Database::local(endpoint).client().config().to_builder();
    Database::new(Client::from_conf(config.timeout_config(TimeoutConfig::disabled()).build()))
}

/// Runs the job, in a process of its own: `transfer import 1000000 folder http://127.0.0.1:4567`.
pub fn run(job: &str, rows: &str, folder: &str, endpoint: &str) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let rows: u64 = rows.parse().expect("a number");
    let folder = Path::new(folder);
    runtime.block_on(async {
        let db = unlimited(endpoint);
        let saved = CheckpointFile::new(folder.join(job));
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
    peak_of("self")
}

fn peak_of(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
