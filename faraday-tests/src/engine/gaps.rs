//! The table of what each engine lacks.

use super::Engine;

/// Something that DynamoDB does, which an engine may lack or do otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// `TransactWriteItems` and `TransactGetItems`.
    Transactions,
    /// DynamoDB Streams.
    Streams,
    /// `UpdateTimeToLive` and `DescribeTimeToLive`.
    TimeToLive,
    /// The stored item in the answer to a write whose condition failed (`ReturnValuesOnConditionCheckFailure`).
    ItemOnFailedCondition,
    /// A clock that the test moves: an engine behind a socket has its own.
    PausedClock,
}

/// That an engine lacks something.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Gap {
    /// Which engine.
    pub engine: Engine,
    /// What it lacks.
    pub capability: Capability,
    /// What it does in its place, beside what DynamoDB does.
    pub why: &'static str,
}

/// What each engine lacks. Without a row here, a test that fails on an engine is a failure.
pub const GAPS: &[Gap] = &[];
