//! Functions that take any bytes: one for each place where faraday reads bytes that it did not write.
//!
//! A function panics if faraday panics, or if the result breaks a promise. The targets of `cargo fuzz` in `faraday-tests/fuzz` call these
//! functions, and so does an ordinary test, with the files of `faraday-tests/fuzz/corpus` and with seeded mutations of them.

mod answers;
mod codec;
mod corpus;
mod differential;
mod frozen;
mod mutation;
mod positions;
mod service;
mod shown;

pub use answers::{answer, error_body, event};
pub use codec::{plain_json, wire};
pub use corpus::corpus;
pub use differential::{both_or_neither, by_sdk, differential, same_as, same_as_every_type};
pub use frozen::{PATIENTS_KEY, Patient, frozen, sealed};
pub use mutation::mutated;
pub use positions::{Task, checkpoint, cursor};
pub use shown::shown;

/// A function that takes any bytes.
pub type Target = fn(&[u8]);

/// All functions, with the names of their targets and of their corpus folders.
pub const TARGETS: [(&str, Target); 10] = [
    ("answer", answer),
    ("checkpoint", checkpoint),
    ("cursor", cursor),
    ("differential", differential),
    ("error_body", error_body),
    ("event", event),
    ("frozen", frozen),
    ("plain_json", plain_json),
    ("sealed", sealed),
    ("wire", wire),
];
