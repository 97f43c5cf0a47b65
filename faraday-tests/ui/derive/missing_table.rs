use faraday::Item;

#[derive(Item)]
struct User {
    #[faraday(partition_key)]
    id: String,
}

fn main() {
    let _ = User::ID;
    let _ = User::SCHEMA;
}
