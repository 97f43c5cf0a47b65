//! The types that can be stored: the DynamoDB value of each.

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
