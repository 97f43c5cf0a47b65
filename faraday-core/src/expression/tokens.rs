//! Expressions as tokens. Every name and every value gets a placeholder, because names may be reserved words or have special
//! characters.

use std::any::Any;
use std::borrow::Cow;

use super::step::Step;
use crate::codec::json::{SENSITIVE, WireEncoder};
use crate::encryption::Plaintext;
use crate::schema::Operand;
use crate::value::EncodeError;

/// A part of an expression.
pub(super) enum Token {
    Text(&'static str),
    Name {
        name: Cow<'static, str>,
        /// The value must not be shown.
        sensitive: bool,
    },
    Index(usize),
    /// A value as DynamoDB JSON.
    Value(Vec<u8>),
    /// A frozen value to encrypt as the attribute of this name.
    Plaintext(&'static str, Plaintext),
}

/// An expression while it is built. An error is kept until the request is sent.
#[derive(Default)]
pub struct Tokens {
    pub(super) tokens: Vec<Token>,
    error: Option<EncodeError>,
    /// The format of the next value, if the place decides it instead of the type of the value.
    form: Option<Box<dyn Any + Send>>,
}

impl Tokens {
    pub(crate) fn text(&mut self, text: &'static str) {
        self.tokens.push(Token::Text(text));
    }

    pub(crate) fn name(&mut self, name: impl Into<Cow<'static, str>>) {
        self.tokens.push(Token::Name { name: name.into(), sensitive: false });
    }

    /// Adds a name; `sensitive` means that its value must not be shown.
    pub(crate) fn named(&mut self, name: impl Into<Cow<'static, str>>, sensitive: bool) {
        self.tokens.push(Token::Name { name: name.into(), sensitive });
    }

    pub(crate) fn index(&mut self, index: usize) {
        self.tokens.push(Token::Index(index));
    }

    /// Sets the format of the next value.
    pub(super) fn prepare(&mut self, form: impl Any + Send) {
        self.form = Some(Box::new(form));
    }

    /// Takes the format that was set for the next value.
    pub(super) fn take_form<F: Any>(&mut self) -> Option<F> {
        self.form.take()?.downcast().ok().map(|form| *form)
    }

    /// Adds an operand for a `T`.
    pub(crate) fn value<T>(&mut self, value: &impl Operand<T>) {
        self.encoded(|encoder| value.encode_operand(encoder));
    }

    /// Adds a value that `write` encodes.
    pub(crate) fn encoded(&mut self, write: impl FnOnce(WireEncoder<'_>) -> Result<(), EncodeError>) {
        let mut bytes = Vec::with_capacity(32);
        if self.is_sensitive() {
            bytes.push(SENSITIVE);
        }
        match write(WireEncoder::new(&mut bytes)) {
            Ok(()) => self.tokens.push(Token::Value(bytes)),
            Err(error) => {
                let place = self.last_place();
                let error = if place.is_empty() { error } else { error.at_attribute(place) };
                self.fail(error);
            }
        }
    }

    /// Adds a value that is encrypted as the attribute with this name when it is sent.
    pub(crate) fn encrypted(&mut self, name: &'static str, frozen: Result<Plaintext, EncodeError>) {
        match frozen {
            Ok(frozen) => self.tokens.push(Token::Plaintext(name, frozen)),
            Err(error) => self.fail(error.at_attribute(name)),
        }
    }

    /// Encrypts the plaintext values.
    pub(crate) fn encrypt(
        &mut self,
        encrypt: impl Fn(&'static str, &Plaintext) -> Result<Vec<u8>, EncodeError>,
    ) -> Result<(), EncodeError> {
        for token in &mut self.tokens {
            if let Token::Plaintext(name, frozen) = token {
                *token = Token::Value(encrypt(name, frozen)?);
            }
        }
        Ok(())
    }

    /// Returns the path that was written last, to which the next value belongs.
    fn last_path(&self) -> &[Token] {
        let is_step = |token: &Token| matches!(token, Token::Name { .. } | Token::Index(_) | Token::Text("."));
        self.tokens.rsplit(|token| !is_step(token)).find(|path| !path.is_empty()).unwrap_or_default()
    }

    /// Whether the next value must not be shown.
    fn is_sensitive(&self) -> bool {
        self.last_path().iter().any(|token| matches!(token, Token::Name { sensitive: true, .. }))
    }

    /// Describes the path that was written last: `lines[0].sku`.
    fn last_place(&self) -> String {
        let mut place = String::new();
        for token in self.last_path() {
            match token {
                Token::Text(text) => place.push_str(text),
                Token::Name { name, .. } => place.push_str(name),
                Token::Index(index) => place.push_str(&format!("[{index}]")),
                Token::Value(_) | Token::Plaintext(..) => {}
            }
        }
        place
    }

    pub(crate) fn fail(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.tokens.append(&mut other.tokens);
        if let Some(error) = other.error {
            self.fail(error);
        }
    }

    pub(crate) fn take_error(&mut self) -> Result<(), EncodeError> {
        self.error.take().map_or(Ok(()), Err)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) fn is_failed(&self) -> bool {
        self.error.is_some()
    }

    /// Returns the names and indices, without the dots between them.
    pub(crate) fn steps(self) -> Vec<Step> {
        let step = |token| match token {
            Token::Name { name, .. } => Some(Step::Name(name)),
            Token::Index(index) => Some(Step::Index(index)),
            Token::Text(_) | Token::Value(_) | Token::Plaintext(..) => None,
        };
        self.tokens.into_iter().filter_map(step).collect()
    }

    /// Adds a value that is already DynamoDB JSON.
    pub(crate) fn json(&mut self, mut bytes: Vec<u8>) {
        if self.is_sensitive() {
            bytes.insert(0, SENSITIVE);
        }
        self.tokens.push(Token::Value(bytes));
    }

    /// Marks all values as sensitive.
    pub(super) fn hide_values(&mut self) {
        for token in &mut self.tokens {
            if let Token::Value(bytes) = token {
                bytes.insert(0, SENSITIVE);
            }
        }
    }

    /// Returns the attributes that the expression names, in their order, with repetitions.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &str> {
        let before = std::iter::once(None).chain(self.tokens.iter().map(Some));
        before.zip(&self.tokens).filter_map(|(before, token)| match token {
            Token::Name { name, .. } if !matches!(before, Some(Token::Text("."))) => Some(name.as_ref()),
            _ => None,
        })
    }

    /// Returns the whole attributes that this `SET` clause sets to given values, with these as DynamoDB JSON.
    pub(crate) fn literals(&self) -> Vec<(&str, &[u8])> {
        let ends = |token: Option<&Token>| matches!(token, None | Some(Token::Text(", ")));
        let mut literals = Vec::new();
        let mut before = None;
        for (position, token) in self.tokens.iter().enumerate() {
            if let [Token::Name { name, .. }, Token::Text(" = "), Token::Value(json), rest @ ..] =
                self.tokens.get(position..).unwrap_or_default()
                && ends(before)
                && ends(rest.first())
            {
                literals.push((name.as_ref(), json.as_slice()));
            }
            before = Some(token);
        }
        literals
    }

    /// Returns the attributes that this `SET` clause adds to or subtracts from.
    pub(crate) fn summed(&self) -> impl Iterator<Item = &str> {
        self.tokens.windows(3).filter_map(|window| match window {
            [Token::Text(" = "), Token::Name { name, .. }, Token::Text(" + " | " - ")] => Some(name.as_ref()),
            _ => None,
        })
    }

    /// Whether the expression names a place inside an attribute.
    pub(crate) fn has_nested_paths(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Text(".") | Token::Index(_)))
    }

    /// Whether this projection expression selects a whole attribute.
    pub(crate) fn selects(&self, attribute: &str) -> bool {
        let before = std::iter::once(None).chain(self.tokens.iter().map(Some));
        before.zip(&self.tokens).any(|(before, token)| {
            let begins = matches!(before, None | Some(Token::Text(", ")));
            begins && matches!(token, Token::Name { name, .. } if name == attribute)
        })
    }

    /// Returns the values, each as DynamoDB JSON.
    pub(crate) fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Value(bytes) => Some(bytes.as_slice()),
            _ => None,
        })
    }

    /// Returns the number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Copies the tokens before this position.
    pub(crate) fn copy_until(&self, end: usize) -> Self {
        self.copy(0, end)
    }

    /// Copies the tokens from this position.
    pub(crate) fn copy_from(&self, start: usize) -> Self {
        self.copy(start, self.tokens.len())
    }

    fn copy(&self, start: usize, end: usize) -> Self {
        let tokens = self.tokens.get(start..end).unwrap_or_default();
        // Only the value of a `set` is plaintext, and it is never copied.
        let copied = tokens.iter().filter_map(|token| match token {
            Token::Text(text) => Some(Token::Text(text)),
            Token::Name { name, sensitive } => Some(Token::Name { name: name.clone(), sensitive: *sensitive }),
            Token::Index(index) => Some(Token::Index(*index)),
            Token::Value(bytes) => Some(Token::Value(bytes.clone())),
            Token::Plaintext(..) => None,
        });
        Self { tokens: copied.collect(), error: None, form: None }
    }

    /// Returns the operator and the values of the comparison that begins at this position.
    pub(super) fn comparison_from(&self, start: usize) -> (&'static str, Vec<&[u8]>) {
        let tokens = self.tokens.get(start..).unwrap_or_default();
        let operator = tokens.iter().find_map(|token| match token {
            Token::Text(text @ (" BETWEEN " | " >= " | " > " | " <= " | " < ")) => Some(*text),
            _ => None,
        });
        let values = tokens.iter().filter_map(|token| match token {
            Token::Value(bytes) => Some(bytes.as_slice()),
            _ => None,
        });
        (operator.unwrap_or_default(), values.collect())
    }

    /// Returns the path at the beginning of the expression.
    pub(super) fn compared_path(&self) -> Vec<Step> {
        let is_step = |token: &Token| matches!(token, Token::Name { .. } | Token::Index(_) | Token::Text("."));
        let end = self.tokens.iter().position(|token| !is_step(token)).unwrap_or(self.tokens.len());
        self.copy_until(end).steps()
    }

    /// Returns the last token, if it is a value.
    pub(crate) fn last_value(&self) -> Option<&[u8]> {
        match self.tokens.last() {
            Some(Token::Value(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the path, if the tokens are only a path.
    pub(super) fn as_path(&self) -> Option<Vec<Step>> {
        let is_step = |token: &Token| matches!(token, Token::Name { .. } | Token::Index(_) | Token::Text("."));
        (!self.tokens.is_empty() && self.tokens.iter().all(is_step)).then(|| self.copy_path().steps())
    }

    /// Returns the path of the attribute or field with this name beside the one that this path leads to.
    pub(crate) fn beside(&self, name: &'static str) -> Self {
        let mut path = self.copy_path();
        if let Some(Token::Name { name: last, .. }) = path.tokens.last_mut() {
            *last = Cow::Borrowed(name);
        }
        path
    }

    /// Copies the names and indices, because `list_append(if_not_exists(…))` needs a path twice.
    pub(crate) fn copy_path(&self) -> Self {
        let mut copy = Self::default();
        for token in &self.tokens {
            match token {
                Token::Name { name, sensitive } => {
                    copy.tokens.push(Token::Name { name: name.clone(), sensitive: *sensitive });
                }
                Token::Index(index) => copy.index(*index),
                Token::Text(text) => copy.text(text),
                Token::Value(_) | Token::Plaintext(..) => {}
            }
        }
        copy
    }
}
