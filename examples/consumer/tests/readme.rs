//! The program ends, and prints what README.md shows.

use std::process::Command;

#[test]
fn it_prints_what_the_readme_shows() {
    let output = Command::new(env!("CARGO_BIN_EXE_consumer")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (_, shown) = include_str!("../README.md").split_once("```text\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    // When the first worker is killed decides the numbers of the lines from then on, until the second one has done the rest.
    let fixed = |text: &str| {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (first, last) = (lines.first().cloned(), lines.iter().rev().take(4).cloned().collect::<Vec<_>>());
        (first, last, lines.len())
    };
    assert_eq!(fixed(&printed), fixed(shown), "{printed}");
}
