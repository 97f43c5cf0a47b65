use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

/// An item as the SDK holds it.
pub(crate) type SdkItem = HashMap<String, AttributeValue>;
