//! Work on many items that can be stopped and resumed.

mod transfer;
