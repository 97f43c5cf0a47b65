use super::failure::Failure;

/// What befalls one request in place of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// `ThrottlingException`; nothing is applied. The SDK retries it.
    Throttling,
    /// `LimitExceededException`; nothing is applied. The SDK retries it, because it holds it for throttling.
    LimitExceeded,
    /// `ResourceInUseException`; nothing is applied.
    ResourceInUse,
    /// `ResourceNotFoundException`; nothing is applied.
    ResourceNotFound,
    /// Status 500, `InternalServerError`; nothing is applied. The SDK retries it.
    InternalServerError,
    /// Status 500, `InternalServerError`, and yet the request is applied. The SDK retries it.
    InternalServerErrorAfter,
    /// The connection breaks before the request arrives. The SDK retries it.
    Disconnect,
    /// The request is applied, and the connection breaks before the answer arrives. The SDK retries it.
    LostAnswer,
    /// `AccessDeniedException`, as of a role that may not do this; nothing is applied.
    AccessDenied,
}

impl Refusal {
    /// Whether the request is applied all the same.
    pub(super) fn applies(self) -> bool {
        matches!(self, Self::LostAnswer | Self::InternalServerErrorAfter)
    }

    /// The answer; `None` where the connection breaks.
    pub(super) fn failure(self) -> Option<Failure> {
        let code = match self {
            Self::Throttling => "ThrottlingException",
            Self::LimitExceeded => "LimitExceededException",
            Self::ResourceInUse => "ResourceInUseException",
            Self::ResourceNotFound => "ResourceNotFoundException",
            Self::InternalServerError | Self::InternalServerErrorAfter => "InternalServerError",
            Self::AccessDenied => "AccessDeniedException",
            Self::Disconnect | Self::LostAnswer => return None,
        };
        Some(Failure::new(code, "scripted by the test"))
    }
}
