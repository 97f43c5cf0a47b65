//! `Table::plan`: finds the steps from the live table to the declared one.

mod apply;
#[allow(clippy::module_inception)] // the type that the folder is about
mod plan;
mod plan_table;
mod progress;
mod send;
mod step;
mod steps;
mod vector_steps;

pub use apply::ApplyPlan;
pub(super) use apply::{STEP_TIMEOUT, apply_checked};
pub use plan::Plan;
pub use plan_table::PlanTable;
pub use progress::{StepProgress, StepState};
pub use step::Step;
