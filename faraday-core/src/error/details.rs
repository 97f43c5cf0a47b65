//! The details of an error in addition to its kind, message and cause: [`Details`].

use super::batch_failure::BatchFailure;
use super::difference::Difference;
use super::job_failure::JobFailure;
use super::kind::ErrorKind;
use super::lost_changes::LostChanges;
use super::transaction::{ResumableTransaction, SentOperations};
use crate::encryption::DatabaseKeys;

/// The details of an error in addition to its kind, message and cause.
#[derive(Default)]
pub(crate) enum Details {
    #[default]
    None,
    /// The keys that decrypt the item that a failed condition returned.
    DecryptionKeys(DatabaseKeys),
    /// Which writes of a batch were acknowledged and which were not.
    BatchFailure(BatchFailure),
    /// How far a job went, and which items failed.
    JobFailure(Box<JobFailure>),
    /// The operations of a cancelled transaction, and the kinds of its reasons.
    CanceledTransaction { operations: SentOperations, kinds: Vec<ErrorKind> },
    /// How the live table differs from the declared one.
    TableDifferences(Vec<Difference>),
    /// The changes that a stream no longer has.
    #[cfg_attr(not(feature = "streams"), allow(dead_code, reason = "only a consumer finds them"))]
    LostChanges(LostChanges),
    /// The transaction, if its outcome is unknown.
    ResumableTransaction(ResumableTransaction),
}
