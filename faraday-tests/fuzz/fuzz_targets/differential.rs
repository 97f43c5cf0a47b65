#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| faraday_tests::fuzz::differential(bytes));
