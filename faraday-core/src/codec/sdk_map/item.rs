use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// An item as a map of the SDK.
pub(crate) type SdkItem = HashMap<String, AttributeValue>;
