//! [`Action`]: what IAM allows or denies.

/// The resource of an IAM action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Scope {
    Table,
    /// The change streams of a table.
    Stream,
    /// No resource: IAM takes only `*`.
    Account,
}

/// An IAM action, as DynamoDB names it: `dynamodb:GetItem` is [`Action::GET_ITEM`].
///
/// Transactions have no action of their own: each part needs its own, `PutItem` for a put.
///
/// See [actions of DynamoDB](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html).
// Constants, and not variants of an enum: with a variant `Query`, the compiler would write the builder `Query` with its whole path in every
// message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action {
    name: &'static str,
    scope: Scope,
}

impl Action {
    /// The name without the service: `GetItem`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    pub(super) const fn scope(self) -> Scope {
        self.scope
    }
}

macro_rules! actions {
    ($($constant:ident $name:literal: $scope:ident;)*) => {
        impl Action {
            $(
                #[doc = concat!("`dynamodb:", $name, "`")]
                pub const $constant: Self = Self { name: $name, scope: Scope::$scope };
            )*
        }
    };
}

actions! {
    BATCH_GET_ITEM "BatchGetItem": Table;
    BATCH_WRITE_ITEM "BatchWriteItem": Table;
    CONDITION_CHECK_ITEM "ConditionCheckItem": Table;
    CREATE_TABLE "CreateTable": Table;
    DELETE_ITEM "DeleteItem": Table;
    DELETE_TABLE "DeleteTable": Table;
    DESCRIBE_CONTINUOUS_BACKUPS "DescribeContinuousBackups": Table;
    DESCRIBE_STREAM "DescribeStream": Stream;
    DESCRIBE_TABLE "DescribeTable": Table;
    DESCRIBE_TIME_TO_LIVE "DescribeTimeToLive": Table;
    GET_ITEM "GetItem": Table;
    GET_RECORDS "GetRecords": Stream;
    GET_SHARD_ITERATOR "GetShardIterator": Stream;
    LIST_STREAMS "ListStreams": Account;
    LIST_TABLES "ListTables": Account;
    LIST_TAGS_OF_RESOURCE "ListTagsOfResource": Table;
    PARTIQL_DELETE "PartiQLDelete": Table;
    PARTIQL_INSERT "PartiQLInsert": Table;
    PARTIQL_SELECT "PartiQLSelect": Table;
    PARTIQL_UPDATE "PartiQLUpdate": Table;
    PUT_ITEM "PutItem": Table;
    QUERY "Query": Table;
    SCAN "Scan": Table;
    SEARCH_VECTORS "SearchVectors": Table;
    TAG_RESOURCE "TagResource": Table;
    UNTAG_RESOURCE "UntagResource": Table;
    UPDATE_CONTINUOUS_BACKUPS "UpdateContinuousBackups": Table;
    UPDATE_ITEM "UpdateItem": Table;
    UPDATE_TABLE "UpdateTable": Table;
    UPDATE_TIME_TO_LIVE "UpdateTimeToLive": Table;
}
