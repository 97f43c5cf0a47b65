//! Programs that must not compile, and the compiler's messages for them.

use std::process::Command;

use trybuild::TestCases;

/// Whether the compiler is the one whose messages the files have. Another minor version words some of them differently: a test that
/// fails because of that would say nothing about faraday.
pub fn has_the_compiler_of_the_messages() -> bool {
    let pinned = include_str!("../../ui/rust-toolchain.toml");
    let channel = pinned.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap().trim_matches('"');
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into())).arg("--version").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    let is_same = version.starts_with(&format!("rustc {channel}."));
    if !is_same {
        println!("not compared: the messages are those of rustc {channel}, this is {}", version.trim());
    }
    is_same
}

/// Compares the cases of these folders.
fn refused(folders: &[&str]) {
    if has_the_compiler_of_the_messages() {
        let cases = TestCases::new();
        folders.iter().for_each(|folder| cases.compile_fail(format!("ui/{folder}/*.rs")));
    }
}

#[test]
fn misuse_of_the_derives_has_the_messages_of_its_files() {
    refused(&["derive", "index", "item_enum", "projection"]);
}

#[test]
fn misuse_of_schema_versions_has_the_messages_of_its_files() {
    refused(&["schema_version"]);
}

#[test]
fn misuse_of_the_operations_has_the_messages_of_its_files() {
    refused(&["operation"]);
}

#[test]
fn misuse_of_patches_has_the_messages_of_its_files() {
    refused(&["patch"]);
}

#[test]
fn misuse_of_the_reads_has_the_messages_of_its_files() {
    refused(&["read"]);
}

#[test]
fn misuse_of_jobs_has_the_messages_of_its_files() {
    refused(&["jobs"]);
}

#[test]
fn misuse_of_transactions_and_versions_has_the_messages_of_its_files() {
    refused(&["transaction"]);
}

#[test]
fn misuse_of_locks_has_the_messages_of_its_files() {
    refused(&["locks"]);
}

#[test]
fn misuse_of_a_table_of_several_kinds_has_the_messages_of_its_files() {
    refused(&["single_table"]);
}

#[test]
fn misuse_of_the_settings_of_a_table_has_the_messages_of_its_files() {
    refused(&["table_settings"]);
}

#[test]
fn misuse_of_change_streams_has_the_messages_of_its_files() {
    refused(&["changes"]);
}

#[test]
fn misuse_of_statements_and_fragments_has_the_messages_of_its_files() {
    refused(&["lower_level"]);
}

#[test]
fn misuse_of_vector_indexes_has_the_messages_of_its_files() {
    refused(&["vector"]);
}

/// Every comparison asks first which compiler it is: those of trybuild, all in `refused`, and the one of `features.rs`.
#[test]
fn no_message_is_compared_on_another_compiler() {
    let (own, features) = (include_str!("ui.rs"), include_str!("features.rs"));
    let (check, _) = own.split_once("#[test]").unwrap();
    let trybuild = ["TestCases", "::new()"].concat();
    assert_eq!(
        (check.matches(&trybuild).count(), own.matches(&trybuild).count()),
        (1, 1),
        "trybuild outside of `refused`"
    );
    let (before, _) = features.split_once("assert_eq!(errors").unwrap();
    assert!(before.contains("if !has_the_compiler_of_the_messages() {\n        return;"), "features.rs");
}

#[test]
fn every_folder_of_cases_is_compared() {
    let source = [include_str!("ui.rs"), include_str!("features.rs")].concat();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/ui")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let is_compared = source.contains(&format!("\"{name}\"")) || source.contains(&format!("ui/{name}/"));
            assert!(is_compared, "no test has the cases of ui/{name}");
        }
    }
}
