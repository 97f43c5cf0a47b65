//! Writes an item as a line: [`LineFormat`], [`ExportRows`].

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::codec::json::{self, WireAttributes};
use crate::codec::plain_json::{self, PlainMap};
use crate::codec::transcode::{Origin, copy_attributes};
use crate::execute::{RowDecoder, Rows, Whole, replaced};
use crate::expression::Tokens;
use crate::schema::AttributeDecryption;
use crate::value::{Attributes, DecodeError, EncodeError, MapDecoder, MapEncoder, skip_entries};

/// The format of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum LineFormat {
    #[default]
    DynamoDbJson,
    PlainJson,
}

/// Rows that write items as lines.
pub(super) trait ExportRows: Rows {
    fn write_line<D: Rows<Row = Self::Row>>(
        rows: &RowDecoder<'_, D>,
        item: WireAttributes<'_, '_>,
        format: LineFormat,
        line: &mut Vec<u8>,
    ) -> Result<(), DecodeError>;
}

/// Stored items, whether they fit a struct or not. No attribute is decrypted, so no key is needed.
pub(super) struct Stored;

impl Rows for Stored {
    type Row = ();

    replaced!();

    fn is_encrypted(&self) -> bool {
        false
    }

    fn read<M: MapDecoder>(&self, item: M, _: &AttributeDecryption) -> Result<(), DecodeError> {
        skip_entries(item)
    }

    fn projection(&self) -> Tokens {
        Tokens::default()
    }
}

impl ExportRows for Stored {
    fn write_line<D: Rows<Row = ()>>(
        _: &RowDecoder<'_, D>,
        item: WireAttributes<'_, '_>,
        format: LineFormat,
        line: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        match format {
            LineFormat::DynamoDbJson => {
                line.extend_from_slice(br#"{"Item":"#);
                // JSON may have line ends between its tokens; within strings they are escaped.
                line.extend(item.bytes()?.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }));
                line.push(b'}');
                Ok(())
            }
            LineFormat::PlainJson => {
                let mut map = PlainMap::open(line, 0);
                copy_attributes(item, &mut map, Origin::Answer)?;
                map.end().map_err(not_encoded)
            }
        }
    }
}

impl<R: Attributes + Send + 'static> ExportRows for Whole<R> {
    fn write_line<D: Rows<Row = R>>(
        rows: &RowDecoder<'_, D>,
        item: WireAttributes<'_, '_>,
        format: LineFormat,
        line: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        let row = rows.read(item)?;
        match format {
            LineFormat::DynamoDbJson => {
                line.extend_from_slice(br#"{"Item":"#);
                json::encode_item(&row, line).map_err(not_encoded)?;
                line.push(b'}');
            }
            LineFormat::PlainJson => plain_json::write_item(&row, line).map_err(not_encoded)?,
        }
        Ok(())
    }
}

/// Rows that segments share.
impl<S: ExportRows> ExportRows for Arc<S> {
    fn write_line<D: Rows<Row = S::Row>>(
        rows: &RowDecoder<'_, D>,
        item: WireAttributes<'_, '_>,
        format: LineFormat,
        line: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        S::write_line(rows, item, format, line)
    }
}

fn not_encoded(error: EncodeError) -> DecodeError {
    DecodeError::new("the item that was read cannot be written").with_source(error)
}
