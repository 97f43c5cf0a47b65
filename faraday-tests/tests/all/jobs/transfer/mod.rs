//! Exports and imports.

mod checkpoints;
mod export;
mod faults;
mod files;
mod golden;
mod import;
mod limits;
mod lines;
mod long_lines;
mod refused_lines;
mod resumed_files;
mod round_trip;
mod secrets;
mod support;
