//! The tests of faraday, a module for each capability.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "all/agreement.rs"]
mod agreement;
#[path = "all/agreement_types.rs"]
mod agreement_types;
#[path = "all/architecture.rs"]
mod architecture;
#[path = "all/codec.rs"]
mod codec;
#[path = "all/codec_hostile.rs"]
mod codec_hostile;
#[path = "all/codec_ways.rs"]
mod codec_ways;
#[path = "all/connector.rs"]
mod connector;
#[path = "all/derive.rs"]
mod derive;
#[path = "all/encrypted.rs"]
mod encrypted;
#[path = "all/expansion.rs"]
mod expansion;
#[path = "all/foreign.rs"]
mod foreign;
#[path = "all/foreign_times.rs"]
mod foreign_times;
#[path = "all/foreign_zones.rs"]
mod foreign_zones;
#[path = "all/frozen.rs"]
mod frozen;
#[path = "all/frozen_fields.rs"]
mod frozen_fields;
#[path = "all/frozen_sealed.rs"]
mod frozen_sealed;
#[path = "all/frozen_versions.rs"]
mod frozen_versions;
#[path = "all/index_derive.rs"]
mod index_derive;
#[path = "all/item_enums.rs"]
mod item_enums;
#[path = "all/many.rs"]
mod many;
#[path = "all/nothing.rs"]
mod nothing;
#[path = "all/numbers.rs"]
mod numbers;
#[path = "all/ops.rs"]
mod ops;
#[path = "all/plain_json.rs"]
mod plain_json;
#[path = "all/reads.rs"]
mod reads;
#[path = "all/safety.rs"]
mod safety;
#[path = "all/sensitive.rs"]
mod sensitive;
#[path = "all/signing.rs"]
mod signing;
#[path = "all/tx.rs"]
mod tx;
#[path = "all/types.rs"]
mod types;
#[path = "all/ui.rs"]
mod ui;
