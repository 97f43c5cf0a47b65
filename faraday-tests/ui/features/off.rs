use faraday::{Database, Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: uuid::Uuid,
    born: chrono::NaiveDate,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

async fn connect() -> faraday::Result<()> {
    Database::embedded()?;
    Database::open("data.db")?;
    Database::from_env().await;
    Table::<Order>::changes();
    Ok(())
}

fn main() {}
