//! The order of attributes, learned from the previous item.
//!
//! Most items of a page have the same attributes in the same order. So the bytes from a name to its value, `"name":{"S":`, are
//! compared as one text with the bytes that came at this place in the previous item. Equal bytes need not be parsed again;
//! other bytes are parsed and learned.

use crate::value::AttributeType;

/// The most attributes that are learned. A page with more would gain little.
const MOST: usize = 1 << 12;

/// What was learned from a page.
#[derive(Default)]
pub(super) struct Learned<'j> {
    structs: Vec<Struct>,
    attributes: Vec<Attribute<'j>>,
}

/// A struct that reads a map, and the name that it skips.
struct Struct {
    key: Key,
    first: Option<usize>,
    /// The place of each of its attributes, by its number.
    places: Vec<Option<usize>>,
}

/// Identifies the names of a struct and their numbers, and the name that is skipped.
pub(super) type Key = (u64, Option<&'static str>);

struct Attribute<'j> {
    /// The bytes after the comma, up to the value.
    text: &'j [u8],
    number: u16,
    kind: AttributeType,
    /// The attribute that followed it in the previous item.
    next: Option<usize>,
}

/// The position of a map that is being read in what was learned.
#[derive(Clone, Copy, Default)]
pub(super) struct Position {
    /// The struct that reads the map.
    of: Option<usize>,
    /// The previous attribute.
    last: Option<usize>,
}

/// The attribute that is expected next.
pub(super) struct Expected<'j> {
    place: usize,
    pub(super) text: &'j [u8],
    /// The number and the type of the attribute.
    pub(super) found: (u16, AttributeType),
}

impl Position {
    /// Moves past the expected attribute, after it was read.
    pub(super) fn pass(&mut self, expected: &Expected<'_>) {
        self.last = Some(expected.place);
    }
}

impl<'j> Learned<'j> {
    /// Returns the attribute that is expected next.
    pub(super) fn expected(&self, key: Key, position: &mut Position) -> Option<Expected<'j>> {
        let place = match position.last {
            Some(last) => self.attributes.get(last)?.next?,
            None => {
                position.of = self.structs.iter().position(|known| known.key == key);
                self.structs.get(position.of?)?.first?
            }
        };
        let attribute = self.attributes.get(place)?;
        Some(Expected { place, text: attribute.text, found: (attribute.number, attribute.kind) })
    }

    /// Learns the attribute that was read after the position.
    pub(super) fn learn(
        &mut self,
        key: Key,
        position: &mut Position,
        text: &'j [u8],
        (number, kind): (u16, AttributeType),
    ) {
        let of = match position.of.or_else(|| self.structs.iter().position(|known| known.key == key)) {
            Some(of) => of,
            None => {
                self.structs.push(Struct { key, first: None, places: Vec::with_capacity(usize::from(number) + 1) });
                self.structs.len() - 1
            }
        };
        position.of = Some(of);
        let Some(of) = self.structs.get_mut(of) else { return };
        let index = usize::from(number);
        if of.places.len() <= index {
            of.places.resize(index + 1, None);
        }
        let Some(place) = of.places.get_mut(index) else { return };
        let (known, has_room) = (place.unwrap_or(self.attributes.len()), self.attributes.len() < MOST);
        match self.attributes.get_mut(known) {
            Some(attribute) => (attribute.text, attribute.kind) = (text, kind),
            None if has_room => {
                *place = Some(known);
                self.attributes.push(Attribute { text, number, kind, next: None });
            }
            None => return,
        }
        let place = Some(known);
        match position.last.and_then(|last| self.attributes.get_mut(last)) {
            Some(last) => last.next = place,
            None => of.first = place,
        }
        position.last = place;
    }
}
