//! Writes the declaration of a table as a template of an infrastructure tool: CloudFormation, Terraform, CDK.
//!
//! [`TableTemplate`] is the type for users. `cloudformation.rs`, `terraform.rs` and `cdk.rs` write a
//! [`Declaration`](super::declaration::Declaration), which is made of DynamoDB's own parameters, in the words of each tool.

mod cdk;
mod cloudformation;
pub(in crate::admin) mod ordered_json;
mod schema;
mod table_template;
mod terraform;

pub use table_template::TableTemplate;
