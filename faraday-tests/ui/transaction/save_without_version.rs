use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let mut ann = User { name: "ann".into(), visits: 1 };
    let _ = Table::<User>::save(&mut ann);
}
