//! The template of a key: `ORDER#{placed_at}#{id}`.

use proc_macro2::Span;
use syn::{Ident, LitStr};

use super::super::context::Context;

/// A template as it is written. The fields that it names may not exist.
pub struct Template {
    pub text: LitStr,
    pub segments: Vec<Segment>,
}

/// A literal text in a template, or a field.
pub enum Segment {
    Text(String),
    Part(Part),
}

/// A field in a template.
pub struct Part {
    pub ident: Ident,
    /// `{field:escaped}`.
    pub escaped: bool,
    /// `{field:ordered}`.
    pub ordered: bool,
}

impl Template {
    /// Reads a template; an error is reported at its text.
    pub fn read(context: &Context, text: &LitStr) -> Self {
        let mut segments = Vec::new();
        if let Err(message) = read(&text.value(), text.span(), &mut segments) {
            context.error(text.span(), message);
        }
        Self { text: text.clone(), segments }
    }

    /// The fields, in their order.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Part(part) => Some(part),
            Segment::Text(_) => None,
        })
    }
}

fn read(template: &str, span: Span, segments: &mut Vec<Segment>) -> Result<(), String> {
    let mut text = String::new();
    let mut letters = template.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.next_if_eq(&letter).is_some() => text.push(letter),
            '{' => {
                let rest: String = letters.clone().collect();
                let Some((field, _)) = rest.split_once('}') else {
                    return Err("a `{` without a `}`: write `{{` for the character itself".to_owned());
                };
                let field = field.to_owned();
                letters.by_ref().take_while(|letter| *letter != '}').for_each(drop);
                if !text.is_empty() {
                    segments.push(Segment::Text(std::mem::take(&mut text)));
                }
                segments.push(Segment::Part(part(&field, span)?));
            }
            '}' => return Err("a `}` without a `{`: write `}}` for the character itself".to_owned()),
            letter => text.push(letter),
        }
    }
    if !text.is_empty() {
        segments.push(Segment::Text(text));
    }
    Ok(())
}

fn part(text: &str, span: Span) -> Result<Part, String> {
    let (name, option) = text.split_once(':').map_or((text, None), |(name, option)| (name, Some(option)));
    let mut ident = syn::parse_str::<Ident>(name)
        .or_else(|_| syn::parse_str(&format!("r#{name}")))
        .map_err(|_| format!("`{{{name}}}` names no field: write `{{field}}`, and `{{{{` for the character itself"))?;
    ident.set_span(span);
    let (escaped, ordered) = match option {
        None => (false, false),
        Some("escaped") => (true, false),
        Some("ordered") => (false, true),
        Some(other) => {
            return Err(format!(
                "unknown option `{other}`: a field in a template is `{{{name}}}`, `{{{name}:escaped}}` or `{{{name}:ordered}}`"
            ));
        }
    };
    Ok(Part { ident, escaped, ordered })
}
