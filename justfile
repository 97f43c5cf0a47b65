# The commands that a day's work needs. `just` lists them (https://just.systems); each line can be typed by hand as well.

_list:
    @just --list

# The quickstart, on the embedded engine
run:
    cargo run --bin quickstart

# All tests, as README.md promises
test:
    cargo test --workspace

# Tests whose path contains TEXT, such as `just some operation::put`
some TEXT:
    cargo test -p faraday-tests --test all -- {{TEXT}}

# Format, clippy and documentation, with warnings denied
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features

# Everything that must hold before a change is taken
gate:
    .ci/run

# The compiler's messages of the tests whose name contains TEXT, written anew: read every line of the difference
bless-messages TEXT="ui:: features::":
    TRYBUILD=overwrite cargo test -p faraday-tests --test all -- {{TEXT}}

# Expansions, request bodies, templates, tables of the documentation and the corpus, written anew: read every line of the difference
bless:
    FARADAY_BLESS=1 cargo test --workspace --test all -- expansion golden fault_table the_guide_shows the_page_says_what_is_so the_corpus_has
    FARADAY_BLESS=1 cargo test -p shop

# Instructions, compared with faraday-tests/benches/guard.txt (needs valgrind)
guard:
    cargo run --release --manifest-path faraday-tests/benches/Cargo.toml --no-default-features -- --guard

# The tables of BENCHMARKS.md
bench *OPTIONS:
    cargo run --release --manifest-path faraday-tests/benches/Cargo.toml -- {{OPTIONS}}

# The documentation, opened in a browser
doc:
    cargo doc -p faraday-core --no-deps --all-features --open

# What must hold before a release: all steps, or those that are named
release *STEPS:
    .ci/release {{STEPS}}
