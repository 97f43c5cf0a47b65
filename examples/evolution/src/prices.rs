//! A unit that changed: the old attribute fits the new field and means something else. So the item has a schema version, which decides.

use faraday::{Item, Result, Table, schema::OlderItem, value::DecodeError};

mod release_1 {
    use super::Item;

    #[derive(Debug, Item)]
    #[faraday(table = "evolution-prices")]
    pub struct Price {
        #[faraday(partition_key)]
        pub id: u64,
        pub amount: u64,
    }
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "evolution-prices", schema_version = 2, upgrade = upgrade)]
struct Price {
    #[faraday(partition_key)]
    id: u64,
    /// In cents. In release 1 it was in euros.
    amount: u64,
}

fn upgrade(older: &OlderItem<'_>) -> Result<Price, DecodeError> {
    let release_1::Price { id, amount } = older.read()?;
    Ok(Price { id, amount: amount * 100 })
}

pub async fn run() -> Result<()> {
    Table::<Price>::create().await?;
    Table::<release_1::Price>::put(&release_1::Price { id: 1, amount: 5 }).await?;
    println!("Release 1 puts a price of 5 euros. Release 2 reads");
    println!("  {:?}", Table::<Price>::get(1).await?);

    let done = Table::<Price>::upgrade_all(Table::<Price>::scan()).await?;
    println!("A job writes the older prices in the new shape: {}", done.written);
    Table::<Price>::delete_table().await
}
