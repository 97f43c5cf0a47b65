//! A whole map that can be read several times: [`WholeMap`].

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::debug::debug_without_values;

debug_without_values!(WholeMap<'m>);

/// A whole map that can be read several times, as it is stored. An older item is read so: its own type is known only once its version
/// is.
#[doc(hidden)]
pub enum WholeMap<'m> {
    /// DynamoDB JSON.
    Json { json: &'m [u8], hidden: Option<&'static str> },
    /// Plain JSON.
    PlainJson { json: &'m [u8], hidden: Option<&'static str> },
    /// The SDK's values, and the names of those that were encrypted and are decrypted now.
    Entries { entries: HashMap<String, AttributeValue>, decrypted: &'static [&'static str] },
}
