//! The least IAM policy: it allows what operations send, and no more.

mod coordination;
mod document;
mod items;
mod listed;
mod needed;
mod streams;
mod tables;
