//! The configuration of the SDK's client for one operation: [`SdkConfig`].

use std::sync::Arc;

use aws_sdk_dynamodb::config::Builder;

use crate::value::debug_without_values;

/// The settings in which the requests of one operation differ from the SDK client's configuration.
#[derive(Clone)]
pub(crate) struct SdkConfig(Arc<Builder>);

// It may hold credentials.
debug_without_values!(SdkConfig);

impl SdkConfig {
    pub(crate) fn new(config: Builder) -> Self {
        Self(Arc::new(config))
    }

    pub(super) fn to_builder(&self) -> Builder {
        Builder::clone(&self.0)
    }
}
