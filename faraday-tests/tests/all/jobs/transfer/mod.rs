//! Exports and imports.

mod export;
mod faults;
mod files;
mod golden;
mod import;
mod lines;
mod round_trip;
mod secrets;
mod support;
