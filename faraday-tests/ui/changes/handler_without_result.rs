use faraday::{Item, changes::ChangeBatch};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

async fn run(batch: ChangeBatch<Order>) {
    batch.each_in_order(async |change| drop(change)).await;
}

fn main() {}
