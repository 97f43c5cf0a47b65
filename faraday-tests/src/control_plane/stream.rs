use serde_json::{Map, Value, json};

use super::attributes::arn;
use super::failure::{Outcome, invalid, require};
use super::moment::Moment;
use super::table::Table;

const VIEW_TYPES: [&str; 4] = ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"];

/// The stream of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Stream {
    /// `None` if it is disabled.
    view: Option<String>,
    /// The label of the last stream, which stays after it.
    label: Option<String>,
}

impl Stream {
    /// An enabled stream has a view type, a disabled one has none.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html>
    pub(super) fn new(specification: &Value, moment: &Moment) -> Outcome<Self> {
        let view = specification["StreamViewType"].as_str();
        if specification["StreamEnabled"] != true {
            require(view.is_none(), "StreamViewType is specified for a stream that is not enabled")?;
            return Ok(Self::default());
        }
        let view = view.filter(|view| VIEW_TYPES.contains(view)).ok_or_else(|| invalid("StreamViewType"))?;
        Ok(Self { view: Some(view.to_owned()), label: Some(moment.date(moment.now).to_string()) })
    }

    pub(super) fn describe(&self, table: &str, description: &mut Map<String, Value>) {
        if let Some(view) = &self.view {
            let specification = json!({ "StreamEnabled": true, "StreamViewType": view });
            description.insert("StreamSpecification".to_owned(), specification);
        }
        if let Some(label) = &self.label {
            description.insert("LatestStreamLabel".to_owned(), json!(label));
            description.insert("LatestStreamArn".to_owned(), json!(format!("{}/stream/{label}", arn(table))));
        }
    }
}

/// An enabled stream cannot be enabled again, and a disabled one not disabled: to change the view type, disable it and enable it.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html>
pub(super) fn update(table: &mut Table, body: &Value, moment: &Moment) -> Outcome<()> {
    let specification = &body["StreamSpecification"];
    if specification.is_null() {
        return Ok(());
    }
    let wanted = Stream::new(specification, moment)?;
    let is_change = wanted.view.is_some() != table.stream.view.is_some();
    require(is_change, "Table already has an enabled stream, or has no stream to disable")?;
    table.stream.view = wanted.view;
    table.stream.label = wanted.label.or(table.stream.label.take());
    Ok(())
}
