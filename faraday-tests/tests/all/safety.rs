//! Speed costs no safety: `unsafe` is forbidden in every crate that anybody uses.

use std::fs;
use std::path::Path;

#[test]
fn unsafe_is_forbidden() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let (_, lints) = manifest.split_once("[workspace.lints.rust]\n").unwrap();
    assert!(lints.split("\n[").next().unwrap().contains("unsafe_code = \"forbid\""));
    for member in ["faraday-core", "faraday-derive", "faraday-tests", "examples"] {
        assert!(manifest.contains(&format!("\"{member}\"")), "{member} is a member");
        let manifest = fs::read_to_string(root.join(member).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member} takes the lints of the workspace");
    }
}
