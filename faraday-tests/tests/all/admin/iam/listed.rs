//! The list of operations is complete: it has every call in the sources, and the guide shows all of it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use faraday::admin::iam::{Action, Operation};
use faraday::schema::{KeyElement, PointInTimeRecovery, TableSchema, TableSettings};

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("faraday-core/src")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

/// The public functions of `Table` and `Database` in the folders of operations, and the functions there that begin a transaction.
fn calls() -> Vec<String> {
    let mut all = Vec::new();
    for folder in ["operation", "admin", "changes", "jobs"].map(|folder| sources().join(folder)) {
        if folder.is_dir() {
            files(&folder, &mut all);
        }
    }
    let mut calls = Vec::new();
    for file in all.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let mut of = "";
        for line in fs::read_to_string(file).unwrap().lines() {
            if line.starts_with("impl") && line.contains("> Table<") && !line.contains(" for ") {
                of = "Table::";
            } else if line.starts_with("impl Database {") {
                of = "Database::";
            } else if line == "}" {
                of = "";
            }
            match public_function(line.trim_start()) {
                Some(function) if !of.is_empty() => calls.push(format!("{of}{function}")),
                Some(function) if line.starts_with("pub") && function.starts_with("transaction") => {
                    calls.push(function.to_owned());
                }
                _ => {}
            }
        }
    }
    calls.sort();
    calls.dedup();
    calls
}

fn public_function(line: &str) -> Option<&str> {
    let function = line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("pub async fn "))?;
    let end = function.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    Some(&function[..end])
}

#[test]
fn every_operation_is_in_the_list() {
    // They send nothing themselves: a check is a part of a transaction. Batches and transactions of statements need what their
    // statements do.
    let sends_nothing =
        ["Table::check", "Table::template", "Database::statement_batch", "Database::statement_transaction"];
    let known: Vec<&str> = Operation::ALL.iter().map(|operation| operation.call()).collect();
    let calls = calls();
    for call in ["Table::get", "Table::plan", "Database::tables", "Database::drop_all", "transaction_get"] {
        assert!(calls.iter().any(|known| known == call), "{call} is not found in the sources: {calls:?}");
    }
    for call in calls.iter().map(String::as_str).filter(|call| !sends_nothing.contains(call)) {
        let parts = format!("{call}: ");
        let is_known = known.iter().any(|known| *known == call || known.starts_with(&parts));
        assert!(is_known, "{call} has no entry in admin/iam/operation.rs");
    }
    for call in known.iter().filter(|call| call.starts_with("Table::") || call.starts_with("Database::")) {
        let call = call.split(": ").next().unwrap();
        assert!(calls.iter().any(|known| known == call), "{call} is no operation any more");
    }
}

/// The actions that such a table needs more than one that declares nothing.
fn more(operation: Operation, settings: &'static TableSettings) -> Vec<Action> {
    let bare = TableSchema::new("bare", KeyElement::new::<String>("id"));
    let mut actions = operation.actions(&bare.with_settings(settings));
    actions.retain(|action| !operation.actions(&bare).contains(action));
    actions
}

const SETTINGS: [(&str, &TableSettings); 3] = [
    ("a time to live", &TableSettings::new().with_ttl("expires_at")),
    ("recovery", &TableSettings::new().with_point_in_time_recovery(PointInTimeRecovery::On)),
    ("tags", &TableSettings::new().with_tags(&[("team", "shop")])),
];

fn row(operation: Operation) -> String {
    let shown = |actions: &[Action]| {
        let names: Vec<String> = actions.iter().map(|action| format!("`{}`", action.name())).collect();
        names.join(", ")
    };
    let bare = TableSchema::new("bare", KeyElement::new::<String>("id"));
    let mut row = format!("| `{}` | {}", operation.call(), shown(&operation.actions(&bare)));
    for (setting, settings) in SETTINGS {
        let more = more(operation, settings);
        if !more.is_empty() {
            row += &format!("; with {setting}: {}", shown(&more));
        }
    }
    row + " |\n"
}

/// `FARADAY_BLESS=1` rewrites it.
#[test]
fn the_guide_shows_the_list() {
    const HEAD: &str = "| call | actions |\n|---|---|\n";
    let rows: String = Operation::ALL.iter().map(|operation| row(*operation)).collect();
    let path = sources().join("guide/infrastructure.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, table) = page.split_once(HEAD).unwrap();
    let (table, after) = table.split_once("\n\n").unwrap();
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(&path, format!("{before}{HEAD}{rows}\n{after}")).unwrap();
        return;
    }
    assert!(format!("{table}\n") == rows, "not the list (FARADAY_BLESS=1 rewrites it):\n{rows}");
}
