use faraday::changes::{Leases, Worker};
use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders", stream = new_image)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

async fn run(worker: Worker<Order>) -> faraday::Result<()> {
    worker.run(async |change| println!("{:?}", change.kind)).await
}

fn main() {
    let _ = run(Table::<Order>::changes().worker("projector", &Leases::new()));
}
