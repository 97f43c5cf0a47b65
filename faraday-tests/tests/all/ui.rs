//! What does not compile, and the message that it gives.

#[test]
fn misuse_of_the_derives_has_the_messages_of_its_files() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/derive/*.rs");
    cases.compile_fail("ui/index/*.rs");
    cases.compile_fail("ui/item_enum/*.rs");
    cases.compile_fail("ui/projection/*.rs");
}

#[test]
fn misuse_of_schema_versions_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/schema_version/*.rs");
}

#[test]
fn misuse_of_the_operations_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/operation/*.rs");
}

#[test]
fn misuse_of_patches_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/patch/*.rs");
}

#[test]
fn misuse_of_the_reads_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/read/*.rs");
}

#[test]
fn misuse_of_jobs_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/jobs/*.rs");
}

#[test]
fn misuse_of_transactions_and_versions_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/transaction/*.rs");
}

#[test]
fn misuse_of_a_table_of_several_kinds_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/single_table/*.rs");
}

#[test]
fn misuse_of_the_settings_of_a_table_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/table_settings/*.rs");
}

#[test]
fn misuse_of_change_streams_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/changes/*.rs");
}

#[test]
fn misuse_of_statements_and_fragments_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/lower_level/*.rs");
}

#[test]
fn misuse_of_vector_indexes_has_the_messages_of_its_files() {
    trybuild::TestCases::new().compile_fail("ui/vector/*.rs");
}
