use std::time::SystemTime;

use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    path: String,
    #[faraday(version)]
    version: u64,
    #[faraday(updated_at)]
    changed: Option<SystemTime>,
}

fn main() {
    let _ = Table::<Page>::update("/").set(Page::CHANGED, SystemTime::now());
    let _ = Table::<Page>::update("/").add(Page::VERSION, 1);
    let _ = Table::<Page>::update("/").remove(Page::CHANGED);
    let _ = Table::<Page>::update("/").set_if_absent(Page::VERSION, 1);
}
