//! Operations on tables: create, ensure, verify, plan, change, describe, list and delete.
//!
//! The methods of [`Table`](struct@crate::Table) and [`Database`](crate::Database) make them: [`Table::create`](crate::Table::create).

#[cfg(feature = "testing")]
mod constructors;
mod create;
mod declaration;
mod delete;
mod describe;
mod description;
mod difference;
mod drop_all;
mod ensure;
pub mod iam;
mod list;
mod live;
mod macros;
mod names;
mod plan;
mod request;
mod shown;
mod templates;
mod update;
mod wait;

pub use create::CreateTable;
pub use delete::DeleteTable;
pub use describe::DescribeTable;
pub use description::{
    IndexDescription, IndexProjection, KeyDescription, TableDescription, Throughput, TimeToLiveDescription,
};
pub use ensure::{EnsureTable, Ensured, VerifyTable};
pub use list::ListTables;
pub use plan::{ApplyPlan, Plan, PlanTable, Step, StepProgress, StepState};
pub use templates::TableTemplate;
pub use update::UpdateTable;

pub use crate::error::Difference;
