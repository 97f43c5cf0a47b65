//! The architecture of both crates: no file imports from a floor above its own, and imports form no circle.

mod debug;
mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use imports::{Module, Sources};

/// The modules at the top of `faraday-core`, by floor. Modules of one floor may import from one another, in no circle.
const CORE: [&[&str]; 7] = [
    &["value", "codec", "frozen", "encryption"],
    &["schema"],
    &["expression", "derive_support"],
    &["database", "transport", "error", "testing"],
    &["execute", "paging", "table"],
    &["operation", "admin", "document", "changes", "jobs", "locks", "counters"],
    &["lib", "guide"],
];

/// The same of `faraday-derive`.
const DERIVE: [&[&str]; 6] =
    [&["context", "case"], &["attributes"], &["model"], &["check", "expand", "fallback"], &["derive"], &["lib"]];

const MAX_LINES: usize = 400;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All Rust files below a folder, with their text, by their path within it.
fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(root).unwrap().components();
                let file: Vec<_> = file.map(|part| part.as_os_str().to_str().unwrap()).collect();
                found.push((file.join("/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    let folder = workspace().join(folder);
    walk(&folder, &folder, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no sources below {}", folder.display());
    found
}

/// The folders in a folder, by their path from the root.
fn folders(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(workspace().join(folder)).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders.map(|entry| format!("{folder}/{}", entry.file_name().to_str().unwrap())).collect()
}

/// What is wrong with the imports of these files.
fn violations(files: &[(String, String)], floors: &[&[&str]]) -> Vec<String> {
    let sources = Sources::new(files);
    let floor = |module: &Module| floors.iter().position(|modules| modules.contains(&module[0].as_str()));
    let mut wrong = Vec::new();
    for module in sources.modules().filter(|module| floor(module).is_none()) {
        wrong.push(format!("{}: `{}` has no floor", module.join("/"), module[0]));
    }
    let mut arrows = sources.arrows();
    arrows.retain(|module, _| floor(module) != Some(floors.len() - 1));
    for (from, targets) in &arrows {
        for to in targets.iter().filter(|to| floor(to) > floor(from)) {
            wrong.push(format!("{} imports from {}, a floor above", from.join("/"), to.join("/")));
        }
    }
    wrong.extend(circles(&arrows).iter().map(|circle| format!("a circle: {}", circle.join(" -> "))));
    wrong
}

/// One circle for each file that reaches itself and is in none that was found before.
fn circles(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut known: BTreeSet<&Module> = BTreeSet::new();
    for start in arrows.keys() {
        if known.contains(start) {
            continue;
        }
        // The shortest way back, breadth first.
        let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(module) = queue.pop_front() {
            for next in arrows.get(module).into_iter().flatten() {
                if !before.contains_key(next) {
                    before.insert(next, module);
                    queue.push_back(next);
                }
            }
        }
        if !before.contains_key(start) {
            continue;
        }
        let mut circle = vec![start.join("/")];
        let mut module = before[start];
        while module != start {
            known.insert(module);
            circle.push(module.join("/"));
            module = before[module];
        }
        circle.push(start.join("/"));
        circle.reverse();
        found.push(circle);
    }
    found
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_file_of_the_core_imports_upward_or_in_a_circle() {
    assert_none(&violations(&files("faraday-core/src"), &CORE));
}

#[test]
fn no_file_of_the_derive_imports_upward_or_in_a_circle() {
    assert_none(&violations(&files("faraday-derive/src"), &DERIVE));
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for folder in ["faraday-core/src", "faraday-derive/src"] {
        for (file, source) in files(folder) {
            let lines = source.lines().count();
            assert!(lines <= MAX_LINES, "{folder}/{file}: {lines} lines, of at most {MAX_LINES}");
        }
    }
}

/// The rule itself: what it must see, and what it must let pass.
#[test]
fn the_rule_sees_circles_and_arrows_upward() {
    let check = |changed: &[(&str, &str)]| {
        let mut files = BTreeMap::from([
            ("value/mod.rs", "mod kind;\npub use kind::Kind;\npub struct Error;"),
            ("value/kind.rs", "pub enum Kind {}"),
            ("codec/mod.rs", "pub(crate) mod json;\nmod limits;\npub(crate) use limits::MAX;"),
            ("codec/json.rs", "use super::limits::MAX;\nuse crate::value::Error;"),
            ("codec/limits.rs", "pub(crate) const MAX: u8 = 1;"),
            ("schema/mod.rs", "mod key;\nmod item;\npub use item::Item;\npub use key::{Key, Shape};"),
            ("schema/key.rs", "pub struct Key; pub struct Shape;"),
            ("schema/item.rs", "use super::Key;\nuse crate::codec::MAX;"),
        ]);
        files.extend(changed.iter().copied());
        let files: Vec<_> = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        violations(&files, &CORE)
    };
    assert_eq!(check(&[]), [""; 0]);
    for good in [
        ("value/kind.rs", "// use crate::schema::Item;"),
        ("schema/key.rs", "use crate::{codec::json, value::{self, Error as E}};"),
        ("schema/key.rs", "pub struct Key;\n#[cfg(test)]\nmod tests {\n    use super::super::Item;\n}"),
        ("lib.rs", "pub use schema::Item; use crate::schema::Key;"),
        ("codec/mod.rs", "pub(crate) mod json;\nmod limits;\npub(crate) use limits::MAX;\nfn f() { json::read() }"),
    ] {
        assert_eq!(check(&[good]), [""; 0], "{good:?}");
    }
    for bad in [
        ("value/kind.rs", "use crate::schema::Item;"),
        ("value/kind.rs", "use crate::{\n    schema::{\n        Item,\n    },\n};"),
        ("codec/json.rs", "use crate::{value::{Error as E, Kind}, schema as s};"),
        ("codec/json.rs", "use super::super::schema::Item;"),
        ("codec/json.rs", "fn f() { crate::schema::new() }"),
        ("helpers.rs", ""),
        // Round: through a re-export, through a parent, through a path in a function.
        ("schema/key.rs", "use super::Item;\npub struct Key;"),
        ("schema/key.rs", "fn f() { super::item::read() }\npub struct Key;"),
        ("value/kind.rs", "use super::Error;\nuse crate::schema::Item as I;"),
        ("codec/limits.rs", "use super::json::read;\npub(crate) const MAX: u8 = 1;"),
    ] {
        assert_ne!(check(&[bad]), [""; 0], "{bad:?}");
    }
    let parent = ("codec/mod.rs", "pub(crate) mod json;\nmod limits;\npub struct Base;\nfn f() { json::read() }");
    assert_eq!(check(&[parent, ("codec/json.rs", "use super::Base;")]).len(), 1);
}

/// Speed costs no safety: `unsafe` is forbidden in every crate that anybody uses.
#[test]
fn unsafe_is_forbidden() {
    let root = workspace();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let (_, lints) = manifest.split_once("[workspace.lints.rust]\n").unwrap();
    assert!(lints.split("\n[").next().unwrap().contains("unsafe_code = \"forbid\""));
    for member in ["faraday-core", "faraday-derive", "faraday-tests", "examples/*"] {
        assert!(manifest.contains(&format!("\"{member}\"")), "{member} is a member");
    }
    let examples = folders("examples");
    assert!(examples.len() >= 10, "{examples:?}");
    let crates = ["faraday-core", "faraday-derive", "faraday-tests"].map(str::to_owned).into_iter();
    for member in crates.chain(examples) {
        let manifest = fs::read_to_string(root.join(&member).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member} takes the lints of the workspace");
    }
}
