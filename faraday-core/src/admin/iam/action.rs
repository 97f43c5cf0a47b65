//! [`Action`]: what IAM allows or denies.

/// What an action of IAM is allowed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Table,
    /// The change streams of a table.
    Stream,
    /// No resource: IAM takes nothing but `*`.
    Account,
}

macro_rules! actions {
    ($($name:ident: $scope:ident;)*) => {
        /// An action of IAM, as DynamoDB names it: `dynamodb:GetItem`.
        ///
        /// There is none for transactions: each of their parts needs its own, `PutItem` for a put.
        ///
        /// See [actions of DynamoDB](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Action {
            $(
                #[doc = concat!("`dynamodb:", stringify!($name), "`")]
                $name,
            )*
        }

        impl Action {
            /// The name without the service: `GetItem`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            pub(super) const fn scope(self) -> Scope {
                match self {
                    $(Self::$name => Scope::$scope,)*
                }
            }
        }
    };
}

actions! {
    BatchGetItem: Table;
    BatchWriteItem: Table;
    ConditionCheckItem: Table;
    CreateTable: Table;
    DeleteItem: Table;
    DeleteTable: Table;
    DescribeContinuousBackups: Table;
    DescribeStream: Stream;
    DescribeTable: Table;
    DescribeTimeToLive: Table;
    GetItem: Table;
    GetRecords: Stream;
    GetShardIterator: Stream;
    ListStreams: Account;
    ListTables: Account;
    ListTagsOfResource: Table;
    PutItem: Table;
    Query: Table;
    Scan: Table;
    TagResource: Table;
    UntagResource: Table;
    UpdateContinuousBackups: Table;
    UpdateItem: Table;
    UpdateTable: Table;
    UpdateTimeToLive: Table;
}
