//! How a value is a part of a key that a template makes: [`KeyPart`].

/// The text that a value has in a key of several parts. The order of the texts is that of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// No text has the order of the values.
    Unsupported,
    /// The string itself.
    Text,
    /// The string itself, which always has this many bytes.
    Fixed(usize),
    /// A whole number that is not negative, with zeros before it to this many digits.
    Unsigned(usize),
    /// A whole number with a sign, of this many bits. A template must ask for it: `{balance:ordered}`.
    Signed(u32),
    /// A floating-point number. A template must ask for it: `{score:ordered}`.
    Float,
    /// A `SystemTime`, as the times of other crates are stored: RFC 3339 with nine digits after the second.
    Time,
}

impl KeyPart {
    /// Whether both are the same, in a constant.
    pub(crate) const fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Unsupported, Self::Unsupported)
            | (Self::Text, Self::Text)
            | (Self::Float, Self::Float)
            | (Self::Time, Self::Time) => true,
            (Self::Fixed(one), Self::Fixed(other)) | (Self::Unsigned(one), Self::Unsigned(other)) => one == other,
            (Self::Signed(one), Self::Signed(other)) => one == other,
            _ => false,
        }
    }

    /// Of an integer of this many bits.
    pub(crate) const fn integer(bits: u32, is_unsigned: bool) -> Self {
        if is_unsigned { Self::Unsigned(digits_of(bits)) } else { Self::Signed(bits) }
    }
}

/// How many digits the highest number of this many bits has.
pub(crate) const fn digits_of(bits: u32) -> usize {
    match bits {
        0..=8 => 3,
        9..=16 => 5,
        17..=32 => 10,
        33..=64 => 20,
        _ => 39,
    }
}
