//! The compiler's messages if a needed feature of faraday is off.
//!
//! The tests of `ui.rs` have every feature on, like their crate. This program is built separately, with only `derive`. On another compiler than
//! that of the messages only the failure is asserted.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::ui::has_the_compiler_of_the_messages;

const PROGRAM: &str = include_str!("../../ui/features/off.rs");

#[test]
fn a_feature_that_is_off_is_named_by_the_message() {
    // Not `canonicalize`: on Windows that has a prefix, `\\?\`, which the compiler does not print.
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let package = target(workspace).join("tests/features");
    write_package(&package, workspace);

    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--quiet", "--offline", "--color=never"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", target(workspace).join("tests/features/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();

    assert!(!output.status.success(), "the program compiles without the features");
    let said = String::from_utf8(output.stderr).unwrap();
    let said = said.replace(&workspace.display().to_string(), "$WORKSPACE");
    let errors = without_numbers(&said);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/features/off.stderr");
    for feature in ["chrono", "uuid"] {
        assert!(errors.contains(&format!("`{feature}`")), "the message does not name the feature {feature}:\n{errors}");
    }
    if !has_the_compiler_of_the_messages() {
        return;
    }
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(&file, &errors).unwrap();
    }
    assert_eq!(errors, fs::read_to_string(&file).unwrap(), "TRYBUILD=overwrite writes what is said now");
}

/// Where this build's artifacts are.
fn target(workspace: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), |directory| workspace.join(directory))
}

/// A package outside the workspace, with the versions of the workspace's lock file.
fn write_package(package: &Path, workspace: &Path) {
    let manifest = format!(
        "[package]\nname = \"features-off\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[[bin]]\nname = \"off\"\n\
         path = \"off.rs\"\n\n[dependencies]\nfaraday = {{ package = \"faraday-core\", path = {:?} }}\nuuid = \"1\"\n\
         chrono = {{ version = \"0.4\", default-features = false }}\n",
        workspace.join("faraday-core"),
    );
    fs::create_dir_all(package).unwrap();
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::write(package.join("off.rs"), PROGRAM).unwrap();
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
}

/// The messages without the numbers that change when other parts of faraday do: lines of its files, and counts of types.
fn without_numbers(said: &str) -> String {
    let line = |line: &str| {
        if line.trim_start().starts_with("and ") && line.ends_with(" others") {
            return "          and $N others".to_owned();
        }
        let own = line.trim_start().starts_with("--> $WORKSPACE");
        let number = own.then(|| line.find(".rs:")).flatten();
        // Windows separates folders otherwise.
        number.map_or_else(|| line.to_owned(), |at| line[..at + 3].replace('\\', "/"))
    };
    said.lines().map(line).filter(|line| !line.starts_with("error: could not compile")).fold(
        String::new(),
        |mut all, line| {
            all.push_str(&line);
            all.push('\n');
            all
        },
    )
}
