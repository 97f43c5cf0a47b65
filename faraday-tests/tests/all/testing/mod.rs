//! The kit for tests, `faraday::testing`.

mod faults;
