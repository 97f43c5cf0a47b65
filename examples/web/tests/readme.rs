//! The program ends, and prints what README.md shows.

use std::process::Command;

#[test]
fn it_prints_what_the_readme_shows() {
    let output = Command::new(env!("CARGO_BIN_EXE_web")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (_, shown) = include_str!("../README.md").split_once("```text\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), shown);
}
