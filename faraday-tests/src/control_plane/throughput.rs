use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::failure::{Outcome, beyond_limit, require};
use super::moment::Moment;
use super::table::settle;

/// The initial warm throughput of a table or an index on demand.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html>
const INITIALLY_WARM: Units = Units { read: 12_000, write: 4_000 };

/// The highest number of decreases a day.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
const DECREASES_A_DAY: usize = 4;

/// Reads and writes a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Units {
    pub(super) read: i64,
    pub(super) write: i64,
}

/// How the table is billed when a request is done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mode {
    pub(super) on_demand: bool,
    /// Whether this request changes it.
    pub(super) switched: bool,
}

/// The throughput of a table, or of a global index.
#[derive(Debug, Clone)]
pub(super) struct Throughput {
    /// `None` on demand.
    units: Option<Units>,
    increased: Option<Instant>,
    decreased: Option<Instant>,
    /// The day of each decrease.
    decreases: Vec<u64>,
    /// `OnDemandThroughput`.
    maximum: Option<Value>,
    warm: Units,
    /// When the warm throughput is reached.
    warming: Option<Instant>,
}

impl Throughput {
    /// The throughput of a new table or index.
    pub(super) fn new(body: &Value, on_demand: bool) -> Outcome<Self> {
        let units = provisioned(body, on_demand)?;
        require(on_demand || units.is_some(), "ReadCapacityUnits and WriteCapacityUnits must be specified")?;
        let least = units.unwrap_or(INITIALLY_WARM);
        let warm = warm(body, least);
        require(warm.covers(least), "the warm throughput is lower than the initial one")?;
        Ok(Self {
            units,
            increased: None,
            decreased: None,
            decreases: Vec::new(),
            maximum: maximum(body, on_demand)?,
            warm,
            warming: None,
        })
    }

    /// Applies the throughput of a request; `false` if it has none.
    pub(super) fn update(&mut self, body: &Value, mode: Mode, moment: &Moment) -> Outcome<bool> {
        let wanted = provisioned(body, mode.on_demand)?;
        let needed = mode.switched && !mode.on_demand;
        require(
            !needed || wanted.is_some(),
            "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
        )?;
        match wanted {
            Some(wanted) if mode.switched => self.units = Some(wanted),
            Some(wanted) => self.change_units(wanted, moment)?,
            None if mode.on_demand => self.units = None,
            None => {}
        }
        let maximum = maximum(body, mode.on_demand)?;
        let changes_maximum = maximum.is_some();
        self.maximum = if mode.on_demand { maximum.or(self.maximum.take()) } else { None };
        let least = self.units.unwrap_or(INITIALLY_WARM);
        let warmed = self.raise_warm(body, moment)?;
        self.warm = Units { read: self.warm.read.max(least.read), write: self.warm.write.max(least.write) };
        Ok(wanted.is_some() || changes_maximum || warmed)
    }

    /// Provisioned units must change, and can be lowered four times a day. The service allows one more decrease after an hour without one.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
    fn change_units(&mut self, wanted: Units, moment: &Moment) -> Outcome<()> {
        let current = self.units.unwrap_or(wanted);
        require(current != wanted, "The provisioned throughput for the table will not change")?;
        if !wanted.covers(current) {
            if self.decreases_on(moment.day()) >= DECREASES_A_DAY {
                return Err(beyond_limit("Provisioned throughput decreases are limited within a given UTC day"));
            }
            self.decreases.push(moment.day());
            self.decreased = Some(moment.now);
        }
        if !current.covers(wanted) {
            self.increased = Some(moment.now);
        }
        self.units = Some(wanted);
        Ok(())
    }

    fn decreases_on(&self, day: u64) -> usize {
        self.decreases.iter().filter(|decrease| **decrease == day).count()
    }

    /// Warm throughput can be raised but not lowered.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html>
    fn raise_warm(&mut self, body: &Value, moment: &Moment) -> Outcome<bool> {
        if body["WarmThroughput"].is_null() {
            return Ok(false);
        }
        let wanted = warm(body, self.warm);
        require(wanted.covers(self.warm), "the requested warm throughput is lower than the current one")?;
        self.warm = wanted;
        self.warming = Some(moment.after(moment.settings.warming));
        Ok(true)
    }

    pub(super) fn settle(&mut self, now: Instant) {
        settle(&mut self.warming, now);
    }

    /// Adds its members to a description.
    pub(super) fn describe(&self, description: &mut Map<String, Value>, moment: &Moment) {
        let units = self.units.unwrap_or(Units { read: 0, write: 0 });
        let mut provisioned = json!({
            "ReadCapacityUnits": units.read,
            "WriteCapacityUnits": units.write,
            "NumberOfDecreasesToday": self.decreases_on(moment.day()),
        });
        for (name, time) in [("LastIncreaseDateTime", self.increased), ("LastDecreaseDateTime", self.decreased)] {
            if let Some(time) = time {
                provisioned[name] = moment.date(time);
            }
        }
        description.insert("ProvisionedThroughput".to_owned(), provisioned);
        if let Some(maximum) = &self.maximum {
            description.insert("OnDemandThroughput".to_owned(), maximum.clone());
        }
        let warm = json!({
            "ReadUnitsPerSecond": self.warm.read,
            "WriteUnitsPerSecond": self.warm.write,
            "Status": if self.warming.is_some() { "UPDATING" } else { "ACTIVE" },
        });
        description.insert("WarmThroughput".to_owned(), warm);
    }
}

impl Units {
    fn covers(self, other: Self) -> bool {
        self.read >= other.read && self.write >= other.write
    }
}

/// Provisioned units are at least 1; a table or index on demand has none.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ProvisionedThroughput.html>
fn provisioned(body: &Value, on_demand: bool) -> Outcome<Option<Units>> {
    let units = &body["ProvisionedThroughput"];
    if units.is_null() {
        return Ok(None);
    }
    require(!on_demand, "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified on demand")?;
    let of = |name: &str| units[name].as_i64().unwrap_or_default();
    let units = Units { read: of("ReadCapacityUnits"), write: of("WriteCapacityUnits") };
    require(units.read >= 1 && units.write >= 1, "capacity units must be at least 1")?;
    Ok(Some(units))
}

/// The maximum of a table or index on demand is at least 1, or -1 for none; provisioned ones have none.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_OnDemandThroughput.html>
fn maximum(body: &Value, on_demand: bool) -> Outcome<Option<Value>> {
    let maximum = &body["OnDemandThroughput"];
    let Some(members) = maximum.as_object() else { return Ok(None) };
    require(on_demand, "OnDemandThroughput cannot be specified when BillingMode is PROVISIONED")?;
    let valid = |value: &Value| value.as_i64().is_some_and(|value| value == -1 || value >= 1);
    require(members.values().all(valid), "OnDemandThroughput is outside of valid range")?;
    Ok(Some(maximum.clone()))
}

/// Returns the warm throughput of a request; members that it does not name stay.
fn warm(body: &Value, current: Units) -> Units {
    let of = |name: &str, current| body["WarmThroughput"][name].as_i64().unwrap_or(current);
    Units { read: of("ReadUnitsPerSecond", current.read), write: of("WriteUnitsPerSecond", current.write) }
}
