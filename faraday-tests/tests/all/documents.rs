//! What the pages of the repository say of its files is true: paths, quoted sentences, figures, messages, addresses, and the glossary. Examples
//! fit their page.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files and folders of the repository, relative to its root; not what is built and not what the fuzzer finds.
fn tree() -> BTreeSet<String> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        const LEFT_OUT: &[&str] = &[".git", "target", "node_modules", "found", "artifacts", "wip"];
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if LEFT_OUT.contains(&path.file_name().unwrap().to_str().unwrap()) {
                continue;
            }
            let parts: Vec<_> =
                path.strip_prefix(root).unwrap().iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            found.insert(parts.join("/"));
            if path.is_dir() {
                walk(&path, root, found);
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&root(), &root(), &mut found);
    found
}

/// The rows of the first table with this head, each as its cells.
fn rows<'p>(page: &'p str, head: &str) -> Vec<Vec<&'p str>> {
    let (_, table) = page.split_once(head).unwrap_or_else(|| panic!("no table {head}"));
    let rows = table.trim_start_matches('\n').lines().skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim().trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// What stands between backticks outside of blocks of code.
fn quoted(text: &str) -> Vec<String> {
    let mut is_code = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

/// Whether it looks like a path of this repository: a folder with a slash at its end, or a file with the ending of one.
fn is_path(word: &str) -> bool {
    const ENDINGS: &[&str] =
        &[".rs", ".md", ".toml", ".txt", ".json", ".stderr", ".svg", ".yml", ".sh", "/", "/run", "/release"];
    let is_plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    is_plain && ENDINGS.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending))
}

/// Where a path may begin; that of an example is given as in its package. A bare name may be anywhere.
const ROOTS: &[&str] = &[
    "",
    "faraday-core/src/",
    "faraday-derive/src/",
    "faraday-tests/",
    "faraday-tests/tests/all/",
    "examples/quickstart/",
];

fn exists(tree: &BTreeSet<String>, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let is_below_a_root = ROOTS.iter().any(|root| tree.contains(&format!("{root}{path}")));
    is_below_a_root || (!path.contains('/') && tree.iter().any(|known| known.ends_with(&format!("/{path}"))))
}

#[test]
fn every_path_on_a_page_exists() {
    let tree = tree();
    let mut paths = 0;
    let mut missing = Vec::new();
    for page in
        ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "STYLE.md", "COMPARISON.md", "README.md", "BENCHMARKS.md"]
    {
        let text = text(page);
        // In the sources of the comparison only faraday's own paths are this repository's.
        let own: Vec<String> = match page {
            "COMPARISON.md" => {
                let text = text.replace('\n', " ");
                text.split("faraday: ").skip(1).flat_map(|own| quoted(own.split(". ").next().unwrap())).collect()
            }
            _ => quoted(&text),
        };
        for path in own.iter().filter(|word| is_path(word)) {
            paths += 1;
            if !exists(&tree, path) {
                missing.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(paths > 200, "{paths} paths");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(!exists(&tree, "operation/no_such_file.rs") && !exists(&tree, "no_such_file.rs"));
}

/// The words without line breaks and the marks of comments.
fn sentences(source: &str) -> String {
    let lines = source.lines().map(|line| {
        let line = line.trim_start();
        ["/// ", "//! ", "// "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
    });
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sentences_of_the_style_are_those_of_the_files() {
    let rows_of_style = text("STYLE.md");
    let rows = rows(&rows_of_style, "| where | before | after |");
    assert!(rows.len() >= 10, "{}", rows.len());
    for row in rows {
        let [file, before, after] = row[..] else { panic!("{row:?}") };
        let source = sentences(&text(&format!("faraday-core/src/{}", file.trim_matches('`'))));
        assert!(source.contains(after), "{file} does not say: {after}");
        assert!(!source.contains(before), "{file} says still: {before}");
    }
}

/// The figure of a peer at a work: the ratio in parentheses in this column of the table `nested` of BENCHMARKS.md.
fn ratio(work: &str, peer: &str, column: usize) -> String {
    let page = text("BENCHMARKS.md");
    let (_, nested) = page.split_once("### nested").unwrap();
    let (_, table) = nested.split_once('|').unwrap();
    let rows = table.lines().take_while(|line| !line.starts_with('#'));
    let mut cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let row = cells.find(|cells| cells.len() > column && cells[0] == work && cells[1] == peer).unwrap();
    row[column].split(['(', ')']).nth(1).unwrap().to_owned()
}

#[test]
fn the_figures_of_the_readme_and_the_guide_are_those_of_the_benchmarks() {
    let readme = text("README.md");
    let head = "| work | raw SDK | serde_dynamo | modyne | dynamodb-facade | faraday |";
    let peers: Vec<&str> = head.trim_matches('|').split('|').map(str::trim).skip(1).collect();
    let rows_of_readme = rows(&readme, head);
    assert!(rows_of_readme.len() >= 4);
    let mut of_faraday: Vec<&str> = rows_of_readme.iter().map(|row| *row.last().unwrap()).collect();
    of_faraday.sort_unstable();
    let range = format!("{} to {} of its instructions", of_faraday[0], of_faraday[of_faraday.len() - 1]);
    assert!(readme.contains(&range), "README.md does not say: {range}");
    for row in rows_of_readme {
        let work = row[0].replace(", ", " ").replace(" items", "");
        for (peer, figure) in peers.iter().zip(&row[1..]) {
            assert_eq!(*figure, ratio(&work, peer, 2), "README.md: {work}, {peer}");
        }
    }
    let guide = text("faraday-core/src/guide/performance.md");
    let rows_of_guide = rows(&guide, "| work | instructions | allocations |");
    assert!(rows_of_guide.len() >= 5);
    for row in rows_of_guide {
        let work = match row[0] {
            "`get`" => "GetItem",
            "`put`" => "PutItem",
            "`query`, 10 items" => "Query 10",
            "`query`, 1,000 items" => "Query 1,000",
            "`put_many`, 25 items" => "BatchWrite 25",
            other => panic!("no benchmark of {other}"),
        };
        assert_eq!(
            (row[1], row[2]),
            (&*ratio(work, "faraday", 2), &*ratio(work, "faraday", 4)),
            "performance.md: {work}"
        );
    }
}

/// A line of Rust without the marks of a documentation comment; `None` if it is no documentation.
fn documentation(line: &str, is_page: bool) -> Option<&str> {
    let comment = line.trim_start().strip_prefix("///").or_else(|| line.trim_start().strip_prefix("//!"));
    if is_page { Some(line) } else { comment.map(|text| text.strip_prefix(' ').unwrap_or(text)) }
}

/// The lines of examples in Rust that a reader sees and that are too long for a page of rustdoc, which would hide their ends.
fn too_wide(text: &str, is_page: bool) -> Vec<usize> {
    const COLUMNS: usize = 97;
    let mut block = None;
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some(line) = documentation(line, is_page) else {
            block = None;
            continue;
        };
        let kind = line.trim_start().trim_start_matches('`');
        let fence = line.trim_start().len() - kind.len();
        match block {
            // A longer fence holds blocks with shorter ones.
            Some((of_block, _)) if fence >= of_block && kind.is_empty() => block = None,
            Some((_, true)) if !line.starts_with("# ") && line.chars().count() > COLUMNS => found.push(number + 1),
            None if fence >= 3 => {
                let is_rust = kind.split(',').all(|word| ["", "rust", "no_run", "compile_fail"].contains(&word));
                block = Some((fence, is_rust));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn no_line_of_an_example_is_wider_than_its_page() {
    let mut wide = Vec::new();
    let mut pages = 0;
    for path in tree().iter().filter(|path| path.starts_with("faraday-core/src/")) {
        let is_page = path.ends_with(".md");
        if is_page || path.ends_with(".rs") {
            pages += 1;
            wide.extend(too_wide(&text(path), is_page).iter().map(|line| format!("{path}:{line}")));
        }
    }
    assert!(pages > 200, "{pages} files");
    assert!(wide.is_empty(), "over 97 columns:\n{}", wide.join("\n"));
    let long = "x".repeat(98);
    let page = format!("{long}\n```\n{long}\n# {long}\n```\n```text\n{long}\n```\n```no_run\n{long}\n```\n");
    assert_eq!(too_wide(&page, true), [3, 10]);
    let source = format!("/// ```\n    /// {long}\n/// ```\n// {long}\nfn {long}() {{}}\n");
    assert_eq!(too_wide(&source, false), [2]);
}

#[test]
fn the_message_that_the_pages_quote_is_that_of_the_compiler() {
    let message = text("faraday-tests/ui/operation/half_open_range.stderr");
    for page in ["README.md", "faraday-core/src/guide/refused.md"] {
        let page_text = text(page);
        let (_, block) = page_text.split_once("```text\nerror[").unwrap_or_else(|| panic!("{page} quotes no message"));
        let mut lines = message.lines();
        for line in format!("error[{}", block.split("```").next().unwrap()).lines() {
            // `find` goes on, so that the lines are in the message's order.
            assert!(
                lines.any(|of_message| of_message == line),
                "{page}: not in half_open_range.stderr, or not there: {line}"
            );
        }
    }
}

#[test]
fn no_word_of_the_glossary_has_two_meanings() {
    let page = text("ARCHITECTURE.md");
    let mut words = BTreeSet::new();
    for row in rows(&page, "| word | meaning |") {
        assert_eq!(row.len(), 2, "{row:?}");
        for word in row[0].split(", ") {
            assert!(words.insert(word.to_owned()), "`{word}` is in the glossary twice");
        }
    }
    assert!(words.len() > 40, "{} words", words.len());
}

/// The names that `lib.rs` exports at the root; a derive has the name of its trait or type.
#[test]
fn the_root_of_the_crate_shows_few_names() {
    let source = text("faraday-core/src/lib.rs");
    let mut names = BTreeSet::new();
    let mut derives = BTreeSet::new();
    for line in source.lines().filter_map(|line| line.strip_prefix("pub use ")) {
        let path = line.trim_end_matches(';');
        let (module, exported) = path.split_once("::").unwrap();
        let exported = exported.trim_matches(|letter| "{}".contains(letter)).split(", ").map(ToOwned::to_owned);
        match module {
            "faraday_derive" => derives.extend(exported),
            _ => names.extend(exported),
        }
    }
    assert!(names.len() <= 25 && names.len() > 10, "{} names: {names:?}", names.len());
    assert!(derives.is_subset(&names), "{derives:?} beside {names:?}");
}

#[test]
fn no_file_has_an_invented_address() {
    /// Projects of others.
    const KNOWN: &[&str] = &[
        "aws-cloudformation/cfn-lint",
        "dynamodb-toolbox/dynamodb-toolbox",
        "neoeinstein/modyne",
        "RustSec/advisory-db",
        "rust-lang/crates.io-index",
        "taoensso/faraday",
        "taoensso/nippy",
        "tywalch/electrodb",
    ];
    // In two parts, because this file is looked at as well.
    let forge = ["github", ".com/"].concat();
    let documentation = ["docs.rs/", "faraday"].concat();
    let files = tree();
    let files = files.iter().filter(|path| [".md", ".rs", ".toml"].iter().any(|ending| path.ends_with(ending)));
    let mut invented = Vec::new();
    let mut known = 0;
    for path in files.filter(|path| root().join(path).is_file()) {
        let text = text(path);
        if text.contains(&documentation) {
            invented.push(format!("{path}: {documentation}"));
        }
        for address in text.split(&forge).skip(1) {
            match KNOWN.iter().any(|project| address.starts_with(project)) {
                true => known += 1,
                false => {
                    invented.push(format!("{path}: {forge}{}", address.split([')', '"', ' ', '\n']).next().unwrap()))
                }
            }
        }
    }
    assert!(known > 3, "{known} addresses");
    assert!(invented.is_empty(), "{}", invented.join("\n"));
}

#[test]
fn the_workflow_reads_the_versions_of_compilers_from_their_files() {
    let workflow = text(".github/workflows/ci.yml");
    for (file, key) in [("faraday-tests/ui/rust-toolchain.toml", "channel"), ("Cargo.toml", "rust-version")] {
        let manifest = text(file);
        let line = manifest.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        let version = line.split('"').nth(1).unwrap();
        assert!(!workflow.contains(version), "the workflow has {version}, which is in {file}");
        assert!(workflow.contains(key) && workflow.contains(file), "the workflow does not read {key} of {file}");
    }
}
