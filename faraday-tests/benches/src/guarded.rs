//! Works of faraday alone that the guard counts, besides those that it shares with the peers.

use std::collections::BTreeSet;
use std::hint::black_box;

use faraday::document::{from_json, to_json};
use faraday::{Database, Item, Projection, Table, Value, transaction};

use crate::canned::client;
use crate::shapes::nested::{Address, Order};
use crate::shapes::{CUSTOMER, Shape};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guarded {
    /// Two puts in one transaction.
    Transact,
    /// Decodes one of five kinds of item.
    ItemEnum,
    /// Decodes a struct of 63 fields.
    Wide,
    /// A page of 1,000 items, each read as a struct that borrows.
    Views,
}

impl Guarded {
    pub const ALL: [Self; 4] = [Self::Transact, Self::ItemEnum, Self::Wide, Self::Views];

    pub fn name(self) -> &'static str {
        match self {
            Self::Transact => "TransactWrite 2",
            Self::ItemEnum => "decode of an item enum",
            Self::Wide => "decode of 63 fields",
            Self::Views => "Query 1,000 as views",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|guarded| guarded.name() == name)
    }

    pub fn times(self) -> u32 {
        match self {
            Self::Transact => 50,
            Self::ItemEnum | Self::Wide => 500,
            Self::Views => 2,
        }
    }

    pub fn run(self, times: u32) {
        match self {
            Self::Transact => transact(times),
            Self::ItemEnum => decode::<Record>(&Record::order(), times),
            Self::Wide => decode::<Wide>(&Wide::default(), times),
            Self::Views => views(times),
        }
    }
}

fn transact(times: u32) {
    let database = Database::new(client(b"{}".to_vec()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let items = [Order::new(7), Order::new(8)];
    runtime.block_on(async {
        for _ in 0..times {
            let [one, other] = &items;
            let writes = (Table::<Order>::put(one), Table::<Order>::put(other));
            transaction(writes).on(&database).await.expect("an answer");
        }
    });
}

/// All attributes of an [`Order`], borrowed.
#[derive(Projection)]
#[faraday(of = Order)]
#[allow(dead_code, reason = "it is read, and not looked at")]
struct OrderView<'r> {
    customer: &'r str,
    id: u64,
    status: &'r str,
    total: u64,
    weight: f64,
    paid: bool,
    address: AddressView<'r>,
    scores: &'r [u32],
    tags: &'r [&'r str],
    text: &'r str,
}

#[derive(Value)]
#[allow(dead_code, reason = "it is read, and not looked at")]
struct AddressView<'r> {
    street: &'r str,
    city: &'r str,
    zip: &'r str,
}

fn views(times: u32) {
    let items: Vec<_> = (0..1_000).map(|id| to_json(&Order::new(id)).expect("JSON")).collect();
    let answer = format!(r#"{{"Items":[{}],"Count":1000,"ScannedCount":1000}}"#, items.join(","));
    let database = Database::new(client(answer.into_bytes()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for _ in 0..times {
            let query = Table::<Order>::query(CUSTOMER);
            query
                .for_each_as::<OrderView<'_>>(|order| {
                    black_box(order);
                })
                .on(&database)
                .await
                .expect("an answer");
        }
    });
}

fn decode<T: faraday::value::Attributes>(value: &T, times: u32) {
    let json = to_json(value).expect("JSON");
    for _ in 0..times {
        black_box(from_json::<T>(black_box(&json)).expect("a value"));
    }
}

/// Five kinds of item in one table. The last one is read, so that its tag is compared with all.
#[derive(Item)]
#[faraday(table = "orders", tag = "kind")]
enum Record {
    Customer {
        #[faraday(partition_key)]
        customer: String,
        #[faraday(sort_key)]
        id: u64,
        name: String,
    },
    Invoice {
        #[faraday(partition_key)]
        customer: String,
        #[faraday(sort_key)]
        id: u64,
        total: u64,
    },
    Payment {
        #[faraday(partition_key)]
        customer: String,
        #[faraday(sort_key)]
        id: u64,
        paid: bool,
    },
    Refund {
        #[faraday(partition_key)]
        customer: String,
        #[faraday(sort_key)]
        id: u64,
        reason: String,
    },
    /// The fields of the struct that the other works read.
    Order {
        #[faraday(partition_key)]
        customer: String,
        #[faraday(sort_key)]
        id: u64,
        status: String,
        total: u64,
        weight: f64,
        paid: bool,
        address: Address,
        scores: Vec<u32>,
        tags: BTreeSet<String>,
        text: String,
    },
}

impl Record {
    fn order() -> Self {
        let Order { customer, id, status, total, weight, paid, address, scores, tags, text } = Order::new(7);
        Self::Order { customer, id, status, total, weight, paid, address, scores, tags, text }
    }

    /// So that no variant is dead code: the table holds all kinds.
    #[allow(dead_code)]
    fn others() -> [Self; 4] {
        let (customer, id) = (|| CUSTOMER.to_owned(), 1);
        [
            Self::Customer { customer: customer(), id, name: String::new() },
            Self::Invoice { customer: customer(), id, total: 1 },
            Self::Payment { customer: customer(), id, paid: true },
            Self::Refund { customer: customer(), id, reason: String::new() },
        ]
    }
}

#[rustfmt::skip]
#[derive(Default, Value)]
struct Wide {
    f00: String, f01: u64, f02: Option<String>, f03: bool, f04: Vec<u64>,
    f05: String, f06: u64, f07: Option<String>, f08: bool, f09: Vec<u64>,
    f10: String, f11: u64, f12: Option<String>, f13: bool, f14: Vec<u64>,
    f15: String, f16: u64, f17: Option<String>, f18: bool, f19: Vec<u64>,
    f20: String, f21: u64, f22: Option<String>, f23: bool, f24: Vec<u64>,
    f25: String, f26: u64, f27: Option<String>, f28: bool, f29: Vec<u64>,
    f30: String, f31: u64, f32: Option<String>, f33: bool, f34: Vec<u64>,
    f35: String, f36: u64, f37: Option<String>, f38: bool, f39: Vec<u64>,
    f40: String, f41: u64, f42: Option<String>, f43: bool, f44: Vec<u64>,
    f45: String, f46: u64, f47: Option<String>, f48: bool, f49: Vec<u64>,
    f50: String, f51: u64, f52: Option<String>, f53: bool, f54: Vec<u64>,
    f55: String, f56: u64, f57: Option<String>, f58: bool, f59: Vec<u64>,
    f60: String, f61: u64, f62: Option<String>,
}
