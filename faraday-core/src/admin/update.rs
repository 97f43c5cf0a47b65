//! `Table::update_table`: makes single changes to a live table.

use std::marker::PhantomData;

use super::declaration::{Declaration, TableOptions, check_limits, check_vector_indexes, table_options};
use super::live::read;
use super::macros::table_operation;
use super::plan::{Plan, STEP_TIMEOUT, Step, apply_checked};
use super::request::{IndexRequest, KeySchemaElement, TableRequest};
use super::wait::{TIMEOUT, until_ready};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Execution;
use crate::schema::{DeclaredTable, ServerSideEncryption};
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Changes only what the builder sets in the live table, and leaves everything else as it is, declared or not.
    ///
    /// The units of indexes stay too, unless the table becomes provisioned: then each index gets its declared units, or those of the table.
    /// It makes your changes at once, destructive or not: another stream view ends the stream, another key or projection drops the index.
    /// If the table already has a setting, nothing is sent for it. Several changes are made one after another, in an order that DynamoDB
    /// accepts, with waiting between them. It returns the steps that it did. To see the steps before they are done, or to make the table
    /// match its declaration, use [`plan`](Table::plan).
    ///
    /// # Errors
    ///
    /// When there is no such table ([`is_table_not_found`](crate::Error::is_table_not_found)), when DynamoDB refuses a step, or when it
    /// takes too long. The error names the step; the steps before it are done.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders", global_index(by_status, partition_key = status))]
    /// # struct Order { #[faraday(partition_key)] id: u64, status: String }
    /// use faraday::schema::StreamView;
    ///
    /// # let db = Database::embedded()?;
    /// Table::<Order>::create().on(&db).await?;
    /// let done = Table::<Order>::update_table()
    ///     .stream(StreamView::KeysOnly)
    ///     .deletion_protection(true)
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(done.len(), 2);
    /// assert!(Table::<Order>::update_table().stream(StreamView::KeysOnly).on(&db).await?.is_empty());
    /// Table::<Order>::update_table().drop_index("by_status").on(&db).await?;
    /// Table::<Order>::update_table().create_index(Order::BY_STATUS.name()).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html).
    pub fn update_table() -> UpdateTable<T> {
        UpdateTable {
            options: TableOptions::default(),
            created: Vec::new(),
            dropped: Vec::new(),
            destination: Destination::default(),
            of: PhantomData,
        }
    }
}

/// Changes a live table: see [`Table::update_table`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct UpdateTable<T> {
    options: TableOptions,
    created: Vec<String>,
    dropped: Vec<String>,
    destination: Destination,
    of: PhantomData<fn() -> T>,
}

impl<T: DeclaredTable> UpdateTable<T> {
    /// Creates a global or vector index as it is declared, named as in the table.
    ///
    /// An index with another declaration is dropped first and created again; nobody can read it until it is filled.
    pub fn create_index(mut self, name: impl Into<String>) -> Self {
        self.created.push(name.into());
        self
    }

    /// Drops a global or vector index, named as in the table. If it does not exist, nothing happens.
    pub fn drop_index(mut self, name: impl Into<String>) -> Self {
        self.dropped.push(name.into());
        self
    }

    /// Removes a tag by its name. If it does not exist, nothing happens.
    ///
    /// See [UntagResource](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html).
    pub fn without_tag(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        self.options.tags.retain(|(known, _)| *known != key);
        self.options.removed_tags.push(key);
        self
    }

    /// Fails if a change would be lost without notice.
    fn check_against(&self, live: &Declaration) -> Result<()> {
        let refuse = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message));
        if let Some(name) = self.created.iter().find(|name| self.dropped.contains(name)) {
            return refuse(format!(
                "the index `{name}` is both dropped and created: use two updates, one after another"
            ));
        }
        let locals = &live.table.local_secondary_indexes;
        if let Some(index) = locals.iter().find(|index| self.dropped.contains(&index.index_name)) {
            return refuse(format!("`{}` is a local index, which DynamoDB never drops", index.index_name));
        }
        let is_on = live.table.sse_specification.as_ref().is_some_and(|sse| sse.enabled);
        let is_vague = match (&self.options.encryption_key, self.options.encryption) {
            (Some(key), _) => key.contains("alias/"),
            (None, Some(ServerSideEncryption::CustomerManaged(key))) => key.contains("alias/"),
            (None, Some(encryption)) => encryption == ServerSideEncryption::AwsManaged,
            (None, None) => false,
        };
        if is_on && is_vague {
            return refuse(
                "the table already has an encryption key, and DynamoDB shows keys only by their ARN, so it is unknown whether \
                 this is another: name the key by its ARN"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// Returns the live table with the changes.
    fn changed(&self, live: &Declaration) -> Result<Declaration> {
        let declared =
            Declaration::of::<T>(&TableOptions { billing: self.options.billing, ..TableOptions::default() })?;
        let mut changed = live.clone();
        changed.table.tags.retain(|tag| !self.options.removed_tags.contains(&tag.key));
        let table = &mut changed.table;
        table.global_secondary_indexes.retain(|index| !self.dropped.contains(&index.index_name));
        table.vector_indexes.retain(|index| !self.dropped.contains(&index.index_name));
        for name in &self.created {
            create_index(table, &declared.table, name)?;
        }
        if self.options.billing.is_some() && table.billing_mode != declared.table.billing_mode {
            bill_indexes(table, &declared.table);
        }
        self.check_against(live)?;
        self.options.apply_to(&mut changed)?;
        check_vector_indexes(&changed.table)?;
        Ok(changed)
    }
}

/// Puts a declared index in place of the live one.
fn create_index(table: &mut TableRequest, declared: &TableRequest, name: &str) -> Result<()> {
    if let Some(index) = declared.vector_index(name) {
        table.vector_indexes.retain(|other| other.index_name != name);
        let names: Vec<&String> = index.search_schema.iter().map(|element| &element.attribute_name).collect();
        define(table, declared, &names)?;
        table.vector_indexes.push(index.clone());
        return Ok(());
    }
    let Some(index) = declared.global(name) else {
        let message = format!("the table declares no global or vector index `{name}`");
        return Err(Error::new(ErrorKind::InvalidArgument, message));
    };
    let mut index = index.clone();
    // If the live table is provisioned and the declaration is not, the index gets the units of the table.
    match table.is_on_demand() {
        true => index.provisioned_throughput = None,
        false if index.provisioned_throughput.is_none() => index.provisioned_throughput = table.provisioned_throughput,
        false => {}
    }
    table.global_secondary_indexes.retain(|other| other.index_name != name);
    let names: Vec<&String> = index.key_schema.iter().map(|key| &key.attribute_name).collect();
    define(table, declared, &names)?;
    table.global_secondary_indexes.push(index);
    Ok(())
}

/// Copies the types of these attributes from the declaration of a new index.
fn define(table: &mut TableRequest, declared: &TableRequest, names: &[&String]) -> Result<()> {
    for name in names {
        let is_used = |elements: &[KeySchemaElement]| elements.iter().any(|other| other.attribute_name == **name);
        let others = table.local_secondary_indexes.iter().chain(&table.global_secondary_indexes);
        let is_searched = table.vector_indexes.iter().flat_map(|index| &index.search_schema);
        let is_searched = is_searched.clone().any(|element| element.attribute_name == **name);
        let is_shared =
            is_used(&table.key_schema) || others.clone().any(|other| is_used(&other.key_schema)) || is_searched;
        if is_shared && table.type_of(name) != declared.type_of(name) {
            return Err(Error::new(
                ErrorKind::InvalidArgument,
                format!(
                    "the live table has another index or key with `{name}` ({}), so no index can have it as {}",
                    table.type_of(name),
                    declared.type_of(name)
                ),
            ));
        }
        let definition = declared.attribute_definitions.iter().find(|known| known.attribute_name == **name).cloned();
        table.attribute_definitions.retain(|known| known.attribute_name != **name);
        table.attribute_definitions.extend(definition);
    }
    Ok(())
}

/// Gives the indexes the new billing mode of the table: with their declared units, or those of the table.
fn bill_indexes(table: &mut TableRequest, declared: &TableRequest) {
    for index in &mut table.global_secondary_indexes {
        let of: Option<&IndexRequest> = declared.global(&index.index_name);
        index.provisioned_throughput = match declared.provisioned_throughput {
            Some(units) => of.and_then(|index| index.provisioned_throughput).or(Some(units)),
            None => None,
        };
        index.on_demand_throughput = of.and_then(|index| index.on_demand_throughput);
    }
}

table_options!([T: DeclaredTable] UpdateTable<T>);
table_operation!(UpdateTable, "UpdateTable", "DescribeTable", Vec<Step>);

impl<T: DeclaredTable> UpdateTable<T> {
    async fn send(self, execution: &mut Execution) -> Result<Vec<Step>> {
        let mut asked = Declaration::default();
        self.options.apply_settings_to(&mut asked);
        check_limits(&asked)?;
        until_ready(execution, TIMEOUT, false, |_| ()).await.map_err(not_there)?;
        let live = read(execution, &asked).await?;
        let live = live.ok_or_else(|| Error::new(ErrorKind::ResourceNotFound, "there is no such table"))?.declaration;
        let changed = self.changed(&live)?;
        let table = execution.target.table.clone();
        let plan = Plan::new(table, changed, Some(&live), Destination::default());
        let moves_ttl = plan.steps().iter().filter(|step| step.operation() == "UpdateTimeToLive").count() > 1;
        let needs_long = moves_ttl || !self.created.is_empty();
        let timeout = if needs_long { STEP_TIMEOUT } else { TIMEOUT };
        apply_checked(execution, &plan, true, timeout, None).await
    }
}

fn not_there(error: Error) -> Error {
    if error.is_table_not_found() { error.with_message("there is no such table".to_owned()) } else { error }
}
