use super::failure::Failure;

/// What happens to a request in place of its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// `ThrottlingException`; nothing is applied. The SDK retries it.
    Throttling,
    /// `LimitExceededException`; nothing is applied. The SDK takes it for throttling, and retries it.
    LimitExceeded,
    /// `ResourceInUseException`; nothing is applied.
    ResourceInUse,
    /// `ResourceNotFoundException`; nothing is applied.
    ResourceNotFound,
    /// Status 500, `InternalServerError`; nothing is applied. The SDK retries it.
    InternalServerError,
    /// Status 500, `InternalServerError`, although the request is applied. The SDK retries it.
    InternalServerErrorAfter,
    /// The connection breaks before the request arrives. The SDK retries it.
    Disconnect,
    /// The request is applied, and the connection breaks before the reply arrives. The SDK retries it.
    LostAnswer,
    /// `AccessDeniedException`, for a role without the permission; nothing is applied.
    AccessDenied,
}

impl Refusal {
    /// Whether the request is applied anyway.
    pub(super) fn applies(self) -> bool {
        matches!(self, Self::LostAnswer | Self::InternalServerErrorAfter)
    }

    /// Returns the error; `None` if the connection breaks.
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
