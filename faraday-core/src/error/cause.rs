//! The cause of an error: [`Cause`], and what [`source`](std::error::Error::source) shows of an error of the SDK: [`SdkCause`].
//!
//! The SDK's errors hold more than a log may show: the items that failed conditions returned, sentences that quote values, and in their
//! debug output the bytes of a whole answer, even that of a credentials provider. So the chain of causes of an error never contains one.
//! [`Error::sdk_error`](super::Error::sdk_error) returns it to callers who ask for it.

use std::error::Error as StdError;
use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::service_message::without_values;

type BoxError = Box<dyn StdError + Send + Sync>;

/// The cause of an error.
pub(super) enum Cause {
    /// An error of faraday, which shows no value.
    Own(BoxError),
    /// An error of the SDK, with the service's error if it answered with one.
    Sdk(SdkCause, Option<BoxError>),
}

impl Cause {
    /// Returns the error itself, if it has this type.
    pub(super) fn typed<E: StdError + 'static>(&self) -> Option<&E> {
        match self {
            Self::Own(error) | Self::Sdk(_, Some(error)) => error.downcast_ref(),
            Self::Sdk(_, None) => None,
        }
    }

    /// Returns the part that may be shown to everyone.
    pub(super) fn shown(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Own(error) => &**error,
            Self::Sdk(shown, _) => shown,
        }
    }
}

/// The messages of an error of the SDK and of its causes, as text.
pub(super) struct SdkCause {
    text: String,
    source: Option<Box<Self>>,
}

impl SdkCause {
    /// Describes an error answer of the service: its code, and its sentence without the values that it quotes.
    pub(super) fn refusal(code: Option<&str>, message: Option<&str>, answer: &HttpResponse) -> Self {
        let code = code.map_or_else(
            || format!("status {}, without an error code of DynamoDB", answer.status().as_u16()),
            str::to_owned,
        );
        let text = match message.map(without_values).filter(|sentence| !sentence.is_empty()) {
            Some(sentence) => format!("{code}: {sentence}"),
            None => code,
        };
        Self { text, source: None }
    }

    /// Describes a failure outside the service: the message of each error in the chain. Their debug output may show more than the
    /// messages.
    pub(super) fn failure(error: &(dyn StdError + 'static)) -> Self {
        Self { text: error.to_string(), source: error.source().map(|source| Box::new(Self::failure(source))) }
    }

    /// Describes an answer that cannot be read, without the text that the messages quote from it.
    pub(super) fn unreadable(error: &(dyn StdError + 'static)) -> Self {
        let source = error.source().map(|source| Box::new(Self::unreadable(source)));
        Self { text: without_values(&error.to_string()), source }
    }
}

impl fmt::Display for SdkCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for SdkCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SdkCause").field(&self.text).finish()
    }
}

impl StdError for SdkCause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
