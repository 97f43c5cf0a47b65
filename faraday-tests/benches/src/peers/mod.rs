//! Each peer's way to do each work.

mod faraday;
#[cfg(feature = "peers")]
mod others;
mod sdk;

pub(crate) use faraday::faraday_reads;
#[cfg(feature = "peers")]
pub(crate) use others::{Customer, Id, OrderKey, Orders, OrdersTable, Peers, peers};

use aws_sdk_dynamodb::Client;

use crate::canned::client;
use crate::shapes::Shape;
use crate::shapes::{binary::Binary, flat::Flat, list::Hundred, nested::Order};
use crate::work::{Kind, Work};

/// The traits that the other peers need for a shape.
#[cfg(not(feature = "peers"))]
pub trait Peers {}

#[cfg(not(feature = "peers"))]
macro_rules! peers {
    ($shape:ident) => {
        impl crate::peers::Peers for $shape {}
    };
}
#[cfg(not(feature = "peers"))]
pub(crate) use peers;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// The SDK with a hand-written conversion.
    Raw,
    #[cfg(feature = "peers")]
    SerdeDynamo,
    #[cfg(feature = "peers")]
    Modyne,
    #[cfg(feature = "peers")]
    Facade,
    Faraday,
}

impl Peer {
    pub const ALL: &[Self] = &[
        Self::Raw,
        #[cfg(feature = "peers")]
        Self::SerdeDynamo,
        #[cfg(feature = "peers")]
        Self::Modyne,
        #[cfg(feature = "peers")]
        Self::Facade,
        Self::Faraday,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw SDK",
            #[cfg(feature = "peers")]
            Self::SerdeDynamo => "serde_dynamo",
            #[cfg(feature = "peers")]
            Self::Modyne => "modyne",
            #[cfg(feature = "peers")]
            Self::Facade => "dynamodb-facade",
            Self::Faraday => "faraday",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|peer| peer.name() == name)
    }
}

/// One work on one shape, ready to run.
pub trait Bench {
    fn run(&self, peer: Peer, times: u32);
}

pub fn bench(kind: Kind, work: Work) -> Box<dyn Bench> {
    match kind {
        Kind::Flat => Box::new(Ready::<Flat>::new(work, work.items())),
        Kind::Nested => Box::new(Ready::<Order>::new(work, work.items())),
        Kind::List => Box::new(Ready::<Hundred>::new(work, work.items())),
        Kind::Binary => Box::new(Ready::<Binary>::new(work, work.items())),
    }
}

/// A query whose page has this number of items.
pub fn page(items: u64) -> Box<dyn Bench> {
    Box::new(Ready::<Order>::new(Work::Query10, items))
}

pub struct Ready<S> {
    work: Work,
    client: Client,
    database: ::faraday::Database,
    runtime: tokio::runtime::Runtime,
    item: S,
    many: Vec<S>,
    /// The body of the reply to GetItem.
    answer: String,
    codec: sdk::Codec,
}

impl<S: Shape> Ready<S> {
    /// `items` is the length of a query's page.
    fn new(work: Work, items: u64) -> Self {
        let json = |id| ::faraday::document::to_json(&S::new(id)).expect("an item");
        let answer = format!(r#"{{"Item":{}}}"#, json(7));
        let body = match work {
            Work::GetItem => answer.clone(),
            Work::Query10 | Work::Query100 | Work::Query1000 => {
                let items: Vec<String> = (0..items).map(json).collect();
                format!(r#"{{"Count":{0},"ScannedCount":{0},"Items":[{1}]}}"#, items.len(), items.join(","))
            }
            Work::Batch25 => r#"{"UnprocessedItems":{}}"#.to_owned(),
            _ => "{}".to_owned(),
        };
        let client = client(body.into_bytes());
        Self {
            work,
            database: ::faraday::Database::new(client.clone()),
            client,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
            item: S::new(7),
            many: (0..25).map(S::new).collect(),
            answer,
            codec: sdk::Codec::new(),
        }
    }
}

impl<S: Shape> Bench for Ready<S> {
    fn run(&self, peer: Peer, times: u32) {
        self.runtime.block_on(async {
            for _ in 0..times {
                match peer {
                    Peer::Raw => sdk::once(self, &S::by_hand, &|map| S::read_by_hand(map).expect("an item")).await,
                    #[cfg(feature = "peers")]
                    Peer::SerdeDynamo => others::serde_dynamo(self).await,
                    #[cfg(feature = "peers")]
                    Peer::Modyne => others::modyne(self).await,
                    #[cfg(feature = "peers")]
                    Peer::Facade => others::facade(self).await,
                    Peer::Faraday => faraday::once(self).await,
                }
            }
        });
    }
}
