//! `DescribeTable`, `DeleteTable`, `ListTables`.

use serde_json::{Value, json};

use super::failure::{Outcome, in_use, invalid, not_found, require};
use super::moment::Moment;
use super::state::State;

impl State {
    /// A table that was just created may not be found yet.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html>
    pub(super) fn describe_table(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let table = self.table(body)?;
        if table.seen > moment.now {
            return Err(not_found("Table is not seen yet"));
        }
        Ok(json!({ "Table": table.describe(moment) }))
    }

    /// A table can be deleted if it is active, complete and not protected; deleting it again is not an error.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html>
    pub(super) fn delete_table(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let room = self.room_for_one_more();
        let table = self.table(body)?;
        if table.status() != "DELETING" {
            // A table cannot be deleted while an index is being built.
            // <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html>
            if !table.is_active() || table.globals.iter().any(|index| !index.is_created()) {
                return Err(in_use("Table is being created or updated"));
            }
            require(!table.protected, "Resource cannot be deleted as it is currently protected against deletion")?;
            room?;
            table.begin("DELETING", moment.after(moment.settings.deleting));
        }
        Ok(json!({ "TableDescription": table.describe(moment) }))
    }

    /// Names come in pages of up to 100, in order here.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html>
    pub(super) fn list_tables(&mut self, body: &Value, _: &Moment) -> Outcome {
        let limit = match &body["Limit"] {
            Value::Null => 100,
            limit => limit.as_u64().filter(|limit| (1..=100).contains(limit)).ok_or_else(|| invalid("Limit"))?,
        };
        let start = body["ExclusiveStartTableName"].as_str().unwrap_or_default();
        let mut names = self.tables.keys().filter(|name| name.as_str() > start);
        let page: Vec<&String> = names.by_ref().take(limit.try_into().unwrap_or(100)).collect();
        let mut answer = json!({ "TableNames": page });
        if names.next().is_some() {
            answer["LastEvaluatedTableName"] = json!(page.last());
        }
        Ok(answer)
    }
}
