//! Conditions, against the engine and against an interpreter of their own, and the names in them.

mod conditions;
mod conditions_random;
mod fragments;
mod names;
