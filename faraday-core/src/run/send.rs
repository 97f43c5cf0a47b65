//! How a request reaches the database.

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
