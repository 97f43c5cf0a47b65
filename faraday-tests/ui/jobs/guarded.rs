use faraday::{Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "USER#{id}", unique(email))]
struct User {
    id: u64,
    email: String,
}

async fn delete() -> faraday::Result<()> {
    Table::<User>::delete_all(Table::<User>::scan()).await?;
    Ok(())
}

async fn modify() -> faraday::Result<()> {
    Table::<User>::modify_all(Table::<User>::scan(), |user| user.email = user.email.to_lowercase()).await?;
    Ok(())
}

fn main() {}
