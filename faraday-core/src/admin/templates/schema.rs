//! The methods of [`TableSchema`] that write a template in one call.

use super::TableTemplate;
use super::ordered_json::Json;
use crate::error::Result;
use crate::schema::TableSchema;

impl TableSchema {
    /// Writes the table as a CloudFormation template in JSON, which you can save to a file as it is.
    ///
    /// It always returns a text, so that a program or a test needs only one line. A schema can contradict itself, but only if it is written
    /// by hand or belongs to an enum of items. Such a table has no template, and choosing one of two declarations in silence would make a
    /// wrong table. So the text is then an object with the error, `{ "Error": "…" }`, which no tool accepts.
    /// [`Table::template`](crate::Table::template) and [`template`](TableSchema::template) return an error instead.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Table;
    /// #[derive(Table)]
    /// #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    /// struct App;
    ///
    /// # let directory = std::env::temp_dir().join(format!("faraday-{}-cfn", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// # std::env::set_current_dir(&directory)?;
    /// std::fs::write("app.cfn.json", App::SCHEMA.to_cloudformation())?;
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// See [AWS::DynamoDB::Table](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html).
    #[must_use]
    pub fn to_cloudformation(&self) -> String {
        text(self.template().to_cloudformation())
    }

    /// Writes the table as a Terraform file in JSON syntax (`*.tf.json`). For a schema that contradicts itself, see
    /// [`to_cloudformation`](TableSchema::to_cloudformation).
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Table;
    /// # #[derive(Table)]
    /// # #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    /// # struct App;
    /// assert!(App::SCHEMA.to_terraform().contains(r#""hash_key": "pk""#));
    /// ```
    ///
    /// See [aws_dynamodb_table](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table).
    #[must_use]
    pub fn to_terraform(&self) -> String {
        text(self.template().to_terraform())
    }

    /// Writes the table as the properties of a `CfnTable` of CDK, in JSON. For a schema that contradicts itself, see
    /// [`to_cloudformation`](TableSchema::to_cloudformation).
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Table;
    /// # #[derive(Table)]
    /// # #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    /// # struct App;
    /// assert!(App::SCHEMA.to_cdk().contains(r#""tableName": "app""#));
    /// ```
    ///
    /// See [CfnTable](https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_dynamodb.CfnTable.html).
    #[must_use]
    pub fn to_cdk(&self) -> String {
        text(self.template().to_cdk())
    }

    /// Returns a template whose settings you can change, like [`Table::template`](crate::Table::template).
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Table;
    /// # #[derive(Table)]
    /// # #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    /// # struct App;
    /// let template = App::SCHEMA.template().table_name("prod-app").to_terraform()?;
    /// assert!(template.contains(r#""name": "prod-app""#));
    /// # Ok::<(), faraday::Error>(())
    /// ```
    pub fn template(&self) -> TableTemplate {
        TableTemplate::new(vec![(self.table(), *self)])
    }
}

fn text(template: Result<String>) -> String {
    template.unwrap_or_else(|error| Json::object().with("Error", error.to_string()).pretty())
}
