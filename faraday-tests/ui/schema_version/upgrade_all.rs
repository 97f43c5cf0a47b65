use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

async fn migrate() -> faraday::Result<()> {
    Table::<Order>::upgrade_all(Table::<Order>::scan()).await?;
    Ok(())
}

fn main() {}
