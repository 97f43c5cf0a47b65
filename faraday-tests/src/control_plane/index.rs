use serde_json::Value;
use tokio::time::Instant;

use super::attributes::{check_key_schema, check_name, check_projection};
use super::failure::Outcome;
use super::moment::Moment;
use super::table::settle;
use super::throughput::Throughput;

/// A global secondary index.
#[derive(Debug, Clone)]
pub(super) struct Index {
    pub(super) name: String,
    pub(super) key_schema: Value,
    pub(super) projection: Value,
    pub(super) throughput: Throughput,
    /// The time when its backfilling begins; `None` if it was created with its table, or is complete.
    pub(super) allocating: Option<Instant>,
    /// The time when it is complete.
    creating: Option<Instant>,
    /// The time when its change of throughput ends.
    updating: Option<Instant>,
    /// The time when it is gone.
    dropping: Option<Instant>,
}

impl Index {
    /// Returns an index with the parameters of `CreateTable` or `UpdateTable`.
    pub(super) fn new(body: &Value, on_demand: bool, complete: Instant) -> Outcome<Self> {
        let name = check_name(&body["IndexName"])?;
        check_key_schema(&body["KeySchema"], 4)?;
        check_projection(&body["Projection"])?;
        Ok(Self {
            name,
            key_schema: body["KeySchema"].clone(),
            projection: body["Projection"].clone(),
            throughput: Throughput::new(body, on_demand)?,
            allocating: None,
            creating: Some(complete),
            updating: None,
            dropping: None,
        })
    }

    /// `DELETING`, `UPDATING`, `CREATING` or `ACTIVE`.
    ///
    /// A change of throughput shows even while the index is built.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html>
    pub(super) fn status(&self) -> &'static str {
        match (self.dropping, self.updating, self.creating) {
            (Some(_), _, _) => "DELETING",
            (_, Some(_), _) => "UPDATING",
            (_, _, Some(_)) => "CREATING",
            _ => "ACTIVE",
        }
    }

    /// Returns the member `Backfilling`; `None` for an index that was created with its table.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndexDescription.html>
    pub(super) fn backfilling(&self, now: Instant) -> Option<bool> {
        self.allocating.map(|allocated| self.dropping.is_none() && allocated <= now)
    }

    pub(super) fn is_created(&self) -> bool {
        self.creating.is_none()
    }

    pub(super) fn is_dropped(&self) -> bool {
        self.dropping.is_some()
    }

    pub(super) fn update_until(&mut self, until: Instant) {
        self.updating = Some(until);
    }

    pub(super) fn drop_after(&mut self, moment: &Moment) {
        self.dropping = Some(moment.after(moment.settings.dropping));
        (self.creating, self.allocating, self.updating) = (None, None, None);
    }

    /// Updates the index to the current time; `false` if it is gone.
    pub(super) fn settle(&mut self, now: Instant) -> bool {
        settle(&mut self.creating, now);
        settle(&mut self.updating, now);
        self.throughput.settle(now);
        if self.creating.is_none() {
            self.allocating = None;
        }
        let dropping = self.dropping.is_some();
        settle(&mut self.dropping, now);
        !dropping || self.dropping.is_some()
    }
}
