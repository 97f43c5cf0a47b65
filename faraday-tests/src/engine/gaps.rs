//! The table of the gaps of each engine.

use super::Engine::{self, Dynalite, Moto};

/// A behaviour of DynamoDB that an engine may lack or do differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// `begins_with` and `contains` of binaries.
    BinaryOperands,
    /// The reasons of a cancelled transaction, one for each of its operations.
    CancellationReasons,
    /// Conditions hold, and transactions succeed, while other requests write the same table.
    Concurrency,
    /// The capacity that requests consume, by the sizes of the items.
    ConsumedCapacity,
    /// Lists and maps are compared as a whole.
    DocumentComparison,
    /// A filter by an attribute that an item lacks.
    FilterOfMissingAttributes,
    /// Indexes with partition and sort keys of several attributes.
    IndexKeysOfSeveralAttributes,
    /// The stored item in the answer to a write whose condition failed (`ReturnValuesOnConditionCheckFailure`).
    ItemOnFailedCondition,
    /// An expression of nearly 4 KB.
    LargeExpressions,
    /// A transaction of 100 operations.
    LargeTransactions,
    /// Elements of lists that an update sets and removes.
    ListElements,
    /// A function as an argument of `if_not_exists`.
    NestedFunctions,
    /// Numbers are returned without redundant zeros.
    NormalizedNumbers,
    /// `ExecuteStatement`, `BatchExecuteStatement` and `ExecuteTransaction`, with everything that DynamoDB allows.
    PartiQl,
    /// A clock that the test moves. An engine at a socket has a clock of its own, so tests with a paused clock use the embedded engine in
    /// their own process and are counted as skipped.
    PausedClock,
    /// A projection of elements of lists: `#n0[0]`.
    ProjectedElements,
    /// Numbers that begin with a plus sign.
    PlusSigns,
    /// Attributes with an empty name, and documents of more than 32 levels, are refused.
    RefusedAttributes,
    /// The message of a refused request, in DynamoDB's own words.
    SentencesOfDynamoDb,
    /// The documented sizes of items.
    SizesOfItems,
    /// The tags of `CreateTable`.
    TagsOfNewTables,
    /// `UpdateTimeToLive` and `DescribeTimeToLive`.
    TimeToLive,
    /// `TransactWriteItems` and `TransactGetItems`.
    Transactions,
    /// `ClientRequestToken`: a transaction that is sent again has no second effect.
    TransactionTokens,
    /// The key of an index has the declared type in every item.
    TypesOfIndexKeys,
    /// `UPDATED_OLD` and `UPDATED_NEW` of places inside documents.
    UpdatedAttributes,
    /// `UpdateItem` without an update expression.
    UpdateWithoutExpression,
    /// Vector indexes, and `SearchVectors`.
    VectorSearch,
    /// Tens of megabytes and thousands of requests within the time that a test allows.
    Volume,
}

/// A capability that an engine lacks.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Gap {
    /// The engine.
    pub engine: Engine,
    /// The capability that it lacks.
    pub capability: Capability,
    /// Its behaviour instead.
    pub why: &'static str,
}

const fn gap(engine: Engine, capability: Capability, why: &'static str) -> Gap {
    Gap { engine, capability, why }
}

/// The gaps of each engine. A test that fails on an engine is a failure unless a row here explains it. DynamoDB's behaviour is in the [API
/// reference](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
pub const GAPS: &[Gap] = &[
    gap(Dynalite, Capability::DocumentComparison, "a list or map is never equal to another"),
    gap(Dynalite, Capability::IndexKeysOfSeveralAttributes, "it takes at most two key attributes an index"),
    gap(Dynalite, Capability::ItemOnFailedCondition, "it leaves the parameter unread, and the item out"),
    gap(Dynalite, Capability::ListElements, "it sets and removes other elements where an update has several"),
    gap(Dynalite, Capability::PartiQl, "UnknownOperationException"),
    gap(Dynalite, Capability::PlusSigns, "it refuses them"),
    gap(Dynalite, Capability::RefusedAttributes, "it stores them"),
    gap(Dynalite, Capability::SentencesOfDynamoDb, "its sentences name other parts of the request"),
    gap(Dynalite, Capability::TagsOfNewTables, "it leaves the tags out"),
    gap(Dynalite, Capability::TimeToLive, "UnknownOperationException"),
    gap(Dynalite, Capability::Transactions, "UnknownOperationException"),
    gap(Dynalite, Capability::VectorSearch, "UnknownOperationException"),
    gap(Dynalite, Capability::Volume, "it runs in one thread of JavaScript"),
    gap(Moto, Capability::BinaryOperands, "neither holds of a binary"),
    gap(
        Moto,
        Capability::CancellationReasons,
        "a refused operation is a ValidationException of the whole, without reasons",
    ),
    gap(
        Moto,
        Capability::Concurrency,
        "it checks a condition and writes in two steps, and copies the table for a transaction, in threads that interleave: status 500",
    ),
    gap(Moto, Capability::ConsumedCapacity, "it counts by other rules, and transactions as nothing"),
    gap(Moto, Capability::DocumentComparison, "status 500 for a condition inside a document that is not there"),
    gap(Moto, Capability::FilterOfMissingAttributes, "status 500"),
    gap(Moto, Capability::LargeExpressions, "status 500"),
    gap(Moto, Capability::LargeTransactions, "TransactGetItems takes 25 items"),
    gap(Moto, Capability::NestedFunctions, "a syntax error"),
    gap(Moto, Capability::NormalizedNumbers, "numbers stay as they were written"),
    gap(
        Moto,
        Capability::PartiQl,
        "it knows neither `RETURNING` nor pages, and gives other errors (as its documentation has it; not tried)",
    ),
    gap(Moto, Capability::ProjectedElements, "it calls the name in `#n0[0]` unused"),
    gap(Moto, Capability::RefusedAttributes, "it stores them"),
    gap(Moto, Capability::SentencesOfDynamoDb, "its sentences name other parts of the request"),
    gap(Moto, Capability::SizesOfItems, "it counts the characters of a JSON text"),
    gap(Moto, Capability::TransactionTokens, "it applies a transaction again whose token it knows"),
    gap(Moto, Capability::TypesOfIndexKeys, "it takes any type"),
    gap(Moto, Capability::UpdatedAttributes, "it leaves places inside documents out"),
    gap(Moto, Capability::UpdateWithoutExpression, "status 500"),
    gap(Moto, Capability::VectorSearch, "it leaves the indexes out, and knows no SearchVectors"),
    gap(Moto, Capability::Volume, "it runs in one thread of Python at a time"),
];
