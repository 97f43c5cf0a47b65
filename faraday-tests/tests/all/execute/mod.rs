//! What holds for every operation: request bodies, answers and arguments that are wrong, capacity, `explain`, secrets.

mod bad_answers;
mod bad_input;
mod capacity;
mod causes;
mod current_item;
mod explain;
pub(crate) mod golden;
mod messages;
mod refusals;
mod secrets;
