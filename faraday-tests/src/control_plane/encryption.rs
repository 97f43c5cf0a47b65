use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::failure::{Outcome, require};
use super::moment::Moment;
use super::table::{Table, settle};

/// The key that AWS manages for an account; it encrypts if a request names none.
const MANAGED_KEY: &str = "alias/aws/dynamodb";

/// The key that encrypts a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Encryption {
    /// `None` for DynamoDB's own key.
    key: Option<String>,
    /// The end of a change that is under way.
    updating: Option<Instant>,
}

impl Encryption {
    /// The type is KMS, and a request may name a key only if it enables encryption with a key of the account.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html>
    pub(super) fn new(specification: &Value) -> Outcome<Self> {
        let kind = specification["SSEType"].as_str();
        require(kind.is_none_or(|kind| kind == "KMS"), "SSEType must be KMS")?;
        let (enabled, key) = (specification["Enabled"] == true, specification["KMSMasterKeyId"].as_str());
        require(enabled || (key.is_none() && kind.is_none()), "a KMS key needs Enabled to be true")?;
        let key = enabled.then(|| key.unwrap_or(MANAGED_KEY).to_owned());
        Ok(Self { key, updating: None })
    }

    pub(super) fn settle(&mut self, now: Instant) {
        settle(&mut self.updating, now);
    }

    /// `SSEDescription`, which a table under DynamoDB's own key does not have.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html>
    pub(super) fn describe(&self, description: &mut Map<String, Value>) {
        let Some(key) = &self.key else { return };
        let is_arn = key.starts_with("arn:");
        let arn = if is_arn { key.clone() } else { format!("arn:aws:kms:local:000000000000:key/{key}") };
        let status = if self.updating.is_some() { "UPDATING" } else { "ENABLED" };
        let sse = json!({ "Status": status, "SSEType": "KMS", "KMSMasterKeyArn": arn });
        description.insert("SSEDescription".to_owned(), sse);
    }
}

/// A table cannot be encrypted again with the key that it has.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.tutorial.html>
pub(super) fn update(table: &mut Table, body: &Value, moment: &Moment) -> Outcome<()> {
    let specification = &body["SSESpecification"];
    if specification.is_null() {
        return Ok(());
    }
    let wanted = Encryption::new(specification)?;
    require(wanted.key != table.encryption.key, "Table is already encrypted by given KMSMasterKeyId")?;
    table.encryption = Encryption { updating: Some(moment.after(moment.settings.updating)), ..wanted };
    Ok(())
}
