//! [`TableTemplate`]: a table for an infrastructure tool.

use super::cloudformation::text;
use super::ordered_json::Json;
use super::{cdk, cloudformation, terraform};
use crate::admin::declaration::{Declaration, TableOptions, table_options};
use crate::admin::names::check_names;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{DeclaredTable, TableSchema};
use crate::table::Table;

impl<T: DeclaredTable> Table<T> {
    /// Returns the table as a template of CloudFormation, Terraform or CDK, for tables that an infrastructure tool creates.
    ///
    /// `T` is a struct, or several that declare one table together: `Table::<(Order, Customer)>::template()`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders", global_index(by_email, partition_key = email))]
    /// # struct Customer { #[faraday(partition_key)] id: u64, email: Option<String> }
    /// let template = Table::<(Order, Customer)>::template()
    ///     .table_name("${AWS::StackName}-orders")
    ///     .tag("team", "shop");
    /// assert!(template.to_cloudformation()?.contains("AWS::DynamoDB::Table"));
    /// # Ok::<(), faraday::Error>(())
    /// ```
    ///
    /// See [infrastructure as code](crate::guide::infrastructure).
    pub fn template() -> TableTemplate {
        TableTemplate::new(T::declarations())
    }
}

/// A table for an infrastructure tool: see [`Table::template`].
///
/// It has the settings of [`Table::create`], which replace the declared ones. The text depends only on the declaration and these settings,
/// so a test can compare it with a file.
#[derive(Debug, Clone)]
#[must_use = "a template does nothing until it is written"]
pub struct TableTemplate {
    declarations: Vec<(&'static str, TableSchema)>,
    options: TableOptions,
    /// `Some(None)`: the tool makes a name.
    name: Option<Option<String>>,
    logical_id: Option<String>,
    is_deletable: bool,
}

table_options!([] TableTemplate);

impl TableTemplate {
    pub(super) fn new(declarations: Vec<(&'static str, TableSchema)>) -> Self {
        Self { declarations, options: TableOptions::default(), name: None, logical_id: None, is_deletable: false }
    }

    /// Names the table, in place of its declared name. Write the full name, including the database's prefix.
    ///
    /// The tool can replace parts of it: `${AWS::StackName}-orders` in CloudFormation (by `Fn::Sub`), `${var.environment}-orders` in
    /// Terraform. Give the full name to your program too, with
    /// [`DatabaseBuilder::table_name`](crate::database::DatabaseBuilder::table_name), or the prefix, with
    /// [`table_prefix`](crate::database::DatabaseBuilder::table_prefix).
    pub fn table_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(Some(name.into()));
        self
    }

    /// Leaves the name to CloudFormation or CDK, so that they can replace a table. Terraform needs a name.
    pub fn without_table_name(mut self) -> Self {
        self.name = Some(None);
        self
    }

    /// Sets the name of the table within the template: the logical ID in CloudFormation, the resource's name in Terraform.
    ///
    /// By default it is made from the declared name of the table: `order-lines` becomes `OrderLines` in CloudFormation and `order-lines` in
    /// Terraform. Do not change it once the table exists: for the tools, a resource with another name is another table.
    pub fn logical_id(mut self, id: impl Into<String>) -> Self {
        self.logical_id = Some(id.into());
        self
    }

    /// Lets the tool delete the table with everything in it, when the resource leaves the template or must be replaced.
    ///
    /// By default CloudFormation keeps such a table (`DeletionPolicy: Retain`), and Terraform refuses to destroy it (`prevent_destroy`).
    /// CDK has this in its own code: `applyRemovalPolicy`.
    pub fn deletable(mut self) -> Self {
        self.is_deletable = true;
        self
    }

    /// Writes a whole CloudFormation template in JSON, with one resource `AWS::DynamoDB::Table`.
    ///
    /// # Errors
    ///
    /// When the structs contradict each other, or DynamoDB or CloudFormation does not allow a name
    /// ([`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument)).
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// let template =
    ///     Table::<Order>::template().provisioned(5, 5).logical_id("OrderTable").to_cloudformation()?;
    /// assert!(
    ///     template.contains(r#""OrderTable": {"#) && template.contains(r#""ReadCapacityUnits": 5"#)
    /// );
    /// # Ok::<(), faraday::Error>(())
    /// ```
    ///
    /// See [AWS::DynamoDB::Table](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html).
    pub fn to_cloudformation(&self) -> Result<String> {
        let declared = self.declaration()?;
        let id = self.logical_id.clone().unwrap_or_else(|| pascal_case(self.declared_name()));
        if id.is_empty() || !id.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            return Err(refused(format!("`{id}` is not a logical ID: CloudFormation takes a-z, A-Z and 0-9")));
        }
        let properties = cloudformation::properties(self.name(), &declared, text);
        Ok(cloudformation::template(&id, self.is_deletable, properties).pretty())
    }

    /// Writes a whole Terraform file in JSON syntax (`*.tf.json`), with one resource `aws_dynamodb_table`.
    ///
    /// The keys of global indexes are blocks `key_schema`, which the provider `hashicorp/aws` has since version 6 of 2026; the older
    /// `hash_key` and `range_key` of indexes have no place for several attributes. Terraform accepts an encryption key only by its ARN.
    ///
    /// # Errors
    ///
    /// When the structs contradict each other, when DynamoDB or Terraform does not allow a name, or when the table has no name
    /// ([`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument)).
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// let template =
    ///     Table::<Order>::template().table_name("${var.environment}-orders").to_terraform()?;
    /// assert!(template.contains(r#""name": "${var.environment}-orders""#));
    /// # Ok::<(), faraday::Error>(())
    /// ```
    ///
    /// See [JSON syntax](https://developer.hashicorp.com/terraform/language/syntax/json) and
    /// [aws_dynamodb_table](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table).
    pub fn to_terraform(&self) -> Result<String> {
        let declared = self.declaration()?;
        let Some(name) = self.name() else {
            return Err(refused("Terraform needs the name of the table: give it one".to_owned()));
        };
        if let Some(index) = declared.table.vector_indexes.first() {
            let name = &index.index_name;
            return Err(refused(format!(
                "Terraform's `aws_dynamodb_table` has no vector indexes: create `{name}` by `Table::plan`, or use CloudFormation"
            )));
        }
        let label = self.logical_id.clone().unwrap_or_else(|| identifier(self.declared_name()));
        if label != identifier(&label) {
            return Err(refused(format!(
                "`{label}` is not a name of a resource: Terraform takes letters, digits, _ and -"
            )));
        }
        let sse = declared.table.sse_specification.as_ref();
        let key = sse.and_then(|sse| sse.kms_master_key_id.as_deref());
        if let Some(key) = key.filter(|key| !key.starts_with("arn:") && !key.contains("${")) {
            return Err(refused(format!("Terraform takes an encryption key by its ARN, and `{key}` is not one")));
        }
        Ok(terraform::template(&label, self.is_deletable, name, &declared).pretty())
    }

    /// Writes the properties of a `CfnTable` of CDK, in JSON.
    ///
    /// # Errors
    ///
    /// When the structs contradict each other, or DynamoDB does not allow a name
    /// ([`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument)).
    ///
    /// # Examples
    ///
    /// ```typescript
    /// const properties = JSON.parse(readFileSync('app.cdk.json', 'utf8'));
    /// const table = new CfnTable(this, 'App', { ...properties, tableName: `${environment}-app` });
    /// table.applyRemovalPolicy(RemovalPolicy.RETAIN);
    /// ```
    ///
    /// See [CfnTable](https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_dynamodb.CfnTable.html).
    pub fn to_cdk(&self) -> Result<String> {
        let declared = self.declaration()?;
        // In CDK the name and the key stay plain texts: CDK's own language fills in their parts.
        let properties = cloudformation::properties(self.name(), &declared, |text| Json::from(text));
        Ok(cdk::properties(properties).pretty())
    }

    fn declaration(&self) -> Result<Declaration> {
        let declared = Declaration::of_all(&self.declarations, &self.options)?;
        // Without a name, or with one that the tool completes, the declared name is used.
        let name = self.name().filter(|name| !name.contains("${"));
        check_names(name.unwrap_or_else(|| self.declared_name()), &declared.table)?;
        Ok(declared)
    }

    fn declared_name(&self) -> &'static str {
        self.declarations.first().map_or("", |(_, schema)| schema.table())
    }

    fn name(&self) -> Option<&str> {
        match &self.name {
            None => Some(self.declared_name()),
            Some(name) => name.as_deref(),
        }
    }
}

fn refused(message: String) -> Error {
    Error::new(ErrorKind::InvalidArgument, message)
}

/// Converts `order-lines` to `OrderLines`.
fn pascal_case(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let capitalized = words.filter_map(|word| {
        let first = word.chars().next()?;
        Some(first.to_ascii_uppercase().to_string() + word.get(first.len_utf8()..).unwrap_or_default())
    });
    capitalized.collect()
}

/// Replaces characters that Terraform does not allow in names with `_`.
fn identifier(name: &str) -> String {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let mut identifier: String = name.chars().map(|letter| if is_allowed(letter) { letter } else { '_' }).collect();
    if !identifier.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        identifier.insert(0, '_');
    }
    identifier
}
