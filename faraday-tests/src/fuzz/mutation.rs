use fastrand::Rng;

/// Pieces of the input formats.
const PIECES: [&[u8]; 24] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b":",
    b",",
    b"null",
    b"true",
    b"-1.5e3",
    b"{\"S\":\"a\"}",
    b"{\"N\":\"1\"}",
    b"{\"B\":\"AQ==\"}",
    b"{\"L\":[]}",
    b"{\"M\":{}}",
    b"\"NS\":[\"1\"]",
    b"\\u0041",
    b"\\ud83d",
    b"\xff",
    b"\x00",
    b"\xf5RD\x02",
    b"=",
    b"9007199254740993",
    b" ",
];

/// Returns the bytes with one to four changes: a byte, a bit, a cut, a piece of the format, or a repeated part of them or of `other`.
pub fn mutated(bytes: &[u8], other: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.usize(1..=4) {
        let at = rng.usize(0..=bytes.len());
        match rng.u8(0..8) {
            0 => replace(&mut bytes, at, |_| rng.u8(..)),
            1 => replace(&mut bytes, at, |byte| byte ^ (1 << rng.u8(0..8))),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at.saturating_sub(rng.usize(0..8))..at)),
            4 => insert(&mut bytes, at, &[rng.u8(..)]),
            5 => insert(&mut bytes, at, PIECES[rng.usize(0..PIECES.len())]),
            6 => {
                let part = part_of(&bytes, rng).to_vec();
                insert(&mut bytes, at, &part);
            }
            _ => insert(&mut bytes, at, part_of(other, rng)),
        }
    }
    bytes
}

fn replace(bytes: &mut [u8], at: usize, with: impl FnOnce(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = with(*byte);
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    bytes.splice(at..at, part.iter().copied());
}

fn part_of<'b>(bytes: &'b [u8], rng: &mut Rng) -> &'b [u8] {
    let start = rng.usize(0..=bytes.len());
    let end = rng.usize(start..=bytes.len().min(start + 64));
    &bytes[start..end]
}
