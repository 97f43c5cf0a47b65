//! The table of the page `value/types.md`: the uses of each type, found by trying them on the engine.

mod probe;
mod rows;

use std::path::Path;
use std::{env, fs};

const HEAD: [&str; 9] =
    ["type", "feature", "written as", "read", "key", "set element", "map value", "update", "condition"];

fn table() -> String {
    let mut text = format!("| {} |\n|{}\n", HEAD.join(" | "), "---|".repeat(HEAD.len()));
    for row in rows::rows() {
        text += &format!("| {} |\n", row.join(" | "));
    }
    text
}

#[test]
fn the_page_says_what_is_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../faraday-core/src/value/types.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("<!-- table -->\n").unwrap();
    let (old, after) = rest.split_once("<!-- end -->").unwrap();
    let new = table();
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(&path, format!("{before}<!-- table -->\n{new}<!-- end -->{after}")).unwrap();
        return;
    }
    assert!(new == old, "the table of value/types.md is not what is so (FARADAY_BLESS=1 rewrites it):\n{new}");
}
