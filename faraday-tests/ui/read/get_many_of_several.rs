use faraday::{Item, Table, get_many};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    email: String,
}

fn main() {
    let bare = get_many(Table::<Order>::get_many([7]));

    let metered = get_many((Table::<Order>::get_many([7]).metered(), Table::<User>::get_many(["ann"])));

    let get = get_many((Table::<Order>::get_many([7]), Table::<User>::get("ann")));
}
