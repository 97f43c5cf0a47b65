//! Reads the body of an answer: [`read`].

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::byte_stream::ByteStream;

/// Takes the body out of an answer.
pub(super) async fn read(answer: &mut HttpResponse) -> Result<Vec<u8>, ConnectorError> {
    let body = ByteStream::new(answer.take_body()).collect().await;
    body.map(|body| body.to_vec()).map_err(|error| ConnectorError::io(Box::new(error)))
}
