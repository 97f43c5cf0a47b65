//! Shared by the tests of exports and imports.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::jobs::{Import, JobProgress};
use faraday::{Database, Error, Item, Table};
use futures_util::stream;

pub type Map = HashMap<String, AttributeValue>;

/// A struct with few of the attributes that the items have.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "rows")]
pub struct Row {
    #[faraday(partition_key)]
    pub group: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub text: String,
}

pub fn row(id: u64) -> Row {
    Row { group: format!("group-{}", id % 7), id, text: format!("text {id}") }
}

pub fn rows(count: u64) -> Vec<Row> {
    (0..count).map(row).collect()
}

/// The items of a table, read without faraday, by their ids.
pub async fn stored(db: &Database) -> BTreeMap<u64, Map> {
    let table = format!("{}rows", db.table_prefix());
    let mut pages = db.client().scan().table_name(table).consistent_read(true).into_paginator().items().send();
    let mut items = BTreeMap::new();
    while let Some(item) = pages.next().await {
        let item = item.unwrap();
        let id = item["id"].as_n().unwrap().parse().unwrap();
        assert!(items.insert(id, item).is_none(), "{id} twice");
    }
    items
}

/// An import of these lines.
pub fn import_of<L: AsRef<str>>(lines: impl IntoIterator<Item = L>) -> Import<Row> {
    let lines: Vec<String> = lines.into_iter().map(|line| line.as_ref().to_owned()).collect();
    Table::<Row>::import(stream::iter(lines.into_iter().map(Ok::<_, io::Error>)))
}

/// A line of DynamoDB JSON.
pub fn line(id: u64) -> String {
    let Row { group, text, .. } = row(id);
    format!(r#"{{"Item":{{"group":{{"S":"{group}"}},"id":{{"N":"{id}"}},"text":{{"S":"{text}"}}}}}}"#)
}

/// The ids of lines, each in it so often.
pub fn ids(lines: &[u8]) -> BTreeMap<u64, usize> {
    let mut ids = BTreeMap::new();
    for line in std::str::from_utf8(lines).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = line["Item"]["id"]["N"].as_str().unwrap().parse().unwrap();
        *ids.entry(id).or_default() += 1;
    }
    ids
}

/// Each of so many ids once.
pub fn once(count: u64) -> BTreeMap<u64, usize> {
    (0..count).map(|id| (id, 1)).collect()
}

pub fn written(progress: &JobProgress) -> (u64, u64, u64) {
    (progress.items, progress.written, progress.failed)
}

/// The line that an error names.
pub fn line_of(error: &Error) -> String {
    let message = error.to_string();
    message.split(": ").find(|part| part.starts_with("line ")).unwrap_or_else(|| panic!("{message}")).to_owned()
}

/// A folder of one test, gone after it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static FOLDERS: AtomicU64 = AtomicU64::new(0);
        let name = format!("faraday-transfer-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
