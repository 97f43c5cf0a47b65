//! A JSON tokenizer with a fast path for the JSON that DynamoDB sends.
//!
//! An answer is compact JSON: no spaces, few escapes, and two braces and a type around every value. [`Tokens`] reads these
//! directly from the bytes. jiter reads everything else (spaces, escapes, numbers, skipped values, invalid JSON) from the same
//! position, so that all errors are jiter's and there is only one grammar. A page of a thousand items takes a third fewer
//! instructions than if jiter read every brace.

use jiter::{Jiter, JiterError};

use super::learned::{Key, Learned, Position};
use super::scan::plain_length;
use crate::value::{AttributeType, DecodeError};

/// Creates the error for bytes that are not JSON. The tokenizer's own message names a position, never a value.
pub(crate) fn syntax(error: impl std::error::Error + Send + Sync + 'static) -> DecodeError {
    DecodeError::new("expected DynamoDB JSON, found something else").with_source(error)
}

/// Creates the error for JSON that is not a DynamoDB value.
pub(super) fn malformed(what: &str) -> DecodeError {
    DecodeError::new(format!("expected DynamoDB JSON: {what}"))
}

type Result<T> = std::result::Result<T, DecodeError>;

/// A document, and the position of the next token.
pub(crate) struct Tokens<'j> {
    /// UTF-8 is checked once for the whole document, which costs less than once for every string in it.
    text: &'j str,
    at: usize,
    /// jiter's buffer for strings with escapes, and the last string that jiter read.
    tape: Vec<u8>,
    unescaped: String,
    /// What was learned from the previous items; `None` unless several items are read.
    pub(super) learned: Option<Learned<'j>>,
    /// The buffer for a binary that is passed on and not kept.
    pub(super) binary: Vec<u8>,
}

impl<'j> Tokens<'j> {
    pub(crate) fn new(bytes: &'j [u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes).map_err(syntax)?;
        Ok(Self { text, at: 0, tape: Vec::new(), unescaped: String::new(), learned: None, binary: Vec::new() })
    }

    pub(crate) fn current_index(&self) -> usize {
        self.at
    }

    /// Returns the bytes read since this position.
    pub(crate) fn since(&self, start: usize) -> &'j [u8] {
        self.text.as_bytes().get(start..self.at).unwrap_or_default()
    }

    /// The name between these two positions. It is read again for an error only, so that no name is kept otherwise.
    pub(super) fn name_between(&self, start: usize, end: usize) -> String {
        let text = self.since(start).get(..end.saturating_sub(start)).unwrap_or_default();
        let quote = |byte: &u8| *byte == b'"';
        match (text.iter().position(quote), text.iter().rposition(quote)) {
            (Some(first), Some(last)) => text.get(first..=last).and_then(|name| serde_json::from_slice(name).ok()),
            _ => None,
        }
        .unwrap_or_default()
    }

    fn rest(&self) -> &'j [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Reads with jiter from the current position.
    #[cold]
    fn slowly<T>(
        &mut self,
        read: impl FnOnce(&mut Jiter<'j>, &mut String) -> std::result::Result<T, JiterError>,
    ) -> Result<T> {
        let mut json = Jiter::with_tape(self.rest(), std::mem::take(&mut self.tape));
        let result = read(&mut json, &mut self.unescaped);
        let index = json.current_index();
        self.tape = json.into_tape();
        match result {
            Ok(value) => {
                self.at += index;
                Ok(value)
            }
            Err(mut error) => {
                error.index += self.at;
                Err(syntax(error))
            }
        }
    }

    /// Reads the string that begins here and its quotes, if it has no escapes or control characters.
    fn plain(&mut self) -> Option<&'j str> {
        let start = self.at + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..)?)?;
        let text = self.text.get(start..end)?;
        self.at = end + 1;
        Some(text)
    }

    /// Reads the name that begins after this many bytes, and its colon.
    fn plain_name(&mut self, after: usize) -> Option<&'j str> {
        let before = self.at;
        self.at += after;
        let name = self.plain();
        if name.is_some() && self.rest().first() == Some(&b':') {
            self.at += 1;
            return name;
        }
        self.at = before;
        None
    }

    /// Opens an object. Returns its first name, if it has one.
    pub(crate) fn object(&mut self) -> Result<Option<&str>> {
        if let [b'{', b'"', ..] = self.rest()
            && let Some(name) = self.plain_name(1)
        {
            return Ok(Some(name));
        }
        let found = self.slowly(|json, name| json.next_object().map(|found| keep(found, name)))?;
        Ok(found.then_some(self.unescaped.as_str()))
    }

    /// Reads the object's next name; `None` at its end.
    pub(crate) fn key(&mut self) -> Result<Option<&str>> {
        match self.rest() {
            [b'}', ..] => {
                self.at += 1;
                return Ok(None);
            }
            [b',', b'"', ..] => {
                if let Some(name) = self.plain_name(1) {
                    return Ok(Some(name));
                }
            }
            _ => {}
        }
        let found = self.slowly(|json, name| json.next_key().map(|found| keep(found, name)))?;
        Ok(found.then_some(self.unescaped.as_str()))
    }

    /// Opens a value. Returns its type; `None` for a type that this version does not know.
    pub(crate) fn value_type(&mut self) -> Result<Option<AttributeType>> {
        let (kind, length) = match self.rest() {
            [b'{', b'"', b'S', b'"', b':', ..] => (AttributeType::S, 5),
            [b'{', b'"', b'N', b'"', b':', ..] => (AttributeType::N, 5),
            [b'{', b'"', b'M', b'"', b':', ..] => (AttributeType::M, 5),
            [b'{', b'"', b'L', b'"', b':', ..] => (AttributeType::L, 5),
            [b'{', b'"', b'B', b'"', b':', ..] => (AttributeType::B, 5),
            [b'{', b'"', b'B', b'O', b'O', b'L', b'"', b':', ..] => (AttributeType::Bool, 8),
            [b'{', b'"', b'S', b'S', b'"', b':', ..] => (AttributeType::Ss, 6),
            [b'{', b'"', b'N', b'S', b'"', b':', ..] => (AttributeType::Ns, 6),
            _ => {
                let name = self.object()?.ok_or_else(|| malformed("a value has a type"))?;
                return Ok(AttributeType::from_name(name));
            }
        };
        self.at += length;
        Ok(Some(kind))
    }

    /// Closes a value.
    pub(crate) fn value_end(&mut self) -> Result<()> {
        match self.key()? {
            None => Ok(()),
            Some(_) => Err(malformed("a value has one type")),
        }
    }

    pub(crate) fn string(&mut self) -> Result<&str> {
        if let [b'"', ..] = self.rest()
            && let Some(text) = self.plain()
        {
            return Ok(text);
        }
        self.slowly(|json, text| json.next_str().map(|found| keep(Some(found), text)))?;
        Ok(&self.unescaped)
    }

    /// Reads the string of a value, and closes the value.
    pub(crate) fn text_value(&mut self) -> Result<&str> {
        let start = self.at;
        if let [b'"', ..] = self.rest()
            && let Some(text) = self.plain()
        {
            if let [b'}', ..] = self.rest() {
                self.at += 1;
                return Ok(text);
            }
            self.at = start;
        }
        self.slowly(|json, text| json.next_str().map(|found| keep(Some(found), text)))?;
        let text = std::mem::take(&mut self.unescaped);
        self.value_end()?;
        self.unescaped = text;
        Ok(&self.unescaped)
    }

    /// Reads the next attribute of a map up to its value, if the previous item had the same one here. Returns its number and type.
    pub(super) fn expected(&mut self, begun: bool, key: Key, position: &mut Position) -> Option<(u16, AttributeType)> {
        let expected = self.learned.as_ref()?.expected(key, position)?;
        let (first, rest) = self.rest().split_first()?;
        if *first != opening(begun) || !rest.starts_with(expected.text) {
            return None;
        }
        self.at += 1 + expected.text.len();
        position.pass(&expected);
        Some(expected.found)
    }

    /// Learns the attribute that was read since this position.
    pub(super) fn learn_since(
        &mut self,
        start: usize,
        begun: bool,
        key: Key,
        position: &mut Position,
        found: (u16, AttributeType),
    ) {
        let Some((first, text)) = self.since(start).split_first() else { return };
        if let Some(learned) = &mut self.learned
            && *first == opening(begun)
        {
            learned.learn(key, position, text, found);
        }
    }

    pub(crate) fn boolean(&mut self) -> Result<bool> {
        for (text, value) in [(&b"true"[..], true), (b"false", false)] {
            if self.rest().starts_with(text) && self.rest().get(text.len()) == Some(&b'}') {
                self.at += text.len();
                return Ok(value);
            }
        }
        self.slowly(|json, _| json.next_bool())
    }

    /// Skips `null`, if it is next.
    pub(crate) fn null(&mut self) -> Result<bool> {
        if let [b'"' | b'{' | b'[', ..] = self.rest() {
            return Ok(false);
        }
        self.slowly(|json, _| match json.peek()? {
            jiter::Peek::Null => json.next_null().map(|()| true),
            _ => Ok(false),
        })
    }

    /// Opens an array. Returns whether it has an element.
    pub(crate) fn array(&mut self) -> Result<bool> {
        if let [b'[', b'"' | b'{', ..] = self.rest() {
            self.at += 1;
            return Ok(true);
        }
        self.slowly(|json, _| json.next_array().map(|found| found.is_some()))
    }

    /// Moves to the array's next element, or past its end. Returns whether there is an element.
    pub(crate) fn element(&mut self) -> Result<bool> {
        match self.rest() {
            [b',', b'"' | b'{', ..] => {
                self.at += 1;
                Ok(true)
            }
            [b']', ..] => {
                self.at += 1;
                Ok(false)
            }
            _ => self.slowly(|json, _| json.array_step().map(|found| found.is_some())),
        }
    }

    /// Skips any JSON value.
    pub(crate) fn skip(&mut self) -> Result<()> {
        if let [b'"', ..] = self.rest()
            && self.plain().is_some()
        {
            return Ok(());
        }
        self.slowly(|json, _| json.next_skip())
    }

    /// Skips a DynamoDB value with its type. Most are strings or numbers, for which only the closing quote is searched.
    pub(crate) fn skip_value(&mut self) -> Result<()> {
        let before = self.at;
        if let [b'{', b'"', b'S' | b'N', b'"', b':', b'"', ..] = self.rest() {
            self.at += 5;
            if self.plain().is_some() && self.rest().first() == Some(&b'}') {
                self.at += 1;
                return Ok(());
            }
            self.at = before;
        }
        self.skip()
    }

    /// Begins to learn the order of attributes: from here on, all items are of one page.
    pub(crate) fn learn(&mut self) {
        self.learned.get_or_insert_default();
    }

    /// Goes back to a position where a token began.
    pub(crate) fn go_back(&mut self, position: usize) {
        self.at = position;
    }

    pub(crate) fn finish(&mut self) -> Result<()> {
        self.slowly(|json, _| json.finish())
    }
}

/// Returns the character before a name.
fn opening(begun: bool) -> u8 {
    if begun { b',' } else { b'{' }
}

/// Copies a text that jiter found to `kept`. Returns whether there was one.
fn keep(found: Option<&str>, kept: &mut String) -> bool {
    kept.clear();
    kept.push_str(found.unwrap_or_default());
    found.is_some()
}
