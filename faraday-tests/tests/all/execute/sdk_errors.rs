//! The errors in the source of the SDKs: each of an operation that faraday may use has its rule in `refusals.rs`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use syn::{Fields, File, Item, ItemEnum};

use super::refusals::rules;

/// Operations that faraday never sends, by the beginnings or parts of their files' names. A new operation counts as used.
const NEVER_SENT: [&str; 9] = [
    "backup",
    "contributor_insights",
    "export",
    "global_table",
    "import",
    "kinesis_streaming_destination",
    "replica_auto_scaling",
    "resource_policy",
    "restore_table",
];

/// Errors of these that no other operation has. They would be of `ErrorKind::Other`.
const NEVER_MET: [&str; 17] = [
    "BackupInUseException",
    "BackupNotFoundException",
    "ExportConflictException",
    "ExportNotFoundException",
    "GlobalTableAlreadyExistsException",
    "GlobalTableNotFoundException",
    "ImportConflictException",
    "ImportNotFoundException",
    "IndexNotFoundException",
    "InvalidExportTimeException",
    "InvalidRestoreTimeException",
    "PointInTimeRecoveryUnavailableException",
    "PolicyNotFoundException",
    "ReplicaAlreadyExistsException",
    "ReplicaNotFoundException",
    "TableAlreadyExistsException",
    "TableInUseException",
];

fn cargo(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    if output.status.success() { Ok(output.stdout) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// The folder of the source of this package. It was built for these tests, so it is on this machine.
fn source_of(package: &str) -> PathBuf {
    match cargo(&["metadata", "--format-version", "1", "--offline"]) {
        Ok(metadata) => {
            let metadata: serde_json::Value = serde_json::from_slice(&metadata).unwrap();
            let mut found = metadata["packages"].as_array().unwrap().iter().filter(|found| found["name"] == package);
            let manifest = found.next().unwrap_or_else(|| panic!("no {package}"))["manifest_path"].as_str().unwrap();
            assert!(found.next().is_none(), "two versions of {package}");
            Path::new(manifest).with_file_name("src")
        }
        // It lists packages of all platforms and examples, and some of them may never have been needed here.
        Err(reason) => source_in_registry(package).unwrap_or_else(|| panic!("no source of {package}: {reason}")),
    }
}

/// The folder in cargo's registry, of the version that `Cargo.lock` names.
fn source_in_registry(package: &str) -> Option<PathBuf> {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock")).unwrap();
    let (_, entry) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    let (version, _) = entry.split_once('"')?;
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let registries = fs::read_dir(home.join("registry/src")).ok()?;
    let folders = registries.map(|registry| registry.unwrap().path().join(format!("{package}-{version}/src")));
    folders.into_iter().find(|folder| folder.is_dir())
}

/// The names of the errors in an enum of the SDK, without its `Unhandled`.
fn variants(errors: &ItemEnum) -> impl Iterator<Item = String> {
    let named = errors.variants.iter().filter(|variant| matches!(&variant.fields, Fields::Unnamed(_)));
    named.map(|variant| variant.ident.to_string()).filter(|name| name != "Unhandled")
}

fn enums(path: &Path) -> Vec<ItemEnum> {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let File { items, .. } = syn::parse_file(&source).unwrap();
    items.into_iter().filter_map(|item| if let Item::Enum(item) = item { Some(item) } else { None }).collect()
}

/// The errors of all operations that faraday may send.
fn of_operations(source: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(source.join("operation")).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let is_sent = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        // This one is of a table's recovery, which `ensure` and `plan` set.
        name.ends_with("continuous_backups") || !NEVER_SENT.iter().any(|part| name.contains(part))
    };
    let of_file = |path: PathBuf| {
        let errors: Vec<ItemEnum> =
            enums(&path).into_iter().filter(|found| found.ident.to_string().ends_with("Error")).collect();
        assert_eq!(errors.len(), 1, "{} has one enum of errors", path.display());
        errors.iter().flat_map(variants).collect::<Vec<_>>()
    };
    files.filter(is_sent).flat_map(of_file).collect()
}

#[test]
fn every_error_of_the_sdks_has_its_rule() {
    let known: BTreeSet<String> = rules().iter().map(|rule| rule.name.to_owned()).collect();
    for (package, most_known) in [
        ("aws-sdk-dynamodb", "ConditionalCheckFailedException"),
        ("aws-sdk-dynamodbstreams", "TrimmedDataAccessException"),
    ] {
        let source = source_of(package);
        let sent = of_operations(&source);
        assert!(sent.contains(most_known), "the source of {package} is read: {sent:?}");
        let unknown: Vec<_> = sent.difference(&known).collect();
        assert!(unknown.is_empty(), "{package}: errors without a rule in refusals.rs: {unknown:?}");

        // The enum of all errors has no error that neither is known nor belongs to an operation that is never sent.
        let all = enums(&source.join("error_meta.rs"));
        let all: BTreeSet<String> = all.iter().filter(|found| found.ident == "Error").flat_map(variants).collect();
        assert!(all.contains(most_known) && sent.is_subset(&all), "{package}: {all:?}");
        let forgotten: Vec<_> =
            all.iter().filter(|name| !known.contains(*name) && !NEVER_MET.contains(&name.as_str())).collect();
        assert!(forgotten.is_empty(), "{package}: errors that nobody thought of: {forgotten:?}");
    }
    assert!(NEVER_MET.iter().all(|name| !known.contains(*name)), "an error is never met, and yet has a rule");
}
