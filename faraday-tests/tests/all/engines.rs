//! The table of the engines' gaps: every gap has a row, every row has a test, and the embedded engine has no row.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use faraday_tests::engine::{Engine, GAPS};

/// The names in all `needs!` of the tests.
fn needed() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for call in text.split("faraday_tests::needs!(").skip(1) {
                let names = call.split([')', '=']).next().unwrap().split(',');
                found.extend(names.map(|name| name.trim().to_owned()));
            }
            // In the lists of a macro: `documents_are_compared needs DocumentComparison {`.
            for line in text.lines().filter(|line| line.ends_with('{')) {
                if let [_, "needs", name, "{"] = line.split_whitespace().collect::<Vec<_>>()[..] {
                    found.insert(name.to_owned());
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all"), &mut found);
    found.retain(|name| !name.starts_with(['$', '"']));
    found
}

#[test]
fn the_embedded_engine_lacks_nothing() {
    assert!(GAPS.iter().all(|gap| gap.engine != Engine::Complete));
}

#[test]
fn every_gap_is_needed_by_a_test_and_says_what_is_done_instead() {
    let needed = needed();
    let mut rows = BTreeSet::new();
    for gap in GAPS {
        let name = format!("{:?}", gap.capability);
        assert!(needed.contains(&name), "no test needs {name}");
        assert!(rows.insert((format!("{:?}", gap.engine), name)), "{gap:?} is there twice");
        assert!(!gap.why.is_empty());
    }
    let lacking: BTreeSet<_> = rows.into_iter().map(|(_, name)| name).collect();
    assert_eq!(needed, lacking, "a test needs what no engine lacks");
}
