use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    #[faraday(partition_key)]
    mail: String,
}

fn main() {}
