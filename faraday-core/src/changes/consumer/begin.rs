//! Begins a stream: [`begin`].

use std::collections::BTreeMap;

use super::lineage::Lineage;
use super::position::Position;
use super::reader::{Permits, ShardReader};
use super::settings::{Beginning, Settings};
use crate::changes::decode::RecordDecoder;
use crate::changes::patience::patiently;
use crate::changes::requests::Source;
use crate::database::Destination;
use crate::error::Result;
use crate::schema::Item;

/// The stream, its shards and their readers, once the shards were listed.
pub(super) struct Begun<I> {
    pub(super) source: Source,
    pub(super) decoder: RecordDecoder<I>,
    pub(super) lineage: Lineage,
    pub(super) positions: BTreeMap<String, Position>,
    pub(super) readers: Vec<ShardReader>,
    pub(super) permits: Permits,
}

/// Lists the shards. If the stream begins now, also gets an iterator in each.
pub(super) async fn begin<I: Item>(destination: Destination, settings: Settings) -> Result<Begun<I>> {
    let schema = I::SCHEMA;
    let database = destination.find(Some(schema.table()))?;
    let in_context = |error: crate::Error| error.with_operation("GetRecords", Some(&database.name_of(schema.table())));
    let decoder = RecordDecoder::new(database.keys()).map_err(in_context)?;
    let (source, is_enabled) = patiently(&database, || Source::find(&schema, &database)).await?;
    settings.check(&source.arn).map_err(in_context)?;
    if !is_enabled && !matches!(settings.beginning, Beginning::At(_)) {
        return Err(source.disabled());
    }
    let now = Position::since(database.now());
    let lineage = Lineage::new(source.describe_patiently().await?, None);
    let mut positions = match &settings.beginning {
        Beginning::Horizon => BTreeMap::new(),
        Beginning::Now => lineage.newest().into_iter().map(|shard| (shard, now.clone())).collect(),
        Beginning::At(checkpoint) => checkpoint.shards.clone(),
    };
    positions.retain(|shard, position| *position != Position::Ended || lineage.lists(shard));
    let permits = Permits::new();
    let mut readers = Vec::new();
    for (shard, position) in &positions {
        if *position == Position::Ended {
            continue;
        }
        let mut reader = ShardReader::new(&source, shard, position.clone(), &settings, &permits);
        if matches!(settings.beginning, Beginning::Now) {
            reader.begin_now().await?;
        }
        readers.push(reader);
    }
    Ok(Begun { source, decoder, lineage, positions, readers, permits })
}
