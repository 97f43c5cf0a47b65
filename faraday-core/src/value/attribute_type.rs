/// DynamoDB's types, as the function `attribute_type` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// A string.
    S,
    /// A number.
    N,
    /// A binary.
    B,
    /// A boolean.
    Bool,
    /// Null.
    Null,
    /// A list.
    L,
    /// A map.
    M,
    /// A set of strings.
    Ss,
    /// A set of numbers.
    Ns,
    /// A set of binaries.
    Bs,
}

impl AttributeType {
    /// Returns DynamoDB's name: `S`, `BOOL`, `SS`, ….
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
            Self::Bool => "BOOL",
            Self::Null => "NULL",
            Self::L => "L",
            Self::M => "M",
            Self::Ss => "SS",
            Self::Ns => "NS",
            Self::Bs => "BS",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "S" => Self::S,
            "N" => Self::N,
            "B" => Self::B,
            "BOOL" => Self::Bool,
            "NULL" => Self::Null,
            "L" => Self::L,
            "M" => Self::M,
            "SS" => Self::Ss,
            "NS" => Self::Ns,
            "BS" => Self::Bs,
            _ => return None,
        })
    }
}

impl std::fmt::Display for AttributeType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// DynamoDB's three set types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetType {
    /// Strings.
    Ss,
    /// Numbers.
    Ns,
    /// Binaries.
    Bs,
}

impl SetType {
    /// Returns the set type as an [`AttributeType`].
    #[must_use]
    pub const fn attribute_type(self) -> AttributeType {
        match self {
            Self::Ss => AttributeType::Ss,
            Self::Ns => AttributeType::Ns,
            Self::Bs => AttributeType::Bs,
        }
    }
}
