use faraday::{Database, Item};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: uuid::Uuid,
    born: chrono::NaiveDate,
}

async fn connect() -> faraday::Result<()> {
    Database::embedded()?;
    Database::open("data.db")?;
    Database::from_env().await;
    Ok(())
}

fn main() {}
