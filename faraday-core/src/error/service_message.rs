//! Removes quoted values from DynamoDB's sentence about a refused request: [`without_values`].
//!
//! Such a sentence names attributes, placeholders and tables, but may also quote a value of the request: `{N:9}`, `[red, blue, red]`,
//! `Value '5000' at 'limit'`. A value may hold anything, even brackets and quotes. So everything from the first sign that opens a
//! quotation to the last that may close it is removed, unless it is known to be a name.

/// Replaces a value.
const LEFT_OUT: char = '…';

/// Words that precede a name in brackets or quotes.
const BEFORE_NAMES: [&str; 13] = [
    "path one: ",
    "path two: ",
    "path: ",
    "keyword: ",
    "key ",
    "key: ",
    "name: ",
    "attribute ",
    "index ",
    "table ",
    "function: ",
    "operator: ",
    " at ",
];

/// Words after which the rest of the sentence is a value.
const BEFORE_VALUES: [&str; 2] = ["value: ", "values: "];

/// Returns the sentence without the values that it may quote.
pub(crate) fn without_values(message: &str) -> String {
    let message = message.trim();
    let announced = announced_value(message);
    let mut rest = announced.and_then(|end| message.get(..end)).unwrap_or(message);
    let mut shown = String::with_capacity(rest.len());
    while let Some((before, open, inside, close)) = next_quotation(rest) {
        shown.push_str(before);
        shown.push(open);
        let name = inside.split_once(close).filter(|(content, _)| is_name(before, content));
        let after = match name {
            Some((content, after)) => {
                shown.push_str(content);
                after
            }
            None => {
                shown.push(LEFT_OUT);
                after_value(open, inside, close)
            }
        };
        shown.push(close);
        rest = after;
    }
    shown.push_str(rest);
    if announced.is_some() {
        shown.push(LEFT_OUT);
    }
    shown
}

/// Returns where a value begins that the words before it announce.
fn announced_value(message: &str) -> Option<usize> {
    let lower = message.to_ascii_lowercase();
    BEFORE_VALUES.iter().filter_map(|words| Some(lower.find(words)? + words.len())).min()
}

/// Splits at the next sign that opens a quotation: the text before, the sign, the rest, and the sign that closes it.
fn next_quotation(text: &str) -> Option<(&str, char, &str, char)> {
    text.char_indices().find_map(|(at, open)| {
        let close = match open {
            '{' => '}',
            '[' => ']',
            '\'' | '"' | '`' => open,
            _ => return None,
        };
        let (before, inside) = (text.get(..at)?, text.get(at + 1..)?);
        // An apostrophe inside a word opens no quotation.
        let apostrophe = open == '\'' && before.ends_with(char::is_alphanumeric);
        (!apostrophe).then_some((before, open, inside, close))
    })
}

/// Returns the text after a value. The value ends before the parameter name of a sentence like `Value '…' at '…'`, or with the last sign
/// that can close it.
fn after_value(open: char, inside: &str, close: char) -> &str {
    let parameter = if open == '\'' { inside.rfind("' at '") } else { None };
    let end = parameter.or_else(|| inside.rfind(close));
    end.and_then(|end| inside.get(end + close.len_utf8()..)).unwrap_or_default()
}

/// Whether this is a placeholder, or the words before it announce a name.
fn is_name(before: &str, content: &str) -> bool {
    let placeholder = |digits: &str| digits.chars().skip(1).all(|digit| digit.is_ascii_digit());
    let plain = content.chars().all(|sign| sign.is_ascii_alphanumeric() || "_-.#:".contains(sign));
    match content.strip_prefix(['#', ':']) {
        Some(rest) if placeholder(rest) => true,
        _ => plain && BEFORE_NAMES.iter().any(|words| before.ends_with(words)),
    }
}

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn names_are_shown() {
        for sentence in [
            "Requested resource not found",
            "Two document paths overlap with each other; path one: [n], path two: [address.city]",
            "An expression attribute value used in expression is not defined; attribute value :v0",
            "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N",
            "The table's throughput is exceeded",
            "Cannot read a value of [:v0]",
        ] {
            assert_eq!(without_values(sentence), sentence);
        }
    }

    #[test]
    fn values_are_left_out() {
        for (sentence, shown) in [
            ("Input collection [red, a] b, red] contains duplicates.", "Input collection […] contains duplicates."),
            ("Value 'it's' at 'limit' failed to satisfy", "Value '…' at 'limit' failed to satisfy"),
            ("lower bound operand: AttributeValue: {N:9}, upper", "lower bound operand: AttributeValue: …"),
            (
                "The parameter cannot be converted to a numeric value: 12a",
                "The parameter cannot be converted to a numeric value: …",
            ),
            ("Supplied {S: se}cret} is wrong", "Supplied {…} is wrong"),
            ("token: \"secret\", near: \"secret\"", "token: \"…\""),
            ("it never ends: [secret", "it never ends: […]"),
        ] {
            assert_eq!(without_values(sentence), shown);
        }
    }

    #[test]
    fn any_text_is_taken() {
        for text in ["", "'", "[", "]", "{}", "ä'ö'", "value: ", "' at '", "Value ' at '", "[é", "`ß`x"] {
            let _ = without_values(text);
        }
    }
}
