use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let ann = User { name: "ann".into(), visits: 1 };
    let _ = Table::<User>::update("ann").add(User::VISITS, 1).if_unchanged(&ann);
    let _ = Table::<User>::delete("ann").if_unchanged(&ann);
}
