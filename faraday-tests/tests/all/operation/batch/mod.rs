//! Many items at once, without loss: `put_many`, `delete_many`, `put_stream`, `Batch`.

mod bad_input;
mod faults;
mod giving_up;
mod golden;
mod model;
mod order;
mod patience;
mod requests;
mod scenarios;
mod secrets;
mod stream;
pub(crate) mod support;
mod volume;
