//! What does not compile in a transaction and of versions, and the message that it gives.

#[test]
fn misuse_of_transactions_and_versions() {
    trybuild::TestCases::new().compile_fail("ui/transaction/*.rs");
}
