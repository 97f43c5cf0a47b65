use faraday::changes::Worker;
use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders", stream = new_image)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

async fn run(worker: Worker<Order>) -> faraday::Result<()> {
    let handle = async |_| Ok::<_, faraday::Error>(Table::<Order>::update(7));
    worker.run_in_transactions(handle).await
}

fn main() {}
