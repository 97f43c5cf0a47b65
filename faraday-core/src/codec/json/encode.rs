//! DynamoDB JSON, written straight into the bytes of a request.

use crate::codec::distinct_elements::{check_distinct, without_repeats};
use crate::codec::limits::{MAX_DEPTH, looks_numeric, not_an_element, too_deep};
use crate::value::{Attributes, EncodeError, Encoder, ListEncoder, MapEncoder, SetType};

/// The mark before a sensitive value. JSON parsers read it as whitespace. faraday writes it nowhere else; in strings it is escaped.
pub(crate) const SENSITIVE: u8 = b'\t';

/// Writes an item as DynamoDB JSON: `{"id":{"S":"ann"}, …}`.
pub(crate) fn encode_item<T: Attributes>(item: &T, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let mut map = WireMap::open(out, 0);
    item.encode_attributes(&mut map)?;
    map.close(b"}");
    Ok(())
}

/// Writes a JSON string with its quotes and escapes.
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    // Most strings need no escape. The check of all bytes has no early exit, so that the compiler vectorizes it. It takes a
    // quarter of the instructions of a search for the first byte to escape.
    let bytes = text.as_bytes();
    if bytes.iter().fold(false, |any, byte| any | (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\')) {
        // A Vec takes every byte and a str is always JSON: neither can fail.
        let written = serde_json::to_writer(out, text);
        debug_assert!(written.is_ok());
        return;
    }
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    out.extend_from_slice(bytes);
    out.push(b'"');
}

pub(crate) fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    base64_simd::STANDARD.encode_append(bytes, out);
    out.push(b'"');
}

/// Writes one value.
pub struct WireEncoder<'o> {
    out: &'o mut Vec<u8>,
    depth: u8,
}

impl<'o> WireEncoder<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, depth: 0 }
    }

    fn nest(&self) -> Result<u8, EncodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(EncodeError::new(too_deep())) }
    }
}

impl<'o> Encoder for WireEncoder<'o> {
    type List = WireList<'o>;
    type Map = WireMap<'o>;
    type Set = WireSet<'o>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.out.extend_from_slice(br#"{"S":"#);
        write_string(self.out, value);
        self.out.push(b'}');
        Ok(())
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        looks_numeric(digits)?;
        self.out.extend_from_slice(br#"{"N":""#);
        self.out.extend_from_slice(digits.as_bytes());
        self.out.extend_from_slice(br#""}"#);
        Ok(())
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.out.extend_from_slice(br#"{"B":"#);
        write_base64(self.out, value);
        self.out.push(b'}');
        Ok(())
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.out.extend_from_slice(if value { br#"{"BOOL":true}"# } else { br#"{"BOOL":false}"# });
        Ok(())
    }

    fn null(self) -> Result<(), EncodeError> {
        self.out.extend_from_slice(br#"{"NULL":true}"#);
        Ok(())
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        let depth = self.nest()?;
        self.out.extend_from_slice(br#"{"L":["#);
        Ok(WireList { out: self.out, depth, first: true })
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        let depth = self.nest()?;
        self.out.extend_from_slice(br#"{"M":"#);
        Ok(WireMap::open(self.out, depth))
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.out.extend_from_slice(match set {
            SetType::Ss => br#"{"SS":["#,
            SetType::Ns => br#"{"NS":["#,
            SetType::Bs => br#"{"BS":["#,
        });
        let start = self.out.len();
        Ok(WireSet { out: self.out, set, start, before: 0, last: 0, count: 0, ascends: true })
    }
}

pub(crate) fn separate(out: &mut Vec<u8>, first: &mut bool) {
    if !std::mem::replace(first, false) {
        out.push(b',');
    }
}

pub struct WireList<'o> {
    out: &'o mut Vec<u8>,
    depth: u8,
    first: bool,
}

impl ListEncoder for WireList<'_> {
    type Element<'e>
        = WireEncoder<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        separate(self.out, &mut self.first);
        WireEncoder { out: self.out, depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        self.out.extend_from_slice(b"]}");
        Ok(())
    }
}

/// A map, or the attributes of an item.
pub struct WireMap<'o> {
    out: &'o mut Vec<u8>,
    depth: u8,
    first: bool,
}

impl<'o> WireMap<'o> {
    pub(crate) fn open(out: &'o mut Vec<u8>, depth: u8) -> Self {
        out.push(b'{');
        Self { out, depth, first: true }
    }

    pub(crate) fn close(self, brackets: &[u8]) {
        self.out.extend_from_slice(brackets);
    }
}

impl MapEncoder for WireMap<'_> {
    type Value<'e>
        = WireEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        separate(self.out, &mut self.first);
        write_string(self.out, name);
        self.out.push(b':');
        WireEncoder { out: self.out, depth: self.depth }
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        separate(self.out, &mut self.first);
        write_string(self.out, name);
        self.out.extend_from_slice(&[b':', SENSITIVE]);
        WireEncoder { out: self.out, depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        self.close(b"}}");
        Ok(())
    }
}

pub struct WireSet<'o> {
    out: &'o mut Vec<u8>,
    set: SetType,
    /// Where the elements begin.
    start: usize,
    /// Where the second-last element and the last one begin.
    before: usize,
    last: usize,
    count: usize,
    /// Whether each element so far is greater than the one before, as in a `BTreeSet`. Then no two are equal.
    ascends: bool,
}

impl ListEncoder for WireSet<'_> {
    type Element<'e>
        = WireElement<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        self.compare_last();
        if self.count > 0 {
            self.out.push(b',');
        }
        (self.before, self.last) = (self.last, self.out.len());
        self.count += 1;
        WireElement { out: self.out, set: self.set }
    }

    fn end(mut self) -> Result<(), EncodeError> {
        self.compare_last();
        if !self.ascends {
            check_distinct(self.set, &self.elements())?;
        }
        self.out.extend_from_slice(b"]}");
        Ok(())
    }
}

impl WireSet<'_> {
    /// Compares the last element with the one before it. The order of numbers is not that of their digits.
    fn compare_last(&mut self) {
        if self.count > 1 && self.ascends {
            let before = self.out.get(self.before..self.last - 1);
            self.ascends = self.set != SetType::Ns && before < self.out.get(self.last..);
        }
    }

    /// Returns the written elements without their quotes. A quote inside an element is always escaped.
    fn elements(&self) -> Vec<&[u8]> {
        let mut elements = Vec::with_capacity(self.count);
        let mut rest = self.out.get(self.start..).unwrap_or_default();
        while let Some(inside) = rest.strip_prefix(b",").unwrap_or(rest).strip_prefix(b"\"") {
            let mut end = 0;
            while let Some(letter) = inside.get(end).filter(|letter| **letter != b'"') {
                end += if *letter == b'\\' { 2 } else { 1 };
            }
            elements.push(inside.get(..end).unwrap_or_default());
            rest = inside.get(end + 1..).unwrap_or_default();
        }
        elements
    }

    /// Ends the set, and leaves out the elements that equal an earlier one.
    pub(crate) fn end_without_repeats(self) -> Result<(), EncodeError> {
        let elements = self.elements();
        let kept = without_repeats(self.set, &elements);
        if kept.len() < elements.len() {
            let quoted: Vec<Vec<u8>> = kept.into_iter().map(|element| [b"\"", element, b"\""].concat()).collect();
            self.out.truncate(self.start);
            self.out.extend_from_slice(&quoted.join(&b','));
        }
        self.out.extend_from_slice(b"]}");
        Ok(())
    }
}

/// Writes one element of a set, which has no type of its own in JSON.
pub struct WireElement<'e> {
    out: &'e mut Vec<u8>,
    set: SetType,
}

impl<'e> Encoder for WireElement<'e> {
    type List = WireList<'e>;
    type Map = WireMap<'e>;
    type Set = WireSet<'e>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        if self.set != SetType::Ss {
            return not_an_element(self.set);
        }
        write_string(self.out, value);
        Ok(())
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        if self.set != SetType::Ns {
            return not_an_element(self.set);
        }
        looks_numeric(digits)?;
        self.out.push(b'"');
        self.out.extend_from_slice(digits.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        if self.set != SetType::Bs {
            return not_an_element(self.set);
        }
        write_base64(self.out, value);
        Ok(())
    }

    fn boolean(self, _: bool) -> Result<(), EncodeError> {
        not_an_element(self.set)
    }

    fn null(self) -> Result<(), EncodeError> {
        not_an_element(self.set)
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        not_an_element(self.set)
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        not_an_element(self.set)
    }

    fn set(self, _: SetType) -> Result<Self::Set, EncodeError> {
        not_an_element(self.set)
    }
}
