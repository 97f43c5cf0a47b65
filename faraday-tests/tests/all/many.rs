//! Many items at once, and nothing lost: `get_many`, `put_many`, `delete_many`, `put_stream`, `Batch`.

#[path = "many/bad_input.rs"]
mod bad_input;
#[path = "many/faults.rs"]
mod faults;
#[path = "many/get_many.rs"]
mod get_many;
#[path = "many/giving_up.rs"]
mod giving_up;
#[path = "many/golden.rs"]
mod golden;
#[path = "many/model.rs"]
mod model;
#[path = "many/order.rs"]
mod order;
#[path = "many/patience.rs"]
mod patience;
#[path = "many/requests.rs"]
mod requests;
#[path = "many/scenarios.rs"]
mod scenarios;
#[path = "many/secrets.rs"]
mod secrets;
#[path = "many/stream.rs"]
mod stream;
#[path = "many/support.rs"]
mod support;
#[path = "many/volume.rs"]
mod volume;
