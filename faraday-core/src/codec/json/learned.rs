//! The order of attributes, learned from the item before.
//!
//! The items of a page have the same attributes in the same order, for most of them. So the bytes from a name to its value,
//! `"name":{"S":`, are compared as one text with those of the attribute that came next in the item before, and need not be taken
//! apart again. Equal bytes mean the same; where they differ, they are read and learned.

use crate::value::AttributeType;

/// More than these are not learned: a page that has them gains little.
const MOST: usize = 1 << 12;

/// What was learned of a page.
#[derive(Default)]
pub(super) struct Learned<'j> {
    structs: Vec<Struct>,
    attributes: Vec<Attribute<'j>>,
}

/// A struct that reads a map, and the name that it does not read.
struct Struct {
    key: Key,
    first: Option<usize>,
    /// The place of each of its attributes, by its number.
    places: Vec<Option<usize>>,
}

/// The same names with the same numbers, and the name that is passed over.
pub(super) type Key = (u64, Option<&'static str>);

struct Attribute<'j> {
    /// From behind the comma to the value.
    text: &'j [u8],
    number: u16,
    kind: AttributeType,
    /// What came after it in the item before.
    next: Option<usize>,
}

/// Where a map is in what was learned.
#[derive(Clone, Copy, Default)]
pub(super) struct Position {
    /// Which struct reads it.
    of: Option<usize>,
    /// The attribute before.
    last: Option<usize>,
}

/// What is expected next.
pub(super) struct Expected<'j> {
    place: usize,
    pub(super) text: &'j [u8],
    /// Its number and its type.
    pub(super) found: (u16, AttributeType),
}

impl Position {
    /// It came.
    pub(super) fn pass(&mut self, expected: &Expected<'_>) {
        self.last = Some(expected.place);
    }
}

impl<'j> Learned<'j> {
    /// The attribute that is expected next.
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
