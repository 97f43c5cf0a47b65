#!/usr/bin/env bash
# What compiling costs, in seconds of CPU (user and system: wall time says nothing on a shared machine).
#
#   faraday-tests/benches/compile.sh            100 structs of 10 fields beside serde's two derives
#   faraday-tests/benches/compile.sh features   each feature of faraday-core, over a build without any
#   faraday-tests/benches/compile.sh operations release build of 20 items × 5 operations, beside the SDK with serde_dynamo
#   faraday-tests/benches/compile.sh wide       release build of structs of 63, 125 and 250 fields, beside serde_dynamo
#
# Each figure is the least of ROUNDS (default 5; 1 for features, operations and wide), and of the last crate alone.
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

# The release build of one crate, after its dependencies, linked if it is a program.
release() {
    local directory=$work/$1 round source
    source=$(echo "$directory"/src/*.rs)
    mv "$source" "$directory/measured"
    echo '#[allow(dead_code)] fn main() {}' >"$source"
    (cd "$directory" && CARGO_TARGET_DIR=$work/target cargo build -q --release)
    mv "$directory/measured" "$source"
    for round in $(seq "$rounds"); do
        touch "$source"
        (cd "$directory" && CARGO_TARGET_DIR=$work/target cpu cargo build -q --release)
        echo
    done | least
}

# A crate of this name, and its source from the input: src/main.rs or src/lib.rs.
package() {
    local name=$1 source=$2
    mkdir -p "$work/$name/src"
    cat >"$work/$name/Cargo.toml" <<TOML
[workspace]
[package]
name = "$name"
version = "0.0.0"
edition = "2024"
[dependencies]
faraday = { package = "faraday-core", path = "$repository/faraday-core" }
aws-sdk-dynamodb = { version = "1.136", default-features = false, features = ["behavior-version-latest", "rt-tokio"] }
serde = { version = "1", features = ["derive"] }
serde_dynamo = { version = "4.3", features = ["aws-sdk-dynamodb+1"] }
tokio = { version = "1", features = ["rt", "time"] }
TOML
    cp "$repository/Cargo.lock" "$work/$name/Cargo.lock"
    cat >"$work/$name/src/$source"
}

# What 20 items have in common, for either way.
item() {
    cat <<RUST
#[derive(Debug, Clone, PartialEq, $2)]
$3
pub struct Item$1 {
    $4
    pub id: String,
    $5
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
impl Item$1 {
    fn new() -> Self {
        let (name, tags, scores) = ("ann".to_owned(), vec!["a".to_owned()], vec![1, 2]);
        Self { id: "a".into(), at: 1, name, email: None, age: 2, score: 0.5, active: true, tags, scores, note: None }
    }
}
RUST
}

# A program whose main runs all of them, so that all is compiled.
main_of() {
    echo "fn main() {"
    echo "    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();"
    echo "    let config = aws_sdk_dynamodb::Config::builder().behavior_version_latest().build();"
    echo "    let client = aws_sdk_dynamodb::Client::from_conf(config);"
    echo "    $1"
    for index in $(seq 20); do
        echo "    runtime.block_on(run$index(&client)).unwrap();"
    done
    echo "}"
}

with_faraday() {
    echo "use faraday::{Database, Item, Table};"
    for index in $(seq 20); do
        item "$index" Item "#[faraday(table = \"items$index\")]" "#[faraday(partition_key)]" "#[faraday(sort_key)]"
        cat <<RUST
async fn run$index(database: &Database) -> faraday::Result<()> {
    Table::<Item$index>::put(&Item$index::new()).on(database).await?;
    println!("{:?}", Table::<Item$index>::get(("a", 1)).on(database).await?);
    println!("{:?}", Table::<Item$index>::query("a").on(database).await?);
    Table::<Item$index>::update(("a", 1)).set(Item$index::NAME, "bob").on(database).await?;
    Table::<Item$index>::delete(("a", 1)).on(database).await?;
    Ok(())
}
RUST
    done
    main_of "let client = Database::new(client);"
}

with_serde_dynamo() {
    echo "use aws_sdk_dynamodb::{Client, types::AttributeValue};"
    echo "use serde::{Deserialize, Serialize};"
    echo "use serde_dynamo::{from_item, from_items, to_item};"
    for index in $(seq 20); do
        item "$index" "Serialize, Deserialize" "" "" ""
        cat <<RUST
async fn run$index(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let (id, at) = (|| AttributeValue::S("a".into()), || AttributeValue::N("1".into()));
    let put = client.put_item().table_name("items$index").set_item(Some(to_item(Item$index::new())?));
    put.send().await?;
    let get = client.get_item().table_name("items$index").key("id", id()).key("at", at());
    println!("{:?}", get.send().await?.item.map(from_item::<_, Item$index>).transpose()?);
    let query = client.query().table_name("items$index").key_condition_expression("id = :id");
    let items = query.expression_attribute_values(":id", id()).send().await?.items.unwrap_or_default();
    println!("{:?}", from_items::<_, Item$index>(items)?);
    let update = client.update_item().table_name("items$index").key("id", id()).key("at", at());
    let update = update.update_expression("SET #n = :n").expression_attribute_names("#n", "name");
    update.expression_attribute_values(":n", AttributeValue::S("bob".into())).send().await?;
    client.delete_item().table_name("items$index").key("id", id()).key("at", at()).send().await?;
    Ok(())
}
RUST
    done
    main_of ""
}

operations() {
    with_faraday | package operations-faraday main.rs
    with_serde_dynamo | package operations-serde main.rs
    echo "| release build of 20 items × 5 operations | seconds of CPU |"
    echo "|---|---|"
    echo "| SDK, serde_dynamo | $(release operations-serde) |"
    echo "| faraday | $(release operations-faraday) |"
}

# A library with one struct of so many fields, that writes and reads it: generic code alone would not be compiled.
wide_struct() {
    local fields=$1 head=$2 key=$3 functions=$4 kinds index
    kinds=(String u64 "Option<String>" bool "Vec<u64>")
    echo "$head"
    echo "pub struct Wide {"
    echo "    $key"
    for index in $(seq 0 $((fields - 1))); do
        echo "    pub field_$index: ${kinds[$((index % 5))]},"
    done
    echo "}"
    echo "$functions"
}

wide() {
    local fields of_serde
    echo "| release build of a struct | \`Serialize\`, \`Deserialize\`, serde_dynamo | \`Item\` |"
    echo "|---|---|---|"
    for fields in 63 125 250; do
        wide_struct "$fields" '#[derive(faraday::Item)] #[faraday(table = "wide")]' "#[faraday(partition_key)]" '
            pub fn write(wide: &Wide) -> String { faraday::document::to_json(wide).unwrap() }
            pub fn read(json: &str) -> Wide { faraday::document::from_json(json).unwrap() }' |
            package "wide-faraday-$fields" lib.rs
        wide_struct "$fields" '#[derive(serde::Serialize, serde::Deserialize)]' "" '
            type Map = std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>;
            pub fn write(wide: &Wide) -> Map { serde_dynamo::to_item(wide).unwrap() }
            pub fn read(map: Map) -> Wide { serde_dynamo::from_item(map).unwrap() }' |
            package "wide-serde-$fields" lib.rs
        # Its time grows with the square of the fields: that of 250 would take longer than all others together.
        of_serde="not measured"
        if [[ $fields -lt 250 ]]; then
            of_serde=$(release "wide-serde-$fields")
        fi
        echo "| $fields fields | $of_serde | $(release "wide-faraday-$fields") |"
    done
}

# These take minutes, and say what they say in one round.
few_rounds() {
    rounds=${ROUNDS:-1}
    "$1"
}

case ${1:-derives} in
derives) derives ;;
features) features ;;
operations | wide) few_rounds "$1" ;;
*)
    echo "usage: $0 [features | operations | wide]" >&2
    exit 1
    ;;
esac
