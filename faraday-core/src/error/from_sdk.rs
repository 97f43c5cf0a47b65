use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::error::ConditionalCheckFailedException;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::cause::SdkCause;
use super::{BoxError, Error, ErrorKind};
use crate::codec::sdk_map::SdkItem;

impl Error {
    /// Converts an error of the SDK. The code in the answer decides the kind, or else the step at which it failed.
    pub(crate) fn from_sdk<E>(error: SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        Self::of_refusal(error, |refused| aws_sdk_dynamodb::Error::from(refused).into())
    }

    /// Converts an error of the SDK for change streams.
    #[cfg(feature = "streams")]
    pub(crate) fn from_streams_sdk<E>(error: SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        aws_sdk_dynamodbstreams::Error: From<SdkError<E, HttpResponse>>,
    {
        Self::of_refusal(error, |refused| aws_sdk_dynamodbstreams::Error::from(refused).into())
    }

    /// Converts an error answer of the service; `cause` gives it the SDK's type.
    fn of_refusal<E>(
        error: SdkError<E, HttpResponse>,
        cause: impl FnOnce(SdkError<E, HttpResponse>) -> BoxError,
    ) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let kind = match &error {
            SdkError::ServiceError(refusal) => match error.code() {
                Some(code) => from_code(code, refusal.raw()),
                // The SDK cannot read this success. Its error may quote the answer.
                None if refusal.raw().status().is_success() => return Self::unreadable(error.request_id()),
                None => from_status(refusal.raw()),
            },
            // The answer broke off, or arrived damaged.
            SdkError::ResponseError(_) => ErrorKind::Unreachable,
            SdkError::TimeoutError(_) => ErrorKind::Timeout,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => ErrorKind::Timeout,
            SdkError::DispatchFailure(failure) if failure.is_io() => ErrorKind::Unreachable,
            SdkError::ConstructionFailure(_) => ErrorKind::InvalidArgument,
            _ => ErrorKind::Other,
        };
        let request_id = error.request_id().map(str::to_owned);
        let message = error.message().map(str::to_owned);
        let broken = matches!(error, SdkError::ResponseError(_));
        let built = match error {
            SdkError::ServiceError(ref refusal) => {
                let shown = SdkCause::refusal(error.code(), error.message(), refusal.raw());
                Self::caused_by_sdk(kind, shown, Some(cause(error)))
            }
            other => match other.into_source() {
                Ok(source) if broken => Self::caused_by_sdk(kind, SdkCause::unreadable(&*source), None)
                    .with_message("the answer broke off or arrived damaged".into()),
                Ok(source) => Self::caused_by_sdk(kind, SdkCause::failure(&*source), None),
                Err(_) => Self::new(kind, kind.summary()),
            },
        };
        built.with_request_id(request_id.as_deref()).with_service_message(message.as_deref())
    }

    /// Converts the error of one part of a batch, with the item that failed its condition.
    pub(crate) fn refused_part(kind: ErrorKind, message: Option<&str>, item: Option<SdkItem>) -> Self {
        let item = item.filter(|_| kind == ErrorKind::ConditionalCheckFailed);
        let failed = ConditionalCheckFailedException::builder().set_item(item.clone()).build();
        let error = match item {
            Some(_) => Self::caused(kind, aws_sdk_dynamodb::Error::ConditionalCheckFailedException(failed)),
            None => Self::build(kind, None, None),
        };
        error.with_service_message(message)
    }

    fn unreadable(request_id: Option<&str>) -> Self {
        Self::new(ErrorKind::Decode, "the answer is not in DynamoDB's format").with_request_id(request_id)
    }
}

/// Returns the kind for DynamoDB's error code. With a status of 500 or more it is a failure of the service, because nothing is known about
/// the request. Only throttles and a transaction in progress keep their kind.
fn from_code(code: &str, answer: &HttpResponse) -> ErrorKind {
    match ErrorKind::from_code(code) {
        kind @ (ErrorKind::Throttling
        | ErrorKind::ProvisionedThroughputExceeded
        | ErrorKind::RequestLimitExceeded
        | ErrorKind::TransactionInProgress) => kind,
        _ if answer.status().is_server_error() => ErrorKind::InternalServerError,
        kind => kind,
    }
}

/// Returns the kind of an answer without DynamoDB's error code: a gateway or proxy sent it.
fn from_status(answer: &HttpResponse) -> ErrorKind {
    if answer.status().is_server_error() { ErrorKind::InternalServerError } else { ErrorKind::Other }
}
