//! The numbers that a type can hold: [`NumberRange`].

/// The numbers that a type can hold. An update must not leave any other number in the attribute, because the item could then not
/// be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRange {
    pub(crate) lowest: Option<i128>,
    pub(crate) highest: Option<i128>,
    pub(crate) has_zero: bool,
}

/// The highest integer of 38 digits, DynamoDB's limit; it bounds the types that hold more.
const WIDEST: i128 = 10_i128.pow(38) - 1;

impl NumberRange {
    /// Any number; also used for types that hold no numbers.
    pub(crate) const ANY: Self = Self { lowest: None, highest: None, has_zero: true };

    /// Any number from 0.
    pub(crate) const FROM_ZERO: Self = Self { lowest: Some(0), ..Self::ANY };

    /// Returns the range of an integer type.
    pub(crate) const fn integer(bits: u32, is_unsigned: bool) -> Self {
        let (lowest, highest) = match (bits, is_unsigned) {
            (128, true) => (0, WIDEST),
            (128, false) => (-WIDEST, WIDEST),
            (bits, true) => (0, (1 << bits) - 1),
            (bits, false) => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
        };
        Self { lowest: Some(lowest), highest: Some(highest), has_zero: true }
    }

    /// Excludes 0.
    pub(crate) const fn without_zero(self) -> Self {
        match self.lowest {
            Some(0) => Self { lowest: Some(1), ..self },
            _ => Self { has_zero: false, ..self },
        }
    }

    /// Whether the range has no negative numbers.
    pub(crate) const fn is_unsigned(self) -> bool {
        matches!(self.lowest, Some(0..))
    }
}
