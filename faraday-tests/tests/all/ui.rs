//! What does not compile, and the message that it gives.

#[test]
fn misuse_of_the_derives() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/derive/*.rs");
    cases.compile_fail("ui/index/*.rs");
    cases.compile_fail("ui/item_enum/*.rs");
    cases.compile_fail("ui/projection/*.rs");
}

#[test]
fn misuse_of_the_operations() {
    trybuild::TestCases::new().compile_fail("ui/operation/*.rs");
}

#[test]
fn misuse_of_the_reads() {
    trybuild::TestCases::new().compile_fail("ui/read/*.rs");
}

#[test]
fn misuse_of_transactions_and_versions() {
    trybuild::TestCases::new().compile_fail("ui/transaction/*.rs");
}
