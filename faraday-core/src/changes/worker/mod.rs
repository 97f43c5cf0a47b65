//! Several workers that share the shards of a change stream, by leases in a table: [`Worker`], [`Leases`].

mod balance;
mod beginning;
mod heartbeat;
mod held;
mod lease;
mod lease_table;
mod leases;
mod progress;
mod round;
mod run;
mod settings;
mod shard;
mod store;
mod transactional;

pub use lease::Lease;
pub use leases::Leases;
pub use run::Worker;
