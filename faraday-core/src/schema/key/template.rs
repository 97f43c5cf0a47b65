//! The template of a key attribute, such as `ORDER#{placed_at}#{id}`: makes one text of several fields, and reads it back.

use std::fmt;

use super::part::{self, PartValue};
use crate::value::names::equal;
use crate::value::{DecodeError, EncodeError, KeyPart, debug_without_values};

debug_without_values!(Progress);

/// How a key attribute is made of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    segments: &'static [Segment],
    /// The attribute is one field, stored as its own type.
    is_field: bool,
}

/// A text of a template, or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A text that every key has here.
    Text(&'static str),
    /// The text of a field's value.
    Part(Part),
}

/// A field in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub(crate) name: &'static str,
    pub(crate) form: KeyPart,
    /// What could be taken for the end of the part is written otherwise.
    escaped: bool,
    /// The item has an attribute of this name as well.
    pub(crate) is_stored: bool,
    pub(crate) is_optional: bool,
    pub(crate) is_sensitive: bool,
}

impl Part {
    /// A field that is an attribute of this name.
    #[must_use]
    pub const fn new(name: &'static str, form: KeyPart) -> Self {
        Self { name, form, escaped: false, is_stored: true, is_optional: false, is_sensitive: false }
    }

    /// The same, with `{name:escaped}` in the template.
    #[must_use]
    pub const fn escaped(mut self) -> Self {
        self.escaped = true;
        self
    }

    /// The same, of a field that is marked `#[faraday(key_only)]`.
    #[must_use]
    pub const fn key_only(mut self) -> Self {
        self.is_stored = false;
        self
    }
}

impl Part {
    /// The same, of a field that may be absent: then the index does not have the item.
    #[must_use]
    pub const fn optional(mut self, is_optional: bool) -> Self {
        self.is_optional = is_optional;
        self
    }

    /// The same, of a field that is marked `#[faraday(sensitive)]`.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }
}

/// How far a key is made.
#[derive(Clone)]
pub(crate) struct Progress {
    pub(crate) text: String,
    /// The segments that are not written yet.
    pub(crate) rest: &'static [Segment],
}

impl Progress {
    /// Adds texts, and parts whose values are known, up to the first part whose value is not. Returns that part.
    pub(crate) fn advance(&mut self, known: &[PartValue]) -> Result<Option<&'static Part>, EncodeError> {
        while let Some(segment) = self.rest.first() {
            match segment {
                Segment::Text(text) => {
                    self.text.push_str(text);
                    self.rest = self.rest.get(1..).unwrap_or_default();
                }
                Segment::Part(part) => match known.iter().find(|known| known.name == part.name) {
                    Some(known) => self.add(part, known)?,
                    None => return Ok(Some(part)),
                },
            }
        }
        Ok(None)
    }

    /// Adds the part that comes next.
    fn add(&mut self, part: &'static Part, value: &PartValue) -> Result<(), EncodeError> {
        let text = self.part(part, value)?;
        self.text.push_str(&text);
        self.rest = self.rest.get(1..).unwrap_or_default();
        Ok(())
    }

    /// The text of the part that comes next.
    pub(crate) fn part(&self, part: &'static Part, value: &PartValue) -> Result<String, EncodeError> {
        let text = part::write(part.form, &value.value).map_err(|error| error.at_attribute(part.name))?;
        self.ended(part, text)
    }

    /// The same text, such that it ends where the template says.
    pub(crate) fn ended(&self, part: &'static Part, text: String) -> Result<String, EncodeError> {
        if part::width(part.form).is_some() {
            return Ok(text);
        }
        let Some(end) = self.end() else { return Ok(text) };
        if part.escaped {
            return Ok(escape(&text, end));
        }
        if format!("{text}{end}").find(end) == Some(text.len()) {
            return Ok(text);
        }
        let message = format!(
            "it has the text {end:?}, which ends it in the template of a key, so that two items could have one key: \
             write `{{{}:escaped}}` in the template if it may",
            part.name
        );
        Err(EncodeError::new(message).at_attribute(part.name))
    }

    /// The text that ends the part that comes next; `None` if it ends with the key.
    pub(crate) fn end(&self) -> Option<&'static str> {
        match self.rest.get(1) {
            Some(Segment::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether anything follows the part that comes next.
    pub(crate) fn is_open(&self) -> bool {
        self.rest.len() > 1
    }
}

impl Template {
    /// A template of these segments.
    #[must_use]
    pub const fn new(segments: &'static [Segment]) -> Self {
        Self { segments, is_field: false }
    }

    /// Of one field, which is the key attribute itself.
    #[must_use]
    pub const fn field(segments: &'static [Segment]) -> Self {
        Self { segments, is_field: true }
    }

    pub(crate) const fn is_field(&self) -> bool {
        self.is_field
    }

    /// The fields in it, one that stands twice twice.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'static Part> + use<> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Part(part) => Some(part),
            Segment::Text(_) => None,
        })
    }

    pub(crate) fn begin(&self) -> Progress {
        Progress { text: String::new(), rest: self.segments }
    }

    /// The key of these parts.
    pub(crate) fn compose(&self, parts: &[PartValue]) -> Result<String, EncodeError> {
        let mut progress = self.begin();
        match progress.advance(parts)? {
            None => Ok(progress.text),
            Some(part) => Err(EncodeError::new("a part of a key must be there").at_attribute(part.name)),
        }
    }

    /// The parts of a key.
    pub(crate) fn parse(&self, key: &str) -> Result<Vec<PartValue>, DecodeError> {
        let mut rest = key;
        let mut segments = self.segments;
        let mut parts: Vec<PartValue> = Vec::new();
        while let [segment, following @ ..] = segments {
            match segment {
                Segment::Text(text) => rest = rest.strip_prefix(text).ok_or_else(unlike)?,
                Segment::Part(part) => {
                    let length = length(part, rest, following).ok_or_else(unlike)?;
                    let (text, after) = rest.split_at_checked(length).ok_or_else(unlike)?;
                    rest = after;
                    let text = if part.escaped { unescape(text, following) } else { Some(text.to_owned()) };
                    let read = part::read(part.form, &text.ok_or_else(unlike)?);
                    let value = read.map_err(|error| error.at_attribute(part.name))?;
                    match parts.iter().find(|known| known.name == part.name) {
                        Some(known) if known.value != value => return Err(unlike()),
                        Some(_) => {}
                        None => parts.push(PartValue { name: part.name, value }),
                    }
                }
            }
            segments = following;
        }
        if rest.is_empty() { Ok(parts) } else { Err(unlike()) }
    }

    /// Whether each part ends where the one after it begins; the compiler evaluates it.
    #[must_use]
    pub const fn parts_end(&self) -> bool {
        let mut segments = self.segments;
        while let [segment, following @ ..] = segments {
            if let (Segment::Part(part), [Segment::Part(_), ..]) = (segment, following)
                && part::width(part.form).is_none()
            {
                return false;
            }
            segments = following;
        }
        true
    }

    /// Whether the template escapes only texts that another text ends, which begins with a punctuation mark.
    #[must_use]
    pub const fn escapes_texts(&self) -> bool {
        let mut segments = self.segments;
        while let [segment, following @ ..] = segments {
            if let Segment::Part(Part { escaped: true, form, .. }) = segment {
                let ended = match following {
                    [Segment::Text(text), ..] => match text.as_bytes() {
                        [first, ..] => first.is_ascii_punctuation() && *first < b'~',
                        [] => false,
                    },
                    _ => false,
                };
                if part::width(*form).is_some() || !ended {
                    return false;
                }
            }
            segments = following;
        }
        true
    }

    /// Whether both make the same key of fields of the same types, whatever their names are.
    #[must_use]
    pub const fn is_alike(&self, other: &Self) -> bool {
        let (mut one, mut other) = (self.segments, other.segments);
        while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
            if !first.is_alike(second) {
                return false;
            }
            (one, other) = (rest, others);
        }
        one.is_empty() && other.is_empty()
    }

    /// Whether both make the same key of the same fields.
    #[must_use]
    pub const fn is_same(&self, other: &Self) -> bool {
        let (mut one, mut other) = (self.segments, other.segments);
        while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
            if !first.is_same(second) {
                return false;
            }
            (one, other) = (rest, others);
        }
        one.is_empty() && other.is_empty()
    }
}

impl fmt::Display for Template {
    /// As the struct has it: `ORDER#{placed_at}#{id}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in self.segments {
            match segment {
                Segment::Text(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                Segment::Part(part) => {
                    let option = match part.form {
                        _ if part.escaped => ":escaped",
                        KeyPart::Signed(_) | KeyPart::Float if !self.is_field => ":ordered",
                        _ => "",
                    };
                    write!(f, "{{{}{option}}}", part.name)?;
                }
            }
        }
        Ok(())
    }
}

impl Segment {
    const fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => equal(one, other),
            (Self::Part(one), Self::Part(other)) => one.form.is_same(other.form) && one.escaped == other.escaped,
            _ => false,
        }
    }

    const fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => equal(one, other),
            (Self::Part(one), Self::Part(other)) => equal(one.name, other.name) && one.escaped == other.escaped,
            _ => false,
        }
    }
}

/// How long the text of a part is.
fn length(part: &Part, rest: &str, following: &[Segment]) -> Option<usize> {
    match (part::width(part.form), following) {
        (Some(width), _) => Some(width),
        (None, [Segment::Text(end), ..]) => rest.find(end),
        (None, _) => Some(rest.len()),
    }
}

fn unlike() -> DecodeError {
    DecodeError::new("expected a key as the template of the struct makes it, found another")
}

/// The first character of the text that ends a part, and the one after it, by which the others are written.
fn marks(end: &str) -> Option<(char, char)> {
    let first = end.chars().next()?;
    Some((first, char::from_u32(u32::from(first) + 1)?))
}

/// Writes each character up to the mark as the mark and its number. What ends the part is below the mark, and everything else
/// above, so that the order of the texts stays.
fn escape(text: &str, end: &str) -> String {
    let Some((_, mark)) = marks(end) else { return text.to_owned() };
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter <= mark {
            escaped.push_str(&format!("{mark}{:02X}", u32::from(letter)));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

fn unescape(text: &str, following: &[Segment]) -> Option<String> {
    let [Segment::Text(end), ..] = following else { return None };
    let (_, mark) = marks(end)?;
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = rest.get(letter.len_utf8()..)?;
        if letter != mark {
            unescaped.push(letter);
            continue;
        }
        let number = u32::from_str_radix(rest.get(..2)?, 16).ok()?;
        unescaped.push(char::from_u32(number)?);
        rest = rest.get(2..)?;
    }
    Some(unescaped)
}
