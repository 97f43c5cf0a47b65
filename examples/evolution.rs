//! A struct that changes while its table keeps what was written before: a field added, renamed, removed, and of another
//! type, an enum with a new variant, a frozen type and a whole item upgraded. Every version reads what the earlier ones wrote, and nothing is
//! rewritten at once.
//!
//! Runs on the embedded engine: `cargo run --bin evolution`.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::value::Attributes;
use faraday::{Database, Frozen, Item, Table, Value, frozen::Older, schema::OlderItem, value::DecodeError};
use serde::{Deserialize, Serialize};

/// What the first release stored.
mod first {
    use super::{Deserialize, Item, Serialize, Value};

    #[derive(Debug, Item)]
    #[faraday(table = "evolution-orders")]
    pub struct Order {
        #[faraday(partition_key)]
        pub id: u64,
        pub mail: String,
        pub total: f64,
        pub state: State,
        pub fax: String,
        #[faraday(frozen)]
        pub remarks: Remarks,
    }

    /// Postcard, in which it is frozen, writes no names: any change makes another version of it.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub struct Remarks {
        pub text: String,
    }

    #[derive(Debug, Value)]
    pub enum State {
        Open,
        Paid,
    }

    #[derive(Debug, Item)]
    #[faraday(table = "evolution-prices")]
    pub struct Price {
        #[faraday(partition_key)]
        pub id: u64,
        pub amount: u64,
    }
}

/// Of another unit under the same name: what is stored fits, and means something else. So the whole item has a version, which decides.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "evolution-prices", schema_version = 2, upgrade = upgrade_price)]
struct Price {
    #[faraday(partition_key)]
    id: u64,
    /// In cents; in euros before.
    amount: u64,
}

fn upgrade_price(older: &OlderItem<'_>) -> Result<Price, DecodeError> {
    let first::Price { id, amount } = older.read()?;
    Ok(Price { id, amount: amount * 100 })
}

/// What the present one stores in the same table.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "evolution-orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    /// Renamed: the old name is read, the new one is written.
    #[faraday(alias = "mail")]
    email: String,
    /// Of another type: it is stored as it was, so that both releases can read it.
    #[faraday(as = f64)]
    total: Cents,
    state: State,
    /// Added: what is stored without it reads as the default.
    #[faraday(default = normal)]
    priority: u8,
    /// Added, and may be missing.
    note: Option<String>,
    /// Frozen, and another version of the type: the first one is read by a function, and written as the second.
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    remarks: Remarks,
    /// Removed fields (`fax`), and those that a later release adds, are kept when this one writes the item.
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

#[derive(Debug, PartialEq, Value)]
enum State {
    Open,
    /// Renamed.
    #[faraday(alias = "Paid")]
    Settled,
    /// What a later release may add is kept as well.
    #[faraday(other)]
    Unknown(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Remarks {
    lines: Vec<String>,
    author: Option<String>,
}

fn upgrade(older: &Older<'_>) -> Result<Remarks, DecodeError> {
    match older.version() {
        1 => {
            let first::Remarks { text } = older.read()?;
            Ok(Remarks { lines: text.lines().map(str::to_owned).collect(), author: None })
        }
        _ => Err(older.unknown()),
    }
}

#[derive(Debug, PartialEq)]
struct Cents(u64);

impl From<&Cents> for f64 {
    #[allow(clippy::cast_precision_loss, reason = "no order is that large")]
    fn from(cents: &Cents) -> Self {
        cents.0 as Self / 100.0
    }
}

impl TryFrom<f64> for Cents {
    type Error = String;

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    fn try_from(total: f64) -> Result<Self, String> {
        let cents = (total * 100.0).round();
        if (0.0..1e15).contains(&cents) { Ok(Self(cents as u64)) } else { Err("a total is not negative".into()) }
    }
}

fn normal() -> u8 {
    5
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> faraday::Result<()> {
    Database::embedded()?.install();
    Table::<first::Order>::create().await?;
    let old = first::Order {
        id: 1,
        mail: "ann@example.com".into(),
        total: 12.5,
        state: first::State::Paid,
        fax: "5".into(),
        remarks: first::Remarks { text: "fragile\nring twice".into() },
    };
    Table::<first::Order>::put(&old).await?;
    Table::<first::Order>::put(&first::Order { id: 2, state: first::State::Open, ..old }).await?;

    let Some(mut order) = Table::<Order>::get(1).await? else { return Ok(()) };
    println!("read  {}", show(&order)?);
    println!("upgraded {:?}", order.remarks);
    order.note = Some("by hand".into());
    Table::<Order>::put(&order).await?;

    // The fax, which no field knows, is still there.
    let stored: Option<Order> = Table::<Order>::get(1).await?;
    println!("wrote {}", stored.as_ref().map(show).transpose()?.unwrap_or_default());
    println!("again {}", stored == Some(order));

    // A condition sees the names that are stored: it asks for both until all items are rewritten.
    let mail = faraday::Attribute::<Order, String>::new("mail");
    let of_ann = Order::EMAIL.eq("ann@example.com") | mail.eq("ann@example.com");
    println!("of ann: {}", Table::<Order>::scan().filter(of_ann).await?.len());

    // What an update sets is of the present version, too.
    let remarks = Frozen(Remarks { lines: vec!["fragile".into()], author: Some("ann".into()) });
    let update = Table::<Order>::update(2).set(Order::REMARKS, remarks);
    println!("now by {:?}", update.returning_new().await?.remarks.author);

    // Items of an older schema version are upgraded by every read, and written anew by a job.
    Table::<Price>::create().await?;
    Table::<first::Price>::put(&first::Price { id: 1, amount: 5 }).await?;
    println!("in cents: {:?}", Table::<Price>::get(1).await?);
    let done = Table::<Price>::upgrade_all(Table::<Price>::scan()).await?;
    println!("written anew: {}", done.written);
    Ok(())
}

fn show<T: Attributes>(item: &T) -> faraday::Result<String> {
    Ok(faraday::document::to_plain_json(item)?)
}
