//! The events that Lambda passes to a function. They are in `faraday-tests/events/`, written for these tests in the forms that AWS
//! documents.

mod bad_events;
mod each;
mod each_random;
mod events;
mod fields;
mod fixture;
mod forms;
mod identifiers;
mod keys;
mod kinds;
mod secrets;
