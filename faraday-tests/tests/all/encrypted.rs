//! Fields marked `#[faraday(frozen, encrypted)]`: every operation writes them sealed and reads them open.

#[path = "encrypted/binding.rs"]
mod binding;
#[path = "encrypted/keys.rs"]
mod keys;
#[path = "encrypted/operations.rs"]
mod operations;
#[path = "encrypted/parts.rs"]
mod parts;
#[path = "encrypted/support.rs"]
mod support;
