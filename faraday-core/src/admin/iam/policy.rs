//! [`Policy`]: an IAM policy as a document.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::action::Scope;
use super::{Action, Operation};
use crate::admin::templates::ordered_json::Json;
use crate::schema::{DeclaredTable, Item};
use crate::table::Indexed;

/// The IAM policy with only the permissions for the operations that a program uses, as a JSON document.
///
/// # Examples
///
/// ```
/// use faraday::admin::iam::{Action, Operation, Policy};
/// # use faraday::{Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "orders", global_index(by_email, partition_key = email))]
/// # struct Order { #[faraday(partition_key)] id: u64, email: Option<String> }
///
/// let policy = Policy::new("eu-west-1", "123456789012")
///     .table_prefix("prod-")
///     .allow::<Order>([Operation::VERIFY_TABLE, Operation::GET, Operation::PUT])
///     .allow_index(Table::<Order>::index(Order::BY_EMAIL), [Action::QUERY]);
/// assert_eq!(policy.to_string(), r#"{
///   "Version": "2012-10-17",
///   "Statement": [
///     {
///       "Effect": "Allow",
///       "Action": [
///         "dynamodb:DescribeTable",
///         "dynamodb:DescribeTimeToLive",
///         "dynamodb:GetItem",
///         "dynamodb:PutItem"
///       ],
///       "Resource": [
///         "arn:aws:dynamodb:eu-west-1:123456789012:table/prod-orders"
///       ]
///     },
///     {
///       "Effect": "Allow",
///       "Action": [
///         "dynamodb:Query"
///       ],
///       "Resource": [
///         "arn:aws:dynamodb:eu-west-1:123456789012:table/prod-orders/index/by_email"
///       ]
///     }
///   ]
/// }
/// "#);
/// ```
///
/// See [identity-based policies](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-identity-based-policies.html).
#[derive(Debug, Clone)]
#[must_use = "a policy does nothing until it is written"]
pub struct Policy {
    partition: String,
    region: String,
    account: String,
    prefix: String,
    /// Names at run time, keyed by the declared ones.
    names: BTreeMap<String, String>,
    allowed: BTreeMap<Resource, BTreeSet<Action>>,
}

/// The resources of actions; tables have their declared names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Resource {
    Account,
    Table(&'static str),
    Index(&'static str, &'static str),
    Streams(&'static str),
}

impl Policy {
    /// Returns a policy for tables in this region of this account, which allows nothing yet. `*` stands for all regions, or all accounts.
    pub fn new(region: impl Into<String>, account: impl Into<String>) -> Self {
        Self {
            partition: "aws".to_owned(),
            region: region.into(),
            account: account.into(),
            prefix: String::new(),
            names: BTreeMap::new(),
            allowed: BTreeMap::new(),
        }
    }

    /// Sets the AWS partition, if it is not `aws`: `aws-cn`, `aws-us-gov`.
    ///
    /// See [ARNs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
    pub fn partition(mut self, partition: impl Into<String>) -> Self {
        self.partition = partition.into();
        self
    }

    /// Sets the prefix of all table names, as in the database: see
    /// [`DatabaseBuilder::table_prefix`](crate::database::DatabaseBuilder::table_prefix).
    pub fn table_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets the name of one table at run time, without a prefix: see
    /// [`DatabaseBuilder::table_name`](crate::database::DatabaseBuilder::table_name).
    pub fn table_name(mut self, declared: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.insert(declared.into(), name.into());
        self
    }

    /// Allows these operations on the table of `T`: a struct, or several that declare one table together.
    pub fn allow<T: DeclaredTable>(self, operations: impl IntoIterator<Item = Operation>) -> Self {
        let declarations = T::declarations();
        let actions = |operation: Operation| declarations.iter().flat_map(move |(_, schema)| operation.actions(schema));
        let actions: Vec<Action> = operations.into_iter().flat_map(actions).collect();
        self.allow_actions::<T>(actions)
    }

    /// Allows these reads of one index: [`Action::QUERY`] and [`Action::SCAN`], or [`Action::SEARCH_VECTORS`] for a vector index. They need
    /// no permission on the table itself.
    pub fn allow_index<I: Item, P, S, K, R>(
        mut self,
        index: Indexed<I, P, S, K, R>,
        reads: impl IntoIterator<Item = Action>,
    ) -> Self {
        let resource = Resource::Index(I::SCHEMA.table(), index.schema().name());
        self.add(resource, reads);
        self
    }

    /// Allows these reads of every index that `T` declares, each by its own name: [`Action::QUERY`], [`Action::SCAN`].
    pub fn allow_all_indexes<T: DeclaredTable>(mut self, reads: impl IntoIterator<Item = Action>) -> Self {
        let actions: BTreeSet<Action> = reads.into_iter().collect();
        for (_, schema) in T::declarations() {
            for index in schema.all_indexes() {
                // A vector index allows no other read, and other indexes no vector search.
                let is_read = |action: &Action| (*action == Action::SEARCH_VECTORS) == index.vector().is_some();
                let reads = actions.iter().copied().filter(is_read);
                self.add(Resource::Index(schema.table(), index.name()), reads);
            }
        }
        self
    }

    /// Allows more actions: for requests that a program sends without faraday, for Lambda, which reads a change stream with the function's
    /// role, and for table settings that are known only at run time.
    ///
    /// Actions that read a stream are allowed on all streams of the table, because the name of a stream contains the time when it began.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::admin::iam::{Action, Policy};
    /// # use faraday::Item;
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    ///
    /// let stream = [
    ///     Action::DESCRIBE_STREAM,
    ///     Action::GET_RECORDS,
    ///     Action::GET_SHARD_ITERATOR,
    ///     Action::LIST_STREAMS,
    /// ];
    /// let policy = Policy::new("*", "123456789012").allow_actions::<Order>(stream).to_string();
    /// assert!(policy.contains("arn:aws:dynamodb:*:123456789012:table/orders/stream/*"));
    /// ```
    pub fn allow_actions<T: DeclaredTable>(mut self, actions: impl IntoIterator<Item = Action>) -> Self {
        for action in actions {
            let table = T::TABLE.table();
            let resource = match action.scope() {
                Scope::Table => Resource::Table(table),
                Scope::Stream => Resource::Streams(table),
                Scope::Account => Resource::Account,
            };
            self.add(resource, [action]);
        }
        self
    }

    fn add(&mut self, resource: Resource, actions: impl IntoIterator<Item = Action>) {
        self.allowed.entry(resource).or_default().extend(actions);
    }

    fn arn(&self, resource: &Resource) -> String {
        let (table, part) = match resource {
            Resource::Account => return "*".to_owned(),
            Resource::Table(table) => (table, String::new()),
            Resource::Index(table, index) => (table, format!("/index/{index}")),
            Resource::Streams(table) => (table, "/stream/*".to_owned()),
        };
        let name = self.names.get(*table).cloned().unwrap_or_else(|| format!("{}{table}", self.prefix));
        format!("arn:{}:dynamodb:{}:{}:table/{name}{part}", self.partition, self.region, self.account)
    }

    fn document(&self) -> Json {
        // One statement for each set of actions, because the length of a policy is limited.
        let mut statements: Vec<(&BTreeSet<Action>, Vec<String>)> = Vec::new();
        for (resource, actions) in self.allowed.iter().filter(|(_, actions)| !actions.is_empty()) {
            let arn = self.arn(resource);
            match statements.iter_mut().find(|(same, _)| *same == actions) {
                Some((_, resources)) => resources.push(arn),
                None => statements.push((actions, vec![arn])),
            }
        }
        let statement = |(actions, resources): (&BTreeSet<Action>, Vec<String>)| {
            Json::object()
                .with("Effect", "Allow")
                .with("Action", Json::list(actions, |action| Json::from(format!("dynamodb:{}", action.name()))))
                .with("Resource", Json::list(resources, Json::from))
        };
        Json::object().with("Version", "2012-10-17").with("Statement", Json::list(statements, statement))
    }
}

/// Writes the document, with line breaks.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document().pretty())
    }
}
