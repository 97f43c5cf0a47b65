//! [`Operation`]: the operations of a program on a table, and the actions that each needs. This is the only list: the policy, the
//! documentation of each operation and the guide's table are made from it.

use super::Action;
use crate::schema::{TableSchema, TableSettings};

/// The actions of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Needs {
    always: &'static [Action],
    /// If the table declares a time to live.
    ttl: &'static [Action],
    /// If it declares point-in-time recovery.
    recovery: &'static [Action],
    /// If it declares tags.
    tags: &'static [Action],
}

/// An operation of a program on a table, named by the call that makes it.
///
/// Some operations on tables need more actions if a setting is declared. Settings of a builder at run time, like `create().tag(…)`, are not
/// known here: allow their actions with [`Policy::allow_actions`](super::Policy::allow_actions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    call: &'static str,
    needs: Needs,
}

macro_rules! operations {
    ($($constant:ident $call:literal $link:literal [$($always:ident)*]
        $(ttl [$($ttl:ident)*])? $(recovery [$($recovery:ident)*])? $(tags [$($tags:ident)*])?;)*) => {
        impl Operation {
            $(
                #[doc = concat!("[`", $call, "`](", $link, "), which needs:\n")]
                $(#[doc = concat!("- [`", stringify!($always), "`](Action::", stringify!($always), ")")])*
                $($(#[doc = concat!("- `", stringify!($ttl), "`, for a declared time to live")])*)?
                $($(#[doc = concat!("- `", stringify!($recovery), "`, for declared point-in-time recovery")])*)?
                $($(#[doc = concat!("- `", stringify!($tags), "`, for declared tags")])*)?
                pub const $constant: Self = Self {
                    call: $call,
                    needs: Needs {
                        always: &[$(Action::$always),*],
                        ttl: &[$($(Action::$ttl),*)?],
                        recovery: &[$($(Action::$recovery),*)?],
                        tags: &[$($(Action::$tags),*)?],
                    },
                };
            )*

            /// All operations: on items, then on tables, then on change streams.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];

            /// Returns the call that makes it: `Table::get`.
            #[must_use]
            pub const fn call(self) -> &'static str {
                self.call
            }
        }
    };
}

operations! {
    GET "Table::get" "crate::Table::get" [GET_ITEM];
    GET_MANY "Table::get_many" "crate::Table::get_many" [BATCH_GET_ITEM];
    QUERY "Table::query" "crate::Table::query" [QUERY];
    SCAN "Table::scan" "crate::Table::scan" [SCAN];
    PUT "Table::put" "crate::Table::put" [PUT_ITEM];
    UPDATE "Table::update" "crate::Table::update" [UPDATE_ITEM];
    UPSERT "Table::upsert" "crate::Table::upsert" [UPDATE_ITEM];
    UPDATE_FROM "Table::update_from" "crate::Table::update_from" [UPDATE_ITEM];
    DELETE "Table::delete" "crate::Table::delete" [DELETE_ITEM];
    SAVE "Table::save" "crate::Table::save" [PUT_ITEM];
    MODIFY "Table::modify" "crate::Table::modify" [GET_ITEM PUT_ITEM];
    INSERT "Table::insert" "crate::Table::insert" [PUT_ITEM];
    REPLACE "Table::replace" "crate::Table::replace" [DELETE_ITEM PUT_ITEM];
    REMOVE "Table::remove" "crate::Table::remove" [DELETE_ITEM];
    PUT_MANY "Table::put_many" "crate::Table::put_many" [BATCH_WRITE_ITEM];
    DELETE_MANY "Table::delete_many" "crate::Table::delete_many" [BATCH_WRITE_ITEM];
    PUT_STREAM "Table::put_stream" "crate::Table::put_stream" [BATCH_WRITE_ITEM];
    DELETE_ALL "Table::delete_all" "crate::Table::delete_all" [BATCH_WRITE_ITEM DELETE_ITEM QUERY SCAN];
    REMOVE_ALL "Table::remove_all" "crate::Table::remove_all" [DELETE_ITEM GET_ITEM QUERY SCAN];
    UPDATE_ALL "Table::update_all" "crate::Table::update_all" [QUERY SCAN UPDATE_ITEM];
    MODIFY_ALL "Table::modify_all" "crate::Table::modify_all" [GET_ITEM PUT_ITEM QUERY SCAN UPDATE_ITEM];
    UPGRADE_ALL "Table::upgrade_all" "crate::Table::upgrade_all" [GET_ITEM PUT_ITEM QUERY SCAN UPDATE_ITEM];
    COUNT_ALL "Table::count_all" "crate::Table::count_all" [QUERY SCAN];
    EXPORT "Table::export" "crate::Table::export" [QUERY SCAN];
    IMPORT "Table::import" "crate::Table::import" [BATCH_WRITE_ITEM];
    IMPORT_FROM "Table::import_from" "crate::Table::import_from" [BATCH_WRITE_ITEM];
    IMPORT_FILE "Table::import_file" "crate::Table::import_file" [BATCH_WRITE_ITEM];
    TRANSACTION_PUT "transaction: put" "crate::transaction" [PUT_ITEM];
    TRANSACTION_UPDATE "transaction: update" "crate::transaction" [UPDATE_ITEM];
    TRANSACTION_DELETE "transaction: delete" "crate::transaction" [DELETE_ITEM];
    TRANSACTION_CHECK "transaction: check" "crate::Table::check" [CONDITION_CHECK_ITEM];
    TRANSACTION_GET "transaction_get" "crate::transaction_get" [GET_ITEM];
    STATEMENT_SELECT "Database::statement: SELECT" "crate::Database::statement" [PARTIQL_SELECT];
    STATEMENT_INSERT "Database::statement: INSERT" "crate::Database::statement" [PARTIQL_INSERT];
    STATEMENT_UPDATE "Database::statement: UPDATE" "crate::Database::statement" [PARTIQL_UPDATE];
    STATEMENT_DELETE "Database::statement: DELETE" "crate::Database::statement" [PARTIQL_DELETE];
    CREATE_TABLE "Table::create" "crate::Table::create" [CREATE_TABLE DESCRIBE_TABLE]
        ttl [DESCRIBE_TIME_TO_LIVE UPDATE_TIME_TO_LIVE]
        recovery [DESCRIBE_CONTINUOUS_BACKUPS DESCRIBE_TIME_TO_LIVE UPDATE_CONTINUOUS_BACKUPS] tags [TAG_RESOURCE];
    ENSURE_TABLE "Table::ensure" "crate::Table::ensure" [CREATE_TABLE DESCRIBE_TABLE DESCRIBE_TIME_TO_LIVE]
        ttl [UPDATE_TIME_TO_LIVE] recovery [DESCRIBE_CONTINUOUS_BACKUPS UPDATE_CONTINUOUS_BACKUPS]
        tags [LIST_TAGS_OF_RESOURCE TAG_RESOURCE];
    VERIFY_TABLE "Table::verify" "crate::Table::verify" [DESCRIBE_TABLE DESCRIBE_TIME_TO_LIVE]
        recovery [DESCRIBE_CONTINUOUS_BACKUPS] tags [LIST_TAGS_OF_RESOURCE];
    PLAN_TABLE "Table::plan" "crate::Table::plan" [DESCRIBE_TABLE DESCRIBE_TIME_TO_LIVE]
        recovery [DESCRIBE_CONTINUOUS_BACKUPS] tags [LIST_TAGS_OF_RESOURCE];
    APPLY_PLAN "Plan::apply" "crate::admin::Plan::apply"
        [CREATE_TABLE DESCRIBE_TABLE DESCRIBE_TIME_TO_LIVE UPDATE_TABLE UPDATE_TIME_TO_LIVE]
        recovery [DESCRIBE_CONTINUOUS_BACKUPS UPDATE_CONTINUOUS_BACKUPS] tags [LIST_TAGS_OF_RESOURCE TAG_RESOURCE];
    UPDATE_TABLE "Table::update_table" "crate::Table::update_table" [DESCRIBE_TABLE DESCRIBE_TIME_TO_LIVE UPDATE_TABLE]
        ttl [UPDATE_TIME_TO_LIVE] recovery [DESCRIBE_CONTINUOUS_BACKUPS UPDATE_CONTINUOUS_BACKUPS]
        tags [LIST_TAGS_OF_RESOURCE TAG_RESOURCE UNTAG_RESOURCE];
    DESCRIBE_TABLE "Table::describe" "crate::Table::describe" [DESCRIBE_TABLE DESCRIBE_TIME_TO_LIVE];
    DELETE_TABLE "Table::delete_table" "crate::Table::delete_table" [DELETE_TABLE DESCRIBE_TABLE];
    LIST_TABLES "Database::tables" "crate::Database::tables" [LIST_TABLES];
    DROP_ALL "Database::drop_all" "crate::Database::drop_all" [DELETE_TABLE DESCRIBE_TABLE LIST_TABLES];
    CHANGES "Table::changes" "crate::Table::changes" [DESCRIBE_STREAM DESCRIBE_TABLE GET_RECORDS GET_SHARD_ITERATOR];
    LEASES "Changes::worker, on the table of leases" "crate::changes::Leases"
        [DELETE_ITEM DESCRIBE_TABLE GET_ITEM PUT_ITEM QUERY UPDATE_ITEM];
    CHECKPOINTS "a job's checkpoint, on the table of checkpoints" "crate::jobs::CheckpointTable" [GET_ITEM PUT_ITEM];
    LOCKS "Lock, on the table of locks" "crate::locks::Lock" [CONDITION_CHECK_ITEM GET_ITEM PUT_ITEM UPDATE_ITEM];
    COUNTERS "Counter, on the table of counters" "crate::counters::Counter" [BATCH_GET_ITEM UPDATE_ITEM];
    RECORDS "Table::records" "crate::Table::records" [GET_RECORDS];
    LIST_STREAMS "Database::streams" "crate::Database::streams" [LIST_STREAMS];
    DESCRIBE_STREAM "Database::describe_stream" "crate::Database::describe_stream" [DESCRIBE_STREAM];
    SHARD_ITERATOR "Database::shard_iterator" "crate::Database::shard_iterator" [GET_SHARD_ITERATOR];
}

impl Operation {
    /// Returns the actions that it needs on a table with this declaration.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::admin::iam::{Action, Operation};
    /// # use faraday::Item;
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// assert_eq!(Operation::MODIFY.actions(&Order::SCHEMA), [Action::GET_ITEM, Action::PUT_ITEM]);
    /// ```
    #[must_use]
    pub fn actions(self, schema: &TableSchema) -> Vec<Action> {
        let needs = self.needs;
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

/// Whether the table, or an item in a variant of an enum, declares this setting.
fn is_declared(schema: &TableSchema, declares: fn(&TableSettings) -> bool) -> bool {
    declares(schema.settings()) || schema.items().iter().any(|item| is_declared(item, declares))
}
