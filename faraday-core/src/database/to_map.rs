//! `Database::to_map` and `from_map`: items as the SDK's maps, encrypted and decrypted with the database's keys.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::Database;
use crate::codec::json;
use crate::error::Result;
use crate::schema::{AttributeDecryption, AttributeEncryption, Encoded, Item};

impl Database {
    /// Converts an item like [`to_map`](crate::document::to_map), with its encrypted fields encrypted by this database's keys, for
    /// a request that you make with the SDK.
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB, or a field is encrypted and there is no key ring.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(all(feature = "embedded", feature = "encryption"))] {
    /// use faraday::{Database, Item, encryption::KeyRing};
    ///
    /// #[derive(Debug, PartialEq, Item)]
    /// #[faraday(table = "patients")]
    /// struct Patient {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     #[faraday(frozen, encrypted)]
    ///     blood: String,
    /// }
    ///
    /// let db = Database::embedded()?.with_keys(KeyRing::new("2025", &[7; 32])?);
    /// let map = db.to_map(&Patient { id: 1, blood: "AB".into() })?;
    /// let patient: Patient = db.from_map(map)?;
    /// assert_eq!(patient, Patient { id: 1, blood: "AB".into() });
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_map<I: Item>(&self, item: &I) -> Result<HashMap<String, AttributeValue>> {
        let encoded =
            Encoded::whole(item)?.with_encrypted(&I::SCHEMA, &AttributeEncryption::With(self.keys().clone()))?;
        Ok(json::decode_item(&encoded.json)?)
    }

    /// Reads an item like [`from_map`](crate::document::from_map), and decrypts its encrypted fields with this database's keys; the
    /// map comes from a stream record, or from a request that you made with the SDK.
    ///
    /// # Errors
    ///
    /// When an attribute does not fit the struct, or an encrypted one cannot be decrypted.
    pub fn from_map<I: Item>(&self, map: HashMap<String, AttributeValue>) -> Result<I> {
        Ok(AttributeDecryption { keys: self.keys().clone(), schema: I::SCHEMA }.decode(map)?)
    }
}
