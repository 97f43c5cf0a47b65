use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

async fn remove() -> faraday::Result<()> {
    Table::<User>::remove_all(Table::<User>::scan()).await?;
    Ok(())
}

fn main() {}
