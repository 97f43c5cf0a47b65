//! The answers of operations on one table, read from DynamoDB JSON: [`Answer`].

use serde::Deserialize;

use crate::codec::json::Tokens;
use crate::codec::json::WireAttributes;
use crate::database::{Capacity, Consumed};
use crate::transport::Reply;
use crate::value::DecodeError;

/// The parameters of an answer. Each operation takes those that it asked for.
pub(crate) struct Answer<T> {
    /// `Item` or `Attributes`.
    pub(crate) item: Option<T>,
    /// `Items`.
    pub(crate) items: Vec<T>,
    /// `Score` of each of `SearchResults`, whose items are in `items`.
    pub(crate) scores: Vec<f64>,
    pub(crate) count: u64,
    pub(crate) scanned_count: u64,
    /// `LastEvaluatedKey`: the bytes of the answer.
    pub(crate) last_key: Option<Vec<u8>>,
    pub(crate) capacity: Option<Capacity>,
}

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Self {
            item: None,
            items: Vec::new(),
            scores: Vec::new(),
            count: 0,
            scanned_count: 0,
            last_key: None,
            capacity: None,
        }
    }
}

impl<T> Answer<T> {
    /// Reads an answer, and each item with `read`.
    pub(crate) fn read_reply(
        reply: &Reply,
        mut read: impl FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
    ) -> Result<Self, DecodeError> {
        let mut answer = Self::default();
        let mut json = Tokens::new(reply.bytes())?;
        let mut field = json.object()?.map(Field::of);
        while let Some(name) = field {
            answer.read(name, &mut json, &mut read)?;
            field = json.key()?.map(Field::of);
        }
        json.finish()?;
        Ok(answer)
    }

    fn read(
        &mut self,
        field: Field,
        json: &mut Tokens<'_>,
        read: &mut impl FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
    ) -> Result<(), DecodeError> {
        if json.null()? {
            return Ok(());
        }
        match field {
            Field::Item => self.item = Some(read(WireAttributes::begin(json)?)?),
            Field::Items => {
                let mut more = json.array()?;
                while more {
                    self.items.push(read(WireAttributes::begin(json)?)?);
                    more = json.element()?;
                    if more {
                        json.learn();
                    }
                }
            }
            Field::Results => {
                let mut more = json.array()?;
                while more {
                    self.read_result(json, read)?;
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

    /// An item that a search found, and its score.
    fn read_result(
        &mut self,
        json: &mut Tokens<'_>,
        read: &mut impl FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
    ) -> Result<(), DecodeError> {
        let (mut item, mut score) = (None, None);
        let mut name = json.object()?.map(Part::of);
        while let Some(part) = name {
            match part {
                Part::Item => item = Some(read(WireAttributes::begin(json)?)?),
                Part::Score => score = serde_json::from_slice(raw(json)?).ok(),
                Part::Other => json.skip()?,
            }
            name = json.key()?.map(Part::of);
        }
        let (Some(item), Some(score)) = (item, score) else {
            return Err(DecodeError::new("expected an item and its score, found something else"));
        };
        self.items.push(item);
        self.scores.push(score);
        Ok(())
    }
}

/// A part of what a search found.
enum Part {
    Item,
    Score,
    Other,
}

impl Part {
    fn of(name: &str) -> Self {
        match name {
            "Item" => Self::Item,
            "Score" => Self::Score,
            _ => Self::Other,
        }
    }
}

/// A parameter of an answer.
enum Field {
    Results,
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
            "SearchResults" => Self::Results,
            "Count" => Self::Count,
            "ScannedCount" => Self::ScannedCount,
            "LastEvaluatedKey" => Self::LastKey,
            "ConsumedCapacity" => Self::Capacity,
            _ => Self::Other,
        }
    }
}

/// Skips the next value and returns its bytes.
fn raw<'j>(json: &mut Tokens<'j>) -> Result<&'j [u8], DecodeError> {
    let start = json.current_index();
    json.skip()?;
    Ok(json.since(start))
}

fn number(json: &mut Tokens<'_>) -> Result<u64, DecodeError> {
    serde_json::from_slice(raw(json)?).map_err(|_| DecodeError::new("expected a count, found something else"))
}

/// Reads an answer. It must be an object, because serde would read a struct from an array as well.
pub(crate) fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, DecodeError> {
    let object = bytes.trim_ascii_start().starts_with(b"{");
    let answer = if object { serde_json::from_slice(bytes).ok() } else { None };
    answer.ok_or_else(|| DecodeError::new("expected an answer of DynamoDB, found something else"))
}
