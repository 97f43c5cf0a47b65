//! The operations, on the engine of the environment and over connectors that watch and disturb.

#[path = "ops/bad_answers.rs"]
mod bad_answers;
#[path = "ops/bad_input.rs"]
mod bad_input;
#[path = "ops/codecs.rs"]
mod codecs;
#[path = "ops/conditions.rs"]
mod conditions;
#[path = "ops/conditions_random.rs"]
mod conditions_random;
#[path = "ops/database.rs"]
mod database;
#[path = "ops/golden.rs"]
pub(crate) mod golden;
#[path = "ops/names.rs"]
mod names;
#[path = "ops/put_get_delete.rs"]
mod put_get_delete;
#[path = "ops/query.rs"]
mod query;
#[path = "ops/secrets.rs"]
mod secrets;
#[path = "ops/tables.rs"]
mod tables;
#[path = "ops/update.rs"]
mod update;
#[path = "ops/update_nested.rs"]
mod update_nested;
#[path = "ops/wire.rs"]
mod wire;
