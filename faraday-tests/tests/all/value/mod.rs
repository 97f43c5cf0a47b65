//! The types that are stored: what each is as a DynamoDB value, and what it is not.

mod agreement;
mod agreement_types;
mod foreign;
mod foreign_times;
mod foreign_zones;
mod lossless;
mod map_keys;
mod null_and_empty;
mod numbers;
mod times;
mod types;
