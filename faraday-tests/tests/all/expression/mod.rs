//! Conditions, compared with the engine and with an interpreter of the tests' own, and the names in them.

mod conditions;
mod conditions_random;
mod fragments;
mod names;
