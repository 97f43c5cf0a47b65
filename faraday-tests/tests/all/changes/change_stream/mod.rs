//! The stream of all changes, case by case. `model/` has the random runs.

mod end;
mod faults;
mod now;
mod polling;
mod refused;
