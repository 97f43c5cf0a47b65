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
#[faraday(of = User)]
struct UserPatch {
    nam: Option<String>,
    #[faraday(from = nick)]
    nickname: Option<String>,
}

fn main() {}
