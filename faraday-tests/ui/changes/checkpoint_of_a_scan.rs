use faraday::operation::Checkpoint;
use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders", stream = new_image)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

fn go_on(checkpoint: Checkpoint) {
    let _ = Table::<Order>::changes().from(checkpoint).stream();
}

fn main() {}
