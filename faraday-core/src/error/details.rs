//! What an error knows beyond its kind, message and cause: [`Details`].

use super::batch_failure::BatchFailure;
use super::difference::Difference;
use super::job_failure::JobFailure;
use super::lost_changes::LostChanges;
use super::transaction::{ResumableTransaction, SentOperations};
use crate::encryption::DatabaseKeys;

/// What an error knows beyond its kind, message and cause.
#[derive(Default)]
pub(crate) enum Details {
    #[default]
    None,
    /// The keys that decrypt the item which a failed condition returned.
    DecryptionKeys(DatabaseKeys),
    /// Which writes of a batch were acknowledged and which were not.
    BatchFailure(BatchFailure),
    /// How far a job went, and which items failed.
    JobFailure(Box<JobFailure>),
    /// The operations of a cancelled transaction, and whether one of them found another version of its item.
    CanceledTransaction { operations: SentOperations, version_conflict: bool, schema_version_mismatch: bool },
    /// How the live table differs from the declared one.
    TableDifferences(Vec<Difference>),
    /// The changes that a stream no longer has.
    #[cfg_attr(not(feature = "streams"), allow(dead_code, reason = "only a consumer finds them"))]
    LostChanges(LostChanges),
    /// The transaction, if it is unknown whether it was done.
    ResumableTransaction(ResumableTransaction),
}
