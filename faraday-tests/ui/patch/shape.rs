use faraday::{Item, Patch};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
    name: String,
    nickname: Option<String>,
    #[faraday(frozen)]
    notes: Vec<u64>,
    #[faraday(version)]
    version: u64,
}

#[derive(Patch)]
struct NoItem {
    name: Option<String>,
}

#[derive(Patch)]
#[faraday(of)]
struct NoValue {
    name: Option<String>,
}

#[derive(Patch)]
#[faraday(of = User)]
struct Pair(Option<String>);

#[derive(Patch)]
#[faraday(of = User)]
struct Generic<T> {
    name: Option<T>,
}

#[derive(Patch)]
#[faraday(of = User)]
struct Twice {
    name: Option<String>,
    #[faraday(from = name)]
    full_name: Option<String>,
}

fn main() {}
