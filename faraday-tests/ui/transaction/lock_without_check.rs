use faraday::locks::Lock;
use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "reports")]
struct Report {
    #[faraday(partition_key)]
    day: String,
    total: u64,
}

fn main() {}

async fn report(lock: Lock, report: &Report) {
    let _ = transaction((Table::<Report>::put(report), lock));
}

async fn lone(lock: &Lock) {
    let _ = transaction(lock);
    let _ = transaction(lock.check());
}
