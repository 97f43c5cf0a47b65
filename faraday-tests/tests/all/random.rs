//! The number of random inputs of the tests.

use proptest::prelude::ProptestConfig;

/// This many cases, or as many as the environment's `PROPTEST_CASES` asks for. A failure is not kept in a file.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        // What a strategy passes over grows with the number of cases.
        max_local_rejects: u32::MAX,
        max_global_rejects: u32::MAX,
        ..ProptestConfig::with_cases(asked.unwrap_or(usual))
    }
}
