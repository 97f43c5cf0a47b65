//! A struct that changes from one release to the next, while its table keeps what the older release wrote.
//!
//! `cargo run -p evolution`, or with an endpoint: `cargo run -p evolution -- http://localhost:8000`.
//!
//! | change | how the new struct reads old items |
//! |---|---|
//! | a field is renamed | `alias`: reads both names, writes the new one |
//! | a field has another type | `as`: is stored as the old type |
//! | a field is added | `default`, or an `Option` |
//! | a field is removed | `extra` keeps its attribute |
//! | a variant is renamed, or is new in a later release | `alias`, `other` |
//! | a frozen type changes | `version` and `upgrade` |
//! | an attribute means something else | `schema_version` and `upgrade` of the whole item: `prices.rs` |

mod prices;

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Attribute, Database, Frozen, Item, Result, Table, Value, frozen::Older, value::DecodeError};
use serde::{Deserialize, Serialize};

/// The structs of the first release.
mod release_1 {
    use super::{Deserialize, Item, Serialize, Value};

    #[derive(Debug, Clone, Item)]
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

    /// Stored in the format postcard, which has no names of fields: any change of the struct needs a new version.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub struct Remarks {
        pub text: String,
    }

    #[derive(Debug, Clone, Value)]
    pub enum State {
        Open,
        Paid,
    }
}

/// The struct of the second release, for the same table.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "evolution-orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    /// Renamed. The old name is read, the new one is written.
    #[faraday(alias = "mail")]
    email: String,
    /// Another type. It is stored as before, so that both releases can read it.
    #[faraday(as = f64)]
    total: Cents,
    state: State,
    /// Added. Items without it have priority 5.
    #[faraday(default = normal_priority)]
    priority: u8,
    /// Added. Items without it have `None`.
    note: Option<String>,
    /// A frozen type that changed: `upgrade` makes it from what version 1 stored.
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    remarks: Remarks,
    /// The attributes that have no field: `fax`, which was removed, and those that a later release adds. A put keeps them.
    #[faraday(extra)]
    other_attributes: BTreeMap<String, AttributeValue>,
}

#[derive(Debug, PartialEq, Value)]
enum State {
    Open,
    /// Renamed: it was `Paid`.
    #[faraday(alias = "Paid")]
    Settled,
    /// A state that a later release adds. A put keeps it.
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
            let release_1::Remarks { text } = older.read()?;
            Ok(Remarks { lines: text.lines().map(str::to_owned).collect(), author: None })
        }
        _ => Err(older.unknown()),
    }
}

#[derive(Debug, PartialEq)]
struct Cents(u64);

impl From<&Cents> for f64 {
    #[allow(clippy::cast_precision_loss, reason = "no total is that large")]
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

fn normal_priority() -> u8 {
    5
}

type Stored = HashMap<String, AttributeValue>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let db = match std::env::args().nth(1) {
        Some(endpoint) => Database::local(&endpoint),
        None => Database::embedded()?,
    };
    db.install();
    Table::<Order>::create().await?;
    let result = run().await;
    Table::<Order>::delete_table().await?;
    result
}

async fn run() -> Result<()> {
    let old = release_1::Order {
        id: 1,
        mail: "ann@example.com".into(),
        total: 12.5,
        state: release_1::State::Paid,
        fax: "0113 496 0000".into(),
        remarks: release_1::Remarks { text: "fragile\nring twice".into() },
    };
    Table::<release_1::Order>::put(&old).await?;
    Table::<release_1::Order>::put(&release_1::Order { id: 2, state: release_1::State::Open, ..old }).await?;
    println!("Release 1 puts two orders with the attributes");
    println!("  {}", names(&stored(1).await?));

    let Some(mut order) = Table::<Order>::get(1).await? else { return Ok(()) };
    println!("Release 2 reads order 1 as");
    println!("  email {}, {:?}, {:?}, priority {}", order.email, order.total, order.state, order.priority);
    println!("  {:?}", order.remarks);

    order.note = Some("changed by release 2".into());
    Table::<Order>::put(&order).await?;
    println!("Release 2 puts it with a note. Its attributes are now");
    println!("  {}", names(&stored(1).await?));
    println!("Read again, it is the same: {}", Table::<Order>::get(1).await? == Some(order));

    let orders = orders_of("ann@example.com").await?;
    println!("Orders of ann, some with `mail` and some with `email`: {}", orders.len());

    let remarks = Remarks { lines: vec!["fragile".into()], author: Some("bob".into()) };
    let order = Table::<Order>::update(2).set(Order::REMARKS, Frozen(remarks)).returning_new().await?;
    println!("Release 2 updates the remarks of order 2:");
    println!("  {:?}", order.remarks);
    prices::run().await
}

/// A condition names attributes as they are stored. Until all items are rewritten, it has to ask for both names.
async fn orders_of(email: &str) -> Result<Vec<Order>> {
    let mail = Attribute::<Order, String>::new("mail");
    Table::<Order>::scan().filter(Order::EMAIL.eq(email) | mail.eq(email)).await
}

/// An order as it is stored.
async fn stored(id: u64) -> Result<Stored> {
    Ok(Table::<Order>::get(id).as_map().await?.unwrap_or_default())
}

/// The names of the attributes, in alphabetical order.
fn names(stored: &Stored) -> String {
    let mut names: Vec<&str> = stored.keys().map(String::as_str).collect();
    names.sort_unstable();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn release_2_reads_and_keeps_what_release_1_wrote() {
        let db = Database::embedded().unwrap();
        let work = async {
            Table::<Order>::create().await.unwrap();
            run().await.unwrap();

            let order = Table::<Order>::get(1).await.unwrap().unwrap();
            assert_eq!((order.email.as_str(), order.total, order.priority), ("ann@example.com", Cents(1_250), 5));
            assert_eq!((order.state, order.remarks.lines.len()), (State::Settled, 2));
            assert_eq!(order.other_attributes.keys().collect::<Vec<_>>(), ["fax"]);
            let order = Table::<Order>::get(2).await.unwrap().unwrap();
            assert_eq!((order.state, order.remarks.author.as_deref()), (State::Open, Some("bob")));

            // Both releases read the total, which is a number of euros in the table.
            assert_eq!(stored(1).await.unwrap().get("total"), Some(&AttributeValue::N("12.5".into())));
        };
        db.scope(work).await;
    }
}
