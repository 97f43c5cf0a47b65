//! How a request reaches the database.

use std::time::SystemTime;

use crate::codec::map::SdkItem;
use crate::codec::size::{self, MAX_ITEM};
use crate::codec::wire::{WireMap, decode_item};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Item, Part, Stamp};

/// Sends a request on the wire path and reads the answer into [`Answer`](super::answer::Answer).
///
/// A macro because each of the SDK's fluent builders is a type of its own. The table's name is set on the builder as
/// well: the SDK's endpoint rules ask for it.
macro_rules! send_wire {
    ($database:expr, $request:expr, $method:ident, $target:literal, $output:path, $rows:expr) => {{
        let (wire, taker) =
            $crate::database::Wire::new(&$database, concat!("DynamoDB_20120810.", $target), $request.body(), || {
                aws_smithy_runtime_api::client::interceptors::context::Output::erase(<$output>::builder().build())
            });
        let call = $database.client().$method().table_name($request.table.as_str()).customize().interceptor(wire);
        match call.send().await {
            Ok(_) => taker
                .take()
                .and_then(|reply| $crate::run::Answer::from_wire(reply, $rows).map_err($crate::error::Error::from)),
            Err(error) => Err($crate::error::Error::from_sdk(error)),
        }
        .map_err(|error| error.during($target, Some($request.table.as_str())))
    }};
}
pub(crate) use send_wire;

/// Sends a body that is not of one table, and gives the answer as it came.
macro_rules! send_body {
    ($database:expr, $body:expr, $method:ident, $target:literal, $output:path) => {{
        let (wire, taker) =
            $crate::database::Wire::new(&$database, concat!("DynamoDB_20120810.", $target), $body, || {
                aws_smithy_runtime_api::client::interceptors::context::Output::erase(<$output>::builder().build())
            });
        match $database.client().$method().customize().interceptor(wire).send().await {
            Ok(_) => taker.take(),
            Err(error) => Err($crate::error::Error::from_sdk(error)),
        }
        .map_err(|error| error.during($target, None))
    }};
}
pub(crate) use send_body;

/// Writes an item; one that DynamoDB would find too large is refused, naming its largest attributes.
///
/// The attributes that the library writes by itself are left out: [`stamped`] adds them when the time has come.
pub(crate) fn encode_item<I: Item>(item: &I) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(512);
    if I::MANAGED.is_none() {
        crate::codec::wire::encode_item(item, &mut bytes)?;
    } else {
        encode_part(item, false, &mut bytes)?;
    }
    // An item is never shorter on the wire than by DynamoDB's count, so most need no counting.
    if bytes.len() > MAX_ITEM {
        let size = size::item_size(item)?;
        if size > MAX_ITEM {
            return Err(too_large(size, size::largest(item)?));
        }
    }
    Ok(bytes)
}

/// Writes the attributes that the library writes by itself, as they are in the item, or all others.
fn encode_part<I: Item>(item: &I, of_library: bool, bytes: &mut Vec<u8>) -> Result<()> {
    let mut map = WireMap::open(bytes, 0);
    item.encode_attributes(&mut Part { map: &mut map, managed: I::MANAGED, of_library })?;
    map.close(b"}");
    Ok(())
}

/// What [`encode_item`] left out, as it is in the item.
pub(crate) fn encode_managed<I: Item>(item: &I) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(96);
    encode_part(item, true, &mut bytes)?;
    Ok(bytes)
}

/// One object of the attributes of two: `{…}` and `{…}` become `{…,…}`.
pub(crate) fn joined(mut item: Vec<u8>, more: &[u8]) -> Vec<u8> {
    let more = more.get(1..).unwrap_or_default();
    if more != b"}" {
        // An item has its key at least.
        item.pop();
        item.push(b',');
        item.extend_from_slice(more);
    }
    item
}

/// Adds the attributes that the library writes by itself to an item that [`encode_item`] wrote.
pub(crate) fn stamped<I: Item>(item: Vec<u8>, stamp: Stamp, now: SystemTime) -> Result<Vec<u8>> {
    if I::MANAGED.is_none() {
        return Ok(item);
    }
    let mut more = Vec::with_capacity(96);
    let mut map = WireMap::open(&mut more, 0);
    I::MANAGED.write(stamp, now, &mut map)?;
    map.close(b"}");
    let item = joined(item, &more);
    if item.len() > MAX_ITEM {
        let written: SdkItem = decode_item(&item)?;
        let size = size::item_size(&written)?;
        if size > MAX_ITEM {
            return Err(too_large(size, size::largest(&written)?));
        }
    }
    Ok(item)
}

fn too_large(size: usize, largest: Vec<(String, usize)>) -> Error {
    let named: Vec<String> =
        largest.iter().take(3).map(|(name, bytes)| format!("`{name}` with {bytes} bytes")).collect();
    Error::new(
        ErrorKind::ItemTooLarge,
        format!(
            "the item has {size} bytes, DynamoDB takes {MAX_ITEM} (400 KB); its largest attributes are {}",
            named.join(", ")
        ),
    )
}

/// Sets what every conditional write has on the SDK's fluent builder and sends it, for the map path.
macro_rules! send_map_write {
    ($call:expr, $request:expr, $rows:expr) => {{
        let request: &$crate::run::Request = $request;
        let output = $call
            .table_name(&request.table)
            .set_condition_expression(request.get_text("ConditionExpression"))
            .set_expression_attribute_names(request.get_names()?)
            .set_expression_attribute_values(request.get_item("ExpressionAttributeValues")?)
            .set_return_values(request.get_text("ReturnValues").map(|value| value.as_str().into()))
            .set_return_values_on_condition_check_failure(
                request.get_text("ReturnValuesOnConditionCheckFailure").map(|value| value.as_str().into()),
            )
            .set_return_consumed_capacity(request.get_text("ReturnConsumedCapacity").map(|value| value.as_str().into()))
            .send()
            .await
            .map_err($crate::error::Error::from_sdk)?;
        $crate::run::Answer {
            capacity: output.consumed_capacity().map($crate::run::Capacity::from),
            request_id: aws_sdk_dynamodb::operation::RequestId::request_id(&output).map(str::to_owned),
            ..$crate::run::Answer::from_map(output.attributes, $rows)?
        }
    }};
}
pub(crate) use send_map_write;
