//! Every link from one file of the repository to another must have a target. rustdoc checks the links between pages of the documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The Markdown files outside of the documentation's sources.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.')
                && !["target", "node_modules", "src", "found", "artifacts"].contains(&name.as_str())
            {
                pages(&path, found);
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The text without its blocks of code and without what stands between backticks.
fn prose(text: &str) -> String {
    let mut prose = String::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            let outside = line.split('`').step_by(2);
            prose.extend(outside);
            prose.push('\n');
        }
    }
    prose
}

/// What stands between `](` and `)`.
fn targets(text: &str) -> Vec<String> {
    let prose = prose(text);
    let links = prose.split("](").skip(1);
    links.filter_map(|rest| rest.split(')').next()).map(ToOwned::to_owned).collect()
}

/// The anchors of the headings, as forges make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        if !is_code && line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
        }
    }
    anchors
}

/// What is wrong with a link on this page, if anything is.
fn fault(page: &Path, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { page.to_owned() } else { page.parent().unwrap().join(file) };
    if !file.exists() {
        return Some(format!("{}: {target} is not there", page.display()));
    }
    let is_missing = !anchor.is_empty() && !anchors(&fs::read_to_string(&file).unwrap()).contains(anchor);
    is_missing.then(|| format!("{}: {target} has no such heading", page.display()))
}

#[test]
fn every_link_leads_to_a_file_and_to_a_heading_in_it() {
    let mut files = Vec::new();
    pages(&root(), &mut files);
    let mut links = 0;
    let mut faults = Vec::new();
    for page in &files {
        for target in targets(&fs::read_to_string(page).unwrap()) {
            links += 1;
            faults.extend(fault(page, &target));
        }
    }
    assert!(files.len() > 5 && links > 10, "{} files, {links} links", files.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let readme = root().join("README.md");
    assert!(fault(&readme, "no/such/file.md").is_some());
    assert!(fault(&readme, "README.md#no-such-heading").is_some());
    assert!(fault(&readme, "README.md#licence").is_none());
    assert_eq!(targets("[one](a.md) `[two](b.md)`\n```\n[three](c.md)\n```\n[four](d.md#e)"), ["a.md", "d.md#e"]);
}
