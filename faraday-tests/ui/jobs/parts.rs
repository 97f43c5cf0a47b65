use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "users", global_index(by_team, partition_key = team, projection = keys_only))]
struct User {
    #[faraday(partition_key)]
    id: u64,
    team: Option<String>,
    name: String,
}

async fn of_an_index() -> faraday::Result<()> {
    Table::<User>::modify_all(Table::<User>::index(User::BY_TEAM).scan(), |user| user.name.clear()).await?;
    Ok(())
}

async fn selected() -> faraday::Result<()> {
    Table::<User>::modify_all(Table::<User>::scan().select(User::NAME), |user| user.name.clear()).await?;
    Ok(())
}

fn main() {}
