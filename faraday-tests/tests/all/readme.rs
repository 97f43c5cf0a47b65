//! The guide's page `refused` has three lists of refused requests. Each line names a case or a test, which must exist. The README
//! links to the page. The README of the examples has a command and the first lines of each.

use std::fs;
use std::path::Path;

const PAGE: &str = "faraday-core/src/guide/refused.md";

/// The text of a file of the repository.
fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// The lines of the list with this heading: what each says, and the file or test in its second column.
fn list<'p>(page: &'p str, heading: &str) -> Vec<(&'p str, &'p str)> {
    let (_, rest) = page.split_once(&format!("\n# {heading}\n")).unwrap_or_else(|| panic!("no list {heading}"));
    let section = rest.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ") && line.contains("`"));
    rows.map(|line| {
        let mut cells = line.trim_matches('|').rsplitn(2, '|').map(|cell| cell.trim().trim_matches('`'));
        let shown_by = cells.next().unwrap();
        (cells.next().unwrap(), shown_by)
    })
    .filter(|(_, shown_by)| *shown_by != "shown by")
    .collect()
}

#[test]
fn what_does_not_compile_has_a_case_with_its_message() {
    let page = text(PAGE);
    let lines = list(&page, "By the compiler");
    assert!(lines.len() >= 10, "{lines:?}");
    for (what, case) in lines {
        for ending in ["rs", "stderr"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("ui/{case}.{ending}"));
            assert!(path.exists(), "{what}: there is no {}", path.display());
        }
    }
}

#[test]
fn what_is_refused_when_it_runs_has_a_test() {
    let page = text(PAGE);
    for heading in ["Before anything is sent", "Only by DynamoDB"] {
        let lines = list(&page, heading);
        assert!(lines.len() >= 5, "{lines:?}");
        for (what, test) in lines {
            let (file, function) = test.rsplit_once("::").unwrap_or_else(|| panic!("{what}: {test}"));
            let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all");
            let file = file.replace("::", "/");
            let source = fs::read_to_string(tests.join(format!("{file}.rs")))
                .or_else(|_| fs::read_to_string(tests.join(format!("{file}/mod.rs"))))
                .unwrap_or_else(|_| panic!("{what}: there is no {file}"));
            assert!(is_test(&source, function), "{what}: no test {test}");
        }
    }
}

/// Whether the source has a test with this name: a function with `#[test]` or `#[tokio::test…]` among the lines directly before it.
fn is_test(source: &str, function: &str) -> bool {
    let lines: Vec<&str> = source.lines().collect();
    let is_function =
        |line: &&str| line.trim_start().trim_start_matches("async ").starts_with(&format!("fn {function}("));
    let Some(at) = lines.iter().position(is_function) else { return false };
    let mut before = lines[..at].iter().rev().map(|line| line.trim_start());
    let attribute = before.find(|line| !line.starts_with("//") && !is_another_attribute(line));
    attribute.is_some_and(|line| line == "#[test]" || line.starts_with("#[tokio::test"))
}

fn is_another_attribute(line: &str) -> bool {
    line.starts_with("#[") && line != "#[test]" && !line.starts_with("#[tokio::test")
}

#[test]
fn a_function_that_is_no_test_shows_nothing() {
    let source = "fn helper() {}\n\n#[test]\n#[cfg(unix)]\nfn one() {}\n\n#[tokio::test(start_paused = true)]\n// Why.\nasync fn two() {\n}\n";
    assert_eq!(["helper", "one", "two", "three"].map(|name| is_test(source, name)), [false, true, true, false]);
}

#[test]
fn the_readme_links_to_the_lists() {
    assert!(text("README.md").contains(&format!("]({PAGE})")));
}

/// The first block of this kind.
fn block<'t>(text: &'t str, kind: &str) -> &'t str {
    let (_, block) = text.split_once(&format!("```{kind}\n")).unwrap_or_else(|| panic!("no block {kind} in {text}"));
    block.split("```").next().unwrap()
}

/// What each program prints is compared with its own README by a test beside it.
#[test]
fn the_list_of_examples_has_each_with_its_command_and_first_lines() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let list = fs::read_to_string(examples.join("README.md")).unwrap();
    let mut programs = 0;
    for entry in fs::read_dir(&examples).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("src/main.rs").exists() {
            continue;
        }
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let own = fs::read_to_string(folder.join("README.md")).unwrap();
        let heading = format!("\n## {name}\n");
        let (_, section) = list.split_once(&heading).unwrap_or_else(|| panic!("{name} is not in examples/README.md"));
        assert_eq!(block(section, "sh"), block(&own, "sh"), "{name}: the command");
        let first = block(section, "text").trim_end_matches("…\n");
        assert!(!first.is_empty() && block(&own, "text").starts_with(first), "{name}: prints no {first:?}");
        assert!(folder.join("tests/readme.rs").exists(), "{name} has no test of its README");
        programs += 1;
    }
    assert!(programs >= 10, "{programs} examples");
}
