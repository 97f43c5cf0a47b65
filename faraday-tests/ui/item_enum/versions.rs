use faraday::Item;

#[derive(Item)]
#[faraday(table = "app", tag = "kind")]
enum Record {
    Order {
        #[faraday(partition_key)]
        id: String,
        #[faraday(version)]
        version: u64,
    },
    User {
        #[faraday(partition_key)]
        id: String,
    },
}

fn main() {}
