use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

async fn a_path() -> faraday::Result<()> {
    Table::<User>::delete_all(Table::<User>::scan()).checkpoint("job.checkpoint").await?;
    Ok(())
}

fn main() {}
