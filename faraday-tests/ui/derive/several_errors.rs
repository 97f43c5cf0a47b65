use faraday::Item;

#[derive(Item)]
#[faraday(rename_all = "camel")]
struct User {
    #[faraday(sort_key)]
    id: Option<String>,
    #[faraday(indexed)]
    name: String,
    #[faraday(rename = "name")]
    mail: String,
}

fn main() {
    let _ = User::NAME;
}
