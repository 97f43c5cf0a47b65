use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    name: String,
}

#[derive(Item)]
#[faraday(table = "nothing")]
struct Nothing {}

#[derive(Item)]
#[faraday(table = "groups")]
struct Group {
    // Not reported as missing as well.
    #[faraday(partitionkey)]
    name: String,
}

fn main() {
    // No echo: the type is an item, whatever its key, and the constant is there.
    let _ = Table::<User>::get("ann");
    let _ = Table::<User>::get(("ann", 7));
    let _ = Table::<User>::query("ann").filter(User::NAME.eq("Ann"));
    let _ = Table::<Group>::query(7);
    let _ = Nothing::SCHEMA;
}
