//! The operations, on the engine of the environment and over connectors that watch and disturb.

#[path = "single_items/bad_answers.rs"]
mod bad_answers;
#[path = "single_items/bad_input.rs"]
mod bad_input;
#[path = "../transport/codecs.rs"]
mod codecs;
#[path = "../expression/conditions.rs"]
mod conditions;
#[path = "../expression/conditions_random.rs"]
mod conditions_random;
#[path = "../database/database.rs"]
mod database;
#[path = "single_items/golden.rs"]
pub(crate) mod golden;
#[path = "../expression/names.rs"]
mod names;
#[path = "put_get_delete.rs"]
mod put_get_delete;
#[path = "query.rs"]
mod query;
#[path = "single_items/secrets.rs"]
mod secrets;
#[path = "../admin/tables.rs"]
mod tables;
#[path = "../transport/typed_path.rs"]
mod typed_path;
#[path = "update.rs"]
mod update;
#[path = "update_nested.rs"]
mod update_nested;
#[path = "../transport/wire.rs"]
mod wire;
