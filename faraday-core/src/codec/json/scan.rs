//! Finds the end of a string.

const WORD: usize = size_of::<u64>();

/// Counts the bytes before the quote that ends a string; `None` if one of them is an escape or a control character.
pub(super) fn plain_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<WORD>()) {
        let special = special_in(u64::from_le_bytes(*word));
        if special != 0 {
            let end = at + (special.trailing_zeros() / 8) as usize;
            return (bytes.get(end) == Some(&b'"')).then_some(end);
        }
        at += WORD;
        // Most strings have ended by now. A long text is scanned in blocks, which the compiler vectorizes.
        if at == 2 * WORD {
            while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<32>()) {
                if block.iter().fold(false, |any, byte| any | is_special(*byte)) {
                    break;
                }
                at += block.len();
            }
        }
    }
    let end = at + bytes.get(at..)?.iter().position(|byte| is_special(*byte))?;
    (bytes.get(end) == Some(&b'"')).then_some(end)
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Sets the highest bit of each byte that [`is_special`]. Only the lowest bit that is set is reliable.
fn special_in(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGH;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equal(b'"') | equal(b'\\')
}
