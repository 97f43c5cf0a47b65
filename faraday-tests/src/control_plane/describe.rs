//! The description of a table in a reply.

use serde_json::{Map, Value, json};

use super::attributes::arn;
use super::index::Index;
use super::moment::Moment;
use super::table::Table;

impl Table {
    /// Returns the `TableDescription`. A table that is being deleted has few members.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html>
    pub(super) fn describe(&self, moment: &Moment) -> Value {
        let mut description = Map::new();
        let mut say = |name: &str, value: Value| drop(description.insert(name.to_owned(), value));
        say("TableName", json!(self.name));
        say("TableStatus", json!(self.status()));
        say("TableArn", json!(arn(&self.name)));
        say("TableId", json!(self.id));
        say("TableSizeBytes", json!(0));
        say("ItemCount", json!(0));
        say("DeletionProtectionEnabled", json!(self.protected));
        if self.status() != "DELETING" {
            say("CreationDateTime", moment.date(self.created));
            say("KeySchema", self.key_schema.clone());
            say("AttributeDefinitions", self.describe_definitions());
        }
        self.throughput.describe(&mut description, moment);
        self.describe_settings(&mut description, moment);
        self.stream.describe(&self.name, &mut description);
        self.encryption.describe(&mut description);
        if self.status() != "DELETING" {
            self.describe_indexes(&mut description, moment);
        }
        description.into()
    }

    fn describe_definitions(&self) -> Value {
        let definitions = self.definitions.iter();
        definitions.map(|(name, kind)| json!({ "AttributeName": name, "AttributeType": kind })).collect()
    }

    /// The billing is missing if the table was never on demand, and the class if no request named it.
    fn describe_settings(&self, description: &mut Map<String, Value>, moment: &Moment) {
        if let Some(since) = self.billing.last_on_demand {
            let mode = if self.billing.on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" };
            let summary = json!({ "BillingMode": mode, "LastUpdateToPayPerRequestDateTime": moment.date(since) });
            description.insert("BillingModeSummary".to_owned(), summary);
        }
        if let Some(class) = &self.class.name {
            let mut summary = json!({ "TableClass": class });
            if let Some(changed) = self.class.changes.last() {
                summary["LastUpdateDateTime"] = moment.date(*changed);
            }
            description.insert("TableClassSummary".to_owned(), summary);
        }
    }

    fn describe_indexes(&self, description: &mut Map<String, Value>, moment: &Moment) {
        if !self.globals.is_empty() {
            let globals = self.globals.iter().map(|index| index.describe(&self.name, moment));
            description.insert("GlobalSecondaryIndexes".to_owned(), globals.collect());
        }
        if !self.locals.is_empty() {
            let locals = self.locals.iter().map(|index| {
                let mut local = index.clone();
                let name = index["IndexName"].as_str().unwrap_or_default();
                local["IndexArn"] = json!(index_arn(&self.name, name));
                (local["IndexSizeBytes"], local["ItemCount"]) = (json!(0), json!(0));
                local
            });
            description.insert("LocalSecondaryIndexes".to_owned(), locals.collect());
        }
    }
}

impl Index {
    fn describe(&self, table: &str, moment: &Moment) -> Value {
        let mut description = Map::new();
        let mut say = |name: &str, value: Value| drop(description.insert(name.to_owned(), value));
        say("IndexName", json!(self.name));
        say("IndexStatus", json!(self.status()));
        say("IndexArn", json!(index_arn(table, &self.name)));
        say("KeySchema", self.key_schema.clone());
        say("Projection", self.projection.clone());
        say("IndexSizeBytes", json!(0));
        say("ItemCount", json!(0));
        if let Some(backfilling) = self.backfilling(moment.now) {
            say("Backfilling", json!(backfilling));
        }
        self.throughput.describe(&mut description, moment);
        description.into()
    }
}

fn index_arn(table: &str, index: &str) -> String {
    format!("{}/index/{index}", arn(table))
}
