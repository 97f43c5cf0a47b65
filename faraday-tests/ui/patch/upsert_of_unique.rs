use faraday::{Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "USER#{id}", sort_key = "USER", unique(email))]
struct User {
    id: u64,
    email: String,
}

fn main() {
    let user = User { id: 1, email: String::new() };
    let _ = Table::<User>::upsert(&user);
}
