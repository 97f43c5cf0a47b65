use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

async fn another_item() -> faraday::Result<()> {
    Table::<User>::delete_all(Table::<Order>::scan()).await?;
    Ok(())
}

async fn keys() -> faraday::Result<()> {
    Table::<User>::delete_all([1, 2, 3]).await?;
    Ok(())
}

async fn awaited() -> faraday::Result<()> {
    Table::<User>::modify_all(Table::<User>::scan().await?, |_| ()).await?;
    Ok(())
}

fn main() {}
