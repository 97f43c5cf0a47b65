//! [`Operation`]: what a program does with a table, and the actions that each needs. The list here is the only one: the policy,
//! the documentation of each operation and the guide's table follow from it.

use super::Action;
use crate::schema::{TableSchema, TableSettings};

/// The actions of an operation.
struct Needs {
    always: &'static [Action],
    /// Where the table declares a time to live.
    ttl: &'static [Action],
    /// Where it declares point-in-time recovery.
    recovery: &'static [Action],
    /// Where it declares tags.
    tags: &'static [Action],
}

macro_rules! operations {
    ($($name:ident $call:literal $link:literal [$($always:ident)*]
        $(ttl [$($ttl:ident)*])? $(recovery [$($recovery:ident)*])? $(tags [$($tags:ident)*])?;)*) => {
        /// What a program does with a table, by the call that begins it.
        ///
        /// Some operations on tables need more where a setting is declared. What a program says at run time,
        /// `create().tag(…)`, is not known here: allow it with [`Policy::allow_actions`](super::Policy::allow_actions).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(
                #[doc = concat!("[`", $call, "`](", $link, "), which needs:\n")]
                $(#[doc = concat!("- `", stringify!($always), "`")])*
                $($(#[doc = concat!("- `", stringify!($ttl), "`, for a declared time to live")])*)?
                $($(#[doc = concat!("- `", stringify!($recovery), "`, for declared point-in-time recovery")])*)?
                $($(#[doc = concat!("- `", stringify!($tags), "`, for declared tags")])*)?
                $name,
            )*
        }

        impl Operation {
            /// All operations.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The call that begins it: `Table::get`.
            #[must_use]
            pub const fn call(self) -> &'static str {
                match self {
                    $(Self::$name => $call,)*
                }
            }

            const fn needs(self) -> Needs {
                match self {
                    $(Self::$name => Needs {
                        always: &[$(Action::$always),*],
                        ttl: &[$($(Action::$ttl),*)?],
                        recovery: &[$($(Action::$recovery),*)?],
                        tags: &[$($(Action::$tags),*)?],
                    },)*
                }
            }
        }
    };
}

operations! {
    Get "Table::get" "crate::Table::get" [GetItem];
    GetMany "Table::get_many" "crate::Table::get_many" [BatchGetItem];
    Query "Table::query" "crate::Table::query" [Query];
    Scan "Table::scan" "crate::Table::scan" [Scan];
    Put "Table::put" "crate::Table::put" [PutItem];
    Update "Table::update" "crate::Table::update" [UpdateItem];
    Delete "Table::delete" "crate::Table::delete" [DeleteItem];
    Save "Table::save" "crate::Table::save" [PutItem];
    Modify "Table::modify" "crate::Table::modify" [GetItem PutItem];
    Insert "Table::insert" "crate::Table::insert" [PutItem];
    Replace "Table::replace" "crate::Table::replace" [DeleteItem PutItem];
    Remove "Table::remove" "crate::Table::remove" [DeleteItem];
    PutMany "Table::put_many" "crate::Table::put_many" [BatchWriteItem];
    DeleteMany "Table::delete_many" "crate::Table::delete_many" [BatchWriteItem];
    PutStream "Table::put_stream" "crate::Table::put_stream" [BatchWriteItem];
    TransactionPut "transaction: put" "crate::transaction" [PutItem];
    TransactionUpdate "transaction: update" "crate::transaction" [UpdateItem];
    TransactionDelete "transaction: delete" "crate::transaction" [DeleteItem];
    TransactionCheck "transaction: check" "crate::Table::check" [ConditionCheckItem];
    TransactionGet "transaction_get" "crate::transaction_get" [GetItem];
    CreateTable "Table::create" "crate::Table::create" [CreateTable DescribeTable]
        ttl [DescribeTimeToLive UpdateTimeToLive]
        recovery [DescribeContinuousBackups DescribeTimeToLive UpdateContinuousBackups] tags [TagResource];
    EnsureTable "Table::ensure" "crate::Table::ensure" [CreateTable DescribeTable DescribeTimeToLive]
        ttl [UpdateTimeToLive] recovery [DescribeContinuousBackups UpdateContinuousBackups]
        tags [ListTagsOfResource TagResource];
    VerifyTable "Table::verify" "crate::Table::verify" [DescribeTable DescribeTimeToLive]
        recovery [DescribeContinuousBackups] tags [ListTagsOfResource];
    PlanTable "Table::plan" "crate::Table::plan" [DescribeTable DescribeTimeToLive]
        recovery [DescribeContinuousBackups] tags [ListTagsOfResource];
    ApplyPlan "Plan::apply" "crate::admin::Plan::apply"
        [CreateTable DescribeTable DescribeTimeToLive UpdateTable UpdateTimeToLive]
        recovery [DescribeContinuousBackups UpdateContinuousBackups] tags [ListTagsOfResource TagResource];
    UpdateTable "Table::update_table" "crate::Table::update_table" [DescribeTable DescribeTimeToLive UpdateTable]
        ttl [UpdateTimeToLive] recovery [DescribeContinuousBackups UpdateContinuousBackups]
        tags [ListTagsOfResource TagResource UntagResource];
    DescribeTable "Table::describe" "crate::Table::describe" [DescribeTable DescribeTimeToLive];
    DeleteTable "Table::delete_table" "crate::Table::delete_table" [DeleteTable DescribeTable];
    ListTables "Database::tables" "crate::Database::tables" [ListTables];
    DropAll "Database::drop_all" "crate::Database::drop_all" [DeleteTable DescribeTable ListTables];
}

impl Operation {
    /// The actions that it needs on a table that is declared so.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::admin::iam::{Action, Operation};
    /// # use faraday::Item;
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// assert_eq!(Operation::Modify.actions(&Order::SCHEMA), [Action::GetItem, Action::PutItem]);
    /// ```
    #[must_use]
    pub fn actions(self, schema: &TableSchema) -> Vec<Action> {
        let needs = self.needs();
        let declared = |declares: fn(&TableSettings) -> bool, actions| {
            if is_declared(schema, declares) { actions } else { &[][..] }
        };
        let mut actions = [
            needs.always,
            declared(|settings| settings.ttl().is_some(), needs.ttl),
            declared(|settings| settings.point_in_time_recovery().is_some(), needs.recovery),
            declared(|settings| !settings.tags().is_empty(), needs.tags),
        ]
        .concat();
        actions.sort();
        actions.dedup();
        actions
    }
}

/// Whether the table, or an item in a variant of an enum, declares it.
fn is_declared(schema: &TableSchema, declares: fn(&TableSettings) -> bool) -> bool {
    declares(schema.settings()) || schema.items().iter().any(|item| is_declared(item, declares))
}

/// What a program reads of a secondary index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IndexOperation {
    /// `Table::index(…).query(…)`, which needs `Query` on the index and nothing on the table.
    Query,
    /// `Table::index(…).scan()`, which needs `Scan` on the index and nothing on the table.
    Scan,
}

impl IndexOperation {
    pub(super) const fn action(self) -> Action {
        match self {
            Self::Query => Action::Query,
            Self::Scan => Action::Scan,
        }
    }
}
