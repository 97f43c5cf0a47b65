use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    name: String,
}

fn is_item<I: Item>() {}

fn main() {
    // No echo: the type is an item, and the constant is there.
    is_item::<User>();
    let _ = User::NAME;
}
