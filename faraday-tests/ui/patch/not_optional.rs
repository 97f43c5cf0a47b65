use faraday::{Edit, Item, Patch};

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
#[faraday(of = User)]
struct Plain {
    name: String,
    nickname: Vec<Option<String>>,
}

#[derive(Patch)]
#[faraday(of = User)]
struct Twofold {
    nickname: Edit<Option<String>>,
    name: Option<&'static str>,
}

fn main() {}
