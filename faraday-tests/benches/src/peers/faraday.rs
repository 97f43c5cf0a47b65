//! faraday's way.

use std::hint::black_box;

use faraday::{
    Table,
    document::{from_json, to_json},
};

use super::Ready;
use crate::shapes::Shape;
use crate::work::Work;

/// Reads a shape, in the shape's own module, where the type of its key is known.
macro_rules! faraday_reads {
    () => {
        async fn get(database: &faraday::Database) -> Option<Self> {
            faraday::Table::<Self>::get((CUSTOMER, 7)).on(database).await.expect("an answer")
        }

        async fn query(database: &faraday::Database) -> Vec<Self> {
            faraday::Table::<Self>::query(CUSTOMER).on(database).await.expect("an answer")
        }
    };
}
pub(crate) use faraday_reads;

pub async fn once<S: Shape>(ready: &Ready<S>) {
    match ready.work {
        Work::GetItem => {
            black_box(S::get(&ready.database).await);
        }
        Work::PutItem => Table::<S>::put(&ready.item).on(&ready.database).await.expect("an answer"),
        Work::Query10 | Work::Query100 | Work::Query1000 => {
            black_box(S::query(&ready.database).await);
        }
        Work::Batch25 => {
            Table::<S>::put_many(&ready.many).on(&ready.database).await.expect("an answer");
        }
        Work::Encode => {
            // Like an operation: the item, and the request around it.
            let item = to_json(black_box(&ready.item)).expect("JSON");
            let mut body = Vec::with_capacity(item.len() + 32);
            body.extend_from_slice(br#"{"TableName":"orders","Item":"#);
            body.extend_from_slice(item.as_bytes());
            body.push(b'}');
            black_box(body);
        }
        Work::Decode => {
            // Only an operation reads the ten bytes around the item.
            let item = ready.answer.get(8..ready.answer.len() - 1).expect("an item");
            black_box(from_json::<S>(black_box(item)).expect("an item"));
        }
    }
}
