//! Jobs on many items.

mod along_index;
mod checkpoints;
mod count_all;
mod delete_all;
mod fixture;
mod golden;
mod kinds;
mod model;
mod modify_all;
mod remove_all;
mod rewrites;
mod rewritten_parts;
mod transfer;
mod unknown;
mod update_all;
mod upgrade_all;
