//! An answer, read from the wire or taken from the SDK's own output.

use super::capacity::{Capacity, Consumed, Metered};
use super::rows::{Opening, Rows};
use crate::codec::json::{Tokens, WireAttributes};
use crate::codec::sdk_map::{OwnedMap, SdkItem};
use crate::database::Reply;
use crate::error::DecodeError;

/// What an answer may have; each operation takes what is its own.
pub(crate) struct Answer<T> {
    /// `Item` or `Attributes`.
    pub(crate) item: Option<T>,
    /// `Items`.
    pub(crate) items: Vec<T>,
    pub(crate) count: u64,
    pub(crate) scanned_count: u64,
    /// `LastEvaluatedKey`, as it stands there.
    pub(crate) last_key: Option<Vec<u8>>,
    pub(crate) capacity: Option<Capacity>,
    pub(crate) request_id: Option<String>,
}

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Self {
            item: None,
            items: Vec::new(),
            count: 0,
            scanned_count: 0,
            last_key: None,
            capacity: None,
            request_id: None,
        }
    }
}

impl<T> Answer<T> {
    pub(crate) fn from_wire(reply: Reply, rows: &Opening<'_, impl Rows<Row = T>>) -> Result<Self, DecodeError> {
        let mut answer = Self::default();
        let mut json = Tokens::new(reply.bytes())?;
        let mut field = json.object()?.map(Field::of);
        while let Some(name) = field {
            answer.read(name, &mut json, rows)?;
            field = json.key()?.map(Field::of);
        }
        json.finish()?;
        answer.request_id = reply.request_id;
        Ok(answer)
    }

    fn read(
        &mut self,
        field: Field,
        json: &mut Tokens<'_>,
        rows: &Opening<'_, impl Rows<Row = T>>,
    ) -> Result<(), DecodeError> {
        if json.null()? {
            return Ok(());
        }
        match field {
            Field::Item => self.item = Some(rows.read(WireAttributes::begin(json)?)?),
            Field::Items => {
                let mut more = json.array()?;
                while more {
                    self.items.push(rows.read(WireAttributes::begin(json)?)?);
                    more = json.element()?;
                }
            }
            Field::Count => self.count = number(json)?,
            Field::ScannedCount => self.scanned_count = number(json)?,
            Field::LastKey => self.last_key = Some(raw(json)?.to_vec()),
            Field::Capacity => {
                let consumed: Consumed = serde_json::from_slice(raw(json)?)
                    .map_err(|_| DecodeError::new("expected consumed capacity, found something else"))?;
                self.capacity = Some(consumed.into());
            }
            Field::Other => json.skip()?,
        }
        Ok(())
    }

    /// One item of the SDK's own output.
    pub(crate) fn from_map(item: Option<SdkItem>, rows: &Opening<'_, impl Rows<Row = T>>) -> Result<Self, DecodeError> {
        let read = |item| rows.read(OwnedMap::new(item, 0));
        Ok(Self { item: item.map(read).transpose()?, ..Self::default() })
    }

    /// Many items of the SDK's own output.
    pub(crate) fn from_maps(items: Vec<SdkItem>, rows: &Opening<'_, impl Rows<Row = T>>) -> Result<Self, DecodeError> {
        let read = |item| rows.read(OwnedMap::new(item, 0));
        Ok(Self { items: items.into_iter().map(read).collect::<Result<_, _>>()?, ..Self::default() })
    }

    /// What an operation makes of it, with what stands beside.
    pub(crate) fn metered<U>(self, value: impl FnOnce(Option<T>) -> U) -> Metered<U> {
        Metered {
            value: value(self.item),
            capacity: self.capacity,
            request_id: self.request_id,
            requests: 1,
            count: self.count,
            scanned_count: self.scanned_count,
        }
    }
}

/// A parameter of an answer.
enum Field {
    Item,
    Items,
    Count,
    ScannedCount,
    LastKey,
    Capacity,
    Other,
}

impl Field {
    fn of(name: &str) -> Self {
        match name {
            "Item" | "Attributes" => Self::Item,
            "Items" => Self::Items,
            "Count" => Self::Count,
            "ScannedCount" => Self::ScannedCount,
            "LastEvaluatedKey" => Self::LastKey,
            "ConsumedCapacity" => Self::Capacity,
            _ => Self::Other,
        }
    }
}

/// Passes over what comes next and gives its bytes.
fn raw<'j>(json: &mut Tokens<'j>) -> Result<&'j [u8], DecodeError> {
    let start = json.current_index();
    json.skip()?;
    Ok(json.since(start))
}

fn number(json: &mut Tokens<'_>) -> Result<u64, DecodeError> {
    serde_json::from_slice(raw(json)?).map_err(|_| DecodeError::new("expected a count, found something else"))
}
