use faraday::Item;

#[derive(Item)]
#[faraday(table = "users", rename_all = "camel")]
struct User {
    #[faraday(sort_key)]
    id: Option<String>,
    name: String,
    #[faraday(rename = "name")]
    mail: String,
}

fn main() {
    let _ = User::NAME;
}
