//! The floors of `faraday-core`: a file imports from floors below its own, or from its own folder's base file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module at the top of the crate, by floor.
const FLOORS: [&[&str]; 10] = [
    &["error"],
    &["value", "codec", "frozen", "document"],
    &["schema"],
    &["expression"],
    &["database"],
    &["run"],
    &["reading"],
    &["table"],
    &["operation", "admin", "changes"],
    &["lib", "private", "__private"],
];

/// Here a file does not even import from its siblings: each operation can be read by itself.
const OPERATIONS: usize = 8;
const TOP: usize = 9;
const MAX_LINES: usize = 400;

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All Rust files below a folder, with their text, by their path within it.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.strip_prefix(root).unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no sources below {}", folder.display());
    found
}

/// The module that a file is: `codec/wire.rs` is `codec::wire`, `codec/mod.rs` is `codec`.
fn module_of(file: &Path) -> Vec<String> {
    let mut path: Vec<String> =
        file.with_extension("").components().map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect();
    if path.last().is_some_and(|last| last == "mod") {
        path.pop();
    }
    path
}

/// The paths that start with `crate` or `super`, in imports (with their groups taken apart) and anywhere else.
fn paths(source: &str) -> Vec<Vec<String>> {
    let code: String = source.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
    let identifier = |character: char| character.is_alphanumeric() || character == '_';
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = &code[..at];
            // The middle of a longer path, `super::super::…`, was seen from its start.
            if before.ends_with(identifier) || before.ends_with("super::") {
                continue;
            }
            expand(&code[at..], &[], &mut found);
        }
    }
    found
}

/// Reads one path or group; gives what is left of the text.
fn expand<'c>(mut text: &'c str, prefix: &[String], found: &mut Vec<Vec<String>>) -> &'c str {
    let mut path = prefix.to_vec();
    loop {
        text = text.trim_start();
        if let Some(group) = text.strip_prefix('{') {
            text = group;
            loop {
                text = text.trim_start();
                if let Some(rest) = text.strip_prefix('}') {
                    return rest;
                }
                let rest = expand(text, &path, found).trim_start();
                // Whatever stands between: a comma, or ` as name`.
                text = rest.find([',', '}', '{']).map_or("", |at| &rest[at..]);
                text = text.strip_prefix(',').unwrap_or(text);
                if text.is_empty() {
                    return text;
                }
            }
        }
        let end = text.find(|character: char| !(character.is_alphanumeric() || character == '_')).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if !name.is_empty() {
            path.push(name.to_owned());
        }
        match rest.strip_prefix("::") {
            Some(rest) if !name.is_empty() => text = rest,
            _ => {
                found.push(path);
                return rest.strip_prefix('*').unwrap_or(rest);
            }
        }
    }
}

/// The path from the crate's root, without `crate` and `super`; `None` for an inline module's `super::*`.
fn absolute(path: &[String], module: &[String]) -> Option<Vec<String>> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    match path.split_first() {
        Some((first, [])) if first == "crate" => Some(vec!["*".to_owned()]),
        Some((first, rest)) if first == "crate" => Some(rest.to_vec()),
        _ if path.len() == supers => None,
        _ => Some([&module[..module.len().saturating_sub(supers)], &path[supers..]].concat()),
    }
}

/// What is wrong with the imports of these files.
fn violations(files: &[(PathBuf, String)]) -> Vec<String> {
    let modules: BTreeSet<Vec<String>> = files.iter().map(|(file, _)| module_of(file)).collect();
    let mut wrong = Vec::new();
    for (file, source) in files {
        let module = module_of(file);
        let name = file.display();
        let Some(own) = floor(&module[0]) else {
            wrong.push(format!("{name}: the module `{}` has no floor", module[0]));
            continue;
        };
        if own == TOP {
            continue;
        }
        for path in paths(source) {
            let Some(path) = absolute(&path, &module).filter(|path| !path.is_empty()) else { continue };
            let shown = path.join("::");
            let Some(target) = floor(&path[0]) else {
                wrong.push(format!("{name}: `{shown}` is of no module that has a floor"));
                continue;
            };
            if target > own {
                wrong.push(format!("{name}: `{shown}` goes up, from floor {own} to {target}"));
            } else if target == own && own == OPERATIONS {
                // The longest part of the path that is a file.
                let of = (1..=path.len()).rev().map(|end| &path[..end]).find(|part| modules.contains(*part));
                // The files in one operation's own folder are that operation together.
                let one = of.is_some_and(|of| of.len() > 2 && module.len() > 2 && of[..2] == module[..2]);
                let base_or_child = one || of.is_some_and(|of| module.starts_with(of) || of.starts_with(&module));
                if !base_or_child {
                    wrong.push(format!("{name}: `{shown}` is a sibling; import from the folder's mod.rs"));
                }
            } else if target == own && own != 1 && path[0] != module[0] {
                wrong.push(format!("{name}: `{shown}` is of another module of the same floor"));
            }
        }
    }
    wrong
}

#[test]
fn no_import_goes_up() {
    let wrong = violations(&sources(&workspace().join("faraday-core/src")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for folder in ["faraday-core/src", "faraday-derive/src"] {
        for (file, source) in sources(&workspace().join(folder)) {
            let lines = source.lines().count();
            assert!(lines <= MAX_LINES, "{folder}/{}: {lines} lines, of at most {MAX_LINES}", file.display());
        }
    }
}

/// The test itself: what it must see, and what it must let pass.
#[test]
fn the_rule_sees_what_it_should() {
    let check = |file: &str, source: &str| {
        let files = [
            (file, source),
            ("operation/mod.rs", ""),
            ("operation/get.rs", ""),
            ("operation/batch/mod.rs", ""),
            ("operation/batch/write.rs", ""),
            ("admin/mod.rs", ""),
        ];
        violations(&files.map(|(file, source)| (PathBuf::from(file), source.to_owned())))
    };
    for (file, source) in [
        ("codec/wire.rs", "use crate::error::EncodeError;\nuse crate::value::{Encoder, Value};"),
        ("codec/map.rs", "use super::wire::not_an_element;"),
        ("codec/mod.rs", "// use crate::operation::get;\npub(crate) mod map;"),
        ("value/mod.rs", "/// See [`Frozen`](crate::Frozen).\npub(crate) use collection::decode_inner;"),
        ("schema/key.rs", "use super::{Operand, TableSchema};\nuse crate::{codec::wire, error::{self, Result as R}};"),
        ("frozen.rs", "mod tests { use super::*; }"),
        ("operation/put.rs", "use super::Request;\nuse crate::operation::{Request, Sent};\nuse crate::table::Table;"),
        (
            "operation/batch/read.rs",
            "use super::Chunk;\nuse super::super::Request;\nuse crate::operation::batch::Chunk;",
        ),
        ("operation/mod.rs", "pub use get::Get;\npub use crate::operation::get::Get;"),
        ("lib.rs", "pub use operation::Get; use crate::operation::get;"),
        ("private.rs", "pub use crate::schema::Item;"),
    ] {
        assert_eq!(check(file, source), [""; 0], "{file}: {source}");
    }
    for (file, source) in [
        ("error/mod.rs", "use crate::value::Value;"),
        ("codec/wire.rs", "use crate::schema::Item;"),
        ("codec/wire.rs", "use crate::{\n    error::{\n        DecodeError,\n    },\n    schema::Item,\n};"),
        ("codec/wire.rs", "use crate::{error::{DecodeError as E, EncodeError}, operation as o};"),
        ("codec/mod.rs", "use super::schema::Item;"),
        ("codec/wire.rs", "use super::super::schema::Item;"),
        ("codec/wire.rs", "fn f() { crate::table::new() }"),
        ("frozen.rs", "use super::database::Database;"),
        ("value/mod.rs", "use crate::Frozen;"),
        ("value/mod.rs", "use crate::*;"),
        ("schema/item.rs", "use crate::__private::read;"),
        ("schema/item.rs", "use crate::helpers::read;"),
        ("helpers.rs", ""),
        ("util/mod.rs", ""),
        ("operation/put.rs", "use super::get::Get;"),
        ("operation/put.rs", "use crate::operation::{Request, get::Get};"),
        ("operation/batch/read.rs", "use crate::operation::get::Get;"),
        ("operation/put.rs", "use crate::admin::Create;"),
        ("admin/create.rs", "use crate::operation::Request;"),
    ] {
        assert_eq!(check(file, source).len(), 1, "{file}: {source}: {:?}", check(file, source));
    }
}
