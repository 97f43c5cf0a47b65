#!/usr/bin/env bash
# What compiling costs, in seconds of CPU (user and system: wall time says nothing on a shared machine).
#
#   faraday-tests/benches/compile.sh            100 structs of 10 fields beside serde's two derives
#   faraday-tests/benches/compile.sh features   each feature of faraday-core, over a build without any
#
# Each figure is the least of ROUNDS (default 5; 1 for features).
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=${CARGO_TARGET_DIR:-$repository/target}/compile
rounds=${ROUNDS:-5}
mkdir -p "$work"
export CARGO_TERM_COLOR=never

# Runs a command and prints the seconds of CPU that it took.
cpu() {
    local TIMEFORMAT='%U %S' figures
    figures=$({ time "$@" >"$work/log" 2>&1; } 2>&1) || { cat "$work/log" >&2; return 1; }
    awk '{ printf "%.2f", $1 + $2 }' <<<"$figures"
}

least() {
    sort -n | head -1
}

# A crate of 100 structs with ten fields each, and these derives.
structs() {
    local name=$1 use=$2 derives=$3 item=$4 partition=$5 sort=$6
    mkdir -p "$work/$name/src"
    cat >"$work/$name/Cargo.toml" <<TOML
[workspace]
[package]
name = "$name"
version = "0.0.0"
edition = "2024"
[dependencies]
faraday = { package = "faraday-core", path = "$repository/faraday-core" }
serde = { version = "1", features = ["derive"] }
TOML
    cp "$repository/Cargo.lock" "$work/$name/Cargo.lock"
    {
        echo "$use"
        for index in $(seq 100); do
            cat <<RUST
#[derive(Debug, Clone, PartialEq$derives)]
$item
pub struct Item$index {
    $partition
    pub id: String,
    $sort
    pub at: u64,
    pub name: String,
    pub email: Option<String>,
    pub age: u32,
    pub score: f64,
    pub active: bool,
    pub tags: Vec<String>,
    pub scores: Vec<u32>,
    pub note: Option<String>,
}
RUST
        done
        # A changed function body is what an incremental rebuild is for.
        echo "pub fn changed() -> u32 { 0 }"
    } >"$work/$name/src/lib.rs"
}

measure() {
    local name=$1 directory=$work/$1 command round
    for command in check build; do
        (cd "$directory" && CARGO_TARGET_DIR=$work/target cargo "$command" -q)
        for round in $(seq "$rounds"); do
            rm -rf "$work"/target/debug/incremental/"${name//-/_}"-*
            touch "$directory/src/lib.rs"
            (cd "$directory" && CARGO_TARGET_DIR=$work/target cpu cargo "$command" -q)
            echo
        done | least >"$work/$name.$command"
        for round in $(seq "$rounds"); do
            sed -i "s/changed() -> u32 { [0-9]* }/changed() -> u32 { $round$RANDOM }/" "$directory/src/lib.rs"
            (cd "$directory" && CARGO_TARGET_DIR=$work/target cpu cargo "$command" -q)
            echo
        done | least >"$work/$name.$command.again"
    done
    echo "| $2 | $(<"$work/$name.check") | $(<"$work/$name.check.again") | $(<"$work/$name.build") | $(<"$work/$name.build.again") |"
}

derives() {
    structs plain "" "" "" "" ""
    structs with-serde "use serde::{Deserialize, Serialize};" ", Serialize, Deserialize" "" "" ""
    structs with-faraday "use faraday::Item;" ", Item" '#[faraday(table = "items")]' "#[faraday(partition_key)]" "#[faraday(sort_key)]"
    echo "| 100 structs × 10 fields | check | check again after a change | build | build again after a change |"
    echo "|---|---|---|---|---|"
    measure plain "no derive of either"
    measure with-serde "\`Serialize\`, \`Deserialize\`"
    measure with-faraday "\`Item\`"
}

features() {
    local feature base=$work/base crates
    cd "$repository"
    rm -rf "$base"
    local none
    none=$(CARGO_TARGET_DIR=$base cpu cargo check -p faraday-core --no-default-features)
    crates=$(grep -cE "Checking|Compiling" "$work/log")
    echo "| feature | seconds of CPU | crates |"
    echo "|---|---|---|"
    echo "| none | $none | $crates |"
    # Every row has faraday-core itself in it, checked again: the rows of one crate are that and nothing else.
    for feature in $(sed -n '/^\[features\]/,/^\[dependencies\]/s/^\([a-z_0-9]*\) = .*/\1/p' faraday-core/Cargo.toml | grep -v '^default$'); do
        rm -rf "$work/feature"
        # With its times, or cargo would think all of it stale.
        cp -a "$base" "$work/feature"
        local took
        took=$(CARGO_TARGET_DIR=$work/feature cpu cargo check -p faraday-core --no-default-features --features "$feature")
        echo "| \`$feature\` | $took | $(grep -cE "Checking|Compiling" "$work/log") |"
    done
    rm -rf "$work/feature" "$base"
}

case ${1:-derives} in
derives) derives ;;
features) features ;;
*)
    echo "usage: $0 [features]" >&2
    exit 1
    ;;
esac
