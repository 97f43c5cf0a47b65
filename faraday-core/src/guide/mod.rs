//! How to use the library, by subject.
//!
//! - [`changes`]: what changed in a table, as structs.
//! - [`infrastructure`]: tables that an infrastructure tool makes, templates for it, and the permissions of a program.
//! - [`jobs`]: work on many items: deleting a partition, backfills and migrations of data.
//! - [`lower_level`]: PartiQL, expressions written by hand, and the SDK's own requests.
//! - [`one_table`]: several kinds of item in one table, with keys that are made of their fields.
//! - [`operations`]: a program in production: time-outs, retries, rate limits, metrics and logs.
//! - [`tables`]: the life of a table: created, checked, planned, changed.
//! - [`testing`]: tests of your own code: an engine for each test, faults, races, time, and no engine at all.
//! - [`transfer`]: tables as files: exports and imports.
//! - [`vectors`]: items that are near to a vector: vector indexes, and searches of them.
//! - [`writes`]: which write for what: a whole item, some attributes, a patch, what differs.
//!
//! What goes around it:
//!
//! - [`values`]: Rust types and what they become, and how a struct changes from release to release.
//! - [`web_services`]: a service: its database, deadlines, pages, PATCH; [failures](web_services::failures) as HTTP statuses.
//! - [`encryption`]: encrypted fields: keys, their rotation, and what an encrypted field cannot do.
//! - [`coming_from`]: the words of other libraries: the Clojure client, the SDK, `serde_dynamo`, `modyne`, ElectroDB, DynamoDB-Toolbox.

#[doc = include_str!("changes.md")]
pub mod changes {}

#[doc = include_str!("infrastructure.md")]
pub mod infrastructure {}

#[doc = include_str!("jobs.md")]
pub mod jobs {}

#[doc = include_str!("lower_level.md")]
pub mod lower_level {}

#[doc = include_str!("one_table.md")]
pub mod one_table {}

#[doc = include_str!("operations.md")]
pub mod operations {}

#[doc = include_str!("tables.md")]
pub mod tables {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("transfer.md")]
pub mod transfer {}

#[doc = include_str!("vectors.md")]
pub mod vectors {}

#[doc = include_str!("writes.md")]
pub mod writes {}

// Pages for those who come from elsewhere, and for services.

#[doc = include_str!("web_services.md")]
pub mod web_services {
    #[doc = include_str!("web_services/failures.md")]
    pub mod failures {}
}

#[doc = include_str!("values.md")]
pub mod values {}

// Without the feature, the names of the module `encryption` lead to the list of features.
#[doc = include_str!("encryption.md")]
#[doc = "\n"]
#[cfg_attr(feature = "encryption", doc = "[`KeyRing`]: crate::encryption::KeyRing")]
#[cfg_attr(feature = "encryption", doc = "[`Sealed`]: crate::encryption::Sealed")]
#[cfg_attr(not(feature = "encryption"), doc = "[`KeyRing`]: crate#features")]
#[cfg_attr(not(feature = "encryption"), doc = "[`Sealed`]: crate#features")]
pub mod encryption {}

#[doc = include_str!("coming_from/mod.md")]
pub mod coming_from {
    #[doc = include_str!("coming_from/taoensso_faraday.md")]
    pub mod taoensso_faraday {}

    #[doc = include_str!("coming_from/aws_sdk.md")]
    pub mod aws_sdk {}

    #[doc = include_str!("coming_from/serde_dynamo.md")]
    pub mod serde_dynamo {}

    #[doc = include_str!("coming_from/modyne.md")]
    pub mod modyne {}

    #[doc = include_str!("coming_from/electrodb.md")]
    pub mod electrodb {}

    #[doc = include_str!("coming_from/dynamodb_toolbox.md")]
    pub mod dynamodb_toolbox {}
}
