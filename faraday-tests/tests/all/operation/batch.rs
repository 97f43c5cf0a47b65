//! Many items at once, and nothing lost: `get_many`, `put_many`, `delete_many`, `put_stream`, `Batch`.

#[path = "batch/bad_input.rs"]
mod bad_input;
#[path = "batch/faults.rs"]
mod faults;
#[path = "get_many.rs"]
mod get_many;
#[path = "batch/giving_up.rs"]
mod giving_up;
#[path = "batch/golden.rs"]
mod golden;
#[path = "batch/model.rs"]
mod model;
#[path = "batch/order.rs"]
mod order;
#[path = "batch/patience.rs"]
mod patience;
#[path = "batch/requests.rs"]
mod requests;
#[path = "batch/scenarios.rs"]
mod scenarios;
#[path = "batch/secrets.rs"]
mod secrets;
#[path = "batch/stream.rs"]
mod stream;
#[path = "batch/support.rs"]
mod support;
#[path = "batch/volume.rs"]
mod volume;
