use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
    name: String,
}

async fn returning() -> faraday::Result<()> {
    Table::<User>::update_all(Table::<User>::scan(), |user| user.set(User::NAME, "ann").returning_new()).await?;
    Ok(())
}

async fn key() -> faraday::Result<()> {
    Table::<User>::update_all(Table::<User>::scan(), |user| user.set(User::ID, 7)).await?;
    Ok(())
}

fn main() {}
