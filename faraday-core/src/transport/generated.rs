//! What the SDK generates for an operation: its configuration ([`config_of`]) and its deserializer ([`Generated`]).

use std::fmt;

use aws_sdk_dynamodb::config::ConfigBag;
use aws_sdk_dynamodb::operation::batch_execute_statement::BatchExecuteStatement;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItem;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItem;
use aws_sdk_dynamodb::operation::delete_item::DeleteItem;
use aws_sdk_dynamodb::operation::execute_statement::ExecuteStatement;
use aws_sdk_dynamodb::operation::execute_transaction::ExecuteTransaction;
use aws_sdk_dynamodb::operation::get_item::GetItem;
use aws_sdk_dynamodb::operation::put_item::PutItem;
use aws_sdk_dynamodb::operation::query::Query;
use aws_sdk_dynamodb::operation::scan::Scan;
use aws_sdk_dynamodb::operation::search_vectors::SearchVectors;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItems;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItems;
use aws_sdk_dynamodb::operation::update_item::UpdateItem;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::config_bag::FrozenLayer;

use super::api::Api;

/// Builds the configuration of an operation again: its serializer, its deserializer, how it is signed.
pub(super) fn config_of(api: Api) -> Option<FrozenLayer> {
    match api {
        Api::GetItem => GetItem::new().config(),
        Api::PutItem => PutItem::new().config(),
        Api::UpdateItem => UpdateItem::new().config(),
        Api::DeleteItem => DeleteItem::new().config(),
        Api::Query => Query::new().config(),
        Api::Scan => Scan::new().config(),
        Api::SearchVectors => SearchVectors::new().config(),
        Api::BatchGetItem => BatchGetItem::new().config(),
        Api::BatchWriteItem => BatchWriteItem::new().config(),
        Api::TransactGetItems => TransactGetItems::new().config(),
        Api::TransactWriteItems => TransactWriteItems::new().config(),
        Api::ReadStatement | Api::WriteStatement => ExecuteStatement::new().config(),
        Api::BatchReadStatement | Api::BatchWriteStatement => BatchExecuteStatement::new().config(),
        Api::ReadTransaction | Api::WriteTransaction => ExecuteTransaction::new().config(),
    }
}

/// The deserializer that the SDK generates for an operation. It is used inside its configuration, out of which it cannot be copied.
pub(super) struct Generated(Option<FrozenLayer>);

impl Generated {
    /// Takes the configuration that [`config_of`] returns.
    pub(super) fn new(config: Option<FrozenLayer>) -> Self {
        Self(config)
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
