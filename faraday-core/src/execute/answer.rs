//! Reads the answers of operations on one table from DynamoDB JSON: [`Answer`].

use serde::Deserialize;

use crate::codec::json::Tokens;
use crate::codec::json::WireAttributes;
use crate::database::{Capacity, Consumed};
use crate::error::UnreadableItem;
use crate::transport::Reply;
use crate::value::DecodeError;

/// The parameters of an answer. Each operation uses those that it asked for.
pub(crate) struct Answer<T> {
    /// `Item` or `Attributes`.
    pub(crate) item: Option<T>,
    /// `Items` that can be read.
    pub(crate) items: Vec<T>,
    /// The items that cannot be read, each with the number of items before it that can.
    pub(crate) unreadable: Vec<(usize, UnreadableItem)>,
    /// `Score` of each of `SearchResults`, whose items are in `items`.
    pub(crate) scores: Vec<f64>,
    pub(crate) count: u64,
    pub(crate) scanned_count: u64,
    /// `LastEvaluatedKey`, as the bytes in the answer.
    pub(crate) last_key: Option<Vec<u8>>,
    /// `NextToken`: a string, as the bytes in the answer.
    pub(crate) next_token: Option<Vec<u8>>,
    pub(crate) capacity: Option<Capacity>,
}

impl<T> Default for Answer<T> {
    fn default() -> Self {
        Self {
            item: None,
            items: Vec::new(),
            unreadable: Vec::new(),
            scores: Vec::new(),
            count: 0,
            scanned_count: 0,
            last_key: None,
            next_token: None,
            capacity: None,
        }
    }
}

impl<T> Answer<T> {
    /// Reads an answer, and each item with `read`. `unreadable` gets an item that cannot be read as DynamoDB JSON, and returns its
    /// replacement or the error. Later items are read in either case.
    pub(crate) fn read_reply(
        reply: &Reply,
        read: impl FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
        unreadable: impl FnMut(&[u8], DecodeError) -> Result<T, UnreadableItem>,
    ) -> Result<Self, DecodeError> {
        let mut answer = Self::default();
        let mut items = ItemReader { read, unreadable };
        let mut json = Tokens::new(reply.bytes())?;
        let mut field = json.object()?.map(Field::of);
        while let Some(name) = field {
            answer.read(name, &mut json, &mut items)?;
            field = json.key()?.map(Field::of);
        }
        json.finish()?;
        Ok(answer)
    }

    fn read<R, U>(
        &mut self,
        field: Field,
        json: &mut Tokens<'_>,
        items: &mut ItemReader<R, U>,
    ) -> Result<(), DecodeError>
    where
        R: FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
        U: FnMut(&[u8], DecodeError) -> Result<T, UnreadableItem>,
    {
        if json.null()? {
            return Ok(());
        }
        match field {
            Field::Item => match items.read(json)? {
                Ok(item) => self.item = Some(item),
                Err(error) => self.unreadable.push((0, error)),
            },
            Field::Items => {
                let mut more = json.array()?;
                while more {
                    match items.read(json)? {
                        Ok(item) => self.items.push(item),
                        Err(error) => self.unreadable.push((self.items.len(), error)),
                    }
                    more = json.element()?;
                    if more {
                        json.learn();
                    }
                }
            }
            Field::Results => {
                let mut more = json.array()?;
                while more {
                    self.read_result(json, items)?;
                    more = json.element()?;
                }
            }
            Field::Count => self.count = number(json)?,
            Field::ScannedCount => self.scanned_count = number(json)?,
            Field::LastKey => self.last_key = Some(raw(json)?.to_vec()),
            Field::NextToken => self.next_token = Some(raw(json)?.to_vec()),
            Field::Capacity => {
                let consumed: Consumed = serde_json::from_slice(raw(json)?)
                    .map_err(|_| DecodeError::new("expected consumed capacity, found something else"))?;
                self.capacity = Some(consumed.into());
            }
            Field::Other => json.skip()?,
        }
        Ok(())
    }

    /// Reads an item that a search found, with its score.
    fn read_result<R, U>(&mut self, json: &mut Tokens<'_>, items: &mut ItemReader<R, U>) -> Result<(), DecodeError>
    where
        R: FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
        U: FnMut(&[u8], DecodeError) -> Result<T, UnreadableItem>,
    {
        let (mut item, mut score) = (None, None);
        let mut name = json.object()?.map(Part::of);
        while let Some(part) = name {
            match part {
                Part::Item => item = Some(items.read(json)?),
                Part::Score => score = serde_json::from_slice(raw(json)?).ok(),
                Part::Other => json.skip()?,
            }
            name = json.key()?.map(Part::of);
        }
        let (Some(item), Some(score)) = (item, score) else {
            return Err(DecodeError::new("expected an item and its score, found something else"));
        };
        match item {
            Ok(item) => {
                self.items.push(item);
                self.scores.push(score);
            }
            Err(error) => self.unreadable.push((self.items.len(), error)),
        }
        Ok(())
    }

    /// Fails if an item could not be read.
    pub(crate) fn all_readable(mut self) -> Result<Self, UnreadableItem> {
        match self.unreadable.is_empty() {
            true => Ok(self),
            false => Err(self.unreadable.swap_remove(0).1),
        }
    }
}

/// Reads the items of an answer one by one.
struct ItemReader<R, U> {
    read: R,
    unreadable: U,
}

impl<R, U> ItemReader<R, U> {
    /// The outer error means that DynamoDB does not send such an answer.
    fn read<T>(&mut self, json: &mut Tokens<'_>) -> Result<Result<T, UnreadableItem>, DecodeError>
    where
        R: FnMut(WireAttributes<'_, '_>) -> Result<T, DecodeError>,
        U: FnMut(&[u8], DecodeError) -> Result<T, UnreadableItem>,
    {
        let start = json.current_index();
        match WireAttributes::begin(json).and_then(&mut self.read) {
            Ok(item) => Ok(Ok(item)),
            Err(error) => {
                json.go_back(start);
                match raw(json) {
                    Ok(item) if item.trim_ascii_start().starts_with(b"{") => Ok((self.unreadable)(item, error)),
                    _ => Err(error),
                }
            }
        }
    }
}

/// A part of one result of a search.
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
    NextToken,
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
            "NextToken" => Self::NextToken,
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

/// Reads an answer. It must be an object, because serde would also read a struct from an array.
pub(crate) fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, DecodeError> {
    let object = bytes.trim_ascii_start().starts_with(b"{");
    let answer = if object { serde_json::from_slice(bytes).ok() } else { None };
    answer.ok_or_else(|| DecodeError::new("expected an answer of DynamoDB, found something else"))
}
