//! The template of a key attribute, such as `ORDER#{placed_at}#{id}`: makes one text from several fields, and reads it back.

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

/// A piece of a template: a fixed text, or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A fixed text, which every key has here.
    Text(&'static str),
    /// The text of a field's value.
    Part(Part),
}

/// A field in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub(crate) name: &'static str,
    pub(crate) form: KeyPart,
    /// Whether characters that would end the part are escaped.
    escaped: bool,
    /// Whether the field is stored as an attribute of its own as well.
    pub(crate) is_stored: bool,
    pub(crate) is_optional: bool,
    pub(crate) is_sensitive: bool,
}

impl Part {
    /// Names a field that is also stored as an attribute.
    #[must_use]
    pub const fn new(name: &'static str, form: KeyPart) -> Self {
        Self { name, form, escaped: false, is_stored: true, is_optional: false, is_sensitive: false }
    }

    /// Escapes the field, as `{name:escaped}` in a template does.
    #[must_use]
    pub const fn escaped(mut self) -> Self {
        self.escaped = true;
        self
    }

    /// Marks a field with `#[faraday(key_only)]`, which has no attribute of its own.
    #[must_use]
    pub const fn key_only(mut self) -> Self {
        self.is_stored = false;
        self
    }
}

impl Part {
    /// Sets whether the field may be absent. If it is, the index does not contain the item.
    #[must_use]
    pub const fn optional(mut self, is_optional: bool) -> Self {
        self.is_optional = is_optional;
        self
    }

    /// Marks a field with `#[faraday(sensitive)]`.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }
}

/// A key that is being made.
#[derive(Clone)]
pub(crate) struct Progress {
    pub(crate) text: String,
    /// The segments that are not written yet.
    pub(crate) rest: &'static [Segment],
}

impl Progress {
    /// Adds texts and parts with known values, up to the first part whose value is unknown. Returns that part.
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

    /// Adds the next part.
    fn add(&mut self, part: &'static Part, value: &PartValue) -> Result<(), EncodeError> {
        let text = self.part(part, value)?;
        self.text.push_str(&text);
        self.rest = self.rest.get(1..).unwrap_or_default();
        Ok(())
    }

    /// Returns the text of the next part.
    pub(crate) fn part(&self, part: &'static Part, value: &PartValue) -> Result<String, EncodeError> {
        let text = part::write(part.form, &value.value).map_err(|error| error.at_attribute(part.name))?;
        self.ended(part, text)
    }

    /// Escapes the text of the next part, or checks it, so that the part ends where the template says.
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
            "it contains {end:?}, which ends it in the template of a key, so that two items could have the same key: \
             to allow it, write `{{{}:escaped}}` in the template",
            part.name
        );
        Err(EncodeError::new(message).at_attribute(part.name))
    }

    /// Returns the text that ends the next part; `None` if the part ends with the key.
    pub(crate) fn end(&self) -> Option<&'static str> {
        match self.rest.get(1) {
            Some(Segment::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether anything follows the next part.
    pub(crate) fn is_open(&self) -> bool {
        self.rest.len() > 1
    }
}

impl Template {
    /// Creates a template of these segments.
    #[must_use]
    pub const fn new(segments: &'static [Segment]) -> Self {
        Self { segments, is_field: false }
    }

    /// Creates a template of one field, which is the key attribute itself.
    #[must_use]
    pub const fn field(segments: &'static [Segment]) -> Self {
        Self { segments, is_field: true }
    }

    pub(crate) const fn is_field(&self) -> bool {
        self.is_field
    }

    /// Returns the fields in order; a field that is used twice comes twice.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'static Part> + use<> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Part(part) => Some(part),
            Segment::Text(_) => None,
        })
    }

    pub(crate) fn begin(&self) -> Progress {
        Progress { text: String::new(), rest: self.segments }
    }

    /// Makes the key of these parts.
    pub(crate) fn compose(&self, parts: &[PartValue]) -> Result<String, EncodeError> {
        let mut progress = self.begin();
        match progress.advance(parts)? {
            None => Ok(progress.text),
            Some(part) => Err(EncodeError::new("a part of a key is missing").at_attribute(part.name)),
        }
    }

    /// Reads the parts of a key.
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

    /// Whether it is clear where each part ends. The compiler evaluates this.
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

    /// Whether each escaped part is a string of variable length, followed by a text that begins with a punctuation mark.
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

    /// Whether both make the same key of fields of the same types; the names of the fields may differ.
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
    /// Writes the template as the struct has it: `ORDER#{placed_at}#{id}`.
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

/// Returns the length of the text of a part.
fn length(part: &Part, rest: &str, following: &[Segment]) -> Option<usize> {
    match (part::width(part.form), following) {
        (Some(width), _) => Some(width),
        (None, [Segment::Text(end), ..]) => rest.find(end),
        (None, _) => Some(rest.len()),
    }
}

fn unlike() -> DecodeError {
    DecodeError::new("expected a key that the struct's template makes, found another")
}

/// Returns the first character of the text that ends a part, and the character after it, which marks an escaped one.
fn marks(end: &str) -> Option<(char, char)> {
    let first = end.chars().next()?;
    Some((first, char::from_u32(u32::from(first) + 1)?))
}

/// Writes each character up to the mark as the mark and its number. The end of the part is below the mark, and all other characters
/// are above it, so the escaped texts sort like the originals.
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
