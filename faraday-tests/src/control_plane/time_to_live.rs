//! `UpdateTimeToLive`, `DescribeTimeToLive`.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::failure::{Outcome, in_use, require};
use super::moment::{HOUR, Moment};
use super::state::State;
use super::table::{Table, settle};

/// The time to live of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct TimeToLive {
    enabled: bool,
    attribute: Option<String>,
    /// The end of `ENABLING` or `DISABLING`.
    changing: Option<Instant>,
    changes: Vec<Instant>,
}

type Rule = fn(&TimeToLive, bool, &str, &Moment) -> Outcome<()>;

const RULES: &[Rule] = &[changes_something, names_the_attribute, an_hour_has_passed];

impl TimeToLive {
    pub(super) fn settle(&mut self, now: Instant) {
        settle(&mut self.changing, now);
        if !self.enabled && self.changing.is_none() {
            self.attribute = None;
        }
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TimeToLiveDescription.html>
    fn describe(&self) -> Value {
        let status = match (self.enabled, self.changing.is_some()) {
            (true, true) => "ENABLING",
            (true, false) => "ENABLED",
            (false, true) => "DISABLING",
            (false, false) => "DISABLED",
        };
        let mut description = json!({ "TimeToLiveStatus": status });
        if let Some(attribute) = &self.attribute {
            description["AttributeName"] = json!(attribute);
        }
        description
    }
}

impl State {
    pub(super) fn update_time_to_live(&mut self, body: &Value, moment: &Moment) -> Outcome {
        let specification = &body["TimeToLiveSpecification"];
        let attribute = specification["AttributeName"].as_str().unwrap_or_default();
        require((1..=255).contains(&attribute.len()), "the length of the attribute's name")?;
        let enabled = specification["Enabled"] == true;
        let table: &mut Table = self.table(body)?;
        if !table.is_active() {
            return Err(in_use("Table is not active"));
        }
        let current = &mut table.time_to_live;
        RULES.iter().try_for_each(|rule| rule(current, enabled, attribute, moment))?;
        current.enabled = enabled;
        current.attribute = Some(attribute.to_owned());
        current.changing = Some(moment.after(moment.settings.ttl_changing));
        current.changes.push(moment.now);
        Ok(json!({ "TimeToLiveSpecification": specification }))
    }

    pub(super) fn describe_time_to_live(&mut self, body: &Value, _: &Moment) -> Outcome {
        Ok(json!({ "TimeToLiveDescription": self.table(body)?.time_to_live.describe() }))
    }
}

/// An enabled time to live cannot be enabled again, not even for another attribute, and a disabled one not disabled.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html>
fn changes_something(current: &TimeToLive, enabled: bool, _: &str, _: &Moment) -> Outcome<()> {
    require(current.enabled != enabled, "TimeToLive is already enabled or disabled")
}

/// It can be disabled only for the attribute that it is enabled for.
fn names_the_attribute(current: &TimeToLive, enabled: bool, attribute: &str, _: &Moment) -> Outcome<()> {
    let is_current = current.attribute.as_deref().is_none_or(|current| current == attribute);
    require(enabled || is_current, "TimeToLive is active on a different AttributeName")
}

/// After each change, the next one is refused for an hour.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html>
fn an_hour_has_passed(current: &TimeToLive, _: bool, _: &str, moment: &Moment) -> Outcome<()> {
    let passed = moment.within(HOUR, &current.changes) == 0;
    require(passed, "Time to live has been modified multiple times within a fixed interval")
}
