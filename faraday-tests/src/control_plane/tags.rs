//! `TagResource`, `UntagResource`, `ListTagsOfResource`.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html>

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::attributes::table_of_arn;
use super::failure::{Outcome, in_use, invalid, not_found, require};
use super::moment::Moment;
use super::state::State;
use super::table::Table;

/// The highest number of tags of a table.
const TAGS: usize = 50;

/// The highest number of tags in a reply of `ListTagsOfResource`.
const PAGE: usize = 10;

/// The tags of a table, and when each state of them becomes visible.
#[derive(Debug, Clone)]
pub(super) struct Tags {
    states: Vec<(Instant, BTreeMap<String, String>)>,
}

impl Tags {
    pub(super) fn new(body: &Value, moment: &Moment) -> Outcome<Self> {
        let tags = tags_of(body)?;
        require(tags.len() <= TAGS, "Too many tags")?;
        Ok(Self { states: vec![(moment.now, tags)] })
    }

    fn current(&self) -> BTreeMap<String, String> {
        self.states.last().map(|(_, tags)| tags.clone()).unwrap_or_default()
    }

    /// A change becomes visible after a delay.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html>
    fn seen(&self, now: Instant) -> BTreeMap<String, String> {
        let seen = self.states.iter().rev().find(|(from, _)| *from <= now);
        seen.map(|(_, tags)| tags.clone()).unwrap_or_default()
    }

    fn change(&mut self, tags: BTreeMap<String, String>, moment: &Moment) -> Outcome<()> {
        require(tags.len() <= TAGS, "Too many tags")?;
        self.states.push((moment.after(moment.settings.tags_unseen), tags));
        Ok(())
    }
}

impl State {
    pub(super) fn tag_resource(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let added = tags_of(body)?;
        require(!added.is_empty(), "Atleast one Tag needs to be provided as Input")?;
        let table = self.tagged_table(body)?;
        let mut tags = table.tags.current();
        tags.extend(added);
        table.tags.change(tags, moment)?;
        Ok(json!({}))
    }

    pub(super) fn untag_resource(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let keys: Vec<&str> = body["TagKeys"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        require(!keys.is_empty(), "Atleast one Tag Key needs to be provided as Input")?;
        let table = self.tagged_table(body)?;
        let mut tags = table.tags.current();
        tags.retain(|key, _| !keys.contains(&key.as_str()));
        table.tags.change(tags, moment)?;
        Ok(json!({}))
    }

    pub(super) fn list_tags_of_resource(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let name = table_of_arn(body)?;
        let table = self.tables.get(name).ok_or_else(|| not_found("ResourceArn"))?;
        let start: usize = match body["NextToken"].as_str() {
            None => 0,
            Some(token) => token.parse().map_err(|_| invalid("NextToken"))?,
        };
        let tags = table.tags.seen(moment.now);
        let page = tags.iter().skip(start).take(PAGE).map(|(key, value)| json!({ "Key": key, "Value": value }));
        let mut answer = json!({ "Tags": page.collect::<Vec<_>>() });
        if tags.len() > start + PAGE {
            answer["NextToken"] = json!((start + PAGE).to_string());
        }
        Ok(answer)
    }

    /// Only the tags of an active table can be changed.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html>
    fn tagged_table(&mut self, body: &Value) -> Outcome<&mut Table> {
        let name = table_of_arn(body)?;
        let table = self.tables.get_mut(name).ok_or_else(|| not_found("ResourceArn"))?;
        if table.is_active() { Ok(table) } else { Err(in_use("Table is not active")) }
    }
}

/// Returns the tags of a request. Keys have 1 to 128 characters, values up to 256, no key is given twice, and keys that begin with `aws:`
/// are reserved.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Tag.html>
fn tags_of(body: &Value) -> Outcome<BTreeMap<String, String>> {
    let mut tags = BTreeMap::new();
    for tag in body["Tags"].as_array().into_iter().flatten() {
        let (key, value) = (tag["Key"].as_str().unwrap_or_default(), tag["Value"].as_str().unwrap_or_default());
        require((1..=128).contains(&key.chars().count()), "the length of a tag's key")?;
        require(value.chars().count() <= 256, "the length of a tag's value")?;
        require(!key.starts_with("aws:"), "a tag's key begins with aws:")?;
        let earlier = tags.insert(key.to_owned(), value.to_owned());
        require(earlier.is_none(), "Duplicate tag keys found")?;
    }
    Ok(tags)
}
