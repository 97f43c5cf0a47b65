use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::{Error, ErrorKind};

impl Error {
    /// Converts an error of the SDK. The kind follows from the code in the answer, or from the step at which it failed.
    pub(crate) fn from_sdk<E>(error: SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        let kind = match &error {
            SdkError::ServiceError(refusal) => match error.code() {
                Some(code) => ErrorKind::from_code(code),
                None => from_status(refusal.raw()),
            },
            // The answer broke off, or could not be read.
            SdkError::ResponseError(answer) if answer.raw().status().is_success() => ErrorKind::Unreachable,
            SdkError::ResponseError(answer) => from_status(answer.raw()),
            SdkError::TimeoutError(_) => ErrorKind::Timeout,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => ErrorKind::Timeout,
            SdkError::DispatchFailure(failure) if failure.is_io() => ErrorKind::Unreachable,
            SdkError::ConstructionFailure(_) => ErrorKind::InvalidArgument,
            _ => ErrorKind::Other,
        };
        let request_id = error.request_id().map(str::to_owned);
        if matches!(error, SdkError::ServiceError(_)) {
            Self::caused(kind, aws_sdk_dynamodb::Error::from(error)).with_request_id(request_id.as_deref())
        } else {
            Self::caused(kind, error)
        }
    }
}

/// The kind of an answer without DynamoDB's error code: it comes from a gateway or proxy.
fn from_status(answer: &HttpResponse) -> ErrorKind {
    if answer.status().is_server_error() { ErrorKind::InternalServerError } else { ErrorKind::Other }
}
