use std::borrow::Cow;

/// A step of a path.
#[derive(Clone, PartialEq)]
pub(crate) enum Step {
    Name(Cow<'static, str>),
    Index(usize),
}

/// Returns a readable path: `lines[0].sku`.
pub(crate) fn describe(path: &[Step]) -> String {
    let mut place = String::new();
    for step in path {
        match step {
            Step::Name(name) if place.is_empty() => place.push_str(name),
            Step::Name(name) => place.push_str(&format!(".{name}")),
            Step::Index(index) => place.push_str(&format!("[{index}]")),
        }
    }
    place
}
