//! What does not compile, and the message that it gives.

#[test]
fn misuse_of_the_derives() {
    trybuild::TestCases::new().compile_fail("ui/derive/*.rs");
}
