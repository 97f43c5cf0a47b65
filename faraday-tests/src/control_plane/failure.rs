use serde_json::{Value, json};

/// An error of the service.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    message: String,
}

pub(crate) type Outcome<T = Value> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        let status = if code == "InternalServerError" { 500 } else { 400 };
        Self { status, code, message: message.into() }
    }

    /// Returns the body, with the type as the service names it: errors that the API declares are in another namespace.
    pub(crate) fn body(&self) -> Value {
        let space = match self.code {
            "ValidationException" | "ThrottlingException" => "com.amazon.coral.validate",
            _ => "com.amazonaws.dynamodb.v20120810",
        };
        json!({ "__type": format!("{space}#{}", self.code), "message": self.message })
    }
}

/// `ValidationException`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    Failure::new("ValidationException", format!("One or more parameter values were invalid: {}", message.into()))
}

/// `LimitExceededException`.
pub(crate) fn beyond_limit(message: impl Into<String>) -> Failure {
    Failure::new("LimitExceededException", format!("Subscriber limit exceeded: {}", message.into()))
}

/// `ResourceInUseException`.
pub(crate) fn in_use(what: &str) -> Failure {
    Failure::new("ResourceInUseException", format!("Attempt to change a resource which is still in use: {what}"))
}

/// `ResourceNotFoundException`.
pub(crate) fn not_found(what: &str) -> Failure {
    Failure::new("ResourceNotFoundException", format!("Requested resource not found: {what}"))
}

/// Returns a `ValidationException` with this message unless the condition holds.
pub(crate) fn require(condition: bool, message: &str) -> Outcome<()> {
    if condition { Ok(()) } else { Err(invalid(message)) }
}
