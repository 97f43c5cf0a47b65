//! What does not compile, and the message that it gives.

#[test]
fn misuse_of_the_derives() {
    trybuild::TestCases::new().compile_fail("ui/derive/*.rs");
}

#[test]
fn misuse_of_the_operations() {
    trybuild::TestCases::new().compile_fail("ui/operation/*.rs");
}
