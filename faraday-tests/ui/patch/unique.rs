use faraday::{Item, Patch, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "USER#{id}", sort_key = "USER", unique(email))]
struct User {
    id: u64,
    email: String,
    name: String,
}

#[derive(Patch)]
#[faraday(of = User)]
struct UserPatch {
    email: Option<String>,
    name: Option<String>,
}

fn main() {}
