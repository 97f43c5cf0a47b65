use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    expires: u64,
}

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, partition_key = "NOTE#{id}")]
struct Note {
    id: u64,
}

fn main() {
    let _ = Table::<Order>::scan().live();
    let _ = Table::<Order>::get(7).live();
    let _ = Table::<Note>::get_many([7]).live();
}
