//! Fields marked `#[faraday(frozen, encrypted)]`: every operation writes them sealed and reads them open.

#[path = "binding.rs"]
mod binding;
#[path = "keys.rs"]
mod keys;
#[path = "operations.rs"]
mod operations;
#[path = "parts.rs"]
mod parts;
#[path = "support.rs"]
mod support;
