//! Fields marked `#[faraday(frozen, encrypted)]`: every operation writes them sealed and reads them decrypted.

mod binding;
mod keys;
mod lenient;
mod operations;
mod parts;
mod sealed;
mod support;
