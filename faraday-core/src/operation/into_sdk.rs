//! Turns an operation into a filled-in builder of the SDK: `into_sdk`.

use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemFluentBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;

use super::get::Consistency;
use super::{Delete, Get, Put, Query, Scan, Update};
use crate::database::Database;
use crate::error::Result;
use crate::execute::{Returning, Rows, SingleRequest, Target};
use crate::paging::Paging;
use crate::schema::Item;

/// Returns the database of an operation that is one request, and the body of the request.
fn request<O: SingleRequest>(mut operation: O) -> Result<(Database, Vec<u8>)> {
    let schema = O::schema();
    let build = || {
        let database = std::mem::take(operation.destination()).find(Some(schema.table()))?;
        let target = Target::on(Some(&schema), &database, false);
        let (request, _) = operation.request(&target)?;
        Ok((database, request.body(&target.table)))
    };
    build().map_err(|error: crate::Error| error.with_operation(O::API.name(), Some(schema.table())))
}

macro_rules! into_sdk {
    ($([$($generics:tt)*] $name:ty, $builder:ty, $client:ident, |$operation:ident| $request:expr;)*) => {$(
        impl<$($generics)*> $name {
            /// Returns the request as a builder of the SDK, with the table's name, the keys and the expressions filled in. Use it for
            /// parameters that this crate does not have. See [`Table::put`](crate::Table::put) for an example, and
            /// [`guide::lower_level`](crate::guide::lower_level).
            ///
            /// The builder contains only the request, without the operation's time-out, retries and rate limit. You send it, and read the
            /// SDK's answer yourself. Placeholders of expressions are `#n0`, `#n1`, … and `:v0`, `:v1`, ….
            ///
            /// # Errors
            ///
            /// The errors that occur before a request is sent: there is no database, a value has no form in DynamoDB, ….
            pub fn into_sdk(self) -> Result<$builder> {
                let $operation = self;
                let (database, body) = $request?;
                database.transport().$client(&body)
            }
        }
    )*};
}

into_sdk! {
    [I: Item, D: Rows, C: Consistency] Get<I, D, C>, GetItemFluentBuilder, get_item, |get| request(get);
    [I: Item, R: Returning<I>] Put<I, R>, PutItemFluentBuilder, put_item, |put| request(put);
    [I: Item, R: Returning<I>] Update<I, R>, UpdateItemFluentBuilder, update_item, |update| request(update);
    [I: Item, R: Returning<I>] Delete<I, R>, DeleteItemFluentBuilder, delete_item, |delete| request(delete);
    [I: Item, S: 'static, K: 'static, D: Rows] Query<I, S, K, D>, QueryFluentBuilder, query,
        |query| query.paging(false).first_request();
    [I: Item, K: 'static, D: Rows] Scan<I, K, D>, ScanFluentBuilder, scan, |scan| scan.paging(false).first_request();
}
