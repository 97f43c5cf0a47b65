//! The values of a statement: [`Parameter`], and how many a text has places for.

use std::borrow::Cow;

use crate::value::{EncodeError, Encoder, Value};

/// A value that [`bind`](super::Statement::bind) takes: every [`Value`], and `&str`, `&String` and `&[u8]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a `?`",
    label = "expected a value that DynamoDB can store",
    note = "give the value itself and not a reference to it: a `String`, a `&str`, a number, a `Vec`, a type that derives `faraday::Value`, …"
)]
pub trait Parameter {
    #[doc(hidden)]
    fn encode_parameter<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: Value> Parameter for T {
    fn encode_parameter<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        if self.is_absent() {
            let nothing =
                "nothing and the empty set cannot be bound: write `NULL`, or `IS MISSING`, into the statement";
            return Err(EncodeError::new(nothing));
        }
        self.encode(encoder)
    }
}

macro_rules! references {
    ($($type:ty: $encode:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Parameter for $type {
            fn encode_parameter<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                encoder.$encode(self)
            }
        }
    )*};
}

references! {
    &str: string;
    &String: string;
    &[u8]: binary;
}

/// How many `?` the text has outside of strings (`'…'`) and quoted names (`"…"`).
pub(super) fn count_places(text: &str) -> usize {
    let (mut places, mut quote) = (0, None);
    for sign in text.chars() {
        match quote {
            // A quote that is written twice inside of quotes ends them and opens them again.
            Some(open) if sign == open => quote = None,
            Some(_) => {}
            None if sign == '\'' || sign == '"' => quote = Some(sign),
            None => places += usize::from(sign == '?'),
        }
    }
    places
}

/// Whether the statement reads: it begins with SELECT.
pub(super) fn is_read(text: &str) -> bool {
    let word: Cow<'_, str> = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    word.eq_ignore_ascii_case("SELECT")
}

#[cfg(test)]
mod tests {
    use super::{count_places, is_read};

    #[test]
    fn places_in_quotes_are_text() {
        for (text, places) in [
            ("", 0),
            ("SELECT * FROM a", 0),
            ("SELECT * FROM a WHERE b = ? AND c IN [?, ?]", 3),
            ("SELECT * FROM \"wh?t\" WHERE b = 'is it? ''no?'' it is' AND c = ?", 1),
            ("UPDATE a SET b = '\"?' WHERE c = ?", 1),
            ("INSERT INTO a VALUE {'id': ?, 'x': {'y': ?}}", 2),
            ("SELECT * FROM a WHERE b = 'never ends ?", 0),
        ] {
            assert_eq!(count_places(text), places, "{text}");
        }
    }

    #[test]
    fn the_first_word_says_whether_it_reads() {
        assert!(is_read("SELECT * FROM a") && is_read(" \n select\"id\" from a"));
        assert!(
            !is_read("UPDATE a SET b = 1")
                && !is_read("SELECTED")
                && !is_read("EXISTS(SELECT * FROM a)")
                && !is_read("")
        );
    }
}
