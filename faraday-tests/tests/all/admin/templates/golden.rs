//! The templates of three tables, byte for byte, compared with the files in `golden/templates`; `FARADAY_BLESS=1` rewrites them.

use std::path::Path;
use std::{env, fs};

use faraday::admin::TableTemplate;

use super::fixture::{App, Note, PROVISIONED};

/// The file of this name has this text.
fn golden(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/templates").join(file);
    if env::var_os("FARADAY_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expected, "not the text of golden/templates/{file} (FARADAY_BLESS=1 rewrites it):\n{text}");
}

fn all_three(name: &str, template: &TableTemplate) {
    golden(&format!("{name}.cfn.json"), &template.to_cloudformation().unwrap());
    golden(&format!("{name}.tf.json"), &template.to_terraform().unwrap());
    golden(&format!("{name}.cdk.json"), &template.to_cdk().unwrap());
}

#[test]
fn an_item_of_its_own_table() {
    all_three("note", &faraday::Table::<Note>::template());
}

#[test]
fn a_table_of_many_kinds() {
    all_three("app", &faraday::Table::<App>::template());
}

#[test]
fn a_table_with_every_setting() {
    all_three("provisioned", &PROVISIONED.template());
}

#[test]
fn a_schema_writes_what_its_template_writes() {
    let template = App::SCHEMA.template();
    assert_eq!(App::SCHEMA.to_cloudformation(), template.to_cloudformation().unwrap());
    assert_eq!(App::SCHEMA.to_terraform(), template.to_terraform().unwrap());
    assert_eq!(App::SCHEMA.to_cdk(), template.to_cdk().unwrap());
}
