//! The tests of faraday, a module for each capability.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "all/value/agreement.rs"]
mod agreement;
#[path = "all/value/agreement_types.rs"]
mod agreement_types;
#[path = "all/architecture.rs"]
mod architecture;
#[path = "all/codec/all_codecs.rs"]
mod codec;
#[path = "all/codec/hostile.rs"]
mod codec_hostile;
#[path = "all/codec/ways.rs"]
mod codec_ways;
#[path = "all/connector.rs"]
mod connector;
#[path = "all/derive/values.rs"]
mod derive;
#[path = "all/encryption/fields.rs"]
mod encrypted;
#[path = "all/expansion.rs"]
mod expansion;
#[path = "all/value/foreign.rs"]
mod foreign;
#[path = "all/value/foreign_times.rs"]
mod foreign_times;
#[path = "all/value/foreign_zones.rs"]
mod foreign_zones;
#[path = "all/frozen/values.rs"]
mod frozen;
#[path = "all/frozen/fields.rs"]
mod frozen_fields;
#[path = "all/encryption/sealed.rs"]
mod frozen_sealed;
#[path = "all/frozen/versions.rs"]
mod frozen_versions;
#[path = "all/derive/indexes.rs"]
mod index_derive;
#[path = "all/derive/item_enums.rs"]
mod item_enums;
#[path = "all/operation/batch.rs"]
mod many;
#[path = "all/value/null_and_empty.rs"]
mod nothing;
#[path = "all/value/numbers.rs"]
mod numbers;
#[path = "all/operation/single_items.rs"]
mod ops;
#[path = "all/codec/plain_json.rs"]
mod plain_json;
#[path = "all/paging/reads.rs"]
mod reads;
#[path = "all/safety.rs"]
mod safety;
#[path = "all/derive/sensitive.rs"]
mod sensitive;
#[path = "all/transport/signing.rs"]
mod signing;
#[path = "all/operation/transaction.rs"]
mod tx;
#[path = "all/value/types.rs"]
mod types;
#[path = "all/ui.rs"]
mod ui;
