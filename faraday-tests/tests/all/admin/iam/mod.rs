//! IAM policies: they allow exactly what the operations send.

mod coordination;
mod document;
mod items;
mod listed;
mod needed;
mod streams;
mod tables;
