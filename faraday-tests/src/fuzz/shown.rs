use std::error::Error;
use std::fmt::Write;

/// All that an error shows: its message, its debug form, and the same of all that caused it.
pub fn shown(error: &dyn Error) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(text, "{error}\n{error:?}\n{error:#?}\n").unwrap();
        next = error.source();
    }
    text
}
