//! Reads the text of a statement: how many values it needs, and whether it reads.

/// Counts the `?` in the text outside strings (`'…'`) and quoted names (`"…"`).
pub(super) fn count_places(text: &str) -> usize {
    let (mut places, mut quote) = (0, None);
    for sign in text.chars() {
        match quote {
            // A doubled quote inside quotes closes them and opens them again.
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
    let word: String = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
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
