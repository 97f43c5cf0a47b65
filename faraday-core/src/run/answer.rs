//! An answer, read from the wire or taken from the SDK's own output.

use jiter::{Jiter, Peek};

use super::capacity::{Capacity, Consumed, Metered};
use super::rows::{Opening, Rows};
use crate::codec::map::{OwnedMap, SdkItem};
use crate::codec::wire::{WireAttributes, syntax};
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
        let mut json = Jiter::new(reply.bytes());
        let mut field = json.next_object().map_err(syntax)?.map(Field::of);
        while let Some(name) = field {
            answer.read(name, &mut json, reply.bytes(), rows)?;
            field = json.next_key().map_err(syntax)?.map(Field::of);
        }
        json.finish().map_err(syntax)?;
        answer.request_id = reply.request_id;
        Ok(answer)
    }

    fn read(
        &mut self,
        field: Field,
        json: &mut Jiter<'_>,
        bytes: &[u8],
        rows: &Opening<'_, impl Rows<Row = T>>,
    ) -> Result<(), DecodeError> {
        if json.peek().map_err(syntax)? == Peek::Null {
            return json.next_null().map_err(syntax);
        }
        match field {
            Field::Item => self.item = Some(rows.read(WireAttributes::begin(json)?)?),
            Field::Items => {
                let mut more = json.next_array().map_err(syntax)?.is_some();
                while more {
                    self.items.push(rows.read(WireAttributes::begin(json)?)?);
                    more = json.array_step().map_err(syntax)?.is_some();
                }
            }
            Field::Count => self.count = number(json, bytes)?,
            Field::ScannedCount => self.scanned_count = number(json, bytes)?,
            Field::LastKey => self.last_key = Some(raw(json, bytes)?.to_vec()),
            Field::Capacity => {
                let consumed: Consumed = serde_json::from_slice(raw(json, bytes)?)
                    .map_err(|_| DecodeError::new("expected consumed capacity, found something else"))?;
                self.capacity = Some(consumed.into());
            }
            Field::Other => json.next_skip().map_err(syntax)?,
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
fn raw<'b>(json: &mut Jiter<'_>, bytes: &'b [u8]) -> Result<&'b [u8], DecodeError> {
    let start = json.current_index();
    json.next_skip().map_err(syntax)?;
    bytes.get(start..json.current_index()).ok_or_else(|| DecodeError::new("expected DynamoDB JSON, found its end"))
}

fn number(json: &mut Jiter<'_>, bytes: &[u8]) -> Result<u64, DecodeError> {
    serde_json::from_slice(raw(json, bytes)?).map_err(|_| DecodeError::new("expected a count, found something else"))
}
