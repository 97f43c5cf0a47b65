/// The settings of a table besides its name, keys and indexes: how it is charged, stored and protected.
///
/// A plan leaves an undeclared setting of the live table as it is. There are three exceptions: without a declaration, the table is
/// billed on demand, has no stream, and has no time to live.
///
/// # Examples
///
/// ```
/// use faraday::schema::{Billing, TableSettings};
///
/// const SETTINGS: TableSettings =
///     TableSettings::new().with_billing(Billing::Provisioned(5, 5)).with_deletion_protection(true);
/// assert_eq!(SETTINGS.billing(), Billing::Provisioned(5, 5));
/// ```
///
/// See [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSettings {
    ttl: Option<&'static str>,
    stream: Option<StreamView>,
    billing: Option<Billing>,
    table_class: Option<TableClass>,
    deletion_protection: Option<bool>,
    encryption: Option<ServerSideEncryption>,
    tags: &'static [(&'static str, &'static str)],
    point_in_time_recovery: Option<PointInTimeRecovery>,
    warm_throughput: Option<(u32, u32)>,
}

/// What a change stream holds for each change.
///
/// See [StreamSpecification](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamView {
    /// The item's key.
    KeysOnly,
    /// The item as it is after the change.
    NewImage,
    /// The item as it was before the change.
    OldImage,
    /// The item before and after the change.
    NewAndOldImages,
}

/// How the requests to a table are charged.
///
/// See [throughput capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Billing {
    /// Each request is charged by itself.
    OnDemand,
    /// Each request is charged by itself, up to this many read and write request units a second.
    OnDemandUpTo(u32, u32),
    /// This many read and write capacity units are provisioned, and charged whether they are used or not.
    Provisioned(u32, u32),
}

/// How storage and requests of a table are priced.
///
/// See [table classes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.TableClasses.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableClass {
    /// The default.
    Standard,
    /// Cheaper storage and more expensive requests, for data that is rarely read.
    StandardInfrequentAccess,
}

/// The key with which DynamoDB encrypts a table at rest.
///
/// This is DynamoDB's own encryption. It is independent of the fields that faraday encrypts before it sends them.
///
/// See [encryption at rest](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerSideEncryption {
    /// A key that DynamoDB owns, without charge: the default.
    AwsOwned,
    /// The key `aws/dynamodb` of your account.
    AwsManaged,
    /// A key of your account: its id, its ARN, or an alias of it.
    CustomerManaged(&'static str),
}

/// Whether DynamoDB keeps continuous backups, from which the table can be restored as of any second of the last days.
///
/// See [point-in-time recovery](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PointInTimeRecovery {
    /// DynamoDB keeps none.
    Off,
    /// DynamoDB keeps them, for as many days as before: 35 if it kept none.
    On,
    /// DynamoDB keeps them for this many days: 1 to 35.
    Days(u8),
}

impl Default for TableSettings {
    fn default() -> Self {
        Self::new()
    }
}

impl TableSettings {
    /// No declared settings.
    pub(super) const NONE: Self = Self::new();

    /// Declares no settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            ttl: None,
            stream: None,
            billing: None,
            table_class: None,
            deletion_protection: None,
            encryption: None,
            tags: &[],
            point_in_time_recovery: None,
            warm_throughput: None,
        }
    }

    /// Sets the attribute with the time to live, in epoch seconds.
    #[must_use]
    pub const fn with_ttl(mut self, attribute: &'static str) -> Self {
        self.ttl = Some(attribute);
        self
    }

    /// Adds a change stream.
    #[must_use]
    pub const fn with_stream(mut self, view: StreamView) -> Self {
        self.stream = Some(view);
        self
    }

    /// Sets the billing.
    #[must_use]
    pub const fn with_billing(mut self, billing: Billing) -> Self {
        self.billing = Some(billing);
        self
    }

    /// Sets the table class.
    #[must_use]
    pub const fn with_table_class(mut self, class: TableClass) -> Self {
        self.table_class = Some(class);
        self
    }

    /// Sets whether the table is protected from being deleted.
    #[must_use]
    pub const fn with_deletion_protection(mut self, is_protected: bool) -> Self {
        self.deletion_protection = Some(is_protected);
        self
    }

    /// Sets the key with which DynamoDB encrypts the table.
    #[must_use]
    pub const fn with_encryption(mut self, encryption: ServerSideEncryption) -> Self {
        self.encryption = Some(encryption);
        self
    }

    /// Sets these tags. Other tags of the live table stay as they are.
    #[must_use]
    pub const fn with_tags(mut self, tags: &'static [(&'static str, &'static str)]) -> Self {
        self.tags = tags;
        self
    }

    /// Turns point-in-time recovery on or off.
    #[must_use]
    pub const fn with_point_in_time_recovery(mut self, recovery: PointInTimeRecovery) -> Self {
        self.point_in_time_recovery = Some(recovery);
        self
    }

    /// Sets the warm throughput: the table is ready at once for at least this many read and write units a second.
    #[must_use]
    pub const fn with_warm_throughput(mut self, read_units: u32, write_units: u32) -> Self {
        self.warm_throughput = Some((read_units, write_units));
        self
    }

    /// Returns the attribute that holds when an item expires, in epoch seconds.
    #[must_use]
    pub const fn ttl(&self) -> Option<&'static str> {
        self.ttl
    }

    /// Returns what the change stream holds, if there is one.
    #[must_use]
    pub const fn stream(&self) -> Option<StreamView> {
        self.stream
    }

    /// Returns how requests are charged: on demand, if nothing else is declared.
    #[must_use]
    pub const fn billing(&self) -> Billing {
        match self.billing {
            Some(billing) => billing,
            None => Billing::OnDemand,
        }
    }

    /// Returns the billing, if it is declared.
    pub(crate) const fn declared_billing(&self) -> Option<Billing> {
        self.billing
    }

    /// Returns the table class, if it is declared.
    #[must_use]
    pub const fn table_class(&self) -> Option<TableClass> {
        self.table_class
    }

    /// Returns whether the table is protected from being deleted, if it is declared.
    #[must_use]
    pub const fn deletion_protection(&self) -> Option<bool> {
        self.deletion_protection
    }

    /// Returns the key with which DynamoDB encrypts the table, if it is declared.
    #[must_use]
    pub const fn encryption(&self) -> Option<ServerSideEncryption> {
        self.encryption
    }

    /// Returns the declared tags: names and values.
    #[must_use]
    pub const fn tags(&self) -> &'static [(&'static str, &'static str)] {
        self.tags
    }

    /// Returns the point-in-time recovery, if it is declared.
    #[must_use]
    pub const fn point_in_time_recovery(&self) -> Option<PointInTimeRecovery> {
        self.point_in_time_recovery
    }

    /// Returns the warm throughput in read and write units a second, if it is declared.
    #[must_use]
    pub const fn warm_throughput(&self) -> Option<(u32, u32)> {
        self.warm_throughput
    }
}
