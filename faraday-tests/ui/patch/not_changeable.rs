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
    id: Option<u64>,
    version: Option<u64>,
}

fn main() {}
