//! The key of an item of an answer that does not fit its struct: [`unreadable`].

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::Error;
use crate::schema::{TableSchema, primary_keys};
use crate::transport::Reply;
use crate::value::DecodeError;

/// The items of an answer, each as DynamoDB JSON.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Items<'a> {
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
    #[serde(borrow, default)]
    items: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    search_results: Vec<Found<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Found<'a> {
    #[serde(borrow)]
    item: &'a RawValue,
}

/// The error, with the key of the first item that cannot be read. The answer is read again, because this is rare.
pub(crate) fn unreadable(
    error: DecodeError,
    reply: &Reply,
    schema: &TableSchema,
    is_readable: impl Fn(&[u8]) -> bool,
) -> Error {
    let items: Option<Items> = serde_json::from_slice(reply.bytes()).ok();
    let mut items = items.into_iter().flat_map(|items| {
        let found = items.search_results.into_iter().map(|found| found.item);
        items.item.into_iter().chain(items.items).chain(found)
    });
    let item = items.find(|item| !is_readable(item.get().as_bytes()));
    let key = item.and_then(|item| {
        let item: SdkItem = json::decode_item(item.get().as_bytes()).ok()?;
        let keys = primary_keys(schema).map(|(key, _)| Some((key.name().to_owned(), item.get(key.name())?.clone())));
        keys.collect::<Option<SdkItem>>()
    });
    Error::from(error).with_item_key(key)
}
