use std::error::Error;
use std::fmt::Write;

/// Returns everything that an error shows: its message and its debug form, with those of all its causes.
pub fn shown(error: &dyn Error) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(text, "{error}\n{error:?}\n{error:#?}\n").unwrap();
        next = error.source();
    }
    text
}
