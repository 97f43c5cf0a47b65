//! How a template writes a value as a part of a key: [`KeyPart`].

/// The text form of a value in a key of several parts. The texts sort like the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// The type has no text form that sorts like its values.
    Unsupported,
    /// The string itself.
    Text,
    /// The string itself, which always has this many bytes.
    Fixed(usize),
    /// A non-negative integer, padded with leading zeros to this many digits.
    Unsigned(usize),
    /// A signed integer of this many bits. A template must ask for it: `{balance:ordered}`.
    Signed(u32),
    /// A floating-point number. A template must ask for it: `{score:ordered}`.
    Float,
    /// A `SystemTime`, written like the times of other crates: RFC 3339 with nine digits of fraction.
    Time,
}

impl KeyPart {
    /// Whether both are the same. Constants cannot use `==`.
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

    /// Returns the form of an integer of this many bits.
    pub(crate) const fn integer(bits: u32, is_unsigned: bool) -> Self {
        if is_unsigned { Self::Unsigned(digits_of(bits)) } else { Self::Signed(bits) }
    }
}

/// Returns the number of decimal digits of the highest integer of this many bits.
pub(crate) const fn digits_of(bits: u32) -> usize {
    match bits {
        0..=8 => 3,
        9..=16 => 5,
        17..=32 => 10,
        33..=64 => 20,
        _ => 39,
    }
}
