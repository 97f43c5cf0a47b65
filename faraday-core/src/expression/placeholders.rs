//! The placeholders `#n0` and `:v0`, which only this file writes.

use super::tokens::{Token, Tokens};
use crate::codec::json::{SENSITIVE, write_string};

/// The names and values of one request's expressions.
#[derive(Default)]
pub(crate) struct Placeholders<'t> {
    names: Vec<&'t str>,
    values: Vec<&'t [u8]>,
}

impl<'t> Placeholders<'t> {
    /// Returns the expression with placeholders. The same name has the same placeholder in all expressions of a request.
    pub(crate) fn render(&mut self, tokens: &'t Tokens) -> String {
        let mut out = String::with_capacity(tokens.tokens.len() * 6);
        for token in &tokens.tokens {
            match token {
                Token::Text(text) => out.push_str(text),
                Token::Name { name, .. } => {
                    let known = self.names.iter().position(|known| known == name);
                    let index = known.unwrap_or_else(|| {
                        self.names.push(name);
                        self.names.len() - 1
                    });
                    placeholder(&mut out, "#n", index);
                }
                Token::Index(index) => {
                    out.push('[');
                    out.push_str(itoa::Buffer::new().format(*index));
                    out.push(']');
                }
                Token::Value(bytes) => {
                    placeholder(&mut out, ":v", self.values.len());
                    self.values.push(bytes);
                }
                // Only updates have plaintext values, and they encrypt them earlier.
                Token::Plaintext(..) => {}
            }
        }
        out
    }

    /// Returns the names as the request's `ExpressionAttributeNames`, if there are any.
    pub(crate) fn names(&self) -> Option<Vec<u8>> {
        self.object("#n", self.names.iter(), |out, name| write_string(out, name))
    }

    /// Returns the values as the request's `ExpressionAttributeValues`, if there are any.
    pub(crate) fn values(&self) -> Option<Vec<u8>> {
        self.object(":v", self.values.iter(), |out, value| out.extend_from_slice(value))
    }

    fn object<'v, V: 'v>(
        &self,
        prefix: &str,
        values: impl ExactSizeIterator<Item = &'v V>,
        write: impl Fn(&mut Vec<u8>, &V),
    ) -> Option<Vec<u8>> {
        if values.len() == 0 {
            return None;
        }
        let mut out = Vec::with_capacity(values.len() * 32);
        for (index, value) in values.enumerate() {
            out.push(if index == 0 { b'{' } else { b',' });
            out.push(b'"');
            out.extend_from_slice(prefix.as_bytes());
            out.extend_from_slice(itoa::Buffer::new().format(index).as_bytes());
            out.extend_from_slice(b"\":");
            write(&mut out, value);
        }
        out.push(b'}');
        Some(out)
    }
}

fn placeholder(out: &mut String, prefix: &str, index: usize) {
    out.push_str(prefix);
    out.push_str(itoa::Buffer::new().format(index));
}

impl Tokens {
    /// Returns bytes that identify the expression, independent of its placeholders.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        let mut placeholders = Placeholders::default();
        let mut bytes = placeholders.render(self).into_bytes();
        bytes.extend(placeholders.names().unwrap_or_default());
        // The sensitive mark is not part of the value.
        bytes.extend(placeholders.values().unwrap_or_default().into_iter().filter(|byte| *byte != SENSITIVE));
        bytes
    }
}
