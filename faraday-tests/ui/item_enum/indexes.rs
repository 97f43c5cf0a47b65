use faraday::Item;

#[derive(Item)]
#[faraday(table = "app", tag = "kind", global_index(by_owner, partition_key = owner))]
enum NoType {
    Order(Order),
}

#[derive(Item)]
#[faraday(table = "app", tag = "kind", global_index(by_owner, partition_key(owner: String), projection = keys_only))]
enum Projected {
    Order(Order),
}

#[derive(Item)]
#[faraday(table = "app", tag = "kind", global_index(by_owner, partition_key(owner)))]
enum NoTypeInParentheses {
    Order(Order),
}

#[derive(Item)]
#[faraday(table = "app", kind = "Order")]
struct Order {
    #[faraday(partition_key)]
    pk: String,
    owner: String,
}

#[derive(Item)]
#[faraday(table = "app", global_index(by_state, partition_key(state: String)))]
struct TypeTwice {
    #[faraday(partition_key)]
    pk: String,
    state: String,
}

fn main() {}
