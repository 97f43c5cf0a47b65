//! The rules for every operation: request bodies, wrong replies and arguments, capacity, `explain`, secrets.

mod bad_answers;
mod bad_input;
mod capacity;
mod causes;
mod current_item;
mod explain;
pub(crate) mod golden;
mod messages;
mod refusals;
mod sdk_errors;
mod secrets;
