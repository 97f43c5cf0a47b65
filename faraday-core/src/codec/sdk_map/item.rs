use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// An item as the SDK's map.
pub(crate) type SdkItem = HashMap<String, AttributeValue>;
