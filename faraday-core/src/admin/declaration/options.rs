//! The settings of a table that a builder sets at run time: [`TableOptions`], and the methods that every such builder has.

use super::model::{Declaration, Recovery};
use super::settings::{encryption, set_billing, stream, table_class, with_key};
use crate::admin::request::{IndexRequest, MaxUnits, TableRequest, Tag, Units, WarmUnits};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Billing, PointInTimeRecovery, ServerSideEncryption, StreamView, TableClass};

/// The settings of a builder; they replace the declared ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct TableOptions {
    pub(crate) billing: Option<Billing>,
    pub(crate) index_units: Vec<(String, (u32, u32))>,
    pub(crate) index_limits: Vec<(String, (u32, u32))>,
    pub(crate) units_change_elsewhere: bool,
    /// `Some(None)`: the table has no stream.
    pub(crate) stream: Option<Option<StreamView>>,
    pub(crate) ttl: Option<Option<String>>,
    pub(crate) table_class: Option<TableClass>,
    pub(crate) deletion_protection: Option<bool>,
    pub(crate) encryption: Option<ServerSideEncryption>,
    pub(crate) encryption_key: Option<String>,
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) removed_tags: Vec<String>,
    pub(crate) recovery: Option<PointInTimeRecovery>,
    pub(crate) warm_throughput: Option<(u32, u32)>,
}

impl TableOptions {
    /// Changes a declaration. Indexes got their billing when they were declared; only the exceptions are set here.
    ///
    /// # Errors
    ///
    /// When it names an index that is not declared, or gives an index units that do not fit the billing of the table.
    pub(crate) fn apply_to(&self, declaration: &mut Declaration) -> Result<()> {
        self.apply_settings_to(declaration);
        self.apply_units(&mut declaration.table)
    }

    /// Changes everything except the indexes.
    pub(crate) fn apply_settings_to(&self, declaration: &mut Declaration) {
        let table = &mut declaration.table;
        if let Some(billing) = self.billing {
            set_billing(table, billing);
        }
        if let Some(view) = self.stream {
            table.stream_specification = view.map(stream);
        }
        if let Some(class) = self.table_class {
            table.table_class = Some(table_class(class).to_owned());
        }
        if self.deletion_protection.is_some() {
            table.deletion_protection_enabled = self.deletion_protection;
        }
        if let Some(with) = self.encryption {
            table.sse_specification = Some(encryption(with));
        }
        if let Some(key) = &self.encryption_key {
            table.sse_specification = Some(with_key(Some(key.clone())));
        }
        if let Some(units) = self.warm_throughput {
            table.warm_throughput = Some(WarmUnits::from(units));
        }
        for (key, value) in &self.tags {
            table.tags.retain(|tag| tag.key != *key);
            table.tags.push(Tag { key: key.clone(), value: value.clone() });
        }
        declaration.removed_tags.extend(self.removed_tags.iter().cloned());
        if let Some(ttl) = &self.ttl {
            declaration.time_to_live.clone_from(ttl);
        }
        if let Some(recovery) = self.recovery {
            declaration.point_in_time_recovery = Some(Recovery::from(recovery));
        }
        declaration.units_change_elsewhere |= self.units_change_elsewhere;
    }

    fn apply_units(&self, table: &mut TableRequest) -> Result<()> {
        let is_on_demand = table.is_on_demand();
        for (name, units) in &self.index_units {
            if is_on_demand {
                return refuse(format!("the index `{name}` has no units in a table that is billed on demand"));
            }
            index(&mut table.global_secondary_indexes, name)?.provisioned_throughput = Some(Units::from(*units));
        }
        for (name, limits) in &self.index_limits {
            if !is_on_demand {
                return refuse(format!("the index `{name}` needs units, not limits, because the table is provisioned"));
            }
            index(&mut table.global_secondary_indexes, name)?.on_demand_throughput = Some(MaxUnits::from(*limits));
        }
        Ok(())
    }
}

fn refuse(message: String) -> Result<()> {
    Err(Error::new(ErrorKind::InvalidArgument, message))
}

fn index<'i>(indexes: &'i mut [IndexRequest], name: &str) -> Result<&'i mut IndexRequest> {
    indexes
        .iter_mut()
        .find(|index| index.index_name == name)
        .ok_or_else(|| Error::new(ErrorKind::InvalidArgument, format!("the table declares no global index `{name}`")))
}

/// Adds setters to a builder with `options`; the settings replace what the structs declare.
macro_rules! table_options {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $name {
            /// Bills by request.
            ///
            /// See [on-demand capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html).
            pub fn on_demand(mut self) -> Self {
                self.options.billing = Some($crate::schema::Billing::OnDemand);
                self
            }

            /// Bills by request, up to this many read and write request units a second.
            ///
            /// See [maximum throughput](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html).
            pub fn on_demand_up_to(mut self, read_units: u32, write_units: u32) -> Self {
                self.options.billing = Some($crate::schema::Billing::OnDemandUpTo(read_units, write_units));
                self
            }

            /// Provisions this many read and write capacity units a second, for the table and for every global index without units of its
            /// own.
            ///
            /// See [provisioned capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html).
            pub fn provisioned(mut self, read_units: u32, write_units: u32) -> Self {
                self.options.billing = Some($crate::schema::Billing::Provisioned(read_units, write_units));
                self
            }

            /// Provisions this many read and write capacity units a second for a global index, named as in the table.
            pub fn index_provisioned(mut self, index: impl Into<String>, read_units: u32, write_units: u32) -> Self {
                self.options.index_units.push((index.into(), (read_units, write_units)));
                self
            }

            /// Limits a global index of a table that is billed on demand to this many read and write request units a second.
            pub fn index_up_to(mut self, index: impl Into<String>, read_units: u32, write_units: u32) -> Self {
                self.options.index_limits.push((index.into(), (read_units, write_units)));
                self
            }

            /// Writes every change into a stream, with this view of the item.
            ///
            /// See [DynamoDB Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).
            pub fn stream(mut self, view: $crate::schema::StreamView) -> Self {
                self.options.stream = Some(Some(view));
                self
            }

            /// Leaves the table without a stream.
            pub fn without_stream(mut self) -> Self {
                self.options.stream = Some(None);
                self
            }

            /// Sets the time-to-live attribute, which holds epoch seconds.
            ///
            /// See [time to live](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html).
            pub fn ttl(mut self, attribute: impl Into<String>) -> Self {
                self.options.ttl = Some(Some(attribute.into()));
                self
            }

            /// Leaves the table without a time to live.
            pub fn without_ttl(mut self) -> Self {
                self.options.ttl = Some(None);
                self
            }

            /// Sets the table class.
            pub fn table_class(mut self, class: $crate::schema::TableClass) -> Self {
                self.options.table_class = Some(class);
                self
            }

            /// Sets whether the table is protected from being deleted.
            ///
            /// See [deletion protection](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection).
            pub fn deletion_protection(mut self, is_protected: bool) -> Self {
                self.options.deletion_protection = Some(is_protected);
                self
            }

            /// Encrypts the table with this key, at DynamoDB's side.
            pub fn encryption(mut self, encryption: $crate::schema::ServerSideEncryption) -> Self {
                self.options.encryption = Some(encryption);
                self
            }

            /// Encrypts the table, at DynamoDB's side, with a key of the account that is known only at run time: its id, its ARN or an
            /// alias.
            ///
            /// DynamoDB describes the key of a live table by its ARN, so only an id or an ARN can be compared. An alias is taken to be the
            /// live key.
            pub fn encryption_key(mut self, key: impl Into<String>) -> Self {
                self.options.encryption_key = Some(key.into());
                self
            }

            /// Adds a tag to the declared ones.
            pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
                let key = key.into();
                self.options.removed_tags.retain(|removed| *removed != key);
                self.options.tags.push((key, value.into()));
                self
            }

            /// Switches point-in-time recovery on or off. [`On`]($crate::schema::PointInTimeRecovery::On) accepts any number of days that
            /// the table already has.
            pub fn point_in_time_recovery(mut self, recovery: $crate::schema::PointInTimeRecovery) -> Self {
                self.options.recovery = Some(recovery);
                self
            }

            /// Makes the table ready at once for at least this many read and write units a second.
            ///
            /// See [warm throughput](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html).
            pub fn warm_throughput(mut self, read_units: u32, write_units: u32) -> Self {
                self.options.warm_throughput = Some((read_units, write_units));
                self
            }
        }
    };
}
pub(crate) use table_options;
