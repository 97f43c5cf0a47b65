//! How to use the library, by subject: each page begins with what it is for, and its examples run.
//!
//! If faraday is new to you, read [the root page](crate), then [`modelling`] and [`single_operations`].
//!
//! # Begin
//!
//! - [`modelling`]: from the questions that your program asks to a declaration: keys, indexes, one table or several.
//! - [`coming_from`]: the words of other libraries: the Clojure client, the SDK, `serde_dynamo`, `modyne`, ElectroDB, DynamoDB-Toolbox.
//! - [`testing`]: tests of your own code: an engine for each test, faults, races, time, and no engine at all.
//!
//! # Data
//!
//! - [`values`]: Rust types and what they become, and how a struct changes from release to release.
//! - [`one_table`]: several kinds of item in one table, with keys that are made of their fields.
//! - [`pictures`]: a declaration as a diagram of Mermaid and as a page of Markdown.
//! - [`tables`]: the life of a table: created, checked, planned, changed.
//! - [`encryption`]: encrypted fields: keys, their rotation, and what an encrypted field cannot do.
//! - [`vectors`]: items that are near to a vector: vector indexes, and searches of them.
//!
//! # Reading and writing
//!
//! - [`single_operations`]: one item: get, put, update, delete and the others; conditions, patches, versions.
//! - [`access_patterns`]: reads of many items: queries, filters, indexes, projections, pages, streams, scans.
//! - [`many_at_once`]: batches of writes and of reads, streams of items, and what happens when a part fails.
//! - [`transactions`]: several writes or reads, all or nothing; tokens, conflicts, unknown outcomes.
//! - [`jobs`]: work on many items: deleting a partition, backfills and migrations of data.
//! - [`transfer`]: tables as files: exports and imports.
//! - [`changes`]: what changed in a table, as structs: in Lambda, in a consumer, in several workers.
//!
//! # Running
//!
//! - [`web_services`]: a service: its database, deadlines, pages, PATCH; [failures](web_services::failures) as HTTP statuses.
//! - [`operations`]: a program in production: time-outs, retries, errors, rate limits, metrics and logs.
//! - [`infrastructure`]: tables that an infrastructure tool makes, templates for it, and the permissions of a program.
//! - [`consistency_and_cost`]: what a read sees, and what each operation costs, before and after it is sent.
//! - [`performance`]: what makes requests fast, what you can choose, and what was measured.
//!
//! # Reference
//!
//! - [`refused`]: what is refused by the compiler, before a request is sent, and only by DynamoDB.
//! - [`lower_level`]: PartiQL, expressions written by hand, and the SDK's own requests.
//! - [The errors of DynamoDB](operations#errors-of-dynamodb), [the permissions of each call](infrastructure#permissions), and the options
//!   of [`Item`](derive@crate::Item), [`Table`](derive@crate::Table), [`Value`](derive@crate::Value),
//!   [`Projection`](derive@crate::Projection) and [`Patch`](derive@crate::Patch).

#[doc = include_str!("access_patterns.md")]
pub mod access_patterns {}

#[doc = include_str!("changes.md")]
pub mod changes {}

#[doc = include_str!("consistency_and_cost.md")]
pub mod consistency_and_cost {}

#[doc = include_str!("infrastructure.md")]
pub mod infrastructure {}

#[doc = include_str!("jobs.md")]
pub mod jobs {}

#[doc = include_str!("lower_level.md")]
pub mod lower_level {}

#[doc = include_str!("many_at_once.md")]
pub mod many_at_once {}

#[doc = include_str!("modelling.md")]
pub mod modelling {}

#[doc = include_str!("one_table.md")]
pub mod one_table {}

#[doc = include_str!("operations.md")]
pub mod operations {}

#[doc = include_str!("performance.md")]
pub mod performance {}

#[doc = include_str!("pictures.md")]
pub mod pictures {}

#[doc = include_str!("refused.md")]
pub mod refused {}

#[doc = include_str!("single_operations.md")]
pub mod single_operations {}

#[doc = include_str!("tables.md")]
pub mod tables {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("transactions.md")]
pub mod transactions {}

#[doc = include_str!("transfer.md")]
pub mod transfer {}

#[doc = include_str!("vectors.md")]
pub mod vectors {}

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
