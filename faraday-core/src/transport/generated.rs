//! The SDK's own deserializer of an operation: [`Generated`].

use std::fmt;

use aws_sdk_dynamodb::config::ConfigBag;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::config_bag::FrozenLayer;

/// The configuration of an operation of the SDK, made anew: it holds the generated deserializer, which cannot be copied.
pub(super) type OperationConfig = fn() -> Option<FrozenLayer>;

/// The deserializer that the SDK generated for an operation.
pub(super) struct Generated(Option<FrozenLayer>);

impl Generated {
    pub(super) fn new(config: OperationConfig) -> Self {
        Self(config())
    }
}

impl fmt::Debug for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Generated")
    }
}

impl DeserializeResponse for Generated {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ContextError>> {
        let generated = self.0.as_ref().and_then(|config| config.load::<SharedResponseDeserializer>());
        let generated = generated.ok_or_else(|| OrchestratorError::other("the SDK has no deserializer of its own"))?;
        generated.deserialize_nonstreaming_with_config(response, cfg)
    }
}
